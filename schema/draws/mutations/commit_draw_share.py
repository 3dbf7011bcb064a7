"""A party commits to its share of the randomness before the pool is frozen."""

import re
from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import Actor
from domain.inspections.terms import TaskState
from domain.permissions import Permission
from domain.refusals import InvalidInput, NotFound, NotPermitted
from domain.tasks import draw_steps
from persistence.draws.table import DrawShare
from persistence.engine.identifiers import new_key
from persistence.tasks import writes as tasks
from schema.draws import types
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID
from schema.mutations import StoredAs, begin_transaction, mutation

_COMMITMENT = re.compile(r"[0-9a-f]{64}")


@strawberry.input(description="The commitment to a share of the randomness.")
class CommitDrawShareInput:
    operation_id: UUID = field(OPERATION_ID)
    task_code: str = field("The code of an approved task whose pool is not frozen yet.")
    commitment: str = field(
        "SHA-256 of `DR1-PARTY|task code|party|secret` in hexadecimal digits; the "
        "party is the UUID of the caller's authority or institution."
    )


@strawberry.type(description="The commitment to the share is recorded.")
class DrawShareCommitted:
    share_id: Annotated[UUID, StoredAs("share_id")]
    share: types.DrawShare | None = refetched("share_id", "The share that was committed to.")


@mutation(
    permission=Permission.DRAW_CONTRIBUTE,
    description="Commit to a share of the randomness before the pool is frozen.",
    refuses=(draw_steps.ShareCommittedAlready,),
)
async def commit_draw_share(info: Info, input: CommitDrawShareInput) -> DrawShareCommitted:
    if _COMMITMENT.fullmatch(input.commitment) is None:
        raise InvalidInput.of("commitment", "须为64位十六进制数", "must be 64 hexadecimal digits")
    async with begin_transaction(info, input) as transaction:
        task = await tasks.by_code(transaction.session, input.task_code)
        if task.state is not TaskState.APPROVED:
            raise NotFound
        authority_id, institution_id = _party(transaction.actor)
        share = DrawShare(
            id=new_key(),
            task_id=task.id,
            party=str(authority_id or institution_id),
            authority_id=authority_id,
            institution_id=institution_id,
            account_id=transaction.actor.account_id,
            commitment=input.commitment,
            committed_at=transaction.now,
        )
        transaction.session.add(share)
        transaction.audit("draw_share.committed", on=share.id)
        return transaction.succeed(DrawShareCommitted(share_id=share.id))


def _party(actor: Actor) -> tuple[UUID | None, UUID | None]:
    """The authority or the institution on whose behalf the actor acts here."""
    for office in actor.offices_with(Permission.DRAW_CONTRIBUTE):
        return office.authority_id, None
    for institution_id in actor.institutions_with(Permission.DRAW_CONTRIBUTE):
        return None, institution_id
    raise NotPermitted(Permission.DRAW_CONTRIBUTE)

"""A party commits to its share of the randomness before the pool is frozen."""

import re
from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import Actor
from domain.draws.entropy import USUAL_MINUTES
from domain.inspections.terms import TaskState
from domain.permissions import Permission
from domain.refusals import InvalidInput, NotFound, NotPermitted
from domain.roles import Role
from domain.tasks import draw_steps
from persistence.draws import shares
from persistence.draws.table import DrawShare
from persistence.engine.identifiers import new_key
from persistence.tasks import writes as tasks
from schema.draws import types
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, is_given
from schema.inspections.types import InspectionTask
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
    reveal_within_minutes: int | None = optional(
        "The shortest time, in minutes, in which the party agrees to reveal its share: from 1 to 120; "
        "left out, 120. All parties have the longest of these times."
    )


@strawberry.type(description="The commitment to the share is recorded.")
class DrawShareCommitted:
    share_id: Annotated[UUID, StoredAs("share_id")]
    share: types.DrawShare | None = refetched("share_id", "The share that was committed to.")
    task: InspectionTask | None = refetched(
        "share_id",
        "The task of the draw; null for those who see no tasks, such as an institution.",
        through=shares.task_of,
    )


@mutation(
    permission=Permission.DRAW_CONTRIBUTE,
    description="Commit to a share of the randomness before the pool is frozen.",
    refuses=(draw_steps.ShareCommittedAlready,),
)
async def commit_draw_share(info: Info, input: CommitDrawShareInput) -> DrawShareCommitted:
    if _COMMITMENT.fullmatch(input.commitment) is None:
        raise InvalidInput.of("commitment", "须为64位十六进制数", "must be 64 hexadecimal digits")
    minutes = input.reveal_within_minutes if is_given(input.reveal_within_minutes) else None
    minutes = USUAL_MINUTES if minutes is None else minutes
    if not 1 <= minutes <= USUAL_MINUTES:
        zh, en = f"须为1至{USUAL_MINUTES}", f"must be from 1 to {USUAL_MINUTES}"
        raise InvalidInput.of("revealWithinMinutes", zh, en)
    async with begin_transaction(info, input) as transaction:
        task = await tasks.by_code(transaction.session, input.task_code)
        if task.state is not TaskState.APPROVED:
            raise NotFound
        role, authority_id, institution_id = _party(transaction.actor)
        share = DrawShare(
            id=new_key(),
            task_id=task.id,
            party=str(authority_id or institution_id),
            authority_id=authority_id,
            institution_id=institution_id,
            account_id=transaction.actor.account_id,
            role=role,
            commitment=input.commitment,
            reveal_within_minutes=minutes,
            committed_at=transaction.now,
        )
        transaction.session.add(share)
        transaction.audit("draw_share.committed", on=share.id)
        return transaction.succeed(DrawShareCommitted(share_id=share.id))


def _party(actor: Actor) -> tuple[Role, UUID | None, UUID | None]:
    """The role, and the authority or institution on whose behalf the actor acts with it here."""
    held = tuple(actor.grants_with(Permission.DRAW_CONTRIBUTE))
    for grant in held:
        if grant.office:
            return grant.role, grant.office.authority_id, None
    for grant in held:
        if grant.institution_id:
            return grant.role, None, grant.institution_id
    raise NotPermitted(Permission.DRAW_CONTRIBUTE)

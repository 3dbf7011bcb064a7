"""A party reveals its share of the randomness after the pool has been frozen."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.draws import entropy
from domain.draws.entropy import EntropyDoesNotFit, is_secret, party_commitment
from domain.inspections.terms import TaskState
from domain.permissions import Permission
from domain.refusals import NotFound
from domain.tasks import draw_steps
from domain.tasks.draw_steps import ShareRevealedAlready
from persistence.draws import shares
from persistence.tasks import writes as tasks
from schema.draws import types
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="The share that is to be revealed.")
class RevealDrawShareInput:
    operation_id: UUID = field(OPERATION_ID)
    task_code: str = field("The code of a task whose pool is frozen.")
    secret: str = field("The secret behind the commitment: 32 to 128 hexadecimal digits.")


@strawberry.type(description="The share is revealed and counts in the draw.")
class DrawShareRevealed:
    share_id: Annotated[UUID, StoredAs("share_id")]
    share: types.DrawShare | None = refetched("share_id", "The share that was revealed.")


@mutation(
    permission=Permission.DRAW_CONTRIBUTE,
    description="Reveal the caller's own share of the randomness after the pool has been frozen.",
    refuses=(draw_steps.ShareRevealedAlready, entropy.EntropyDoesNotFit),
)
async def reveal_draw_share(info: Info, input: RevealDrawShareInput) -> DrawShareRevealed:
    async with begin_transaction(info, input) as transaction:
        task = await tasks.by_code(transaction.session, input.task_code)
        if task.state is not TaskState.POOL_FROZEN or transaction.actor.account_id is None:
            raise NotFound
        share = await shares.own(transaction.session, task.id, transaction.actor.account_id)
        if share.secret is not None:
            raise ShareRevealedAlready
        # Accepted as it is, it could neither be drawn from nor be revealed again.
        if not is_secret(input.secret):
            raise EntropyDoesNotFit(
                "须为32至128位十六进制数", "must be 32 to 128 hexadecimal digits"
            )
        if party_commitment(task.code, share.party, input.secret) != share.commitment:
            raise EntropyDoesNotFit(
                "与已提交的承诺不符", "the secret does not match the commitment"
            )
        share.secret, share.revealed_at = input.secret, transaction.now
        transaction.audit("draw_share.revealed", on=share.id)
        return transaction.succeed(DrawShareRevealed(share_id=share.id))

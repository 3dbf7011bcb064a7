"""A party reveals its share of the randomness after the pool has been frozen."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.draws import entropy
from domain.permissions import Permission
from domain.tasks import draw_steps
from persistence.draws import shares
from persistence.tasks import writes as tasks
from schema.draws import types
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID
from schema.inspections.types import InspectionTask
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
    task: InspectionTask | None = refetched(
        "share_id",
        "The task of the draw; null for those who see no tasks, such as an institution.",
        through=shares.task_of,
    )


@mutation(
    permission=Permission.DRAW_CONTRIBUTE,
    description="Reveal the caller's own share of the randomness after the pool has been frozen.",
    refuses=(draw_steps.ShareRevealedAlready, entropy.EntropyDoesNotFit),
)
async def reveal_draw_share(info: Info, input: RevealDrawShareInput) -> DrawShareRevealed:
    async with begin_transaction(info, input) as transaction:
        task = await tasks.by_code(transaction.session, input.task_code)
        share = await shares.own(transaction.session, task.id, transaction.actor.account_id)
        draw_steps.reveal_share(share.facts(task.code), input.secret, state=task.state)
        share.secret, share.revealed_at = input.secret, transaction.now
        transaction.audit("draw_share.revealed", on=share.id)
        return transaction.succeed(DrawShareRevealed(share_id=share.id))

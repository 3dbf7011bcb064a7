"""A party reveals its share of the randomness after the pool has been frozen."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.draw.entropy import EntropyDoesNotFit, is_secret, party_commitment
from domain.inspections.terms import TaskState
from domain.refusals import NotFound
from domain.tasks.drawing import ShareRevealedAlready
from persistence import tasks
from persistence.drawing import shares
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.draws import types
from schema.inputs import OPERATION_ID


@strawberry.input(description="The share that is to be revealed.")
class RevealDrawShareInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    task_code: str = strawberry.field(description="The code of a task whose pool is frozen.")
    secret: str = strawberry.field(
        description="The secret behind the commitment: 32 to 128 hexadecimal digits."
    )


@strawberry.type(description="The share is revealed and counts in the draw.")
class DrawShareRevealed:
    share_id: Annotated[UUID, StoredAs("share_id")]
    share: types.DrawShare | None = shown("share_id", "The share that was revealed.")


async def reveal_draw_share(info: Asked, input: RevealDrawShareInput) -> DrawShareRevealed:
    async with writing(info, input) as deed:
        task = await tasks.by_code(deed.session, input.task_code)
        if task.state is not TaskState.POOL_FROZEN or deed.actor.account_id is None:
            raise NotFound
        share = await shares.own(deed.session, task.id, deed.actor.account_id)
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
        share.secret, share.revealed_at = input.secret, deed.now
        deed.audit("draw_share.revealed", on=share.id)
        return deed.done(DrawShareRevealed(share_id=share.id))

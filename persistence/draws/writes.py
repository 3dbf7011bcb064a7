"""The draw in the register: frozen, drawn, locked, issued, revealed, each in one transaction.

What is stored gives everything again: the frozen text, the sealed salt and nonce, the entropy that
was entered, and the trail. Every step holds the task's lock, so that two who draw at once get one
draw; after a crash the step before stands, and the same step again leads to the same rows.
"""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.draws.pool_freeze import Frozen
from domain.refusals import NotFound, OperationInProgress
from domain.tasks.draw_steps import ShareCommittedAlready
from persistence.draws.table import Draw
from persistence.engine import violations
from persistence.engine.keys import Keys

violations.means("uq_draws_task_id", OperationInProgress)
violations.means("uq_draw_shares_task_id_party", ShareCommittedAlready)
violations.means("uq_draw_shares_task_id_account_id", ShareCommittedAlready)
violations.UNREACHABLE.update(
    {
        "uq_draws_task_code": "one draw for each task, whose code is its own",
        "ck_draws_*": "written whole by freezing, drawing and revealing",
        "ck_draw_shares_*": "written whole by committing and revealing",
        "ck_pool_*_*": "words are enums",
        "ck_officer_replacements_*": "words are enums",
        "uq_pool_objects_draw_id_institution_id": "the pool is one row for each institution",
        "uq_pool_objects_draw_id_pseudonym": "256 bits of a hash",
        "uq_pool_officers_draw_id_officer_id": "an officer belongs to one authority",
        "uq_pairings_object_id_officer_id": "an officer is dealt to an object once",
        "uq_draw_events_draw_id_position": "the draw is locked while its trail grows",
    }
)

NONCE, SALT = "draw nonce", "draw salt"


async def claim(session: AsyncSession, task_id: UUID) -> Draw:
    """Lock the draw of a task that is locked already. Raises NotFound before the freeze."""
    found = await session.scalar(sa.select(Draw).where(Draw.task_id == task_id).with_for_update())
    if found is None:
        raise NotFound
    return found


def frozen(draw: Draw) -> Frozen:
    return Frozen(draw.text)


def nonce(draw: Draw, keys: Keys) -> bytes:
    return keys.open(NONCE, draw.nonce_sealed, bound_to=draw.id.bytes)


def salt(draw: Draw, keys: Keys) -> bytes:
    return keys.open(SALT, draw.salt_sealed, bound_to=draw.id.bytes)

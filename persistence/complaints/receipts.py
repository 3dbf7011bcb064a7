"""Receipts given out before 2026-12, of which something else was kept, go on opening their complaints."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from persistence.complaints.table import Complaint
from persistence.engine.database import Database
from persistence.engine.keys import RECEIPT_DIGEST_BYTES, Keys
from persistence.engine.records import Operation

_MADE_OF = sa.cast(Operation.ids["receipt_of"].astext, sa.Uuid)
_EARLIER = (
    sa.select(Complaint.id, sa.func.coalesce(_MADE_OF, Complaint.id))
    .outerjoin(
        Operation,
        sa.and_(
            Operation.mutation == "raiseComplaint",
            Operation.ids["complaint_id"].astext == sa.cast(Complaint.id, sa.Text),
            _MADE_OF.is_not(None),
        ),
    )
    .where(sa.func.octet_length(Complaint.receipt_digest) != RECEIPT_DIGEST_BYTES)
)


async def keep_as_now(database: Database, keys: Keys) -> None:
    """Keep of each receipt what is kept of new ones. What it was made of is kept with its operation; a
    complaint that came without one was made with its own id. Safe to repeat, and by several at once."""
    async with database.writing() as session:
        found = (await session.execute(_EARLIER)).all()
        if not found:
            return
        digests = [keys.receipt_digest(keys.receipt(made_of)) for _, made_of in found]
        rows = sa.func.unnest(
            sa.cast([id for id, _ in found], ARRAY(sa.Uuid())),
            sa.cast(digests, ARRAY(sa.LargeBinary())),
        ).table_valued("id", "digest")
        rows = rows.render_derived(name="rows")
        await session.execute(
            sa.update(Complaint)
            .where(Complaint.id == rows.c.id)
            .values(receipt_digest=rows.c.digest)
            .execution_options(synchronize_session=False)
        )

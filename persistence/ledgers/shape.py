"""Uploaded ledgers, and what their rows come to."""

import sqlalchemy as sa

from domain.permissions import Permission
from persistence.ledgers.policies import can_see_ledger_job, can_see_ledger_row
from persistence.ledgers.table import LedgerJob, LedgerRow
from persistence.reading import ids
from persistence.reading.compiler import by_id
from persistence.reading.conditions import one_of_values
from persistence.reading.shape import (
    Column,
    DerivedObjects,
    Expression,
    KeysetOrder,
    One,
    Page,
    Predicate,
    Row,
    Shape,
    references,
)


def rows_now(parent: Row, row: Row) -> Predicate:
    """Those of the dry run until the import begins, from then on those of the import."""
    return sa.and_(row.c.job_id == parent.c.id, row.c.is_dry == parent.c.applied_by.is_(None))


def rejected_url(row: Row) -> Expression:
    lead: Expression = sa.literal_column("'/ledgers/jobs/'")
    whole = lead.op("||")(ids.expression("LedgerJob", row.c.id))
    address = whole.op("||")(sa.literal_column("'/rejected'"))
    return sa.case((row.c.rejected_key.is_not(None), address))


_IN_FILE = KeysetOrder((lambda row: row.c.position,))

JOB = Shape(
    "LedgerJob",
    LedgerJob.__table__,
    {
        "authority": One("Authority", on=references("authority_id")),
        "institution": One("Institution", on=references("institution_id")),
        "rejectedUrl": Column(rejected_url),
        "rows": Page(
            "LedgerRow",
            on=rows_now,
            orders={"POSITION": _IN_FILE},
            default_order=("POSITION", "ASC"),
            filters={"outcomes": one_of_values("outcome")},
        ),
    },
    can_see_ledger_job,
)

ROW = Shape(
    "LedgerRow",
    LedgerRow.__table__,
    {
        "refusals": DerivedObjects(
            (lambda row: row.c.refusals,), "ledger_refusals", "LedgerRefusal", weight=2
        ),
    },
    can_see_ledger_row,
)

SHAPES = (JOB, ROW)

ROOTS = {
    "ledgerJob": One(
        "LedgerJob",
        arguments={"id": by_id("LedgerJob")},
        permission=Permission.LEDGER_IMPORT,
    ),
    "ledgerJobs": Page(
        "LedgerJob",
        orders={"DECLARED_AT": KeysetOrder((lambda row: row.c.declared_at,))},
        default_order=("DECLARED_AT", "DESC"),
        filters={"states": one_of_values("state"), "kinds": one_of_values("kind")},
        permission=Permission.LEDGER_IMPORT,
    ),
}

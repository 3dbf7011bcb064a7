"""What was changed of the register's entries, and from when on it is known what was shown."""

import sqlalchemy as sa

from domain.permissions import Permission
from persistence.accounts.table import Account
from persistence.engine import past
from persistence.engine.columns import Table
from persistence.engine.records import FieldChange
from persistence.history.policies import named_to_officials, seen_with_its_institution
from persistence.reading import ids
from persistence.reading.conditions import equals
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    Column,
    Expression,
    Join,
    KeysetOrder,
    One,
    Page,
    Row,
    Shape,
    references,
    to_all,
)


def HISTORY(on: Join, permission: Permission = Permission.HISTORY_READ) -> Page:
    # A constant but for its join, and for who may ask.
    return Page(
        "FieldChange",
        on=on,
        orders={"CHANGED_AT": KeysetOrder(())},
        default_order=("CHANGED_AT", "DESC"),
        filters={"kind": equals("kind"), "fieldName": equals("field_name")},
        permission=permission,
    )


def object_id(row: Row) -> Expression:
    kinds = {
        kept.kind or each.class_.__name__
        for each in Table.registry.mappers
        if (kept := each.class_.history) is not None
    }
    return sa.case(
        *(
            (row.c.kind == sa.literal_column(f"'{kind}'"), ids.expression(kind, row.c.object_id))
            for kind in sorted(kinds)
        )
    )


def account_name(row: Row) -> Expression:
    account = alias_of(Account.__table__)
    name = sa.select(account.c.display_name).where(account.c.id == row.c.account_id)
    return name.correlate(row).scalar_subquery()


def _text(column: str) -> Column:
    """A text as it is, anything else as JSON."""
    return Column(lambda row: row.c[column].op("#>>")(sa.literal_column("'{}'::text[]")))


FIELD_CHANGE = Shape(
    "FieldChange",
    FieldChange.__table__,
    {
        "objectId": Column(object_id),
        "authority": One("Authority", on=references("authority_id")),
        "accountName": Column(account_name, visible_if=named_to_officials),
        "before": _text("before"),
        "after": _text("after"),
    },
    seen_with_its_institution,
)

REGISTER_HISTORY = Shape("RegisterHistory", past.WHAT_IS_KNOWN, {}, to_all)

SHAPES = (FIELD_CHANGE, REGISTER_HISTORY)
ROOTS = {"registerHistory": One("RegisterHistory")}

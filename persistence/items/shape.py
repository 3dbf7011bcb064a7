"""The list of random inspection items, published in all its versions."""

import sqlalchemy as sa

from persistence.items.table import InspectionItem
from persistence.reading.conditions import equals, one_of_values, overlaps, refers_to
from persistence.reading.public_tables import PublicTable
from persistence.reading.shape import (
    KeysetOrder,
    One,
    Page,
    Predicate,
    Row,
    Shape,
    legal_bases,
    references,
    to_all,
)
from persistence.reading.viewer import Value


def is_in_force(row: Row, value: Value) -> Predicate:
    day = value.bind(sa.Date())
    return sa.and_(
        row.c.effective_from <= day,
        sa.or_(row.c.effective_to.is_(None), row.c.effective_to >= day),
    )


ITEM = Shape(
    "InspectionItem",
    InspectionItem.__table__,
    {
        "authority": One("Authority", on=references("authority_id")),
        "legalBases": legal_bases("legal_basis"),
    },
    to_all,
)

SHAPES = (ITEM,)

PUBLIC_TABLES = (PublicTable(InspectionItem),)


ROOTS = {
    "inspectionItems": Page(
        "InspectionItem",
        orders={
            "CODE": KeysetOrder((lambda row: row.c.code.collate("C"), lambda row: row.c.version_no))
        },
        default_order=("CODE", "ASC"),
        filters={
            "code": equals("code"),
            "itemClass": equals("item_class"),
            "sectors": one_of_values("sector"),
            "appliesTo": overlaps("applies_to"),
            "authorityId": refers_to("Authority", "authority_id"),
            "inForceOn": is_in_force,
        },
    ),
}

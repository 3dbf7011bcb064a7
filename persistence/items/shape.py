"""The list of random inspection items, published in all its versions."""

import sqlalchemy as sa

from persistence.items.table import InspectionItem
from persistence.reading import ids
from persistence.reading.conditions import equals, one_of_values, overlaps, refers_to
from persistence.reading.shape import (
    Column,
    KeysetOrder,
    One,
    Page,
    Predicate,
    Row,
    Shape,
    column,
    moment,
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
        "id": Column(lambda row: ids.expression("InspectionItem", row.c.id)),
        "code": column("code"),
        "versionNo": column("version_no"),
        "authority": One("Authority", on=lambda parent, row: row.c.id == parent.c.authority_id),
        "sector": column("sector"),
        "itemClass": column("item_class"),
        "title": column("title"),
        "englishTitle": column("english_title"),
        "legalBasis": column("legal_basis"),
        "appliesTo": column("applies_to"),
        "ratioBp": column("ratio_bp"),
        "maxPerYear": column("max_per_year"),
        "methods": column("methods"),
        "checklistCode": column("checklist_code"),
        "checklistVersion": column("checklist_version"),
        "checklistItemCodes": column("checklist_item_codes"),
        "violationCodes": column("violation_codes"),
        "thresholdCodes": column("threshold_codes"),
        "effectiveFrom": column("effective_from"),
        "effectiveTo": column("effective_to"),
        "publishedAt": moment("published_at"),
    },
    to_all,
)

SHAPES = (ITEM,)

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

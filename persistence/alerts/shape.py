"""Alerts, their counts, and how often each institution was visited."""

import datetime as dt

import sqlalchemy as sa

from domain import thresholds
from domain.permissions import Permission
from persistence.alerts.policies import can_see_alert, can_see_alert_count, can_see_load
from persistence.alerts.table import (
    ALERT_PARTS,
    ALERT_TOTALS,
    ALERTS_VIEW,
    COUNT_PARTS,
    COUNTS_VIEW,
    LOAD_PARTS,
    LOAD_TOTALS,
    LOADS_VIEW,
    PLACED_COUNTS_VIEW,
)
from persistence.authorities.table import Authority
from persistence.reading.conditions import TODAY, one_of_values, refers_to, within
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    Column,
    Condition,
    Expression,
    KeysetOrder,
    Many,
    One,
    Page,
    Row,
    Shape,
    Totals,
    references,
)

_CAP = thresholds.at("DR_CAP_AUTHORITY", dt.date.max).value


def of_number(name: str) -> Condition:
    return lambda row, value: row.c[name] == value.bind(sa.Integer())


def at_least(name: str) -> Condition:
    return lambda row, value: row.c[name] >= value.bind(sa.Integer())


def _cap(row: Row) -> Expression:
    """What the authority has published for today, or the register's number where it has published none."""
    authority = alias_of(Authority.__table__)
    is_to_come = authority.c.yearly_cap_from > TODAY
    own = sa.select(
        sa.case((is_to_come, authority.c.yearly_cap_before), else_=authority.c.yearly_cap)
    ).where(authority.c.id == row.c.authority_id)
    return sa.func.coalesce(
        own.correlate(row).scalar_subquery(), sa.literal_column(str(_CAP), sa.Integer())
    )


def _is_capped(row: Row) -> Expression:
    return row.c.drawn_count >= _cap(row)


ALERT = Shape(
    "Alert",
    ALERTS_VIEW,
    {
        "isLate": Column(lambda row: row.c.due_on < TODAY),
        "authority": One("Authority", on=references("authority_id")),
        "institution": One("Institution", on=references("institution_id")),
        "inspection": One("Inspection", on=references("inspection_id")),
        "order": One("CorrectionOrder", on=references("order_id")),
        "proposal": One("EscalationProposal", on=references("proposal_id")),
        "evidence": One("Evidence", on=references("evidence_id")),
        "officer": One("Officer", on=references("officer_id")),
    },
    can_see_alert,
    ALERT_PARTS,
)

ALERT_COUNT = Shape(
    "AlertCount",
    PLACED_COUNTS_VIEW,
    {
        "authority": One("Authority", on=references("authority_id")),
        "region": One("Region", on=references("region_code", "code")),
    },
    can_see_alert_count,
    COUNT_PARTS,
)

LOAD = Shape(
    "InspectionLoad",
    LOADS_VIEW,
    {
        "institution": One("Institution", on=references("institution_id")),
        "authority": One("Authority", on=references("authority_id")),
        "cap": Column(_cap),
        "isCapReached": Column(_is_capped),
    },
    can_see_load,
    LOAD_PARTS,
)

SHAPES = (ALERT, ALERT_COUNT, LOAD)

ROOTS = {
    "alerts": Page(
        "Alert",
        orders={"DUE_ON": KeysetOrder((lambda row: row.c.due_on,))},
        default_order=("DUE_ON", "ASC"),
        even_filters=frozenset({"dueBefore"}),
        filters={
            "kinds": one_of_values("kind"),
            "authorityId": refers_to("Authority", "authority_id"),
            "institutionId": refers_to("Institution", "institution_id"),
            "regionCode": within("region_code"),
            "dueBefore": lambda row, value: row.c.due_on < value.bind(sa.Date()),
        },
        totals=(
            Totals(ALERT_TOTALS, "n", {"kinds": one_of_values("kind")}),
            Totals(
                COUNTS_VIEW,
                "count",
                {
                    "kinds": one_of_values("kind"),
                    "authorityId": refers_to("Authority", "authority_id"),
                },
            ),
        ),
        permission=Permission.ALERT_READ,
    ),
    "alertCounts": Page(
        "AlertCount",
        orders={
            "COUNT": KeysetOrder((lambda row: row.c.count,)),
            "OLDEST_DUE_ON": KeysetOrder((lambda row: row.c.oldest_due_on,)),
        },
        default_order=("OLDEST_DUE_ON", "ASC"),
        filters={
            "kinds": one_of_values("kind"),
            "authorityId": refers_to("Authority", "authority_id"),
            "regionCode": within("authority_region_code"),
        },
        permission=Permission.ALERT_READ,
    ),
    "inspectionLoad": Many(
        "InspectionLoad",
        order=lambda row: [row.c.visit_count.desc(), row.c.id],
        arguments={
            "institutionId": refers_to("Institution", "institution_id"),
            "year": of_number("year"),
        },
        permission=Permission.INSPECTION_READ,
    ),
    "inspectionLoads": Page(
        "InspectionLoad",
        orders={
            "VISIT_COUNT": KeysetOrder((lambda row: row.c.visit_count,)),
            "LAST_ON": KeysetOrder((lambda row: row.c.last_on,)),
        },
        default_order=("VISIT_COUNT", "DESC"),
        filters={
            "institutionId": refers_to("Institution", "institution_id"),
            "authorityId": refers_to("Authority", "authority_id"),
            "regionCode": within("region_code"),
            "year": of_number("year"),
            "visitsAtLeast": at_least("visit_count"),
        },
        totals=(
            Totals(
                LOAD_TOTALS,
                "n",
                {"year": of_number("year"), "visitsAtLeast": at_least("visit_count")},
            ),
        ),
        permission=Permission.INSPECTION_READ,
    ),
}

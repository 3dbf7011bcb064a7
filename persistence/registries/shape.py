"""The registry of objects with risk, stops and visits of the year; standing recusals of inspectors."""

from collections.abc import Mapping

import sqlalchemy as sa

from domain.inspections.terms import InspectionState
from domain.permissions import Permission
from persistence.inspections.policies import is_known
from persistence.inspections.table import Inspection
from persistence.institutions.table import Institution
from persistence.institutions.totals import TOTALS_OF_ALL
from persistence.reading.conditions import TODAY, equals, holds, overlaps, refers_to, within
from persistence.reading.conditions import one_of_values as one_of_words
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
    by_parent,
    referenced_by,
    references,
)
from persistence.registries.policies import can_see_recusal, object_in_scope, stop_in_scope
from persistence.registries.table import (
    ObjectStop,
    Recusal,
    RiskAssessment,
    RiskInputCount,
)


def visits_this_year(row: Row) -> Expression:
    """All visits of the year by any authority, once they may be known: one without notice would reveal to
    every office of the area who was drawn."""
    inspection = alias_of(Inspection.__table__)
    state = sa.cast(inspection.c.state, sa.Text)
    return (
        sa.select(sa.func.count())
        .select_from(inspection)
        .where(
            inspection.c.institution_id == row.c.id,
            state != _word(InspectionState.VOIDED),
            sa.or_(
                is_known(inspection),
                inspection.c.window_to < TODAY,
            ),
            sa.extract("year", inspection.c.window_from) == sa.extract("year", TODAY),
        )
        .correlate(row)
        .scalar_subquery()
    )


def _word(state: InspectionState) -> Expression:
    return sa.literal_column(f"'{state.value}'")


def is_stopped_now(row: Row) -> Expression:
    stop = alias_of(ObjectStop.__table__)
    return (
        sa.exists()
        .where(
            stop.c.institution_id == row.c.id,
            stop.c.first_on <= TODAY,
            sa.or_(stop.c.last_on.is_(None), stop.c.last_on >= TODAY),
        )
        .correlate(row)
    )


OBJECT = Shape(
    "InspectionObject",
    Institution.__table__,
    {
        "institution": One("Institution", on=references("id")),
        "visitsThisYear": Column(visits_this_year),
        "isStopped": Column(is_stopped_now),
        "assessments": Many(
            "RiskAssessment",
            on=referenced_by("institution_id"),
            order=lambda row: [row.c.assessed_at.desc(), row.c.id.desc()],
        ),
        "stops": Many(
            "ObjectStop",
            on=referenced_by("institution_id"),
            order=lambda row: [row.c.first_on.desc(), row.c.id.desc()],
        ),
    },
    object_in_scope,
)

ASSESSMENT = Shape(
    "RiskAssessment",
    RiskAssessment.__table__,
    {
        "inputs": Many(
            "RiskInputCount",
            on=referenced_by("assessment_id"),
            order=lambda row: [row.c.input],
            weight=5,
        ),
    },
    by_parent,
)

INPUT = Shape(
    "RiskInputCount",
    RiskInputCount.__table__,
    {},
    by_parent,
)

STOP = Shape(
    "ObjectStop",
    ObjectStop.__table__,
    {
        "institution": One("Institution", on=references("institution_id")),
    },
    stop_in_scope,
)

RECUSAL = Shape(
    "Recusal",
    Recusal.__table__,
    {
        "officer": One("Officer", on=references("officer_id")),
        "institution": One("Institution", on=references("institution_id")),
    },
    can_see_recusal,
)

SHAPES = (OBJECT, ASSESSMENT, INPUT, STOP, RECUSAL)

_COUNTED: Mapping[str, Condition] = {
    "kinds": overlaps("kinds"),
    "sectors": one_of_words("sector"),
    "riskClasses": one_of_words("risk_class"),
    "existence": equals("existence"),
}

ROOTS = {
    "inspectionObjects": Page(
        "InspectionObject",
        orders={"REGISTERED_AT": KeysetOrder(())},
        default_order=("REGISTERED_AT", "ASC"),
        filters={
            "institutionId": refers_to("Institution", "id"),
            "regionCode": within("region_code"),
            **_COUNTED,
            "isStopped": holds(is_stopped_now),
        },
        totals=(Totals(TOTALS_OF_ALL, "n", _COUNTED),),
        permission=Permission.INSTITUTION_READ_RISK,
    ),
    "recusals": Page(
        "Recusal",
        orders={"DECLARED_AT": KeysetOrder(())},
        default_order=("DECLARED_AT", "DESC"),
        filters={
            "officerId": refers_to("Officer", "officer_id"),
            "institutionId": refers_to("Institution", "institution_id"),
            "isStanding": holds(lambda row: row.c.lifted_at.is_(None)),
        },
        permission=Permission.RECUSAL_READ,
    ),
}

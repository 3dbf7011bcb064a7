"""What stands on institutions by decision, as their history, and as the public lists."""

import sqlalchemy as sa

from domain.standings.decisions import LISTS
from domain.standings.terms import StandingKind
from persistence.reading.conditions import TODAY, one_of_values, refers_to, within
from persistence.reading.public_tables import Beside, PublicTable
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    Column,
    DerivedValue,
    Expression,
    KeysetOrder,
    Many,
    One,
    Page,
    Predicate,
    Row,
    Shape,
    by_parent,
    legal_bases,
    referenced_by,
    references,
)
from persistence.reading.viewer import Value, Viewer
from persistence.standings.policies import ground_unless_taken_back, of_institutions_or_in_scope
from persistence.standings.table import ListedPerson, Standing, StandingEnd


def holds_on(row: Row, day: Expression) -> Predicate:
    """It has begun, is not over, and was not ended before."""
    ended = alias_of(StandingEnd.__table__)
    was_ended = sa.exists().where(ended.c.standing_id == row.c.id, ended.c.ended_on <= day)
    return sa.and_(
        row.c.from_on <= day,
        sa.or_(row.c.until_on.is_(None), row.c.until_on >= day),
        sa.not_(was_ended.correlate(row)),
    )


def is_enrolment_stopped(row: Row) -> Predicate:
    return is_stopped(row.c.id)


def is_stopped(institution_id: Expression) -> Predicate:
    """Whether the institution may enrol nobody today. Few are stopped: they are found first."""
    stop = alias_of(Standing.__table__)
    found = sa.select(stop.c.institution_id).where(
        is_kind(stop, StandingKind.ENROLMENT_STOP), holds_on(stop, TODAY)
    )
    return institution_id.in_(found)


def is_kind(row: Row, kind: StandingKind) -> Predicate:
    return sa.cast(row.c.kind, sa.Text) == sa.literal_column(f"'{kind.value}'")


def _on_a_list(row: Row, _viewer: Viewer) -> Predicate:
    words: list[Expression] = [sa.literal_column(f"'{each.value}'") for each in sorted(LISTS)]
    return row.c.kind.in_(words)


def _holds_on(row: Row, value: Value) -> Predicate:
    return holds_on(row, value.bind(sa.Date()))


def STANDINGS(column: str) -> Many:  # constant but for the column by which they belong there
    return Many(
        "Standing",
        on=referenced_by(column),
        order=lambda row: [row.c.decided_at.desc(), row.c.id.desc()],
        weight=10,
    )


STANDING = Shape(
    "Standing",
    Standing.__table__,
    {
        "institution": One("Institution", on=references("institution_id")),
        "entitlement": One("Entitlement", on=references("entitlement_id")),
        "person": One("ListedPerson", on=references("person_id")),
        "authority": One("Authority", on=references("authority_id")),
        "ground": Column(lambda row: row.c.ground, visible_if=ground_unless_taken_back),
        "legalBases": legal_bases("legal_basis"),
        "holdsToday": Column(lambda row: holds_on(row, TODAY)),
        "end": One("StandingEnd", on=lambda parent, row: row.c.standing_id == parent.c.id),
    },
    of_institutions_or_in_scope,
)

STANDING_END = Shape(
    "StandingEnd",
    StandingEnd.__table__,
    {"authority": One("Authority", on=references("authority_id"))},
    by_parent,
)

LISTED_PERSON = Shape(
    "ListedPerson",
    ListedPerson.__table__,
    {
        "maskedIdentityNumber": DerivedValue(
            (
                lambda row: sa.func.encode(row.c.identity_sealed, sa.literal_column("'hex'")),
                lambda row: sa.cast(row.c.id, sa.Text),
            ),
            derive="masked_resident_id",
        ),
    },
    by_parent,
)

SHAPES = (STANDING, STANDING_END, LISTED_PERSON)

PUBLIC_TABLES = (
    PublicTable(
        Standing,
        "{row}.person_id is null",
        institution="institution_id",
    ),
    PublicTable(
        StandingEnd,
        beside=Beside("standing_id", Standing, "{row}.person_id is null"),
    ),
    # Of whom visitors see nobody: joined, and never shown.
    PublicTable(ListedPerson, "false"),
)

ROOTS = {
    "listEntries": Page(
        "Standing",
        orders={"DECIDED_AT": KeysetOrder(())},
        default_order=("DECIDED_AT", "DESC"),
        where=_on_a_list,
        filters={
            "kinds": one_of_values("kind"),
            "regionCode": within("region_code"),
            "institutionId": refers_to("Institution", "institution_id"),
            "holdsOn": _holds_on,
        },
        planned_for=frozenset({"kinds", "regionCode", "holdsOn"}),
    ),
}

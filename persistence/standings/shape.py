"""What stands on institutions by decision, as their history, and as the public lists."""

from collections.abc import Mapping

import sqlalchemy as sa

from domain.permissions import Permission
from domain.standings.decisions import LISTS
from domain.standings.terms import StandingKind
from persistence.reading.compiler import by_id
from persistence.reading.conditions import TODAY, before_day, one_of_values, refers_to, within
from persistence.reading.public_tables import Beside, PublicTable
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    AsOf,
    Column,
    Condition,
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
    column,
    legal_bases,
    referenced_by,
    references,
)
from persistence.reading.viewer import Value, Viewer
from persistence.standings.policies import (
    can_see_ruling,
    ground_unless_taken_back,
    kept_on_file,
    of_institutions_or_in_scope,
    reads_rulings,
)
from persistence.standings.table import ListedPerson, Ruling, RulingStep, Standing, StandingEnd


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
        "ruling": One("Ruling", on=references("ruling_id"), visible_if=reads_rulings),
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
    {
        "authority": One("Authority", on=references("authority_id")),
        "reason": column("reason", visible_if=kept_on_file),
    },
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


def _is_named(parent: Row, row: Row) -> Predicate:
    return row.c.id == sa.any_(parent.c.entitlement_ids)


RULING = Shape(
    "Ruling",
    Ruling.__table__,
    {
        "institution": One("Institution", on=references("institution_id")),
        "authority": One("Authority", on=references("authority_id")),
        "entitlements": Many("Entitlement", on=_is_named, order=lambda row: [row.c.id]),
        "legalBases": legal_bases("legal_basis"),
        "proposal": One("EscalationProposal", on=references("proposal_id")),
        "steps": Many(
            "RulingStep",
            on=referenced_by("ruling_id"),
            order=lambda row: [row.c.entered_at, row.c.id],
        ),
        "standings": STANDINGS("ruling_id"),
    },
    can_see_ruling,
)

RULING_STEP = Shape("RulingStep", RulingStep.__table__, {}, by_parent)

SHAPES = (STANDING, STANDING_END, LISTED_PERSON, RULING, RULING_STEP)

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

_LISTED_BY: Mapping[str, Condition] = {
    "kinds": one_of_values("kind"),
    "regionCode": within("region_code"),
    "institutionId": refers_to("Institution", "institution_id"),
    "holdsOn": _holds_on,
}
ROOTS = {
    "ruling": One("Ruling", arguments={"id": by_id("Ruling")}, permission=Permission.RULING_READ),
    "rulings": Page(
        "Ruling",
        orders={"NOTICED_AT": KeysetOrder(())},
        default_order=("NOTICED_AT", "DESC"),
        filters={
            "institutionId": refers_to("Institution", "institution_id"),
            "authorityId": refers_to("Authority", "authority_id"),
            "regionCode": within("region_code"),
            "measures": one_of_values("measure"),
            "states": one_of_values("state"),
            "statementDueBefore": before_day("statement_due_on"),
        },
        permission=Permission.RULING_READ,
    ),
    "listEntries": Page(
        "Standing",
        orders={"DECIDED_AT": KeysetOrder(())},
        default_order=("DECIDED_AT", "DESC"),
        where=_on_a_list,
        filters=_LISTED_BY,
        planned_for=frozenset({"kinds", "regionCode", "holdsOn"}),
        as_of=AsOf(frozenset(_LISTED_BY)),
    ),
}

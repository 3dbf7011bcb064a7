"""Who may decide what on whose: everybody of the matrix on every institution, under every programme, against
a rule stated here."""

from itertools import cycle, product
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from domain.authorities import Sector
from domain.institutions.terms import Programme
from domain.roles import Role
from persistence.engine.database import Database
from persistence.institutions.table import Entitlement
from persistence.reading import ids
from tests.client import Client
from tests.factories import TODAY, institutions
from tests.people import (
    FARAWAY,
    JIANGSU,
    MAPLE,
    SOCIETY,
    SUZHOU,
    SUZHOU_SPORTS,
    SWIMMING,
    Place,
)
from tests.schema.standings.deciding import GROUND
from tests.visibility.conftest import everything
from tests.visibility.people import LOOKING
from tests.visibility.rows import World

__all__ = ["everything"]
WHOSE = {
    MAPLE: ("320508", Sector.EDUCATION),
    SWIMMING: ("320508", Sector.SPORTS),
    FARAWAY: ("110105", Sector.EDUCATION),
}
WITHIN = {SUZHOU.id: "3205", SUZHOU_SPORTS.id: "3205", JIANGSU.id: "32", SOCIETY.id: ""}
"""With what the codes of a place's regions begin; of others it is their own code."""
TRAINING = {Sector.EDUCATION, Sector.SCIENCE_TECHNOLOGY, Sector.CULTURE_TOURISM, Sector.SPORTS}
ORGANS: dict[Programme | None, set[Sector]] = {
    None: set(Sector),
    Programme.OFF_CAMPUS_TRAINING: TRAINING,
    Programme.ONLINE_TRAINING: TRAINING,
    Programme.DIGITAL_ENGINEERS: {Sector.HUMAN_RESOURCES},
    Programme.DEMONSTRATION_SCHOOLS: {Sector.EDUCATION},
}
"""Of these sectors the organs decide under a programme; under the others the society that granted it."""
DECIDING = {Role.REGISTRAR, Role.HEAD, Role.PROGRAMME_OFFICER}
QUASHING = {Role.HEAD, Role.PROGRAMME_OFFICER}
ALLOWED = "CHANGED_MEANWHILE"
"""What is answered to those who may, as all decide on a version that nothing has."""


def _place(login: str, roles: set[Role]) -> Place | None:
    person = LOOKING[login]
    return person.place if person is not None and person.role in roles else None


def _is_within(place: Place, institution_id: UUID) -> bool:
    return WHOSE[institution_id][0].startswith(WITHIN.get(place.id, place.region_code))


def _on_an_institution(login: str, institution_id: UUID) -> str:
    place = _place(login, DECIDING)
    if place is None:
        return "NOT_PERMITTED"
    reaches = WHOSE[institution_id][1] in place.sectors and _is_within(place, institution_id)
    if not reaches:
        return "OUTSIDE_JURISDICTION"
    return "NOT_AN_ADMINISTRATIVE_ORGAN" if place is SOCIETY else ALLOWED


def _under(programme: Programme | None, login: str, institution_id: UUID, granted_by: Place) -> str:
    """A society decides on what it granted, under programmes of its own; organs on what is theirs."""
    place = _place(login, DECIDING)
    if place is None:
        return "NOT_PERMITTED"
    is_near = place is granted_by if place is SOCIETY else _is_within(place, institution_id)
    if programme is None:
        own = WHOSE[institution_id][1] in place.sectors and place is not SOCIETY
        return ALLOWED if is_near and own else "OUTSIDE_JURISDICTION"
    if not is_near:
        return "OUTSIDE_JURISDICTION"
    if programme not in ORGANS:
        return ALLOWED if place is SOCIETY else "NOT_COMPETENT"
    sector, organs = WHOSE[institution_id][1], ORGANS[programme]
    if place is SOCIETY or not organs & set(place.sectors):
        return "NOT_COMPETENT"
    # Where the institution is of one of these sectors, its own decides.
    is_own = sector not in organs or sector in place.sectors
    return ALLOWED if is_own else "OUTSIDE_JURISDICTION"


OF_ENTITLEMENTS: dict[str, dict[str, Any]] = {
    "suspendEntitlement": {},
    "resumeEntitlement": {},
    "renewEntitlement": {},
    "correctEntitlement": {"validTo": None},
    "surrenderEntitlement": {},
}


async def _answers(ask: Client, inputs: dict[str, dict[str, Any]], login: str) -> dict[str, str]:
    found = {}
    for mutation, given in inputs.items():
        payload = await ask.do(mutation, {**GROUND, **given}, by=LOOKING[login])
        found[mutation] = payload.get("code", "")
    return found


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("institution_id", WHOSE, ids=["maple", "swimming", "faraway"])
async def test_lists_stops_and_grades_are_of_the_organs_that_reach_it(
    ask: Client, institution_id: UUID
) -> None:
    last = TODAY.replace(day=30).isoformat()
    known = {"institutionId": ids.write("Institution", institution_id), "expectedVersion": 999}
    inputs = {
        "listInstitution": {**known, "kind": "BLACK_LIST", "untilOn": last},
        "stopEnrolment": {**known, "untilOn": last},
        "gradeCredit": {**known, "grade": "B", "ruleVersion": "2026"},
    }
    astray = {}
    for login in LOOKING:
        expected = _on_an_institution(login, institution_id)
        found = await _answers(ask, inputs, login)
        if found != dict.fromkeys(inputs, expected):
            astray[login] = expected, found
    assert astray == {}


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("institution_id", WHOSE, ids=["maple", "swimming", "faraway"])
async def test_entitlements_are_of_those_competent_for_the_programme(
    ask: Client, database: Database, institution_id: UUID
) -> None:
    """Each pair of programme and authority with another mutation: all claim alike."""
    astray, mutation = {}, cycle(OF_ENTITLEMENTS.items())
    for programme, granted_by in product((None, *Programme), (SUZHOU, SOCIETY)):
        row = institutions.entitlement(
            institution_id,
            authority_id=granted_by.id,
            number="教民320500000099号",
            programme_code=programme,
        )
        async with database.writing() as session:
            session.add(row)
        name, more = next(mutation)
        given = {"entitlementId": ids.write("Entitlement", row.id), "expectedVersion": 999, **more}
        for login in LOOKING:
            expected = _under(programme, login, institution_id, granted_by)
            found = await _answers(ask, {name: given}, login)
            if found != {name: expected}:
                astray[login, programme, granted_by.name] = expected, found
        async with database.writing() as session:
            kept = await session.scalar(
                sa.delete(Entitlement)
                .where(Entitlement.id == row.id)
                .returning(Entitlement.version)
            )
            assert kept == 1
    assert astray == {}


@pytest.mark.parametrize(
    ("name", "institution_id", "decided_by"),
    [
        ("white list of maple", MAPLE, SUZHOU),
        ("white list of swimming", SWIMMING, SUZHOU_SPORTS),
    ],
)
async def test_what_was_decided_is_quashed_by_the_same_head_or_an_organ_above(
    ask: Client, everything: World, name: str, institution_id: UUID, decided_by: Place
) -> None:
    given = {
        "standingId": everything.of("Standing", name),
        "expectedVersion": 999,
        "reason": "复议决定",
    }
    astray = {}
    for login, person in LOOKING.items():
        place = _place(login, QUASHING)
        is_above = place is not None and place.region_code in ("000000", "320000")
        may = place is decided_by or (is_above and place is not SOCIETY)
        found = (await ask.do("quashStanding", given, by=person)).get("code", "")
        if found != (ALLOWED if may else "NOT_PERMITTED"):
            astray[login] = may, found
    assert astray == {}

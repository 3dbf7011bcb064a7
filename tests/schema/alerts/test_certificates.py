"""Officers whose certificate ends are alerts 60 and 30 days before, and until it is renewed."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.moments import day_of
from persistence.authorities.table import InspectorProfile
from persistence.engine.database import Database
from persistence.inspections.table import Inspection
from tests.client import Client
from tests.people import (
    CHAOYANG,
    SUZHOU,
    Person,
    hua,
    jun,
    lin,
    mei,
    pei,
    rui,
    sen,
    shan,
    su,
    tao,
    xu,
    yang,
    yin,
)
from tests.schema.inspections import steps as visits

pytestmark = pytest.mark.usefixtures("world")
DOCUMENT = """{
    alerts(first: 10) { totalCount nodes { kind dueOn isLate sector institution { id } officer { name } } }
    alertCounts(first: 10) { totalCount nodes { kind count oldestDueOn authority { name } } }
}"""


async def _ends(database: Database, person: Person, days: int, **facts: Any) -> dt.date:
    """The certificate ends so many days after the database's own day."""
    async with database.writing() as session:
        now: dt.datetime = await session.scalar(sa.select(sa.func.now()))  # type: ignore[assignment]
        ends_on = day_of(now) + dt.timedelta(days=days)
        of_it = sa.update(InspectorProfile).where(InspectorProfile.officer_id == person.officer_id)
        await session.execute(of_it.values(certificate_valid_to=ends_on, **facts))
    return ends_on


async def _kinds(ask: Client, by: Person) -> list[tuple[str, str]]:
    alerts = (await ask(DOCUMENT, by=by))["alerts"]
    assert alerts["totalCount"] == len(alerts["nodes"])
    return [(each["kind"], each["officer"]["name"]) for each in alerts["nodes"]]


async def test_the_head_is_told_sixty_and_thirty_days_before(
    ask: Client, database: Database
) -> None:
    soon, later = await _ends(database, mei, 30), await _ends(database, jun, 60)

    answer = await ask(DOCUMENT, by=hua)

    alert = {"isLate": False, "sector": "EDUCATION", "institution": None}
    assert answer["alerts"]["nodes"] == [
        {
            **alert,
            "kind": "CERTIFICATE_EXPIRES_SOON",
            "dueOn": str(soon),
            "officer": {"name": "mei"},
        },
        {**alert, "kind": "CERTIFICATE_EXPIRES", "dueOn": str(later), "officer": {"name": "jun"}},
    ]
    counts = [(c["kind"], c["count"], c["oldestDueOn"]) for c in answer["alertCounts"]["nodes"]]
    assert counts == [
        ("CERTIFICATE_EXPIRES_SOON", 1, str(soon)),
        ("CERTIFICATE_EXPIRES", 1, str(later)),
    ]
    assert {c["authority"]["name"] for c in answer["alertCounts"]["nodes"]} == {SUZHOU.name}
    assert CHAOYANG.name not in str(answer)


async def test_they_end_with_the_renewal_or_the_service(ask: Client, database: Database) -> None:
    await _ends(database, mei, 61)
    left_on = await _ends(database, jun, 5)
    await _ends(database, jun, 5, left_on=left_on)

    assert await _kinds(ask, hua) == []


async def test_an_expired_one_stays_until_it_is_renewed(ask: Client, database: Database) -> None:
    await _ends(database, mei, -3)

    assert await _kinds(ask, lin) == [("CERTIFICATE_EXPIRES_SOON", "mei")]


@pytest.mark.parametrize(
    ("person", "seen"), [(su, ["mei"]), (mei, ["mei"]), (tao, []), (xu, []), (yin, [])]
)
async def test_it_is_for_the_authority_those_above_and_the_officer(
    ask: Client, database: Database, person: Person, seen: list[str]
) -> None:
    await _ends(database, mei, 10)

    assert [name for _, name in await _kinds(ask, person)] == seen


@pytest.mark.parametrize("person", [shan, sen, rui, yang, pei], ids=lambda person: person.login)
async def test_to_who_sees_officers_and_no_visits_nothing_but_certificates_is_told(
    ask: Client, database: Database, person: Person
) -> None:
    """Whatever else an alert is raised about changes no byte of their answers."""
    ends_on = await _ends(database, mei, 10)
    before = await ask(DOCUMENT, by=person)
    visit = await visits.assign(ask)
    late = ends_on - dt.timedelta(days=60)
    async with database.writing() as session:
        of_it = sa.update(Inspection).where(Inspection.id == visits.key(visit))
        await session.execute(of_it.values(window_from=late, window_to=late))

    after = await ask(DOCUMENT, by=person)

    assert "RESULT_NOT_FILED" in [kind["kind"] for kind in await _all(ask, hua)]
    assert before == after
    seen = [each["officer"]["name"] for each in after["alerts"]["nodes"]]
    # Sports' registrar sees no officer of education, a programme officer nobody but the own.
    assert seen == ([] if person in (yang, pei) else ["mei"])
    assert [each["count"] for each in after["alertCounts"]["nodes"]] == [1] * len(seen)
    shows = "{ alerts(first: 10) { nodes { inspection { id } order { id } evidence { id } } } }"
    nothing = {"inspection": None, "order": None, "evidence": None}
    assert (await ask(shows, by=person))["alerts"]["nodes"] == [nothing] * len(seen)


async def _all(ask: Client, by: Person) -> list[dict[str, str]]:
    nodes: list[dict[str, str]] = (await ask("{ alerts(first: 9) { nodes { kind } } }", by=by))[
        "alerts"
    ]["nodes"]
    return nodes

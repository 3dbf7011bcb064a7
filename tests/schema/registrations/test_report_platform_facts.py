"""`reportPlatformFacts`: what differs is queued once, and nobody outside learns of it."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.institutions.table import Institution
from persistence.reading import ids
from persistence.registrations.table import PlatformReport
from tests.client import Client
from tests.factories import NOW, registrations
from tests.people import FARAWAY, MAPLE, Person, fang, lin, rui, su, xu, yang, yin
from tests.schema.institutions import keeping
from tests.schema.registrations import steps
from tests.schema.registrations.steps import facts, report
from tests.world import LICENCE

DIFFERENT = {
    "name": "苏州枫叶培训中心",
    "legalRepresentative": "另某",
    "address": "观前街2号",
    "licenceNumber": "苏教许字320508001号之一",
    "existence": "DEREGISTERED",
}
SAME = {
    "name": "苏州枫叶教育培训中心",
    "legalRepresentative": "某某",
    "address": "观前街 １号",
    "licenceNumber": LICENCE,
    "existence": "EXISTING",
}

FARAWAYS = "91110105MA1FARAW40"


@pytest.fixture(autouse=True)
async def _codes(world: None, database: Database) -> None:
    """Those of the world have no check character."""
    async with database.writing() as session:
        for key, code in ((MAPLE, steps.CODE), (FARAWAY, FARAWAYS)):
            row = await session.get_one(Institution, key)
            row.unified_social_credit_code = code
            row.record_search()


async def test_what_differs_is_queued_and_nothing_is_written_over(
    ask: Client, database: Database
) -> None:
    before = await keeping.maple(database)

    payload = await report(ask, facts(**DIFFERENT))

    assert payload["report"] == {
        "rowCount": 1,
        "heardCount": 1,
        "outdatedCount": 0,
        "differenceCount": 5,
        "rejected": [],
    }
    assert await steps.queued(database) == [
        ("NAME", "苏州枫叶教育培训中心", "苏州枫叶培训中心", "OPEN"),
        ("LEGAL_REPRESENTATIVE", "某某", "另某", "OPEN"),
        ("ADDRESS", "观前街1号", "观前街2号", "OPEN"),
        ("EXISTENCE", "EXISTING", "DEREGISTERED", "OPEN"),
        ("LICENCE_NUMBER", LICENCE, "苏教许字320508001号之一", "OPEN"),
    ]
    after = await keeping.maple(database)
    assert (after.name, after.address, after.version) == (before.name, before.address, 1)
    assert after.updated_at == before.updated_at
    assert after.external_ref == steps.PLATFORM
    assert after.source_updated_at == dt.datetime(2026, 11, 10, 2, tzinfo=dt.UTC)


async def test_spelling_is_no_difference(ask: Client, database: Database) -> None:
    payload = await report(ask, facts(**SAME, unifiedSocialCreditCode="91320508-ma1mapk00c"))

    assert payload["report"]["differenceCount"] == 0
    assert await steps.queued(database) == []


async def test_the_same_is_queued_once_and_ends_when_it_is_no_more(
    ask: Client, database: Database
) -> None:
    later = "2026-11-11T02:00:00Z"
    await report(ask, facts(name="甲"))
    again = await report(ask, facts(name="甲", sourceUpdatedAt=later))
    other = await report(ask, facts(name="乙", sourceUpdatedAt=later))
    left_out = await report(ask, facts(sourceUpdatedAt=later))

    counts = [each["report"]["differenceCount"] for each in (again, other, left_out)]
    assert counts == [0, 1, 0]
    assert [state for *_, state in await steps.queued(database)] == ["SUPERSEDED", "OPEN"]
    await report(ask, facts(**SAME, sourceUpdatedAt=later))
    assert [state for *_, state in await steps.queued(database)] == ["SUPERSEDED", "AGREED"]


async def test_an_older_entry_never_wins(ask: Client, database: Database) -> None:
    await report(ask, facts(name="甲"))

    older = await report(ask, facts(name="乙", sourceUpdatedAt="2026-11-09T02:00:00+08:00"))

    assert (older["report"]["outdatedCount"], older["report"]["heardCount"]) == (1, 0)
    assert [theirs for _, _, theirs, _ in await steps.queued(database)] == ["甲"]
    after = await keeping.maple(database)
    assert after.source_updated_at == dt.datetime(2026, 11, 10, 2, tzinfo=dt.UTC)


async def test_what_was_decided_to_be_kept_is_not_queued_again_until_a_side_changes(
    ask: Client, database: Database
) -> None:
    async with database.writing() as session:
        (await session.get_one(Institution, MAPLE)).external_ref = "p"
        kept = {
            "reason": "以营业执照为准",
            "decided_at": NOW,
            "decided_by": rui.id,
        }
        session.add(
            registrations.difference(
                MAPLE, ours="苏州枫叶教育培训中心", theirs="甲", state="KEPT", **kept
            )
        )

    same = await report(ask, facts(externalRef="p", name="甲"))
    other = await report(ask, facts(externalRef="p", name="乙"))

    assert (same["report"]["differenceCount"], other["report"]["differenceCount"]) == (0, 1)


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("externalRef", {"externalRef": ""}),
        ("unifiedSocialCreditCode", {"unifiedSocialCreditCode": "91320508MA1MAPK000"}),
        ("sourceUpdatedAt", {"sourceUpdatedAt": "2026-11-18T02:00:01Z"}),
        ("name", {"name": "长" * 101}),
        ("legalRepresentative", {"legalRepresentative": "\u202e"}),
        ("externalRef", {"unifiedSocialCreditCode": FARAWAYS}),
        ("externalRef", {"unifiedSocialCreditCode": "91310101MA1L1XTED0"}),
    ],
)
async def test_a_wrong_row_is_rejected_by_itself(
    ask: Client, database: Database, field: str, given: dict[str, Any]
) -> None:
    wrong = facts(**{"externalRef": "other", **given})

    payload = await report(ask, wrong, facts(name="甲"))

    assert payload["report"]["heardCount"] == 1
    (rejected,) = payload["report"]["rejected"]
    assert (rejected["index"], rejected["field"]) == (0, field)
    assert rejected["zh"]
    assert rejected["en"]
    assert len(await steps.queued(database)) == 1


async def test_a_row_that_stands_twice_is_heard_once_or_not_at_all(
    ask: Client, database: Database
) -> None:
    payload = await report(ask, facts(name="甲"), facts(name="乙"))
    assert [each["index"] for each in payload["report"]["rejected"]] == [0, 1]

    payload = await report(ask, facts(name="甲"), facts(name="乙", externalRef="other"))
    assert [each["field"] for each in payload["report"]["rejected"]] == ["unifiedSocialCreditCode"]
    assert await steps.queued(database) == [("NAME", "苏州枫叶教育培训中心", "甲", "OPEN")]


async def test_another_reference_is_a_difference_of_its_own(
    ask: Client, database: Database
) -> None:
    await report(ask, facts())

    payload = await report(ask, facts(externalRef="platform-2", name="甲"))

    assert payload["report"]["differenceCount"] == 1
    assert await steps.queued(database) == [("EXTERNAL_REF", steps.PLATFORM, "platform-2", "OPEN")]
    assert (await keeping.maple(database)).external_ref == steps.PLATFORM


@pytest.mark.parametrize("count", [0, 501])
async def test_a_report_has_its_bounds(ask: Client, database: Database, count: int) -> None:
    payload = await report(ask, *(facts(externalRef=f"p-{i}") for i in range(count)))

    assert payload["code"] == "INVALID_INPUT"
    assert (await keeping.maple(database)).external_ref is None


async def test_others_institutions_are_as_if_they_were_not_there(
    ask: Client, database: Database
) -> None:
    """Whether the platform's reference is known elsewhere makes no difference."""
    faraway = {"unifiedSocialCreditCode": FARAWAYS, "externalRef": "faraway"}
    before = await report(ask, facts(**faraway))
    async with database.writing() as session:
        row = await session.get_one(Institution, FARAWAY)
        row.external_ref = "faraway"

    assert await report(ask, facts(**faraway)) == before
    assert before["report"]["heardCount"] == 0


@pytest.mark.parametrize(
    "person", [yin, lin, su, fang, None], ids=lambda p: getattr(p, "login", "-")
)
async def test_who_may_not(ask: Client, database: Database, person: Person | None) -> None:
    payload = await report(ask, facts(name="甲"), by=person)  # type: ignore[arg-type]  # a visitor too

    assert payload["code"] == "NOT_PERMITTED"
    assert await steps.queued(database) == []


async def test_nobody_else_learns_that_something_differs(ask: Client, database: Database) -> None:
    """Two registers, one in which the platform says the same and one in which it does not: byte for byte the
    same for visitors, for parents, for the institution, and for offices elsewhere."""
    await steps.kept(database)
    await report(ask, facts(**SAME))
    people = (None, fang, yin, xu, yang)
    before = [await _everything(ask, person) for person in people]

    await report(ask, facts(**DIFFERENT))

    assert len(await steps.queued(database)) == 5
    assert [await _everything(ask, person) for person in people] == before
    assert (await _everything(ask, rui)) != (await _everything(ask, yang))


async def _everything(ask: Client, person: Person | None) -> list[Any]:
    differences = """{ registrationDifferences(first: 100) {
        totalCount edges { node { id field ours theirs } } } }"""
    filtered = """{ institutions(first: 100, filter: {registration: {states: [%s]}}) {
        totalCount edges { node { id name version updatedAt } } } }"""
    found = [await steps.of_maple(ask, person), await ask.answer(differences, by=person)]
    found += [await ask.answer(filtered % state, by=person) for state in ("VERIFIED", "DIFFERS")]
    if person is yin:
        history = """query ($id: ID!) { institution(by: {id: $id}) { externalRef sourceUpdatedAt
            history(first: 100) { totalCount edges { node { fieldName after } } } } }"""
        variables = {"id": ids.write("Institution", MAPLE)}
        found.append(await ask.answer(history, variables, by=person))
    return found


async def test_sent_again_it_is_answered_again(ask: Client, database: Database) -> None:
    operation = str(new_key())

    payloads = [await report(ask, facts(name="甲"), operationId=operation) for _ in range(2)]

    assert payloads[0] == payloads[1]
    async with database.writing() as session:
        count = sa.select(sa.func.count()).select_from(PlatformReport)
        assert await session.scalar(count) == 1


async def test_two_reports_at_once_queue_a_difference_once(ask: Client, database: Database) -> None:
    payloads = await asyncio.gather(*(report(ask, facts(name="甲")) for _ in range(2)))

    assert sorted(each["report"]["differenceCount"] for each in payloads) == [0, 1]
    assert len(await steps.queued(database)) == 1

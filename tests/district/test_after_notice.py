"""Once a visit is known its county sees it, what came of it, and no more; and can change nothing."""

from typing import Any

from domain.inspections.terms import TaskCategory
from domain.roles import Role
from persistence.engine.database import Database
from tests.client import Client
from tests.district.people import (
    PEOPLE,
    of_chaoyang,
    of_gusu,
    of_kunshan,
    of_sports,
    oversight_of_gusu,
)
from tests.everything_seen import all_ids, everything_seen
from tests.factories import accounts, add
from tests.people import GUSU, Person, hua, jun, lin, mei, ou, qiao, yin
from tests.schema.inspections import steps as visits
from tests.schema.rectification import steps as orders

PARTS = """
id state task { id } assignments { isLeader } inspectionCode
notice { taskCode officers { name } }
record { id } records { versionNo position { latitude } signatures { name } findings { violationCode } }
audits { decision } checkIns { id } recusalRequests { id } objections { id } followUps { id }
publicRecords { versionNo } correctionOrders { state reports { statement } }
evidence { state expected items { id } }
"""
LISTS = f"""
query {{
  inspections(first: 10) {{ totalCount nodes {{ {PARTS} }} }}
  correctionOrders(first: 10) {{ totalCount }}
  institution(by: {{ id: "{visits.INSTITUTION}" }}) {{ inspections(first: 10) {{ totalCount }} }}
}}
"""
STRANGERS = (of_kunshan, of_sports, of_chaoyang)


async def _seen(ask: Client, person: Person) -> list[dict[str, Any]]:
    """The visits that somebody sees, everywhere the same number of them."""
    data = await ask(LISTS, by=person)
    found = data["inspections"]
    assert found["totalCount"] == len(found["nodes"])
    assert data["institution"]["inspections"]["totalCount"] == len(found["nodes"])
    by_id = [await _by_id(ask, each["id"], person) for each in found["nodes"]]
    assert by_id == found["nodes"]
    nodes: list[dict[str, Any]] = found["nodes"]
    return nodes


async def _by_id(ask: Client, visit: str, person: Person) -> Any:
    document = f"query Q($id: ID!) {{ inspection(id: $id) {{ {PARTS} }} }}"
    return (await ask(document, {"id": visit}, by=person))["inspection"]


async def test_a_visit_step_by_step(ask: Client) -> None:
    visit = await visits.assign(ask)
    assert await _seen(ask, of_gusu) == []
    assert await _by_id(ask, visit, of_gusu) is None

    await visits.give_notice(ask, visit)
    (seen,) = await _seen(ask, of_gusu)
    code = seen["notice"]["taskCode"]
    stays: dict[str, Any] = {
        "task": None,
        "assignments": [],
        "inspectionCode": None,
        "audits": [],
        "checkIns": [],
        "recusalRequests": [],
        "objections": [],
        "followUps": [],
        "evidence": {"state": "NONE", "expected": 0, "items": []},
    }
    known = {"id": visit, "notice": {"taskCode": code, "officers": []}, **stays}
    nothing_yet: dict[str, Any] = {
        "record": None,
        "records": [],
        "publicRecords": [],
        "correctionOrders": [],
    }
    assert seen == {**known, **nothing_yet, "state": "TO_ENTER"}

    for officer in (mei, jun):
        await visits.check_in(ask, visit, by=officer)
    order = await orders.issue(ask, visit)
    (seen,) = await _seen(ask, of_gusu)
    ordered: dict[str, Any] = {"correctionOrders": [{"state": "ISSUED", "reports": []}]}
    assert seen == {**known, **nothing_yet, **ordered, "state": "TO_ENTER"}

    await visits.file(ask, visit)
    await orders.submit(ask, order)
    (seen,) = await _seen(ask, of_gusu)
    submitted = seen["correctionOrders"]
    assert [each["state"] for each in submitted] == ["SUBMITTED"]
    draft = {**known, **nothing_yet, "correctionOrders": submitted}
    assert seen == {**draft, "state": "TO_CONFIRM"}

    await visits.confirm(ask, visit)
    assert await _seen(ask, of_gusu) == [{**draft, "state": "TO_AUDIT"}]

    await visits.audit(ask, visit)
    (seen,) = await _seen(ask, of_gusu)
    found = [{"violationCode": "SAFETY_FIRE"}]
    record = {"versionNo": 1, "position": None, "signatures": [], "findings": found}
    assert seen["record"] is not None
    assert seen["records"] == [record]
    assert seen["publicRecords"] == (await _by_id(ask, visit, lin))["publicRecords"]
    assert await _seen(ask, oversight_of_gusu) == [seen]
    for stranger in STRANGERS:
        assert await _seen(ask, stranger) == []


async def test_an_unannounced_visit_is_known_from_the_first_arrival(ask: Client) -> None:
    visit = await visits.assign(ask, noticeMode="ON_ARRIVAL")
    assert await _seen(ask, of_gusu) == []

    await visits.check_in(ask, visit)

    assert [each["id"] for each in await _seen(ask, of_gusu)] == [visit]


async def test_why_it_is_made_is_not_found_by_a_filter_before_the_result_says_it(
    ask: Client,
) -> None:
    """Neither by the institution, which is not to learn that somebody complained."""
    document = """query Q($of: TaskCategory!) { inspections(first: 9, filter: {category: $of}) {
        totalCount nodes { id } } }"""

    async def found(person: Person) -> dict[str, int]:
        of = {}
        for category in TaskCategory:
            page = (await ask(document, {"of": category}, by=person))["inspections"]
            assert page["totalCount"] == len(page["nodes"])
            of[category.value] = page["totalCount"]
        return of

    nothing = {"ROUTINE": 0, "CAMPAIGN": 0, "CASE": 0}
    a_case = {**nothing, "CASE": 1}
    visit = await visits.assign(ask)
    await visits.give_notice(ask, visit)
    before = [await found(person) for person in (yin, of_gusu, oversight_of_gusu, mei, lin, ou)]
    await visits.file(ask, visit)
    await visits.confirm(ask, visit)
    await visits.audit(ask, visit)

    assert before == [nothing, nothing, nothing, a_case, a_case, a_case]
    for person in (yin, of_gusu, oversight_of_gusu, mei, lin, ou):
        assert await found(person) == a_case


async def test_a_version_that_was_refused_stays_with_the_authority(ask: Client) -> None:
    visit = await visits.assign(ask)
    await visits.file(ask, visit)
    await visits.confirm(ask, visit)
    await visits.audit(ask, visit, "REJECTED", "更正")
    await visits.file(ask, visit, correctionReason="更正", is_signed=False)

    (seen,) = await _seen(ask, of_gusu)

    assert seen["records"] == []
    assert len((await _by_id(ask, visit, lin))["records"]) == 2


async def test_nobody_elsewhere_sees_a_visit_at_any_time(ask: Client, database: Database) -> None:
    async def all_that_is_seen() -> list[dict[str, bytes]]:
        return [await everything_seen(ask, ids, person) for person in STRANGERS]

    ids = await all_ids(database)
    before = await all_that_is_seen()
    visit = await visits.assign(ask)
    for officer in (mei, jun):
        await visits.check_in(ask, visit, by=officer)
    await orders.issue(ask, visit)

    assert await all_that_is_seen() == before


async def test_who_only_looks_on_changes_nothing(ask: Client, database: Database) -> None:
    """Whatever else they may do at their own authority."""
    visit = await visits.assign(ask)
    for officer in (mei, jun):
        await visits.check_in(ask, visit, by=officer)
    order = await orders.issue(ask, visit)
    await orders.submit(ask, order)
    await visits.file(ask, visit)
    await visits.confirm(ask, visit)
    async with database.writing() as session:
        for role in (Role.HEAD, Role.TASK_MANAGER, Role.RESULT_AUDITOR, Role.OVERSIGHT):
            await add(session, accounts.grant(of_gusu, role))
    assert [each["id"] for each in await _seen(ask, of_gusu)] == [visit]
    before = await visits.traces(database), await orders.row(database, order)

    audited = {"inspectionId": visit, "decision": "APPROVED"}
    of_order = {"orderId": order, "expectedVersion": (await orders.order(ask, order))["version"]}
    accepted = {**of_order, "note": "已核实"}
    again = orders.a_recheck(order, of_order["expectedVersion"])
    extended = {**of_order, "dueOn": "2026-12-25", "reason": "设备未到"}
    for mutation, given in (
        ("issueNotice", visits.a_notice(visit)),
        ("auditInspectionResult", audited),
        ("acceptRectification", accepted),
        ("planRecheck", again),
        ("extendRectification", extended),
    ):
        payload = await ask.do(mutation, given, by=of_gusu)
        assert payload["__typename"] == "NotFound", (mutation, payload)

    assert (await visits.traces(database), await orders.row(database, order)) == before


async def test_at_the_county_itself_only_supervision_looks_on(ask: Client) -> None:
    visit = await visits.assign(ask)
    await visits.check_in(ask, visit)

    for role in (Role.HEAD, Role.TASK_MANAGER, Role.RESULT_AUDITOR):
        assert await _seen(ask, PEOPLE[role, GUSU]) == []
    for person in (hua, lin, qiao):
        assert [each["id"] for each in await _seen(ask, person)] == [visit]

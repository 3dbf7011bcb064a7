"""What an institution learns of a visit in advance: all that it has to, once, and never too late."""

import asyncio
from typing import Any

import pytest

from domain.visits.texts import CURRENT
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.visits.table import Notice
from tests.client import Client
from tests.factories import accounts, authorities
from tests.people import MAPLE, Person, key, lin, mei, tao, yin
from tests.schema.inspections import steps
from tests.schema.inspections.steps import a_notice
from tests.schema.visits.steps import FIELDS, OUTSIDERS, count
from tests.world import LICENCE

SHOWS = """... on NoticeIssued { inspection { noticedAt notice {
    mode issuedAt institutionName unifiedSocialCreditCode taskCode windowFrom windowTo legalBasis
    items { code title } methods materials officers { officerId unit name certificateNo }
    contact appointmentPossible visitsThisYear textEdition paragraphsZh paragraphsEn
    sealAuthority sealedOn acknowledgedAt } } }"""


async def test_a_notice_says_all_that_it_has_to(ask: Client, assigned: str) -> None:
    payload = await ask.do("issueNotice", a_notice(assigned), SHOWS, by=lin)

    now = "2026-11-18T02:00:00.000000Z"
    inspection = payload["inspection"]
    assert inspection["noticedAt"] == now
    notice = inspection["notice"]
    items, basis, code = notice.pop("items"), notice.pop("legalBasis"), notice.pop("taskCode")
    assert items[0] == {"code": "OC01_LICENCE", "title": "办学许可有效，培训内容在许可范围内"}
    assert len(items) == 23
    assert {"X15", "X47"} <= set(basis)
    assert len(basis) == len(set(basis))
    assert code.startswith("RW-320500-")
    officers = notice.pop("officers")
    assert [each["name"] for each in officers] == ["mei", "jun"]
    assert officers[0] == {
        "officerId": steps.officer(mei),
        "unit": "苏州市教育局",
        "name": "mei",
        "certificateNo": authorities.inspector(key(302)).certificate_no,
    }
    assert notice == {
        "mode": "ADVANCE",
        "issuedAt": now,
        "institutionName": "苏州枫叶教育培训中心",
        "unifiedSocialCreditCode": "91320508MA1MAPLE0X",
        "windowFrom": "2026-11-18",
        "windowTo": "2026-11-20",
        "methods": ["ON_SITE", "WRITTEN"],
        "materials": ["办学许可证", "收费公示照片"],
        "contact": "苏州市教育局 0512-00000000",
        "appointmentPossible": True,
        "visitsThisYear": 0,
        "textEdition": 1,
        "paragraphsZh": [each.zh for each in CURRENT.paragraphs],
        "paragraphsEn": [each.en for each in CURRENT.paragraphs],
        "sealAuthority": "苏州市教育局",
        "sealedOn": "2026-11-18",
        "acknowledgedAt": None,
    }


async def test_visits_of_the_year_are_counted(ask: Client, filed: str) -> None:
    second = await steps.assign(ask)

    payload = await ask.do("issueNotice", a_notice(second), SHOWS, by=lin)

    assert payload["inspection"]["notice"]["visitsThisYear"] == 1


async def test_a_notice_is_a_copy_that_a_later_name_does_not_change(
    ask: Client, noticed: str, database: Database
) -> None:
    from persistence.institutions.table import Institution

    async with database.writing() as session:
        row = await session.get_one(Institution, MAPLE)
        row.name = "改名后的机构"
        row.record_search([LICENCE])
    await steps.file(ask, noticed)
    document = """query Q($id: ID!) { inspection(id: $id) {
        notice { institutionName } record { canonical } } }"""

    found = (await ask(document, {"id": noticed}, by=yin))["inspection"]

    assert found["notice"]["institutionName"] == "苏州枫叶教育培训中心"
    assert "苏州枫叶教育培训中心" in found["record"]["canonical"]


async def test_a_notice_is_given_once(ask: Client, assigned: str, database: Database) -> None:
    payloads = await asyncio.gather(
        *(ask.do("issueNotice", a_notice(assigned), by=lin) for _ in range(5))
    )

    codes = sorted(str(payload.get("code")) for payload in payloads)
    assert codes == [*["NOTICE_ALREADY_ISSUED"] * 4, "None"]
    assert await count(database, Notice) == 1
    tags = (await steps.traces(database))["audit"]
    assert tags.count("inspection.noticed") == 1


async def test_after_an_arrival_there_is_nothing_to_announce(ask: Client, arrived: str) -> None:
    payload = await ask.do("issueNotice", a_notice(arrived), by=lin)

    assert payload["code"] == "NOTICE_ALREADY_ISSUED"


async def test_the_same_operation_is_answered_again(ask: Client, assigned: str) -> None:
    given = a_notice(assigned, operationId=str(new_key()))

    assert await ask.do("issueNotice", given, SHOWS, by=lin) == await ask.do(
        "issueNotice", given, SHOWS, by=lin
    )


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"materials": ["x" * 201]}, "materials[0]"),
        ({"materials": ["证", "证"]}, "materials"),
        ({"materials": ["x"] * 31}, "materials"),
        ({"methods": []}, "methods"),
        ({"methods": ["ON_SITE", "ON_SITE"]}, "methods"),
        ({"contact": " "}, "contact"),
        ({"inspectionId": "insp_"}, "inspectionId"),
    ],
)
async def test_faults_of_a_notice_are_named(
    ask: Client, assigned: str, database: Database, facts: dict[str, Any], field: str
) -> None:
    payload = await ask.do("issueNotice", a_notice(assigned) | facts, FIELDS, by=lin)

    assert payload["code"] == "INVALID_INPUT"
    assert payload["violations"] == [{"field": field}]
    assert await count(database, Notice) == 0


@pytest.mark.parametrize(("person", "code"), [*OUTSIDERS, (yin, "NOT_PERMITTED")])
async def test_only_the_task_managers_of_the_authority_give_notice(
    ask: Client, assigned: str, database: Database, person: Person | None, code: str
) -> None:
    payload = await ask.do("issueNotice", a_notice(assigned), by=person)

    assert payload["code"] == code
    assert await count(database, Notice) == 0
    assert await steps.state_of(ask, assigned) == {"state": "TO_ENTER", "version": 1}


async def test_a_manager_of_another_authority_gives_no_notice(
    ask: Client, assigned: str, database: Database
) -> None:
    from domain.roles import Role

    async with database.writing() as session:
        session.add(accounts.grant(tao, Role.TASK_MANAGER))

    payload = await ask.do("issueNotice", a_notice(assigned), by=tao)

    assert payload["code"] == "NOT_FOUND"

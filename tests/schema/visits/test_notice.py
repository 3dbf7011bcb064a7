"""What an institution is told, that it says it knows, and the time that it proposes."""

import asyncio
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from domain.inspections.terms import InspectionState
from domain.visits.terms import AppointmentState
from domain.visits.texts import CURRENT
from domain.visits.transitions import APPOINTMENT
from persistence.database import Database
from persistence.identifiers import new_key
from persistence.reading import ids
from persistence.tables.inspections import Inspection
from persistence.tables.visits import Appointment, Notice
from tests import builders
from tests.builders import NOW
from tests.client import Client
from tests.people import (
    FARAWAY,
    MAPLE,
    Person,
    fang,
    gao,
    hua,
    jun,
    key,
    lin,
    ling,
    mei,
    ou,
    qiao,
    su,
    tao,
    yin,
)
from tests.schema.inspections import steps
from tests.schema.inspections.steps import a_notice

SHOWS = """... on NoticeIssued { inspection { noticedAt notice {
    mode issuedAt institutionName unifiedSocialCreditCode taskCode windowFrom windowTo legalBasis
    items { code title } methods materials officers { officerId unit name certificateNo }
    contact appointmentPossible visitsThisYear textEdition paragraphsZh paragraphsEn
    sealAuthority sealedOn acknowledgedAt } } }"""
FIELDS = "... on InvalidInput { violations { field } }"
TOMORROW = "2026-11-19T09:30:00+08:00"


@pytest.fixture
async def noticed(assigned: str, ask: Client) -> str:
    """枫叶 was told in advance, and may propose a time."""
    await steps.give_notice(ask, assigned)
    return assigned


async def _count(database: Database, table: type[Any]) -> int:
    async with database.writing() as session:
        return await session.scalar(sa.select(sa.func.count()).select_from(table)) or 0


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
    assert code.startswith("AJ-320500-")
    officers = notice.pop("officers")
    assert [each["name"] for each in officers] == ["mei", "jun"]
    assert officers[0] == {
        "officerId": steps.officer(mei),
        "unit": "苏州市教育局",
        "name": "mei",
        "certificateNo": builders.inspector(key(302)).certificate_no,
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
    from persistence.tables.institutions import Institution

    async with database.writing() as session:
        row = await session.get_one(Institution, MAPLE)
        row.name = "改名后的机构"
        row.record_search([builders.LICENCE])
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
    assert await _count(database, Notice) == 1
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
    assert await _count(database, Notice) == 0


WHO = [
    (mei, "NOT_PERMITTED"),
    (qiao, "NOT_PERMITTED"),
    (su, "NOT_PERMITTED"),
    (hua, "NOT_PERMITTED"),
    (ou, "NOT_PERMITTED"),
    (fang, "NOT_PERMITTED"),
    (ling, "NOT_PERMITTED"),
    (None, "NOT_PERMITTED"),
]


@pytest.mark.parametrize(("person", "code"), [*WHO, (yin, "NOT_PERMITTED")])
async def test_only_the_task_managers_of_the_authority_tell(
    ask: Client, assigned: str, database: Database, person: Person | None, code: str
) -> None:
    payload = await ask.do("issueNotice", a_notice(assigned), by=person)

    assert payload["code"] == code
    assert await _count(database, Notice) == 0
    assert await steps.state_of(ask, assigned) == {"state": "TO_ENTER", "version": 1}


async def test_a_manager_of_another_authority_tells_nobody(
    ask: Client, assigned: str, database: Database
) -> None:
    from domain.roles import Role

    async with database.writing() as session:
        session.add(builders.grant(tao, Role.TASK_MANAGER))

    payload = await ask.do("issueNotice", a_notice(assigned), by=tao)

    assert payload["code"] == "NOT_FOUND"


@pytest.mark.parametrize("state", [s for s in InspectionState if s is not InspectionState.TO_ENTER])
async def test_once_it_is_filed_it_is_too_late_for_all_of_it(
    ask: Client, noticed: str, database: Database, state: InspectionState
) -> None:
    second = await steps.assign(ask)
    await ask.do("proposeAppointment", _proposal(noticed), by=yin)
    (proposal,) = await _proposals(ask, noticed)
    async with database.writing() as session:
        await session.execute(sa.update(Inspection).values(state=state, published_at=NOW))

    payloads = [
        await ask.do("issueNotice", a_notice(second), by=lin),
        await ask.do("proposeAppointment", _proposal(noticed), by=yin),
        await ask.do("decideAppointment", _answer(noticed, proposal["id"]), by=lin),
    ]

    assert [payload["code"] for payload in payloads] == ["NOTICE_TOO_LATE"] * 3


async def test_the_institution_says_once_that_it_knows(
    ask: Client, noticed: str, database: Database
) -> None:
    given = {"inspectionId": noticed}
    shows = """... on NoticeAcknowledged { inspection { notice { acknowledgedAt } } }
        ... on AlreadyAcknowledged { acknowledgedAt }"""

    payload = await ask.do("acknowledgeNotice", given, shows, by=yin)
    again = await ask.do("acknowledgeNotice", given, shows, by=yin)

    at = "2026-11-18T02:00:00.000000Z"
    assert payload["inspection"]["notice"]["acknowledgedAt"] == at
    assert (again["code"], again["acknowledgedAt"]) == ("ALREADY_ACKNOWLEDGED", at)
    tags = (await steps.traces(database))["audit"]
    assert tags.count("inspection.notice_acknowledged") == 1


@pytest.mark.parametrize(("person", "code"), [*WHO, (lin, "NOT_PERMITTED")])
async def test_nobody_else_speaks_for_the_institution(
    ask: Client, noticed: str, database: Database, person: Person | None, code: str
) -> None:
    known = await ask.do("acknowledgeNotice", {"inspectionId": noticed}, by=person)
    proposed = await ask.do("proposeAppointment", _proposal(noticed), by=person)

    assert (known["code"], proposed["code"]) == (code, code)
    assert await _count(database, Appointment) == 0


async def test_an_institution_that_was_not_told_finds_nothing(ask: Client, assigned: str) -> None:
    known = await ask.do("acknowledgeNotice", {"inspectionId": assigned}, by=yin)
    proposed = await ask.do("proposeAppointment", _proposal(assigned), by=yin)

    assert (known["code"], proposed["code"]) == ("NOT_FOUND", "NOT_FOUND")


async def test_another_institution_finds_nothing(
    ask: Client, noticed: str, database: Database
) -> None:
    from domain.roles import Role
    from persistence.tables.accounts import RoleGrant

    async with database.writing() as session:
        session.add(
            RoleGrant(
                id=new_key(),
                account_id=gao.id,
                role=Role.INSTITUTION_ADMIN,
                institution_id=FARAWAY,
            )
        )

    assert (await ask.do("acknowledgeNotice", {"inspectionId": noticed}, by=gao))[
        "code"
    ] == "NOT_FOUND"


# Appointments


def _proposal(visit: str, **facts: Any) -> dict[str, Any]:
    return {"inspectionId": visit, "visitAt": TOMORROW, "note": "周四上午有课", **facts}


def _answer(visit: str, proposal: str, **facts: Any) -> dict[str, Any]:
    return {"inspectionId": visit, "appointmentId": proposal, "isAccepted": True, **facts}


async def _proposals(ask: Client, visit: str, *, by: Person = lin) -> list[dict[str, Any]]:
    document = """query Q($id: ID!) { inspection(id: $id) { appointments {
        id visitAt note state decidedAt reason } } }"""
    found = await ask(document, {"id": visit}, by=by)
    proposals: list[dict[str, Any]] = found["inspection"]["appointments"]
    return proposals


async def test_a_time_is_proposed_declined_proposed_again_and_accepted(
    ask: Client, noticed: str, database: Database
) -> None:
    first = ids.write("Appointment", new_key())
    await ask.do("proposeAppointment", _proposal(noticed, id=first), by=yin)
    open_one = await ask.do("proposeAppointment", _proposal(noticed), by=yin)
    bare = await ask.do("decideAppointment", _answer(noticed, first, isAccepted=False), by=lin)
    given = _answer(noticed, first, isAccepted=False, reason="检查组另有安排")
    declined = await ask.do("decideAppointment", given, by=lin)
    again = await ask.do("decideAppointment", given, by=lin)
    second = ids.write("Appointment", new_key())
    await ask.do("proposeAppointment", _proposal(noticed, id=second), by=yin)
    accepted = await ask.do("decideAppointment", _answer(noticed, second), by=lin)

    assert (open_one["code"], bare["code"]) == ("APPOINTMENT_OPEN", "INVALID_INPUT")
    assert declined == {"__typename": "AppointmentDecided"}
    assert again["code"] == "APPOINTMENT_SETTLED"
    assert accepted == {"__typename": "AppointmentDecided"}
    now = "2026-11-18T02:00:00.000000Z"
    assert await _proposals(ask, noticed, by=yin) == [
        {
            "id": first,
            "visitAt": "2026-11-19T01:30:00.000000Z",
            "note": "周四上午有课",
            "state": "DECLINED",
            "decidedAt": now,
            "reason": "检查组另有安排",
        },
        {
            "id": second,
            "visitAt": "2026-11-19T01:30:00.000000Z",
            "note": "周四上午有课",
            "state": "ACCEPTED",
            "decidedAt": now,
            "reason": None,
        },
    ]
    moves = [m for m in (await steps.traces(database))["moves"] if m[0] == "Appointment"]
    assert sorted(m[2] for m in moves) == ["accept", "decline", "propose", "propose"]


async def test_five_proposals_at_once_leave_one(
    ask: Client, noticed: str, database: Database
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("proposeAppointment", _proposal(noticed), by=yin) for _ in range(5))
    )

    codes = sorted(str(payload.get("code")) for payload in payloads)
    assert codes == [*["APPOINTMENT_OPEN"] * 4, "None"]
    assert await _count(database, Appointment) == 1


@pytest.mark.parametrize(
    "at",
    [
        "2026-11-18T09:59:00+08:00",
        "2026-11-21T00:00:00+08:00",
        "2199-01-01T00:00:00Z",
    ],
)
async def test_the_time_lies_ahead_and_within_the_window(
    ask: Client, noticed: str, database: Database, at: str
) -> None:
    payload = await ask.do("proposeAppointment", _proposal(noticed, visitAt=at), FIELDS, by=yin)

    assert payload["violations"] == [{"field": "visitAt"}]
    assert await _count(database, Appointment) == 0


async def test_a_visit_that_offers_none_has_no_appointment(ask: Client, assigned: str) -> None:
    await steps.give_notice(ask, assigned, appointmentPossible=False)

    payload = await ask.do("proposeAppointment", _proposal(assigned), by=yin)

    assert payload["code"] == "APPOINTMENT_NOT_OFFERED"


@pytest.mark.parametrize("state", list(AppointmentState))
@pytest.mark.parametrize("event", ["accept", "decline"])
async def test_each_answer_follows_the_table(
    ask: Client, noticed: str, database: Database, state: AppointmentState, event: str
) -> None:
    await ask.do("proposeAppointment", _proposal(noticed), by=yin)
    (proposal,) = await _proposals(ask, noticed)
    is_open = state is AppointmentState.PROPOSED
    async with database.writing() as session:
        await session.execute(
            sa.update(Appointment).values(
                state=state, decided_at=None if is_open else NOW, reason=None if is_open else "旧"
            )
        )
    allowed = [t for t in APPOINTMENT if (t.from_state, t.event) == (state, event)]
    given = _answer(noticed, proposal["id"], isAccepted=event == "accept", reason="说明")

    outsiders = [await ask.do("decideAppointment", given, by=who) for who in (su, hua, yin, None)]
    payload = await ask.do("decideAppointment", given, by=lin)

    assert {each["code"] for each in outsiders} == {"NOT_PERMITTED"}
    (after,) = await _proposals(ask, noticed)
    if allowed:
        assert payload == {"__typename": "AppointmentDecided"}
        assert after["state"] == allowed[0].to_state
    else:
        assert payload["code"] == "APPOINTMENT_SETTLED"
        assert (after["state"], after["reason"]) == (state, "旧")


async def test_a_proposal_of_another_visit_is_not_found(ask: Client, noticed: str) -> None:
    await ask.do("proposeAppointment", _proposal(noticed), by=yin)
    (proposal,) = await _proposals(ask, noticed)
    other = await steps.assign(ask, mei, jun)

    payload = await ask.do("decideAppointment", _answer(other, proposal["id"]), by=lin)

    assert payload["code"] == "NOT_FOUND"


# The inspection code

VERIFY = """query Q($code: String!) { verifyInspectionCode(code: $code) { status authority
    institution windowFrom windowTo officers { name unit certificateNo } } }"""


async def _code(ask: Client, visit: str) -> str:
    document = "query Q($id: ID!) { inspection(id: $id) { inspectionCode } }"
    found: str = (await ask(document, {"id": visit}, by=mei))["inspection"]["inspectionCode"]
    return found


async def test_anybody_at_the_door_can_tell_whether_the_officers_are_real(
    ask: Client, assigned: str
) -> None:
    code = await _code(ask, assigned)

    shown = await ask(VERIFY, {"code": f" {code.lower().replace('-', ' ')} "})

    assert shown["verifyInspectionCode"] == {
        "status": "VALID",
        "authority": "苏州市教育局",
        "institution": "苏州枫叶教育培训中心",
        "windowFrom": "2026-11-18",
        "windowTo": "2026-11-20",
        "officers": [
            {
                "name": person.login,
                "unit": "苏州市教育局",
                "certificateNo": builders.inspector(person.officer_id).certificate_no,
            }
            for person in (mei, jun)
            if person.officer_id is not None
        ],
    }


@pytest.mark.parametrize("given", ["", "0000-0000-0000", "x" * 10_000, "'; --", "ＡＢＣＤ"])
async def test_a_code_that_is_none_tells_nothing(ask: Client, assigned: str, given: str) -> None:
    shown = await ask(VERIFY, {"code": given})

    assert shown["verifyInspectionCode"] == {
        "status": "UNKNOWN",
        "authority": None,
        "institution": None,
        "windowFrom": None,
        "windowTo": None,
        "officers": [],
    }


@pytest.mark.parametrize(("days", "status"), [(-1, "NOT_YET"), (2, "VALID"), (3, "OVER")])
async def test_outside_its_window_a_code_tells_only_that(
    ask: Client, assigned: str, days: int, status: str
) -> None:
    code = await _code(ask, assigned)
    ask.clock.now = NOW + dt.timedelta(days=days)

    shown = (await ask(VERIFY, {"code": code}))["verifyInspectionCode"]

    assert shown["status"] == status
    assert (shown["institution"] is None) == (status != "VALID")
    assert bool(shown["officers"]) == (status == "VALID")


async def test_codes_differ_and_hold_sixty_bits(ask: Client, assigned: str) -> None:
    codes = {await _code(ask, assigned), await _code(ask, await steps.assign(ask))}

    assert len(codes) == 2
    assert all(len(code) == 14 and code.count("-") == 2 for code in codes)

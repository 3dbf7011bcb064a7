"""Clocks that are weeks off, officers who were sent away again, and what a phone sends out of order."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from persistence.authorities.table import InspectorProfile
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from tests.client import Client, Clock
from tests.people import Person, hua, jun, lin, mei, tao, yin
from tests.schema.inspections import steps
from tests.schema.inspections.steps import ENDED_AT, FINE, FIRE, a_report, officer


async def test_an_arrival_of_somebody_sent_away_again_is_nobody_elses(
    ask: Client, assigned: str
) -> None:
    """The record says what its own officers saw on site."""
    await steps.check_in(ask, assigned, by=mei)
    request = await ask.do(
        "requestRecusal",
        {"inspectionId": assigned, "officerId": officer(mei), "statement": "该检查人员的子女在读"},
        "... on RecusalRequested { recusalRequest { id } }",
        by=yin,
    )
    decided = await ask.do(
        "decideRecusalRequest",
        {
            "recusalRequestId": request["recusalRequest"]["id"],
            "isUpheld": True,
            "incomingOfficerId": officer(tao),
        },
        by=hua,
    )
    assert decided["__typename"] == "RecusalRequestDecided", decided

    early = await ask.do("fileInspectionResult", a_report(assigned), by=jun)
    ordered = await ask.do(
        "issueCorrectionOrder",
        {
            "inspectionId": assigned,
            "kind": "IMMEDIATE",
            "requirements": "清理消防通道",
            "claimedAt": ENDED_AT.isoformat(),
        },
        by=jun,
    )
    await steps.check_in(ask, assigned, by=tao)
    payload = await ask.do("fileInspectionResult", a_report(assigned), by=jun)

    assert early["code"] == "NOT_CHECKED_IN"
    assert ordered["code"] == "OFFICER_NOT_ON_SITE"
    assert payload == {"__typename": "InspectionResultFiled"}


DUE = "... on InspectionResultFiled { inspection { inspectedOn publishDueOn } }"


@pytest.mark.parametrize("days", [0, 1, 2, 20, -20])
async def test_the_last_day_to_publish_counts_from_the_moment_that_counts(
    ask: Client, world: None, clock: Clock, days: int
) -> None:
    """A phone weeks ahead claims a day behind the National Day holidays, which count all the same."""
    clock.now = dt.datetime(2026, 9, 29, 2, tzinfo=dt.UTC)
    visit = await steps.assign(ask, windowFrom="2026-09-29", windowTo="2026-10-15")
    off = dt.timedelta(days=days)
    started, ended = (
        clock.now - dt.timedelta(hours=2) + off,
        clock.now - dt.timedelta(hours=1) + off,
    )
    phone: dict[str, Any] = {"deviceClockOffsetMs": int(off.total_seconds() * 1000)}
    await steps.check_in(ask, visit, claimedAt=started.isoformat(), **phone)

    payload = await ask.do(
        "fileInspectionResult",
        a_report(
            visit, visitStartedAt=started.isoformat(), visitEndedAt=ended.isoformat(), **phone
        ),
        DUE,
        by=mei,
    )

    # 30 September, then 8 to 31 October with the made-up Saturday the 10th: 19 working days.
    assert payload["inspection"] == {"inspectedOn": "2026-09-29", "publishDueOn": "2026-11-02"}


async def test_a_phone_sends_what_it_held_back_in_any_order(
    ask: Client, assigned: str, database: Database
) -> None:
    """What comes too early is refused by name, leaves nothing, and is taken when it is sent again."""
    report = a_report(assigned, operationId=str(new_key()))
    leaving = {
        "operationId": str(new_key()),
        "inspectionId": assigned,
        "claimedAt": ENDED_AT.isoformat(),
    }
    order = {
        "operationId": str(new_key()),
        "inspectionId": assigned,
        "kind": "IMMEDIATE",
        "requirements": "清理消防通道",
        "claimedAt": ENDED_AT.isoformat(),
    }
    before = await everything(database)

    early = [
        (await ask.do("checkOut", leaving, by=mei))["code"],
        (await ask.do("fileInspectionResult", report, by=mei))["code"],
        (await ask.do("issueCorrectionOrder", order, by=mei))["code"],
    ]
    after = await everything(database)
    await steps.check_in(ask, assigned)
    late = [
        (await ask.do("fileInspectionResult", report, by=mei))["__typename"],
        (await ask.do("issueCorrectionOrder", order, by=mei))["__typename"],
        (await ask.do("checkOut", leaving, by=mei))["__typename"],
    ]

    assert early == ["NOT_CHECKED_IN", "NOT_CHECKED_IN", "OFFICER_NOT_ON_SITE"]
    assert after == before
    assert late == ["InspectionResultFiled", "CorrectionOrderIssued", "CheckedOut"]


NOWHERE = {
    "resultCodes": ["UNREACHABLE"],
    "measures": ["OTHER"],
    "attemptedAt": [ENDED_AT.isoformat()],
}


@pytest.mark.parametrize(
    ("facts", "by", "code"),
    [
        ({}, tao, "NOT_FOUND"),
        ({}, lin, "NOT_PERMITTED"),
        ({"visitStartedAt": "2026-11-17T12:00:00+08:00"}, mei, "INSPECTION_NOT_YET_HELD"),
        ({"visitEndedAt": "2026-11-18T10:06:00+08:00"}, mei, "VISIT_IN_FUTURE"),
        ({"deviceClockOffsetMs": -2_000_000_000}, mei, "VISIT_IN_FUTURE"),
        ({"deviceClockOffsetMs": 2_000_000_000}, mei, "INSPECTION_NOT_YET_HELD"),
        ({"visitEndedAt": "2199-12-31T23:59:59Z"}, mei, "VISIT_IN_FUTURE"),
        ({"visitStartedAt": "1900-01-01T00:00:00Z"}, mei, "INSPECTION_NOT_YET_HELD"),
        ({}, jun, "CERTIFICATE_NOT_VALID"),
        ({"visitEndedAt": "2026-11-18T08:29:59+08:00",
          "visitStartedAt": "2026-11-18T08:00:00+08:00"}, mei, "NOT_CHECKED_IN"),
        ({"findings": [FIRE]}, mei, "RESULT_CONTRADICTS_FINDINGS"),
        ({"resultCodes": ["PROBLEM_PENDING"], "measures": ["ORDER_CORRECTION"]}, mei,
         "FINDING_REQUIRED"),
        ({"resultCodes": ["CORRECTED_AFTER_ORDER"], "measures": ["OTHER"]}, mei, "ORDER_REQUIRED"),
        (NOWHERE, mei, "ATTEMPTS_REQUIRED"),
        ({"checklistVersion": 5}, mei, "CHECKLIST_VERSION_UNKNOWN"),
        ({"checklistVersion": -1}, mei, "CHECKLIST_VERSION_UNKNOWN"),
        ({"correctionReason": "改"}, mei, "INVALID_INPUT"),
        ({"answers": [FINE] * 10_000}, mei, "INVALID_INPUT"),
    ],
)  # fmt: skip
async def test_what_is_refused_by_name_changes_nothing(
    ask: Client,
    arrived: str,
    database: Database,
    facts: dict[str, Any],
    by: Person,
    code: str,
) -> None:
    async with database.writing() as session:
        his = InspectorProfile.officer_id == jun.officer_id
        ended = {"certificate_valid_to": dt.date(2026, 11, 17)}
        await session.execute(sa.update(InspectorProfile).where(his).values(**ended))
    before = await everything(database)

    payload = await ask.do("fileInspectionResult", a_report(arrived, **facts), by=by)

    assert payload["code"] == code
    assert await everything(database) == before
    assert await steps.state_of(ask, arrived) == {"state": "TO_ENTER", "version": 2}


async def everything(database: Database) -> dict[str, int]:
    """How many rows there are in each table."""
    async with database.writing() as session:
        tables = await session.scalars(
            sa.text("select tablename from pg_tables where schemaname = 'public' order by 1")
        )
        return {
            table: await session.scalar(sa.text(f'select count(*) from "{table}"')) or 0
            for table in tables
        }

"""Clocks that are weeks off, officers who were sent away again, and deeds that come out of order."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from persistence.database import Database
from persistence.identifiers import new_key
from tests.client import Client, Clock
from tests.people import hua, jun, mei, tao, yin
from tests.schema.inspections import steps
from tests.schema.inspections.steps import ENDED_AT, a_report, officer


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

"""What holds of all mutations by which a registrar keeps an institution's entry and its sites."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from domain.institutions import Existence
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent, FieldChange
from persistence.institutions.table import Institution
from persistence.reading import ids
from tests.client import Client
from tests.people import MAPLE, SUZHOU, Person, fang, lin, rui, yang, yin
from tests.schema.institutions import keeping

SITE = {"name": "东校区", "regionCode": "320508", "address": "东大街1号"}
SENT: dict[str, Callable[[UUID], dict[str, Any]]] = {
    "addSite": lambda _: keeping.institution(site=SITE),
    "updateSite": lambda site: keeping.site(site, name="总校"),
    "moveSite": lambda site: keeping.site(site, regionCode="320509", address="松陵路1号"),
    "closeSite": lambda site: keeping.site(site, closedOn="2026-11-18"),
    "renameInstitution": lambda _: keeping.institution(name="苏州红枫培训中心"),
    "moveInstitution": lambda _: keeping.institution(
        regionCode="320509", supervisingAuthorityId=ids.write("Authority", SUZHOU.id)
    ),
    "closeInstitution": lambda _: keeping.institution(ground="DEREGISTERED", closedOn="2026-11-18"),
}
EACH = pytest.mark.parametrize("mutation", SENT)

pytestmark = pytest.mark.usefixtures("world")


async def _left(database: Database) -> tuple[int, int, int]:
    """The entry's version, and how much was left of changes."""
    async with database.writing() as session:
        row = await session.get_one(Institution, MAPLE)
        changed = await session.scalar(sa.select(sa.func.count()).select_from(FieldChange))
        audited = await session.scalar(sa.select(sa.func.count()).select_from(AuditEvent))
    return row.version, changed or 0, audited or 0


@EACH
async def test_who_may_not_changes_nothing(ask: Client, database: Database, mutation: str) -> None:
    given = SENT[mutation]((await keeping.main_site(database)).id)
    people: list[Person | None] = [yang, lin, yin, fang, None]

    codes = [(await ask.do(mutation, given, by=person))["code"] for person in people]

    assert codes == ["OUTSIDE_JURISDICTION", *["NOT_PERMITTED"] * 4]
    assert await _left(database) == (1, 0, 0)


@EACH
async def test_what_is_refused_changes_nothing(
    ask: Client, database: Database, mutation: str
) -> None:
    given = SENT[mutation]((await keeping.main_site(database)).id)
    named = "institutionId" if "institutionId" in given else "siteId"
    unknown = ids.write("Institution" if named == "institutionId" else "Site", new_key())
    cases = [
        ("CHANGED_MEANWHILE", {**given, "expectedVersion": 2}),
        ("INVALID_INPUT", {**given, "reason": " "}),
        ("INVALID_INPUT", {**given, "reason": "长" * 201}),
        ("INVALID_INPUT", {**given, named: "auth_1"}),
        ("NOT_FOUND", {**given, named: unknown}),
    ]

    for code, case in cases:
        assert (await ask.do(mutation, case, by=rui))["code"] == code
    assert await _left(database) == (1, 0, 0)


@EACH
async def test_two_at_once_on_one_version_only_one_wins(
    ask: Client, database: Database, mutation: str
) -> None:
    given = SENT[mutation]((await keeping.main_site(database)).id)

    payloads = await asyncio.gather(*(ask.do(mutation, given, by=rui) for _ in range(3)))

    codes = sorted(payload.get("code", "") for payload in payloads)
    assert codes == ["", "CHANGED_MEANWHILE", "CHANGED_MEANWHILE"]
    version, changed, audited = await _left(database)
    assert (version, audited) == (2, 1)
    assert changed > 0


@EACH
async def test_the_same_operation_sent_again_is_answered_again_and_done_once(
    ask: Client, database: Database, mutation: str
) -> None:
    given = SENT[mutation]((await keeping.main_site(database)).id)
    given = {**given, "operationId": str(new_key())}
    first = await ask.do(mutation, given, by=rui)
    left = await _left(database)

    again = await ask.do(mutation, given, by=rui)
    other = await ask.do(mutation, {**given, "reason": "其他"}, by=rui)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert await _left(database) == left


@EACH
async def test_of_one_that_is_closed_nothing_is_changed_any_more(
    ask: Client, database: Database, mutation: str
) -> None:
    async with database.writing() as session:
        row = await session.get_one(Institution, MAPLE)
        row.existence = Existence.DEREGISTERED
    given = SENT[mutation]((await keeping.main_site(database)).id)
    before = await _left(database)

    payload = await ask.do(mutation, given, "... on InstitutionNotExisting { existence }", by=rui)

    assert (payload["code"], payload["existence"]) == ("INSTITUTION_NOT_EXISTING", "DEREGISTERED")
    assert await _left(database) == before

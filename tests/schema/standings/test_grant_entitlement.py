"""Who is competent grants; what is granted makes an institution what it is."""

import datetime as dt
from typing import Any

import pytest

from domain.institutions import ListStatus
from persistence.engine.database import Database
from persistence.institutions.table import Institution
from persistence.reading import ids
from tests.client import Client
from tests.people import MAPLE, SUZHOU, rui
from tests.schema.standings.deciding import licence, maple_now, on_licence, on_maple
from tests.schema.standings.deciding import refuse_unless_replayed as replayed

pytestmark = pytest.mark.usefixtures("world")

_SUZHOU = ids.write("Authority", SUZHOU.id)


def _entitlement(**given: Any) -> dict[str, Any]:
    return {
        "kind": "LICENCE",
        "programme": "校外培训办学许可",
        "authorityId": _SUZHOU,
        "number": "教民1320508700002号",
        "validFrom": "2026-11-01",
        "validTo": "2029-10-31",
        **given,
    }


async def test_a_grant_makes_an_institution_what_it_is(ask: Client, database: Database) -> None:
    given = await on_maple(
        database, entitlement=_entitlement(kind="FILING", programme="校外线上培训备案")
    )

    payload = await ask.do("grantEntitlement", given, by=rui)

    assert payload["__typename"] == "EntitlementGranted"
    found = await maple_now(ask)
    assert found["kinds"] == ["OFF_CAMPUS_TRAINING", "ONLINE_PLATFORM"]
    assert {each["programmeCode"] for each in found["entitlements"]} == {
        "ONLINE_TRAINING",
        "OFF_CAMPUS_TRAINING",
    }
    assert [each["isAsEntered"] for each in found["standings"]] == [False]
    await replayed(database)


@pytest.mark.parametrize(
    ("programme", "kind", "role"),
    [
        ("数字技术工程师培育项目", "LISTING", "TRAINING"),
        ("专项培训基地", "BASE", None),
        ("专项服务中心", "AUTHORISATION", None),
    ],
)
async def test_who_is_not_competent_for_a_programme_enters_nothing(
    ask: Client, database: Database, programme: str, kind: str, role: str | None
) -> None:
    entitlement = _entitlement(kind=kind, programme=programme)
    if role:
        entitlement |= {"listingRole": role, "occupation": "人工智能工程技术人员"}

    payload = await ask.do(
        "grantEntitlement", await on_maple(database, entitlement=entitlement), by=rui
    )

    assert payload["code"] == "NOT_COMPETENT"
    assert (await maple_now(ask))["standings"] == []


async def test_who_was_black_listed_before_decisions_were_kept_is_granted_nothing(
    ask: Client, database: Database
) -> None:
    async with database.writing() as session:
        institution = await session.get_one(Institution, MAPLE)
        institution.list_status = ListStatus.BLACK_LISTED
        held = await session.merge(await licence(database))
        held.valid_to = dt.date(2027, 3, 31)
    before = await maple_now(ask)

    granted = await ask.do(
        "grantEntitlement", await on_maple(database, entitlement=_entitlement()), by=rui
    )
    renewed = await ask.do(
        "renewEntitlement", await on_licence(database, untilOn="2029-12-31"), by=rui
    )

    assert [each["code"] for each in (granted, renewed)] == ["INSTITUTION_BLACK_LISTED"] * 2
    assert await maple_now(ask) == before

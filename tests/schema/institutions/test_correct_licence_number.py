"""`correctLicenceNumber`: by the registrar over the institution; a number is one however it is spelt."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.records import AuditEvent
from persistence.institutions.table import Entitlement, Institution
from persistence.reading import ids
from tests.client import Client
from tests.people import MAPLE, Person, lin, rui, yang, yin
from tests.schema.institutions import inputs
from tests.world import LICENCE

SHOWS = "... on LicenceNumberCorrected { entitlement { number sharesNumber version } }"
RIGHT = "苏教许字320508999号"

pytestmark = pytest.mark.usefixtures("world")


async def _row(database: Database) -> Entitlement:
    async with database.writing() as session:
        found = await session.scalar(
            sa.select(Entitlement).where(Entitlement.institution_id == MAPLE)
        )
        assert found is not None
        return found


async def _given(database: Database, **given: Any) -> dict[str, Any]:
    row = await _row(database)
    return {
        "entitlementId": ids.write("Entitlement", row.id),
        "expectedVersion": row.version,
        "number": RIGHT,
        **given,
    }


async def _code(ask: Client, given: dict[str, Any], by: Person = rui) -> str:
    return str((await ask.do("correctLicenceNumber", given, by=by))["code"])


async def test_a_registrar_corrects_a_number_and_the_institution_is_found_by_it(
    ask: Client, database: Database
) -> None:
    payload = await ask.do("correctLicenceNumber", await _given(database), SHOWS, by=rui)

    assert payload == {
        "__typename": "LicenceNumberCorrected",
        "entitlement": {"number": RIGHT, "sharesNumber": False, "version": 2},
    }
    async with database.writing() as session:
        maple = await session.get_one(Institution, MAPLE)
        noted = await session.scalar(
            sa.select(AuditEvent.detail).where(AuditEvent.tag == "entitlement.number_corrected")
        )
    assert RIGHT in maple.search_text
    assert LICENCE not in maple.search_text
    assert noted == {"before": LICENCE}


async def test_the_same_number_changes_nothing(ask: Client, database: Database) -> None:
    given = await _given(database, number=f" {LICENCE} ")

    payload = await ask.do("correctLicenceNumber", given, SHOWS, by=rui)

    assert payload["entitlement"] == {"number": LICENCE, "sharesNumber": False, "version": 1}


@pytest.mark.parametrize(
    "taken",
    ["苏教许字 320508002 号", "苏教许字３２０５０８００２号", "苏教许字320508\u200b002号"],
)
async def test_a_number_of_another_is_taken_however_it_is_spelt(
    ask: Client, database: Database, taken: str
) -> None:
    other = inputs.institution(entitlements=[inputs.licence()])
    await ask.do("registerInstitution", other, by=rui)
    again = inputs.institution(
        unifiedSocialCreditCode=inputs.credit_code("52320508MJ0000002"),
        entitlements=[inputs.licence(taken)],
    )

    code = await _code(ask, await _given(database, number=taken))

    assert code == "LICENCE_NUMBER_TAKEN"
    assert (await ask.do("registerInstitution", again, by=rui))["code"] == "LICENCE_NUMBER_TAKEN"
    row = await _row(database)
    assert (row.number, row.version) == (LICENCE, 1)


async def test_who_may_not(ask: Client, database: Database) -> None:
    given = await _given(database)

    assert await _code(ask, given, by=yang) == "OUTSIDE_JURISDICTION"
    assert await _code(ask, given, by=lin) == "NOT_PERMITTED"
    assert await _code(ask, given, by=yin) == "NOT_PERMITTED"
    assert (await _row(database)).number == LICENCE


async def test_what_does_not_fit_changes_nothing(ask: Client, database: Database) -> None:
    nobodys = ids.write("Entitlement", MAPLE)

    assert await _code(ask, await _given(database, expectedVersion=2)) == "CHANGED_MEANWHILE"
    assert await _code(ask, await _given(database, number=" ")) == "INVALID_INPUT"
    assert await _code(ask, await _given(database, entitlementId=nobodys)) == "NOT_FOUND"
    assert (await _row(database)).number == LICENCE


async def test_of_two_at_once_one_comes_too_late(ask: Client, database: Database) -> None:
    given = [await _given(database, number=f"苏教许字{place}号") for place in range(2)]

    payloads = await asyncio.gather(
        *(ask.do("correctLicenceNumber", each, by=rui) for each in given)
    )

    assert {each["__typename"] for each in payloads} == {
        "LicenceNumberCorrected",
        "ChangedMeanwhile",
    }

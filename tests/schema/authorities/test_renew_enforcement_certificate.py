"""A renewed certificate is in the next pool; one that overlaps or is older is refused by name."""

import asyncio
from typing import Any

import pytest

from persistence.engine.database import Database
from tests.client import Client, Clock
from tests.factories import TODAY
from tests.people import Person, hua, jun, lin, mei, sen, shan
from tests.schema.authorities.officer_steps import STATE, about, lists, with_certificates
from tests.schema.inspections import steps as visits

pytestmark = pytest.mark.usefixtures("world")
SHOWS = f"... on EnforcementCertificateRenewed {{ {STATE} }}"
"""梅's is valid from 2025-01-01 to 2029-12-31."""
NEXT: dict[str, Any] = {"validFrom": "2030-01-01", "validTo": "2034-12-31"}


async def test_a_renewal_follows_without_a_day_between(ask: Client, database: Database) -> None:
    await with_certificates(database)
    given = about(**NEXT, certificateNo="苏执法2030")

    payload = await ask.do("renewEnforcementCertificate", given, SHOWS, by=shan)

    profile = payload["officer"]["inspector"]
    assert (profile["certificateValidFrom"], profile["certificateValidTo"]) == (
        "2025-01-01",
        "2034-12-31",
    )
    assert profile["certificateNo"] == "苏执法2030"
    assert [each["validFrom"] for each in profile["certificates"]] == ["2030-01-01", "2025-01-01"]


async def test_an_expired_officer_is_sent_again_after_the_renewal(
    ask: Client, database: Database
) -> None:
    await with_certificates(database)
    officer = (
        await ask.do(
            "correctEnforcementCertificate",
            {
                "certificateId": f"cert_{mei.as_officer}",
                "expectedVersion": 1,
                "reason": "更正",
                "validTo": "2026-06-30",
            },
            "... on EnforcementCertificateCorrected { officer { version } }",
            by=shan,
        )
    )["officer"]
    expired = await ask.do("assignInspection", visits.a_visit(mei, jun), by=lin)
    given = about(version=officer["version"], validFrom="2026-11-01", validTo="2031-10-31")

    payload = await ask.do("renewEnforcementCertificate", given, SHOWS, by=shan)

    assert expired["code"] == "CERTIFICATE_NOT_VALID"
    assert payload["officer"]["inspector"]["certificateValidFrom"] == "2026-11-01"
    named = await ask.do("assignInspection", visits.a_visit(mei, jun), by=lin)
    assert named["__typename"] == "InspectionAssigned", named


REFUSED: list[Any] = [
    (about(validFrom="2029-12-31", validTo="2034-01-01"), shan, "CERTIFICATE_OVERLAPS"),
    (about(validFrom="2026-01-01", validTo="2027-01-01"), shan, "CERTIFICATE_OVERLAPS"),
    (about(validFrom="2020-01-01", validTo="2024-12-31"), shan, "CERTIFICATE_PREDATES"),
    (about(validFrom="2030-01-02", validTo="2034-12-31"), shan, "CERTIFICATE_LEAVES_GAP"),
    (about(validFrom="2034-01-01", validTo="2030-01-01"), shan, "INVALID_INPUT"),
    (about(version=3, **NEXT), shan, "CHANGED_MEANWHILE"),
    (about(**NEXT, certificateNo=f"32050{jun.as_officer.hex[-6:]}"), shan, "CERTIFICATE_NO_TAKEN"),
    (about(**NEXT), None, "NOT_PERMITTED"),
    (about(**NEXT), hua, "NOT_PERMITTED"),
    (about(**NEXT), sen, "NOT_PERMITTED"),
]


@pytest.mark.parametrize(
    ("given", "person", "code"), REFUSED, ids=[f"{case[-1]}-{i}" for i, case in enumerate(REFUSED)]
)
async def test_what_does_not_fit_is_refused_and_nothing_changes(
    ask: Client, database: Database, given: dict[str, Any], person: Person | None, code: str
) -> None:
    await with_certificates(database)
    before = await lists(database)

    assert (await ask.do("renewEnforcementCertificate", given, by=person))["code"] == code
    assert await lists(database) == before


async def test_two_renewals_at_once_are_one(ask: Client, database: Database) -> None:
    await with_certificates(database)

    payloads = await asyncio.gather(
        *(ask.do("renewEnforcementCertificate", about(**NEXT), by=shan) for _ in range(4))
    )

    codes = sorted(payload.get("code", "") for payload in payloads)
    assert codes == ["", *["CHANGED_MEANWHILE"] * 3]


async def test_those_that_end_soon_are_found(ask: Client, clock: Clock) -> None:
    document = """query ($day: Date!) { officers(first: 9, filter: {certificateEndsBy: $day}) {
        totalCount } }"""

    assert (await ask(document, {"day": str(TODAY)}, by=shan))["officers"]["totalCount"] == 0
    assert (await ask(document, {"day": "2029-12-31"}, by=shan))["officers"]["totalCount"] == 4

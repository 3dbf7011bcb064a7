"""The days or the number of one of an officer's certificates are corrected."""

from typing import Any

import pytest

from persistence.engine.database import Database
from tests.client import Client
from tests.people import Person, hua, key, mei, shan
from tests.schema.authorities.officer_steps import STATE, about, lists, with_certificates

pytestmark = pytest.mark.usefixtures("world")
SHOWS = f"... on EnforcementCertificateCorrected {{ {STATE} }}"


def _given(**more: Any) -> dict[str, Any]:
    return {
        "certificateId": f"cert_{mei.as_officer}",
        "expectedVersion": 1,
        "reason": "录入有误",
        **more,
    }


async def test_a_certificate_is_corrected_and_the_profile_follows(
    ask: Client, database: Database
) -> None:
    await with_certificates(database)
    given = _given(validTo="2028-12-31", certificateNo="苏执法1")

    payload = await ask.do("correctEnforcementCertificate", given, SHOWS, by=shan)

    profile = payload["officer"]["inspector"]
    assert (profile["certificateNo"], profile["certificateValidTo"]) == ("苏执法1", "2028-12-31")
    assert profile["certificates"] == [
        {"number": "苏执法1", "validFrom": "2025-01-01", "validTo": "2028-12-31"}
    ]


REFUSED: list[Any] = [
    (_given(validTo="2024-01-01"), shan, "INVALID_INPUT"),
    (_given(expectedVersion=2), shan, "CHANGED_MEANWHILE"),
    (_given(certificateId=f"cert_{key(999)}"), shan, "NOT_FOUND"),
    (_given(certificateId="cert_1"), shan, "INVALID_INPUT"),
    (_given(), hua, "NOT_PERMITTED"),
    (_given(), None, "NOT_PERMITTED"),
]


@pytest.mark.parametrize(
    ("given", "person", "code"), REFUSED, ids=[f"{case[-1]}-{i}" for i, case in enumerate(REFUSED)]
)
async def test_what_does_not_fit_is_refused_and_nothing_changes(
    ask: Client, database: Database, given: dict[str, Any], person: Person | None, code: str
) -> None:
    await with_certificates(database)
    before = await lists(database)

    assert (await ask.do("correctEnforcementCertificate", given, by=person))["code"] == code
    assert await lists(database) == before


async def test_it_does_not_come_to_overlap_another(ask: Client, database: Database) -> None:
    await with_certificates(database)
    further = about(validFrom="2030-01-01", validTo="2034-12-31")
    await ask.do("renewEnforcementCertificate", further, by=shan)

    given = _given(expectedVersion=2, validTo="2030-01-01")
    payload = await ask.do("correctEnforcementCertificate", given, by=shan)

    assert payload["code"] == "CERTIFICATE_OVERLAPS"

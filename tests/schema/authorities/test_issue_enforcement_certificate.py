"""An officer who gets a certificate inspects once a second person confirmed it."""

import pytest

from persistence.engine.database import Database
from tests.client import Client
from tests.people import hua, mei, shan
from tests.schema.authorities.officer_steps import (
    INSPECTOR,
    STATE,
    about,
    confirmed,
    entered,
    lists,
)

pytestmark = pytest.mark.usefixtures("world")
SHOWS = f"... on EnforcementCertificateIssued {{ {STATE} proposal {{ id }} }}"


async def test_an_officer_becomes_an_inspector(ask: Client, database: Database) -> None:
    officer, proposal = await entered(ask, inspector=None)
    await confirmed(ask, proposal)
    given = {**about(version=2, inspector=INSPECTOR), "officerId": officer}

    payload = await ask.do("issueEnforcementCertificate", given, SHOWS, by=shan)

    found = payload["officer"]
    assert (found["isConfirmed"], found["version"]) == (False, 3)
    assert found["inspector"]["certificates"] == [
        {"number": INSPECTOR["certificateNo"], "validFrom": "2026-01-01", "validTo": "2030-12-31"}
    ]
    assert (await confirmed(ask, payload["proposal"]["id"]))["__typename"] == "ChangeConfirmed"
    answer = await ask(
        "query ($id: ID!) { node(id: $id) { ... on Officer { isConfirmed } } }",
        {"id": officer},
        by=hua,
    )
    assert answer["node"] == {"isConfirmed": True}


async def test_an_inspector_has_one_already_and_a_number_is_one_officers(
    ask: Client, database: Database
) -> None:
    before = await lists(database)
    given = about(inspector=INSPECTOR)
    assert (await ask.do("issueEnforcementCertificate", given, by=shan))[
        "code"
    ] == "ALREADY_INSPECTOR"
    assert (await ask.do("issueEnforcementCertificate", given, by=hua))["code"] == "NOT_PERMITTED"
    assert await lists(database) == before

    officer, _ = await entered(ask, inspector=None)
    taken = {**INSPECTOR, "certificateNo": f"32050{mei.as_officer.hex[-6:]}"}
    given = {**about(inspector=taken), "officerId": officer}
    payload = await ask.do("issueEnforcementCertificate", given, by=shan)
    assert payload["code"] == "CERTIFICATE_NO_TAKEN"

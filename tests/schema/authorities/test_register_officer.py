"""A system administrator enters officers, who are drawn once a second person confirmed them."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from persistence.authorities import officers
from persistence.authorities.table import Officer
from persistence.engine.database import Database
from persistence.reading import ids
from tests.client import Client
from tests.people import CHAOYANG, SUZHOU_SPORTS, Person, hua, key, lin, mei, rui, sen, shan
from tests.schema.accounts.steps import audit_tags
from tests.schema.authorities.officer_steps import (
    INSPECTOR,
    STATE,
    confirmed,
    entered,
    lists,
    registered,
)
from tests.schema.authorities.steps import auth

pytestmark = pytest.mark.usefixtures("world")


async def _on_staff(database: Database, officer: str) -> bool:
    async with database.writing() as session:
        key_of_it = ids.read("Officer", officer)

        statement = sa.select(Officer.id).where(Officer.id == key_of_it, officers.is_on_staff())
        return await session.scalar(statement) is not None


async def test_an_officer_without_an_account_waits_for_a_second_person(
    ask: Client, database: Database
) -> None:
    officer, proposal = await entered(ask)
    assert not await _on_staff(database, officer)
    answer = await ask(
        """query ($id: ID!) { node(id: $id) { ... on ChangeProposal { kind reason
            officers(first: 5) { nodes { name isConfirmed inspector { certificateNo } } } } } }""",
        {"id": proposal},
        by=sen,
    )
    assert answer["node"]["officers"]["nodes"] == [
        {
            "name": "钱某",
            "isConfirmed": False,
            "inspector": {"certificateNo": INSPECTOR["certificateNo"]},
        }
    ]

    assert (await confirmed(ask, proposal))["__typename"] == "ChangeConfirmed"

    assert await _on_staff(database, officer)
    assert await audit_tags(database) == ["officer.registered", "officer.confirmed"]


async def test_an_account_of_the_staff_gets_an_officer(ask: Client, database: Database) -> None:
    officer, proposal = await entered(ask, accountId=ids.write("Account", rui.id))
    await confirmed(ask, proposal)

    assert (await ask.actor(rui)).officer_id == ids.read("Officer", officer)


async def test_what_is_declined_puts_nobody_into_a_draw(ask: Client, database: Database) -> None:
    officer, proposal = await entered(ask)

    await ask.do("declineChange", {"proposalId": proposal, "reason": "未到岗"}, by=sen)

    assert not await _on_staff(database, officer)


REFUSED: list[Any] = [
    (registered(officer={"name": "钱", "staffNo": "mei"}), "STAFF_NO_TAKEN"),
    (
        registered(authorityId=auth(CHAOYANG.id), officer={"name": " ", "staffNo": "1"}),
        "INVALID_INPUT",
    ),
    (registered(authorityId=auth(SUZHOU_SPORTS.id)), "OUTSIDE_JURISDICTION"),
    (registered(authorityId=auth(key(999))), "NOT_FOUND"),
    (registered(accountId=ids.write("Account", mei.id)), "ACCOUNT_OF_ANOTHER_OFFICER"),
    (registered(accountId=ids.write("Account", key(999))), "NOT_FOUND"),
    (registered(inspector={**INSPECTOR, "validTo": "2020-01-01"}), "INVALID_INPUT"),
    (registered(inspector={**INSPECTOR, "specialities": []}), "INVALID_INPUT"),
    (
        registered(inspector={**INSPECTOR, "certificateNo": f"32050{mei.as_officer.hex[-6:]}"}),
        "CERTIFICATE_NO_TAKEN",
    ),
]


@pytest.mark.parametrize(
    ("given", "code"), REFUSED, ids=[f"{code}-{i}" for i, (_, code) in enumerate(REFUSED)]
)
async def test_what_does_not_fit_is_refused_and_nothing_changes(
    ask: Client, database: Database, given: dict[str, Any], code: str
) -> None:
    before = await lists(database)

    assert (await ask.do("registerOfficer", given, by=shan))["code"] == code
    assert await lists(database) == before


@pytest.mark.parametrize("person", [None, lin, hua, sen])
async def test_others_may_not(ask: Client, person: Person | None) -> None:
    assert (await ask.do("registerOfficer", registered(), by=person))["code"] == "NOT_PERMITTED"


async def test_twice_at_once_is_one_officer(ask: Client, database: Database) -> None:
    payloads = await asyncio.gather(
        *(ask.do("registerOfficer", registered(), STATE_OF, by=shan) for _ in range(3))
    )

    codes = sorted(payload.get("code", "") for payload in payloads)
    assert codes == ["", "STAFF_NO_TAKEN", "STAFF_NO_TAKEN"]


STATE_OF = f"... on OfficerRegistered {{ {STATE} }}"

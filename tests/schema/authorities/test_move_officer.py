"""An officer moves to another authority by two people; roles go along, visits of before stay."""

from typing import Any

import pytest
import sqlalchemy as sa

from domain.roles import Role
from persistence.accounts.table import RoleGrant
from persistence.authorities.table import Officer
from persistence.engine.database import Database
from tests.client import Client
from tests.factories import NOW, accounts, authorities
from tests.people import GUSU, SUZHOU, SUZHOU_SPORTS, key, mei, sen, shan
from tests.schema.accounts.steps import a_role
from tests.schema.authorities.officer_steps import about, confirmed, lists
from tests.schema.authorities.steps import auth, carried_out, changed

pytestmark = pytest.mark.usefixtures("world")
SHOWS = "... on OfficerMoved { proposal { id kind officer { name } successor { name } staffNo } }"
TO_GUSU = about(toAuthorityId=auth(GUSU.id))


async def _proposal(ask: Client, **more: Any) -> str:
    payload = await ask.do("moveOfficer", {**TO_GUSU, **more}, SHOWS, by=shan)
    assert payload["__typename"] == "OfficerMoved", payload
    assert payload["proposal"]["officer"] == {"name": "mei"}
    return str(payload["proposal"]["id"])


async def test_officer_and_role_move_when_a_second_person_confirmed_it(
    ask: Client, database: Database
) -> None:
    proposal = await _proposal(ask, staffNo="GS-1")
    async with database.writing() as session:
        assert (await session.get_one(Officer, mei.as_officer)).authority_id == SUZHOU.id

    await confirmed(ask, proposal)

    async with database.writing() as session:
        officer = await session.get_one(Officer, mei.as_officer)
        live = sa.select(RoleGrant.role, RoleGrant.authority_id).where(
            RoleGrant.account_id == mei.id, RoleGrant.revoked_at.is_(None)
        )
        grants = (await session.execute(live)).all()
    assert (officer.authority_id, officer.staff_no, officer.version) == (GUSU.id, "GS-1", 2)
    assert [tuple(grant) for grant in grants] == [(Role.INSPECTOR, GUSU.id)]


async def test_a_number_that_is_taken_there_is_refused_and_nothing_changes(
    ask: Client, database: Database
) -> None:
    async with database.writing() as session:
        session.add(authorities.officer(GUSU, "ＭＥＩ"))
    proposal = await _proposal(ask)
    before = await lists(database)

    assert (await confirmed(ask, proposal))["code"] == "STAFF_NO_TAKEN"
    assert await lists(database) == before


REFUSED: list[Any] = [
    (about(toAuthorityId=auth(SUZHOU.id)), "OFFICER_STAYS"),
    (about(toAuthorityId=auth(SUZHOU_SPORTS.id)), "OUTSIDE_JURISDICTION"),
    (about(toAuthorityId=auth(key(999))), "NOT_FOUND"),
    (about(version=2, toAuthorityId=auth(GUSU.id)), "CHANGED_MEANWHILE"),
]


@pytest.mark.parametrize(("given", "code"), REFUSED, ids=[code for _, code in REFUSED])
async def test_what_does_not_fit_is_refused(ask: Client, given: Any, code: str) -> None:
    assert (await ask.do("moveOfficer", given, by=shan))["code"] == code


async def test_nobody_moves_to_an_authority_that_closed_meanwhile(ask: Client) -> None:
    proposal = await _proposal(ask)
    closing = changed(GUSU.id, successorId=auth(SUZHOU.id))
    assert (await carried_out(ask, "closeAuthority", closing))["__typename"] == "ChangeConfirmed"

    assert (await confirmed(ask, proposal))["code"] == "AUTHORITY_IS_CLOSED"


async def test_what_was_not_confirmed_at_the_one_is_not_at_the_other(
    ask: Client, database: Database
) -> None:
    await ask.do("grantRole", a_role(mei, Role.HEAD, SUZHOU), by=shan)
    await confirmed(ask, await _proposal(ask))

    payload = await ask.do("confirmGrant", a_role(mei, Role.HEAD, GUSU), by=sen)

    assert payload["code"] == "ROLE_NOT_HELD"


async def test_the_last_administrator_of_a_place_does_not_move_away(
    ask: Client, database: Database
) -> None:
    proposal = await _proposal(ask)
    async with database.writing() as session:
        session.add(accounts.grant(mei, Role.SYS_ADMIN, SUZHOU))
        gone = sa.update(RoleGrant).where(RoleGrant.account_id == shan.id)
        await session.execute(gone.values(revoked_at=NOW))

    assert (await confirmed(ask, proposal))["code"] == "LAST_ADMINISTRATOR"

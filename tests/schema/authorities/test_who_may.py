"""Who may change which authority: everybody of the matrix on every authority, against a rule stated here."""

from typing import Any

import pytest

from domain.authorities import AuthorityKind
from domain.roles import Role
from tests.client import Client
from tests.people import PLACES, Place
from tests.schema.authorities.steps import REASON, auth
from tests.visibility.conftest import everything
from tests.visibility.people import LOOKING
from tests.visibility.rows import World

__all__ = ["everything"]
LED = {"000000": "", "320000": "32", "320500": "3205"}
"""With what the codes of a region's subtree begin, of regions that have one."""


def _reaches(mine: Place, theirs: Place) -> bool:
    if mine.kind is AuthorityKind.SOCIAL_ORG:
        return mine == theirs
    is_within = theirs.region_code.startswith(LED.get(mine.region_code, mine.region_code))
    return is_within and set(theirs.sectors) <= set(mine.sectors)


def _expected(login: str, role: Role, theirs: Place) -> str:
    person = LOOKING[login]
    if person is None or person.role is not role or login == "qu":
        return "NOT_PERMITTED"
    assert person.place is not None
    return "" if _reaches(person.place, theirs) else "OUTSIDE_JURISDICTION"


def _changes(place: Place) -> list[tuple[str, Role, dict[str, Any]]]:
    """Changes that alter nothing where they are allowed."""
    known = {"authorityId": auth(place.id), "expectedVersion": 1, "reason": REASON}
    return [
        ("updateAuthority", Role.SYS_ADMIN, known | {"name": place.name}),
        # Refused for what is asked, once the authority is reached.
        ("moveAuthority", Role.SYS_ADMIN, known),
        ("closeAuthority", Role.SYS_ADMIN, known | {"expectedVersion": 9}),
    ]


AFTERWARDS = {"moveAuthority": "INVALID_INPUT", "closeAuthority": "CHANGED_MEANWHILE"}


@pytest.mark.usefixtures("everything")
@pytest.mark.parametrize("place", PLACES, ids=[place.id.hex[-2:] for place in PLACES])
async def test_each_change_of_an_authority_is_for_who_administers_it(
    ask: Client, place: Place
) -> None:
    astray = []
    for login, person in LOOKING.items():
        for mutation, role, input in _changes(place):
            expected = _expected(login, role, place) or AFTERWARDS.get(mutation, "")
            found = (await ask.do(mutation, input, by=person)).get("code", "")
            if found != expected:
                astray.append(f"{mutation} of {place.name} by {login}: {found}, not {expected}")
    assert astray == []


@pytest.mark.parametrize("name", ["of the district", "faraway"])
async def test_a_proposed_change_is_decided_by_who_administers_security_above_it(
    ask: Client, everything: World, name: str
) -> None:
    proposal = everything.of("ChangeProposal", name)
    given = {"proposalId": proposal, "reason": "x"}
    for login, person in LOOKING.items():
        if login != "sen":
            payload = await ask.do("declineChange", given, by=person)
            assert (login, payload["code"]) == (login, "NOT_PERMITTED")
    payload = await ask.do("declineChange", given, by=LOOKING["sen"])
    assert payload["__typename"] == "ChangeDeclined", payload

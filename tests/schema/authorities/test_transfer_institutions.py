"""A registrar transfers institutions in bulk from one supervising authority to another."""

from typing import Any

import pytest

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.institutions.table import Institution
from persistence.reading import ids
from tests.client import Client
from tests.people import (
    CHAOYANG,
    GUSU,
    MAPLE,
    SUZHOU,
    SUZHOU_SPORTS,
    SWIMMING,
    Person,
    lin,
    rui,
    shan,
    yang,
    yin,
)
from tests.schema.accounts.steps import audit_tags
from tests.schema.authorities.steps import auth

pytestmark = pytest.mark.usefixtures("world")


def _given(**more: Any) -> dict[str, Any]:
    return {
        "fromAuthorityId": auth(GUSU.id),
        "toAuthorityId": auth(SUZHOU.id),
        "reason": "监管上收",
        **more,
    }


LISTED = _given(institutionIds=[ids.write("Institution", MAPLE)])


async def _supervisor(database: Database) -> tuple[Any, int]:
    async with database.writing() as session:
        found = await session.get_one(Institution, MAPLE)
    return found.supervising_authority_id, found.version


@pytest.mark.parametrize("given", [LISTED, _given(regionCode="320500"), _given(sector="EDUCATION")])
async def test_institutions_are_transferred(
    ask: Client, database: Database, given: dict[str, Any]
) -> None:
    payload = await ask.do("transferInstitutions", given, by=rui)

    assert payload["__typename"] == "InstitutionsTransferred", payload
    assert await _supervisor(database) == (SUZHOU.id, 2)
    assert await audit_tags(database) == ["institutions.transferred"]


REFUSED: list[Any] = [
    (_given(), rui, "INVALID_INPUT"),
    ({**LISTED, "sector": "EDUCATION"}, rui, "INVALID_INPUT"),
    (_given(institutionIds=[]), rui, "INVALID_INPUT"),
    (_given(institutionIds=[ids.write("Institution", SWIMMING)]), rui, "INVALID_INPUT"),
    (_given(institutionIds=[ids.write("Institution", new_key())]), rui, "INVALID_INPUT"),
    (_given(regionCode="110105"), rui, "INVALID_INPUT"),
    (_given(regionCode="11010"), rui, "INVALID_INPUT"),
    ({**LISTED, "toAuthorityId": auth(GUSU.id)}, rui, "INVALID_INPUT"),
    ({**LISTED, "toAuthorityId": auth(CHAOYANG.id)}, rui, "OUTSIDE_JURISDICTION"),
    ({**LISTED, "toAuthorityId": auth(SUZHOU_SPORTS.id)}, rui, "OUTSIDE_JURISDICTION"),
    (LISTED, yang, "OUTSIDE_JURISDICTION"),
    (LISTED, None, "NOT_PERMITTED"),
    (LISTED, lin, "NOT_PERMITTED"),
    (LISTED, yin, "NOT_PERMITTED"),
    (LISTED, shan, "NOT_PERMITTED"),
]


@pytest.mark.parametrize(
    ("given", "person", "code"), REFUSED, ids=[f"{case[-1]}-{i}" for i, case in enumerate(REFUSED)]
)
async def test_what_does_not_fit_is_refused_and_nothing_changes(
    ask: Client, database: Database, given: dict[str, Any], person: Person | None, code: str
) -> None:
    assert (await ask.do("transferInstitutions", given, by=person))["code"] == code
    assert await _supervisor(database) == (GUSU.id, 1)

"""A ledger is declared by those who may enter its rows; the same operation gives the same upload."""

import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.ledgers.table import LedgerJob
from tests.client import Client
from tests.people import MAPLE, PEOPLE, SUZHOU, rui, yin

pytestmark = pytest.mark.usefixtures("world")
GIVEN = {"fileName": "a.csv", "size": 1, "sha256": "0" * 64}
SHOWS = "... on LedgerDeclared { uploadUrl job { id state kind fileName size } }"
MAY = {"INSTITUTIONS": {"rui", "yang"}, "COURSES": {"rui", "yang", "yin"}}
MAY["TEACHERS"] = MAY["COURSES"]
MAY |= {kind: {"shan"} for kind in ("AUTHORITIES", "OFFICERS", "WORKDAYS")}


@pytest.mark.parametrize("kind", MAY)
async def test_who_may_enter_such_rows_may_declare_them(
    ask: Client, database: Database, kind: str
) -> None:
    could = set()
    for person in PEOPLE:
        payload = await ask.do("declareLedger", {**GIVEN, "kind": kind}, by=person)
        if payload["__typename"] == "LedgerDeclared":
            could.add(person.login)
        else:
            assert payload["code"] == "NOT_PERMITTED"

    assert could == MAY[kind]
    async with database.writing() as session:
        assert len(list(await session.scalars(sa.select(LedgerJob)))) == len(could)


async def test_it_is_handed_in_at_the_office_or_the_institution(
    ask: Client, database: Database
) -> None:
    for person in (rui, yin):
        await ask.do("declareLedger", {**GIVEN, "kind": "TEACHERS"}, by=person)

    async with database.writing() as session:
        jobs = await session.scalars(sa.select(LedgerJob).order_by(LedgerJob.id))
    assert [(each.authority_id, each.institution_id) for each in jobs] == [
        (SUZHOU.id, None),
        (None, MAPLE),
    ]


async def test_the_same_operation_again_is_the_same_upload(ask: Client) -> None:
    given = {**GIVEN, "kind": "COURSES", "operationId": str(new_key())}

    first = await ask.do("declareLedger", given, SHOWS, by=rui)
    again = await ask.do("declareLedger", given, SHOWS, by=rui)
    other = await ask.do("declareLedger", {**given, "size": 2}, SHOWS, by=rui)

    assert first == again
    assert first["job"]["state"] == "DECLARED"
    assert other["code"] == "OPERATION_ID_REUSED"

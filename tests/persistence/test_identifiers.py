"""A register from before numbers were folded: those that collide are all kept, listed and corrected."""

import os
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
import sqlalchemy as sa
from alembic import command

from persistence.engine import migrator
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.reading import ids
from persistence.regions import reference
from tests.client import Client, Clock
from tests.conftest import PASSWORD_HASH
from tests.factories import NOW
from tests.people import FARAWAY, MAPLE, SWIMMING, jun, key, lin, mei, rui, shan, su, yang
from tests.world import LICENCE, world_rows

BEFORE = "2026_12_01_installation"
WIDE = "苏教许字３２０５０８００１号"
SPACED = "苏教许字 320508001 号\u200b"
SHARED = """query Q { institutions(first: 10, filter: {sharesLicenceNumber: true}) { totalCount nodes {
    id entitlements { number sharesNumber } } } }"""
OFFICERS = """query Q { officers(first: 10, filter: {sharesNumber: true}) { nodes {
    name staffNo sharesStaffNo inspector { certificateNo sharesCertificateNo } } } }"""
BY_NUMBER = "query Q($n: String!) { institution(by: {licenceNumber: $n}) { id } }"
CORRECTED = "... on LicenceNumberCorrected { entitlement { number sharesNumber version } }"


@pytest.fixture
async def own(server_url: str, keys: Keys) -> AsyncIterator[Database]:
    """A register that nobody shares, brought to the shape before and filled as it could be then."""
    name = f"spotcheck_unfolded_{os.getpid()}"
    admin = await asyncpg.connect(server_url)
    await admin.execute(f'create database "{name}"')
    database = Database(
        urlunsplit(urlsplit(server_url)._replace(path=f"/{name}")), read_size=2, write_size=2
    )
    await migrator.migrate(database.engine)
    async with database.engine.begin() as connection:
        await reference.load(connection)
    async with database.writing() as session:
        for rows in world_rows(keys, PASSWORD_HASH):
            session.add_all(rows)
            await session.flush()
    yield database
    await database.close()
    await admin.execute(f'drop database "{name}" with (force)')
    await admin.close()


async def _upgraded(database: Database, *statements: str) -> None:
    """Down to the shape before, these statements, and up again."""

    def down(connection: sa.Connection) -> None:
        config = migrator.configuration()
        config.attributes["connection"] = connection
        command.downgrade(config, BEFORE)

    async with database.engine.connect() as connection:
        await connection.run_sync(down)
        await connection.commit()
    async with database.engine.begin() as connection:
        for statement in statements:
            await connection.execute(sa.text(statement))
    await migrator.migrate(database.engine)
    await database.engine.dispose()


def _another_licence(id: int, institution: Any, number: str) -> str:
    return (
        "insert into entitlements (id, institution_id, kind, programme, authority_id, number, categories,"
        " levels, valid_from, period_no, state, version) select"
        f" '{key(id)}', '{institution}', kind, programme, authority_id, '{number}', categories, levels,"
        " valid_from, period_no, state, version from entitlements limit 1"
    )


async def _licences(database: Database) -> dict[str, tuple[str, int]]:
    async with database.writing() as session:
        found = await session.execute(
            sa.text("select number, number_key, number_spelling from entitlements order by id")
        )
        return {number: (key, spelling) for number, key, spelling in found}


async def _entitlement(database: Database, number: str) -> str:
    async with database.writing() as session:
        given = {"number": number}
        statement = sa.text("select id from entitlements where number = :number")
        return ids.write("Entitlement", await session.scalar(statement, given))


async def test_licences_that_collide_are_kept_marked_listed_and_corrected(
    own: Database, keys: Keys
) -> None:
    ask = Client(own, keys, Clock(NOW))
    await _upgraded(
        own,
        _another_licence(901, SWIMMING, WIDE),
        _another_licence(902, FARAWAY, SPACED),
        _another_licence(903, SWIMMING, "京教许字1号"),
    )
    ranks = {number: rank for number, (_, rank) in (await _licences(own)).items()}
    first = min(set(ranks) - {"京教许字1号"}, key=ranks.__getitem__)

    # Kept, and each found as it is spelt; a fourth spelling finds the first.
    assert {rank for number, rank in ranks.items() if number != "京教许字1号"} == {0, 1, 2}
    owner = {LICENCE: MAPLE, WIDE: SWIMMING, SPACED: FARAWAY}
    for number, held_by in owner.items():
        found = await ask(BY_NUMBER, {"n": number})
        assert found["institution"] == {"id": ids.write("Institution", held_by)}
    found = await ask(BY_NUMBER, {"n": "苏教许字-320508001号".replace("-", "\ufeff ")})
    assert found["institution"] == {"id": ids.write("Institution", owner[first])}

    # Listed, the one that collides with nothing unmarked.
    listed = (await ask(SHARED, by=su))["institutions"]
    marked = {
        each["number"]: each["sharesNumber"]
        for node in listed["nodes"]
        for each in node["entitlements"]
    }
    assert listed["totalCount"] == 3
    assert marked == {LICENCE: True, WIDE: True, SPACED: True, "京教许字1号": False}

    # A new one that collides is refused, whatever its spelling.
    given = {
        "entitlementId": await _entitlement(own, "京教许字1号"),
        "expectedVersion": 1,
        "number": "苏教许字320508００1号",
    }
    assert (await ask.do("correctLicenceNumber", given, by=yang))["code"] == "LICENCE_NUMBER_TAKEN"

    # Corrected by a person: the first gives its key to the next, and at last nothing is shared.
    for place, (number, who) in enumerate(((WIDE, yang), (LICENCE, rui))):
        given = {
            "entitlementId": await _entitlement(own, number),
            "expectedVersion": 1,
            "number": f"苏教许字32050890{place}号",
        }
        payload = await ask.do("correctLicenceNumber", given, CORRECTED, by=who)
        assert payload["entitlement"] == {
            "number": given["number"],
            "sharesNumber": False,
            "version": 2,
        }
    assert (await ask(SHARED, by=su))["institutions"]["totalCount"] == 0
    assert {rank for _, rank in (await _licences(own)).values()} == {0}
    found = await ask('{ institutions(first: 5, filter: {search: "900号"}) { nodes { id } } }')
    assert found["institutions"]["nodes"] == [{"id": ids.write("Institution", SWIMMING)}]


async def test_a_spelling_that_stays_holds_the_key_against_new_ones(
    own: Database, keys: Keys
) -> None:
    ask = Client(own, keys, Clock(NOW))
    await _upgraded(own, _another_licence(901, SWIMMING, WIDE))
    for number, by in ((LICENCE, rui), (WIDE, yang)):
        given = {
            "entitlementId": await _entitlement(own, number),
            "expectedVersion": 1,
            "number": "苏教许字9号",
        }
        payload = await ask.do("correctLicenceNumber", given, by=by)
        expected = "LicenceNumberCorrected" if number == LICENCE else "LicenceNumberTaken"
        assert payload["__typename"] == expected

    assert await _licences(own) == {
        "苏教许字9号": ("苏教许字9号", 0),
        WIDE: ("苏教许字320508001号", 0),
    }


async def test_officers_that_collide_are_kept_marked_listed_and_corrected(
    own: Database, keys: Keys
) -> None:
    ask = Client(own, keys, Clock(NOW))
    await _upgraded(
        own,
        f"update officers set staff_no = 'Ｍｅｉ' where id = '{jun.officer_id}'",
        "update inspector_profiles set certificate_no = certificate_no || ' '"
        f" where officer_id = '{mei.officer_id}'",
        "update inspector_profiles set certificate_no = (select trim(certificate_no) from"
        f" inspector_profiles where officer_id = '{mei.officer_id}')"
        f" where officer_id = '{jun.officer_id}'",
    )

    listed = (await ask(OFFICERS, by=lin))["officers"]["nodes"]
    assert {each["name"] for each in listed} == {"mei", "jun"}
    assert all(each["sharesStaffNo"] for each in listed)
    assert all(each["inspector"]["sharesCertificateNo"] for each in listed)

    given = {
        "officerId": ids.write("Officer", jun.as_officer),
        "staffNo": "jun",
        "certificateNo": "3205099",
    }
    payload = await ask.do("correctOfficerNumbers", given, by=shan)
    assert payload == {"__typename": "OfficerNumbersCorrected"}
    assert (await ask(OFFICERS, by=lin))["officers"]["nodes"] == []
    assert await own.value("select max(staff_no_spelling) from officers") == 0
    assert await own.value("select max(certificate_no_spelling) from inspector_profiles") == 0


async def test_an_upgrade_recomputes_search_columns(own: Database, keys: Keys) -> None:
    ask = Client(own, keys, Clock(NOW))
    await _upgraded(
        own,
        "update institutions set name = '蘇州楓葉教育培訓中心', reading = 'su zhou feng ye jiao yu pei xun"
        f" zhong xin', search_text = 'old' where id = '{MAPLE}'",
    )
    document = (
        "query Q($s: String!) { institutions(first: 5, filter: {search: $s}) { nodes { name } } }"
    )

    for typed in ("苏州枫叶", "91320508MA1MAPLE0X", LICENCE, "suzhoufengye"):
        found = await ask(document, {"s": typed})
        assert found["institutions"]["nodes"] == [{"name": "蘇州楓葉教育培訓中心"}], typed

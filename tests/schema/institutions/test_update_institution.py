"""Correcting an entry: all of it by the registrar over it, the contacts by the institution."""

import asyncio
from typing import Any

import pytest
import sqlalchemy as sa

from domain.institutions import CreditCodeTaken, Existence, RegionNotALeaf
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent, Operation, StateTransition
from persistence.institutions.table import Institution
from persistence.reading import ids
from schema.institutions.mutations.update_institution import UpdateInstitutionInput
from schema.mutations import canonical
from tests.client import Client
from tests.people import (
    CHAOYANG,
    FARAWAY,
    MAPLE,
    SOCIETY,
    SWIMMING,
    Person,
    fang,
    key,
    rui,
    shan,
    su,
    yang,
    yin,
)
from tests.schema.institutions import inputs

SHOWS = "... on InstitutionUpdated { institution { name publicPhone website version } }"
VIOLATIONS = "... on InvalidInput { violations { field message } }"
MEANWHILE = "... on ChangedMeanwhile { expectedVersion currentVersion }"

pytestmark = pytest.mark.usefixtures("world")


def changes(institution: Any = MAPLE, version: int = 1, **given: Any) -> dict[str, Any]:
    return {
        "institutionId": ids.write("Institution", institution),
        "expectedVersion": version,
        **given,
    }


async def row(database: Database, institution: Any = MAPLE) -> Institution:
    async with database.writing() as session:
        return await session.get_one(Institution, institution)


async def test_a_registrar_corrects_what_is_given_and_the_rest_stays(
    ask: Client, database: Database
) -> None:
    given = changes(name="苏州红枫培训中心", publicPhone=" 0512-1 ", contactName=None, sponsor="")

    payload = await ask.do("updateInstitution", given, SHOWS, by=rui)

    assert payload == {
        "__typename": "InstitutionUpdated",
        "institution": {
            "name": "苏州红枫培训中心",
            "publicPhone": "0512-1",
            "website": None,
            "version": 2,
        },
    }
    after = await row(database)
    assert (after.contact_name, after.contact_phone) == (None, "0512-00000000")
    assert after.updated_at == ask.clock.now
    async with database.writing() as session:
        events = (await session.scalars(sa.select(AuditEvent))).all()
    assert [(e.tag, e.detail) for e in events] == [
        ("institution.updated", {"changed": ["contact_name", "name", "public_phone"]})
    ]


async def test_every_column_can_be_corrected(ask: Client, database: Database) -> None:
    given: dict[str, Any] = {
        "unifiedSocialCreditCode": inputs.credit_code(),
        "kinds": ["ONLINE_PLATFORM", "OFF_CAMPUS_TRAINING"],
        "subjectKind": "NON_SUBJECT",
        "legalForm": "FOR_PROFIT",
        "regionCode": "320509",
        "address": "松陵路1号",
        "establishedOn": "2018-09-02",
        "supervisingAuthorityId": ids.write("Authority", rui.place.id if rui.place else MAPLE),
        "legalRepresentative": "另某",
        "existence": "MOVED_OUT",
        "registeredCapitalFen": 1,
        "registrationAuthority": "某局",
        "introduction": "简介",
        "website": "http://example.org",
        "contactPhone": "1",
    }

    payload = await ask.do("updateInstitution", changes(**given), SHOWS, by=rui)

    assert payload["institution"]["version"] == 2
    after = await row(database)
    assert after.kinds == ["OFF_CAMPUS_TRAINING", "ONLINE_PLATFORM"]
    assert (after.region_code, after.existence) == ("320509", Existence.MOVED_OUT)
    async with database.writing() as session:
        moved = (await session.scalars(sa.select(StateTransition))).one()
    assert (moved.from_state, moved.to_state) == ("EXISTING", "MOVED_OUT")


async def test_the_institution_corrects_its_contacts_and_nothing_else(
    ask: Client, database: Database
) -> None:
    contacts = await ask.do(
        "updateInstitution",
        changes(publicPhone="0512-2", website="https://example.org", name="苏州枫叶教育培训中心"),
        SHOWS,
        by=yin,
    )
    more = await ask.do("updateInstitution", changes(version=2, name="更大的中心"), by=yin)

    assert contacts["institution"]["publicPhone"] == "0512-2"
    assert more["code"] == "NOT_PERMITTED"
    assert (await row(database)).version == 2


async def test_an_entry_that_is_as_asked_already_keeps_its_version(
    ask: Client, database: Database
) -> None:
    payload = await ask.do("updateInstitution", changes(name="苏州枫叶教育培训中心"), SHOWS, by=rui)

    assert payload["institution"]["version"] == 1
    async with database.writing() as session:
        assert await session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == 0


async def test_an_update_of_an_older_version_is_refused(ask: Client, database: Database) -> None:
    await ask.do("updateInstitution", changes(publicPhone="0512-3"), by=yin)

    payload = await ask.do("updateInstitution", changes(publicPhone="0512-4"), MEANWHILE, by=rui)

    assert payload["code"] == "CHANGED_MEANWHILE"
    assert (payload["expectedVersion"], payload["currentVersion"]) == (1, 2)
    assert (await row(database)).public_phone == "0512-3"


async def test_five_corrections_at_once_of_one_version_leave_one(
    ask: Client, database: Database
) -> None:
    payloads = await asyncio.gather(
        *(ask.do("updateInstitution", changes(publicPhone=str(n)), by=rui) for n in range(5))
    )

    outcomes = sorted(payload.get("code", "") for payload in payloads)
    assert outcomes == ["", *["CHANGED_MEANWHILE"] * 4]
    assert (await row(database)).version == 2


async def test_the_same_operation_sent_again_is_answered_again_and_done_once(
    ask: Client, database: Database
) -> None:
    given = changes(operationId=str(new_key()), publicPhone="0512-5")

    first = await ask.do("updateInstitution", given, SHOWS, by=yin)
    again = await ask.do("updateInstitution", given, SHOWS, by=yin)
    other = await ask.do("updateInstitution", {**given, "publicPhone": None}, by=yin)

    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert (await row(database)).version == 2


@pytest.mark.parametrize(
    ("person", "institution", "code"),
    [
        (None, MAPLE, "NOT_PERMITTED"),
        (fang, MAPLE, "NOT_PERMITTED"),
        (su, MAPLE, "NOT_PERMITTED"),
        (shan, MAPLE, "NOT_PERMITTED"),
        (yang, MAPLE, "OUTSIDE_JURISDICTION"),
        (rui, FARAWAY, "OUTSIDE_JURISDICTION"),
        (yin, SWIMMING, "OUTSIDE_JURISDICTION"),
    ],
    ids=lambda value: getattr(value, "login", str(value)),
)
async def test_others_may_not_and_nothing_changes(
    ask: Client, database: Database, person: Person | None, institution: Any, code: str
) -> None:
    given = changes(institution, version=7, publicPhone="0512-6")

    payload = await ask.do("updateInstitution", given, by=person)

    assert payload["code"] == code
    after = await row(database, institution)
    assert (after.public_phone, after.version) == (None, 1)


@pytest.mark.parametrize(
    ("code", "given"),
    [
        (RegionNotALeaf.code, {"regionCode": "320500"}),
        ("OUTSIDE_JURISDICTION", {"regionCode": "110105"}),
        ("OUTSIDE_JURISDICTION", {"sector": "SPORTS"}),
        ("OUTSIDE_JURISDICTION", {"supervisingAuthorityId": inputs.authority(CHAOYANG)}),
        ("NOT_AN_ADMINISTRATIVE_ORGAN", {"supervisingAuthorityId": inputs.authority(SOCIETY)}),
        ("NOT_FOUND", {"institutionId": ids.write("Institution", key(999))}),
        ("INVALID_INPUT", {"institutionId": ids.write("Course", MAPLE)}),
        ("INVALID_INPUT", {"regionCode": "999999"}),
    ],
    ids=str,
)
async def test_a_correction_stands_under_the_rules_of_registering(
    ask: Client, database: Database, code: str, given: dict[str, Any]
) -> None:
    payload = await ask.do("updateInstitution", changes(**given), by=rui)

    assert payload["code"] == code
    assert (await row(database)).version == 1


async def test_a_credit_code_belongs_to_one(ask: Client) -> None:
    code = inputs.credit_code()
    await ask.do("updateInstitution", changes(unifiedSocialCreditCode=code), by=rui)

    payload = await ask.do(
        "registerInstitution", inputs.institution(unifiedSocialCreditCode=code), by=rui
    )

    assert payload["code"] == CreditCodeTaken.code


async def test_what_may_not_be_empty_is_named(ask: Client) -> None:
    given = changes(name=None, kinds=None, regionCode=None, establishedOn=None, existence=None)

    payload = await ask.do("updateInstitution", given, VIOLATIONS, by=rui)

    assert [violation["field"] for violation in payload["violations"]] == [
        "name",
        "kinds",
        "regionCode",
        "establishedOn",
        "existence",
    ]


@pytest.mark.parametrize("control", ["\u202e", "\u2066", "\u200f", "\u061c"])
@pytest.mark.parametrize("field", ["name", "legalRepresentative", "address", "sponsor"])
async def test_a_name_that_reads_otherwise_than_it_is_stored_is_refused(
    ask: Client, database: Database, field: str, control: str
) -> None:
    payload = await ask.do(
        "updateInstitution", {**changes(), field: f"枫叶{control}心中训培"}, VIOLATIONS, by=rui
    )

    (violation,) = payload["violations"]
    assert violation["field"] == field
    assert "direction of writing" in violation["message"]
    assert (await row(database)).version == 1


async def test_a_web_address_that_reads_otherwise_than_it_is_stored_is_refused(ask: Client) -> None:
    given = changes(website="https://example.cn/\u202egpj.exe")

    payload = await ask.do("updateInstitution", given, VIOLATIONS, by=rui)

    assert [each["field"] for each in payload["violations"]] == ["website"]


@pytest.mark.parametrize("blank", ["\u200b", "\u2060\u3164", "\u00ad \u200d"])
@pytest.mark.parametrize("field", ["name", "sponsor"])
async def test_a_name_that_cannot_be_seen_is_refused(
    ask: Client, database: Database, field: str, blank: str
) -> None:
    payload = await ask.do("updateInstitution", {**changes(), field: blank}, VIOLATIONS, by=rui)

    (violation,) = payload["violations"]
    assert violation["field"] == field
    assert "can be seen" in violation["message"]
    assert (await row(database)).version == 1


async def test_a_number_pasted_from_a_telephone_is_taken_without_what_cannot_be_seen(
    ask: Client, database: Database
) -> None:
    given = changes(publicPhone="\u202d0512－6522 0000\u202c", contactPhone="\u200e13800138000")

    payload = await ask.do("updateInstitution", given, by=rui)

    assert payload["__typename"] == "InstitutionUpdated"
    found = await row(database)
    assert (found.public_phone, found.contact_phone) == ("0512-6522 0000", "13800138000")


async def test_an_operation_from_before_is_answered_though_it_would_be_refused_now(
    ask: Client, database: Database, keys: Keys
) -> None:
    operation_id = new_key()
    given = changes(name="枫叶一心", operationId=str(operation_id))
    await ask.do("updateInstitution", given, by=rui)
    before = UpdateInstitutionInput(
        operation_id=operation_id,
        institution_id=given["institutionId"],
        expected_version=1,
        name="枫叶\u202e一心",
    )
    async with database.writing() as session:
        # As it would have been stored when such a name was taken.
        digest = keys.hash("operation", canonical(before))
        await session.execute(sa.update(Operation).values(input_hmac=digest))

    again = await ask.do("updateInstitution", {**given, "name": before.name}, SHOWS, by=rui)
    other = await ask.do("updateInstitution", {**given, "name": "枫叶\u202e二心"}, SHOWS, by=rui)
    someone = await ask.do("updateInstitution", {**given, "name": before.name}, SHOWS, by=yang)

    assert again["institution"]["version"] == 2
    assert other["code"] == someone["code"] == "INVALID_INPUT"

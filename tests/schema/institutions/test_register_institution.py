"""Entering an institution: by the registrar over its region and sector, once for a credit code."""

import asyncio
import json
from typing import Any

import pytest
import sqlalchemy as sa

from domain.institutions import EntitlementState, RegionEnded, RegionNotALeaf
from persistence.engine.columns import Table
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.records import AuditEvent, StateTransition
from persistence.institutions.table import Entitlement, Institution, Site
from persistence.reading import ids
from schema.errors import FAULT
from tests.client import Client
from tests.people import (
    CHAOYANG,
    MAPLE,
    SOCIETY,
    SUZHOU_SPORTS,
    Person,
    fang,
    lin,
    rui,
    shan,
    xu,
    yang,
    yin,
)
from tests.schema.institutions import inputs

SHOWS = "... on InstitutionRegistered { institution { id name existence listStatus version } }"
VIOLATIONS = "... on InvalidInput { violations { field message } }"

pytestmark = pytest.mark.usefixtures("world")


async def count(database: Database, *tables: type[Table]) -> list[int]:
    async with database.writing() as session:
        return [
            await session.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in tables
        ]


async def refused(ask: Client, given: dict[str, Any], by: Person | None = rui) -> str:
    payload = await ask.do("registerInstitution", given, by=by)
    return str(payload["code"])


async def faulty(ask: Client, given: dict[str, Any]) -> list[str]:
    payload = await ask.do("registerInstitution", given, VIOLATIONS, by=rui)
    assert payload["code"] == "INVALID_INPUT"
    return [violation["field"] for violation in payload["violations"]]


async def test_a_registrar_enters_an_institution_with_all_its_parts(
    ask: Client, database: Database
) -> None:
    key = new_key()
    position = {"latitude": 31.3119, "longitude": 120.6321, "datum": "GCJ02"}
    given = inputs.institution(
        id=ids.write("Institution", key),
        registeredCapitalFen=50_000_000,
        website="https://example.org/银杏",
        contactPhone="0512-00000000",
        sites=[
            inputs.site(areaM2=300, capacity=100, position=position),
            inputs.site(name="分部", regionCode="320509"),
        ],
        entitlements=[inputs.licence(categories=["ACADEMIC", "ACADEMIC"])],
    )
    shows = """... on InstitutionRegistered { institution {
        id unifiedSocialCreditCode registeredCapitalFen website existence listStatus riskClass
        version supervisingAuthority { name }
        sites { name isMain areaM2 capacity region { code }
                position { latitude longitude datum wgs84Latitude wgs84Longitude } }
        entitlements { number state categories validTo periodNo } } }"""

    payload = await ask.do("registerInstitution", given, shows, by=rui)

    entered = payload["institution"]
    place = entered["sites"][0]["position"]
    wgs84 = place.pop("wgs84Latitude"), place.pop("wgs84Longitude")
    assert wgs84 == pytest.approx((31.3140, 120.6278), abs=0.001)
    assert entered == {
        "id": given["id"],
        "unifiedSocialCreditCode": given["unifiedSocialCreditCode"],
        "registeredCapitalFen": 50_000_000,
        "website": "https://example.org/银杏",
        "existence": "EXISTING",
        "listStatus": "NONE",
        "riskClass": "B",
        "version": 1,
        "supervisingAuthority": {"name": "姑苏区教育局"},
        "sites": [
            {
                "name": "总部",
                "isMain": True,
                "areaM2": 300,
                "capacity": 100,
                "region": {"code": "320508"},
                "position": position,
            },
            {
                "name": "分部",
                "isMain": False,
                "areaM2": None,
                "capacity": None,
                "region": {"code": "320509"},
                "position": None,
            },
        ],
        "entitlements": [
            {
                "number": "苏教许字320508002号",
                "state": "ACTIVE",
                "categories": ["ACADEMIC"],
                "validTo": "2027-12-31",
                "periodNo": 1,
            }
        ],
    }
    assert await count(database, AuditEvent, StateTransition) == [1, 2]


async def test_the_credit_code_is_kept_in_its_one_spelling(ask: Client) -> None:
    code = inputs.credit_code()
    given = inputs.institution(unifiedSocialCreditCode=f" {code[:8]}-{code[8:].lower()} ")
    shows = "... on InstitutionRegistered { institution { unifiedSocialCreditCode } }"

    payload = await ask.do("registerInstitution", given, shows, by=rui)

    assert payload["institution"] == {"unifiedSocialCreditCode": code}


async def test_an_entitlement_whose_last_day_has_passed_is_entered_as_expired(
    ask: Client, database: Database
) -> None:
    given = inputs.institution(entitlements=[inputs.licence(validTo="2026-11-17")])

    await ask.do("registerInstitution", given, by=rui)

    async with database.writing() as session:
        state = await session.scalar(
            sa.select(Entitlement.state).where(Entitlement.number == "苏教许字320508002号")
        )
    assert state is EntitlementState.EXPIRED


async def test_the_same_operation_sent_again_is_answered_again_and_done_once(
    ask: Client, database: Database
) -> None:
    given = inputs.institution(
        operationId=str(new_key()), sites=[inputs.site()], entitlements=[inputs.licence()]
    )

    first = await ask.do("registerInstitution", given, SHOWS, by=rui)
    again = await ask.do("registerInstitution", given, SHOWS, by=rui)
    other = await ask.do("registerInstitution", {**given, "name": "另一名称"}, by=rui)

    assert first["__typename"] == "InstitutionRegistered"
    assert again == first
    assert other["code"] == "OPERATION_ID_REUSED"
    assert await count(database, AuditEvent) == [1]


async def test_five_at_once_with_one_credit_code_leave_one_institution(
    ask: Client, database: Database
) -> None:
    before = await count(database, Institution)

    payloads = await asyncio.gather(
        *(ask.do("registerInstitution", inputs.institution(), by=rui) for _ in range(5))
    )

    outcomes = sorted(payload.get("code", "") for payload in payloads)
    assert outcomes == ["", *["CREDIT_CODE_TAKEN"] * 4]
    assert await count(database, Institution) == [before[0] + 1]


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (None, "NOT_PERMITTED"),
        (fang, "NOT_PERMITTED"),
        (yin, "NOT_PERMITTED"),
        (lin, "NOT_PERMITTED"),
        (shan, "NOT_PERMITTED"),
        (xu, "NOT_PERMITTED"),
        (yang, "OUTSIDE_JURISDICTION"),
    ],
    ids=lambda value: getattr(value, "login", str(value)),
)
async def test_others_may_not_and_nothing_is_entered(
    ask: Client, database: Database, person: Person | None, code: str
) -> None:
    before = await count(database, Institution, Site, Entitlement, AuditEvent)

    assert await refused(ask, inputs.institution(sites=[inputs.site()]), by=person) == code

    assert await count(database, Institution, Site, Entitlement, AuditEvent) == before


async def test_what_the_register_or_the_rules_forbid_is_refused_by_name(
    ask: Client, database: Database
) -> None:
    taken = inputs.credit_code("52320508MJ0000002")
    first = inputs.institution(
        unifiedSocialCreditCode=taken, entitlements=[inputs.licence("已登记号")]
    )
    await ask.do("registerInstitution", first, by=rui)
    before = await count(database, Institution, Site, Entitlement, AuditEvent)

    cases: list[tuple[str, dict[str, Any]]] = [
        ("CREDIT_CODE_TAKEN", {"unifiedSocialCreditCode": taken}),
        ("LICENCE_NUMBER_TAKEN", {"entitlements": [inputs.licence("已登记号")]}),
        ("LICENCE_NUMBER_TAKEN", {"entitlements": [inputs.licence("新"), inputs.licence("新")]}),
        (RegionNotALeaf.code, {"regionCode": "320500"}),
        (RegionNotALeaf.code, {"sites": [inputs.site(regionCode="320500")]}),
        (RegionEnded.code, {"sites": [inputs.site(regionCode="500105")]}),
        ("OUTSIDE_JURISDICTION", {"regionCode": "110105"}),
        ("OUTSIDE_JURISDICTION", {"supervisingAuthorityId": inputs.authority(CHAOYANG)}),
        ("OUTSIDE_JURISDICTION", {"supervisingAuthorityId": inputs.authority(SUZHOU_SPORTS)}),
        (
            "OUTSIDE_JURISDICTION",
            {"entitlements": [inputs.licence(authorityId=inputs.authority(CHAOYANG))]},
        ),
        ("NOT_AN_ADMINISTRATIVE_ORGAN", {"supervisingAuthorityId": inputs.authority(SOCIETY)}),
        (
            "CONFLICT_OF_INTEREST",
            {
                "entitlements": [
                    inputs.listing("一", "TRAINING"),
                    inputs.listing("二", "EVALUATION"),
                ]
            },
        ),
        ("ID_TAKEN", {"id": ids.write("Institution", MAPLE)}),
        ("NOT_FOUND", {"supervisingAuthorityId": ids.write("Authority", new_key())}),
    ]
    outcomes = [(code, await refused(ask, inputs.institution(**given))) for code, given in cases]

    assert outcomes == [(code, code) for code, _ in cases]
    assert await count(database, Institution, Site, Entitlement, AuditEvent) == before


async def test_a_social_organisation_grants_wherever_the_institution_is(ask: Client) -> None:
    granted = inputs.listing("学会目录1号", "TRAINING") | {"authorityId": inputs.authority(SOCIETY)}
    other = inputs.listing("学会目录2号", "EVALUATION", "育婴员")

    payload = await ask.do(
        "registerInstitution", inputs.institution(entitlements=[granted, other]), by=rui
    )

    assert payload["__typename"] == "InstitutionRegistered"


async def test_everything_wrong_with_an_input_is_told_at_once(ask: Client) -> None:
    given = inputs.institution(
        unifiedSocialCreditCode="91320508MA1MAPLE0X",
        name=" ",
        kinds=[],
        regionCode="3205081",
        address="x" * 201,
        establishedOn="2026-11-19",
        supervisingAuthorityId=ids.write("Course", new_key()),
        legalRepresentative="某\x07某",
        website="javascript:alert(1)",
        sites=[
            inputs.site(
                regionCode="苏州",
                areaM2=0,
                capacity=-1,
                position={"latitude": 91.0, "longitude": -181.0, "datum": "WGS84"},
            )
        ],
        entitlements=[
            inputs.licence(validTo="2023-12-31", authorityId="auth_1", occupation="保安员"),
            inputs.licence("空", kind="LISTING", levels=["一"] * 21),
        ],
    )

    assert await faulty(ask, given) == [
        "unifiedSocialCreditCode",
        "name",
        "kinds",
        "regionCode",
        "address",
        "supervisingAuthorityId",
        "legalRepresentative",
        "website",
        "establishedOn",
        "sites[0].regionCode",
        "sites[0].areaM2",
        "sites[0].capacity",
        "sites[0].position.latitude",
        "sites[0].position.longitude",
        "entitlements[0].occupation",
        "entitlements[0].validTo",
        "entitlements[0].authorityId",
        "entitlements[1].levels.length",
        "entitlements[1].listingRole",
        "entitlements[1].occupation",
    ]


async def test_an_unknown_region_is_named_by_its_field(ask: Client) -> None:
    given = inputs.institution(regionCode="999999", sites=[inputs.site(regionCode="320599")])

    assert await faulty(ask, given) == ["regionCode", "sites[0].regionCode"]


async def test_lists_have_an_end(ask: Client) -> None:
    given = inputs.institution(
        sites=[inputs.site()] * 51, entitlements=[inputs.licence(str(n)) for n in range(51)]
    )

    assert await faulty(ask, given) == ["sites.length", "entitlements.length"]


@pytest.mark.parametrize(
    "given",
    [
        {"name": "x\0"},
        {"name": "\ud800"},
        {"name": 7},
        {"kinds": ["SCHOOL"]},
        {"registeredCapitalFen": -1},
        {"registeredCapitalFen": 2**53},
        {"establishedOn": "2021-02-30"},
        {"establishedOn": "0001-01-01"},
        {"operationId": "1"},
        {"sites": [{"name": "x"}]},
    ],
    ids=str,
)
async def test_values_of_another_type_are_errors_with_a_code_and_nothing_is_entered(
    ask: Client, database: Database, given: dict[str, Any]
) -> None:
    before = await count(database, Institution)
    document = (
        "mutation M($input: RegisterInstitutionInput!)"
        " { registerInstitution(input: $input) { __typename } }"
    )
    variables = {"input": inputs.institution(operationId=str(new_key())) | given}

    # Unlike orjson, it writes lone surrogates.
    sent = json.dumps({"query": document, "variables": variables}).encode()

    _, body = await ask.send(sent, by=rui)

    assert body.get("data") is None
    assert all(error["extensions"]["code"] != FAULT for error in body["errors"])
    assert await count(database, Institution) == before


async def test_a_code_with_letters_is_registered_and_found_as_it_is_typed(ask: Client) -> None:
    code = inputs.credit_code("N2320508MA1234567")
    typed = f"{code[:8].lower()}\u200b {code[8:17]}－{code[17:]}"

    payload = await ask.do(
        "registerInstitution", inputs.institution(unifiedSocialCreditCode=typed), SHOWS, by=rui
    )
    found = await ask(
        "query Q($code: String!) { institution(by: {creditCode: $code}) "
        "{ name unifiedSocialCreditCode } }",
        {"code": typed},
    )

    assert payload["__typename"] == "InstitutionRegistered"
    assert found["institution"] == {"name": "姑苏银杏培训中心", "unifiedSocialCreditCode": code}
    again = inputs.institution(unifiedSocialCreditCode=code)
    assert await refused(ask, again) == "CREDIT_CODE_TAKEN"

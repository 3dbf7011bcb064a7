"""A moment that cannot be looked at, and what is not kept, are refused by name."""

import datetime as dt
from typing import Any

import asyncpg
import pytest

from persistence.engine.database import Database
from persistence.reading import ids
from tests.as_of import documents
from tests.client import Client
from tests.people import MAPLE, lin, rui

pytestmark = pytest.mark.usefixtures("world")

NAME = "query N($by: InstitutionBy!, $asOf: DateTime) { institution(by: $by, asOf: $asOf) { name website } }"
_MAPLE = {"id": ids.write("Institution", MAPLE)}


async def _refused(ask: Client, moment: str, language: str = "en") -> tuple[str, str, Any]:
    answer = await ask.answer(NAME, {"by": _MAPLE, "asOf": moment}, language=language)
    (error,) = answer["errors"]
    assert answer.get("data") is None
    return error["extensions"]["code"], error["message"], error["extensions"].get("argument")


async def test_the_future_is_refused(ask: Client) -> None:
    code, message, argument = await _refused(ask, "2199-01-01T00:00:00Z")

    assert (code, argument) == ("AS_OF_IN_FUTURE", "asOf")
    assert message.startswith("The register can only be shown as it was.")


async def test_before_the_register_is_refused_and_says_from_when_on(ask: Client) -> None:
    begins = (await ask(documents.HISTORY))["registerHistory"]["beginsAt"]
    early = (dt.datetime.fromisoformat(begins) - dt.timedelta(microseconds=1)).isoformat()

    code, message, argument = await _refused(ask, early, "zh")

    assert (code, argument) == ("AS_OF_BEFORE_HISTORY", "asOf")
    assert message.startswith("登记内容的历史自20")
    await ask(documents.HISTORY)


async def test_a_moment_of_which_a_write_is_under_way_is_refused_until_it_ends(
    ask: Client, database: Database
) -> None:
    given = {"by": _MAPLE}
    before = await documents.read(ask, NAME, given)
    connection = await asyncpg.connect(database.url)
    try:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute("update institutions set website = 'x'")
        moment = (await connection.fetchval("select clock_timestamp()")).isoformat()
        code, message, _ = await _refused(ask, moment)
        latest = await documents.now(ask)
        earlier = await documents.read(ask, NAME, given, latest)
        await transaction.commit()
        after = await documents.read(ask, NAME, given, moment)
    finally:
        await connection.close()

    assert code == "AS_OF_NOT_SETTLED"
    assert "Ask again shortly" in message
    assert dt.datetime.fromisoformat(latest) < dt.datetime.fromisoformat(moment)
    assert earlier == after == before


@pytest.mark.parametrize(
    "given",
    [
        "courses(first: 1) { nodes { id } }",
        "teachers(first: 1) { nodes { id } }",
        "publicInspectionResults(first: 1) { nodes { pictures { __typename } } }",
        'publicInspectionResults(first: 1, filter: {search: "枫叶"}) { nodes { id } }',
    ],
)
async def test_what_is_not_kept_is_refused_with_its_place(ask: Client, given: str) -> None:
    moment = await documents.now(ask)
    document = f"query N($by: InstitutionBy!, $asOf: DateTime) {{ institution(by: $by, asOf: $asOf) {{ {given} }} }}"

    (error,) = (await ask.answer(document, {"by": _MAPLE, "asOf": moment}))["errors"]

    assert error["extensions"]["code"] == "NOT_KEPT_OVER_TIME"
    assert error["path"][:2] == ["institution", given.partition("(")[0]]


@pytest.mark.parametrize(
    "field", ["legalRepresentative", "contactPhone", "riskClass", "staffRatios { code }"]
)
async def test_what_only_officials_see_is_not_kept(ask: Client, field: str) -> None:
    document = f"query N($by: InstitutionBy!, $asOf: DateTime) {{ institution(by: $by, asOf: $asOf) {{ {field} }} }}"
    given = {"by": _MAPLE, "asOf": await documents.now(ask)}
    code = {}

    for person in (rui, lin, None):
        (error,) = (await ask.answer(document, given, by=person))["errors"]
        code[person] = error["extensions"]["code"]

    assert code[rui] in ("NOT_KEPT_OVER_TIME", "NOT_PERMITTED")
    assert "NOT_KEPT_OVER_TIME" in code.values()
    assert code[None] == "NOT_PERMITTED"


@pytest.mark.parametrize(
    "given",
    [
        'institutions(first: 1, filter: {search: "枫叶"}, asOf: $asOf) { nodes { id } }',
        'institutions(first: 1, filter: {formerName: "枫叶"}, asOf: $asOf) { nodes { id } }',
        "institutions(first: 1, filter: {sharesLicenceNumber: true}, asOf: $asOf) { nodes { id } }",
        "institutions(first: 1, filter: {entitlement: {kinds: [LICENCE]}}, asOf: $asOf) { nodes { id } }",
        "institutions(first: 1, asOf: $asOf) { totalCount }",
        "publicInspectionResults(first: 1, asOf: $asOf) { totalCount }",
        'publicInspectionResults(first: 1, filter: {search: "枫叶"}, asOf: $asOf) { nodes { id } }',
    ],
)
async def test_filters_and_counts_of_whole_lists_are_refused(ask: Client, given: str) -> None:
    document = f"query L($asOf: DateTime) {{ {given} }}"
    moment = await documents.now(ask)

    (error,) = (await ask.answer(document, {"asOf": moment}))["errors"]

    assert error["extensions"]["code"] == "NOT_KEPT_OVER_TIME"
    await ask(document)


async def test_beside_a_field_with_a_resolver_it_is_refused_alike(ask: Client) -> None:
    """On the other road, by which such an operation is answered."""
    beside = 'complaintByReceipt(receipt: "00000000000000000000") { id }'
    document = NAME.replace("{ institution", f"{{ {beside} institution")
    given = {"by": _MAPLE, "asOf": "2199-01-01T00:00:00Z"}

    (error,) = (await ask.answer(document, given))["errors"]

    assert error["extensions"] == {"code": "AS_OF_IN_FUTURE", "argument": "asOf"}


async def test_a_moment_without_its_offset_is_no_moment(ask: Client) -> None:
    (error,) = (await ask.answer(NAME, {"by": _MAPLE, "asOf": "2026-11-30T00:00:00"}))["errors"]

    assert error["extensions"]["code"] == "INVALID_VALUE"

"""A name that dictionaries misread is corrected by the registrar, and found by the right reading."""

from typing import Any

from persistence.engine.database import Database
from persistence.institutions.table import Institution
from persistence.reading import ids
from tests.client import Client
from tests.people import MAPLE, rui, yin
from tests.schema.institutions.inputs import institution, licence

NAME = "单县示范培训"
SHOWS = "... on InvalidInput { violations { field } }"
SEARCH = "query S($text: String!) { institutions(filter: { search: $text }, first: 9) { nodes { name } } }"


async def _found(ask: Client, text: str) -> list[str]:
    return [node["name"] for node in (await ask(SEARCH, {"text": text}))["institutions"]["nodes"]]


async def test_an_entry_is_found_by_the_reading_that_is_given(ask: Client, world: None) -> None:
    given = institution(
        name=NAME, reading="shan xian shi fan pei xun", entitlements=[licence("SX-0001")]
    )

    payload = await ask.do("registerInstitution", given, by=rui)

    assert payload["__typename"] == "InstitutionRegistered"
    assert await _found(ask, "shanxian") == await _found(ask, "sx-0001") == [NAME]
    assert await _found(ask, "danxian") == []


async def test_a_reading_fits_its_name(ask: Client, world: None) -> None:
    for reading in ("shan xian", "shan1 xian4 shi4 fan4 pei2 xun4", "x"):
        given = institution(name=NAME, reading=reading)

        payload = await ask.do("registerInstitution", given, SHOWS, by=rui)

        assert payload["code"] == "INVALID_INPUT"
        assert payload["violations"] == [{"field": "reading"}]


async def test_a_correction_is_found_at_once_and_a_new_name_takes_the_reading_away(
    ask: Client, world: None, database: Database
) -> None:
    first = await _update(ask, 1, name=NAME, reading="shan xian shi fan pei xun")
    assert first["__typename"] == "InstitutionUpdated"
    assert await _found(ask, "sxsf") == [NAME]

    second = await _update(ask, 2, name="单县枫叶", address="新街9号")

    assert second["__typename"] == "InstitutionUpdated"
    assert await _found(ask, "danxianfengye") == await _found(ask, "新街9") == ["单县枫叶"]
    assert await _found(ask, "苏教许字320508001号") == ["单县枫叶"]
    async with database.writing() as session:
        row = await session.get(Institution, MAPLE)
        assert row is not None
        assert row.reading is None


async def test_a_correction_that_does_not_fit_changes_nothing(ask: Client, world: None) -> None:
    payload = await _update(ask, 1, reading="shan xian")

    assert payload["code"] == "INVALID_INPUT"
    assert await _found(ask, "szfyjy") == ["苏州枫叶教育培训中心"]


async def test_the_institution_itself_does_not_correct_it(ask: Client, world: None) -> None:
    reading = "su zhou feng ye jiao yu pei xun zhong xin"

    payload = await _update(ask, 1, by=yin, reading=reading)

    assert payload["code"] == "NOT_PERMITTED"


async def _update(ask: Client, version: int, *, by: Any = rui, **given: Any) -> dict[str, Any]:
    given = {"institutionId": ids.write("Institution", MAPLE), "expectedVersion": version, **given}
    return await ask.do("updateInstitution", given, SHOWS, by=by)

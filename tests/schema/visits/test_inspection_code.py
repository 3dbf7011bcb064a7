"""The code that anybody at the door can check the officers by."""

import datetime as dt

import pytest

from tests.client import Client
from tests.factories import NOW, authorities
from tests.people import jun, mei
from tests.schema.inspections import steps

VERIFY = """query Q($code: String!) { verifyInspectionCode(code: $code) { status authority
    institution windowFrom windowTo officers { name unit certificateNo } } }"""


async def _code(ask: Client, visit: str) -> str:
    document = "query Q($id: ID!) { inspection(id: $id) { inspectionCode } }"
    found: str = (await ask(document, {"id": visit}, by=mei))["inspection"]["inspectionCode"]
    return found


async def test_anybody_at_the_door_can_tell_whether_the_officers_are_real(
    ask: Client, assigned: str
) -> None:
    code = await _code(ask, assigned)
    typed = code.lower().replace("-", "\u200b ")

    found = await ask(VERIFY, {"code": f" {typed} "})

    assert found["verifyInspectionCode"] == {
        "status": "VALID",
        "authority": "苏州市教育局",
        "institution": "苏州枫叶教育培训中心",
        "windowFrom": "2026-11-18",
        "windowTo": "2026-11-20",
        "officers": [
            {
                "name": person.login,
                "unit": "苏州市教育局",
                "certificateNo": authorities.inspector(person.officer_id).certificate_no,
            }
            for person in (mei, jun)
            if person.officer_id is not None
        ],
    }


@pytest.mark.parametrize("given", ["", "0000-0000-0000", "x" * 10_000, "'; --", "ＡＢＣＤ"])
async def test_a_code_that_is_none_tells_nothing(ask: Client, assigned: str, given: str) -> None:
    found = await ask(VERIFY, {"code": given})

    assert found["verifyInspectionCode"] == {
        "status": "UNKNOWN",
        "authority": None,
        "institution": None,
        "windowFrom": None,
        "windowTo": None,
        "officers": [],
    }


@pytest.mark.parametrize(("days", "status"), [(-1, "NOT_YET"), (2, "VALID"), (3, "OVER")])
async def test_outside_its_window_a_code_tells_only_that(
    ask: Client, assigned: str, days: int, status: str
) -> None:
    code = await _code(ask, assigned)
    ask.clock.now = NOW + dt.timedelta(days=days)

    found = (await ask(VERIFY, {"code": code}))["verifyInspectionCode"]

    assert found["status"] == status
    assert (found["institution"] is None) == (status != "VALID")
    assert bool(found["officers"]) == (status == "VALID")


async def test_codes_differ_and_hold_sixty_bits(ask: Client, assigned: str) -> None:
    codes = {await _code(ask, assigned), await _code(ask, await steps.assign(ask))}

    assert len(codes) == 2
    assert all(len(code) == 14 and code.count("-") == 2 for code in codes)

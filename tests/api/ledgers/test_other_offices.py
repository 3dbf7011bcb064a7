"""A dry run says nothing of what other offices have: its bytes are the same whatever that is."""

from typing import Any

import pytest
import sqlalchemy as sa

from domain import credit_codes
from persistence.engine.database import Database
from persistence.institutions.table import Institution
from tests.api.ledgers import files
from tests.api.ledgers.ledger_client import LedgerClient
from tests.api.ledgers.test_jobs import count
from tests.factories import institutions, teachers
from tests.ledgers import samples
from tests.ledgers.test_teachers_and_courses import COURSE, TEACHER, resident
from tests.people import CHAOYANG, key

BODY = "52110105TE000009X"
CODE = BODY + credit_codes.check_character(BODY)
LICENCE = "京教民1101050000009号"
ELSEWHERE = key(9_001)

THEIRS = {"code": CODE, "name": "朝阳某某学堂"}
LEDGERS: dict[str, tuple[str, bytes]] = {
    # In the caller's region, by what the row says.
    "institutions": (
        "INSTITUTIONS",
        files.as_csv(samples.row(1, **THEIRS), samples.row(3, licence=LICENCE)),
    ),
    "institutions elsewhere": (
        "INSTITUTIONS",
        files.as_csv(
            samples.row(2, code=CODE, region="110105", supervisor="北京市朝阳区教育委员会")
        ),
    ),
    "institutions without a name": (
        "INSTITUTIONS",
        files.as_csv(samples.row(4, code=CODE, name="", licence=LICENCE)),
    ),
    "teachers": (
        "TEACHERS",
        files.plain_csv(
            TEACHER | {"机构统一社会信用代码": CODE},
            TEACHER | {"机构统一社会信用代码": CODE, "证件号码": resident(2)},
            TEACHER | {"机构统一社会信用代码": CODE, "姓名": "", "聘用形式": "兼职"},
            TEACHER | {"证件号码": resident(3)},
        ),
    ),
    "courses": (
        "COURSES",
        files.plain_csv(
            COURSE | {"信用代码": CODE},
            COURSE | {"信用代码": CODE, "校区地址": "望京1号"},
            COURSE | {"信用代码": CODE, "总课时": 0},
        ),
    ),
}


async def put_there(office: LedgerClient, **facts: Any) -> None:
    """An institution of another office, with site, licence and a teacher."""
    async with office.ask.database.writing() as session:
        given = {"region_code": "110105", "supervising_authority_id": CHAOYANG.id, **facts}
        name = given.pop("name", "别名")
        session.add(institutions.institution(ELSEWHERE, name, CODE, licences=(LICENCE,), **given))
        await session.flush()
        session.add(institutions.site(ELSEWHERE, address="望京1号", region_code="110105"))
        session.add(institutions.entitlement(ELSEWHERE, LICENCE, authority_id=CHAOYANG.id))
        session.add(teachers.teacher(ELSEWHERE, office.ask.keys))


async def seen(office: LedgerClient, name: str) -> tuple[dict[str, Any], bytes]:
    kind, content = LEDGERS[name]
    found = await office.checked(content, kind=kind)
    rejected = b""
    if url := found.pop("rejectedUrl"):
        rejected = (await office.get(url)).content
    del found["id"]
    return found, rejected


@pytest.mark.parametrize("name", LEDGERS)
async def test_the_dry_run_is_the_same_whether_or_not_theirs_exists_and_whatever_is_in_it(
    office: LedgerClient, database: Database, name: str
) -> None:
    without = await seen(office, name)
    await put_there(office, name="朝阳某某学堂")
    alike = await seen(office, name)
    async with database.writing() as session:
        theirs = sa.update(Institution).where(Institution.id == ELSEWHERE)
        await session.execute(
            theirs.values(legal_representative="别人", contact_name="某人", version=9)
        )
    unlike = await seen(office, name)

    assert without == alike == unlike
    assert without[0]["state"] == "CHECKED"
    assert without[0]["newCount"] == {"institutions": 2, "teachers": 1}.get(name, 0)
    assert without[0]["totalCount"] > 0


async def test_what_theirs_would_be_twice_is_refused_by_the_import(
    office: LedgerClient, database: Database
) -> None:
    await put_there(office)
    before = await count(database, Institution)
    found = await office.checked(LEDGERS["institutions"][1])

    applied = await office.applied(found["id"])

    reasons = {
        row["line"]: [each["en"] for each in row["refusals"]] for row in applied["rows"]["nodes"]
    }
    assert reasons[2] == ["This unified social credit code is already registered."]
    assert reasons[3] == ["This licence, filing or listing number is already registered."]
    assert (found["newCount"], applied["newCount"]) == (2, 0)
    assert await count(database, Institution) == before

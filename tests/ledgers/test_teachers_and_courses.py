"""The ledgers of teachers and courses, by the rules of registering and publishing."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from domain.courses import ChargeBasis, CourseState
from domain.identity_numbers import check_digit
from persistence.accounts import identity_numbers
from persistence.courses.table import ClassTime, Course, FeeItem
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent, StateTransition
from persistence.teachers import writes as teachers
from persistence.teachers.table import Teacher
from tests import people
from tests.factories import TODAY
from tests.ledgers import samples
from tests.ledgers.conftest import Run

pytestmark = pytest.mark.usefixtures("world")
Capture = pytest.CaptureFixture[str]
CODE = "91320508MA1MAPLE0X"


def resident(number: int) -> str:
    body = f"32000019800101{number:03d}"
    return body + check_digit(body)


TEACHER = {
    "机构统一社会信用代码": CODE,
    "教师编号": "",
    "姓名": "沈若溪",
    "证件号码": resident(1),
    "聘用形式": "专职",
    "任教科目": "语文、数学",
    "任教学段": "小学；初中",
    "证书类型": "教师资格证",
    "证书编号": "20203200000000001",
    "聘用日期": "2024年3月1日",
    "是否在职教师": "否",
}
COURSE = {
    "信用代码": CODE,
    "课程名称": "三年级语文（秋）",
    "学科类别": "学科类",
    "课程内容": "学科",
    "培训形式": "线下",
    "培训对象": "小学",
    "校区地址": "观前街1号",
    "总课时": 30,
    "每课时分钟": 40,
    "开课日期": "2026-11-23",
    "结课日期": "2026-12-25",
    "上课时间": "周三 18:30-20:00",
    "收费": "培训费 2400元/30课时；资料费 90元/1个月",
    "退费规则": "未消课时全退",
}


def ledger(path: Path, *rows: dict[str, Any]) -> Path:
    headings = list(rows[0])
    return samples.write(path, [headings, *([row[h] for h in headings] for row in rows)])


async def all_of(database: Database, table: Any) -> list[Any]:
    async with database.writing() as session:
        return list(await session.scalars(sa.select(table)))


async def test_a_teacher_is_registered_once(
    database: Database, keys: Keys, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    path = ledger(tmp_path / "a.xlsx", TEACHER)

    assert await take_in("teachers", path) == 0
    assert await take_in("teachers", path) == 0

    assert "0 new, 0 changed, 1 unchanged" in capsys.readouterr().out
    (row,) = await all_of(database, Teacher)
    assert (row.institution_id, row.name, row.subjects, row.stages, row.version) == (
        people.MAPLE,
        "沈若溪",
        ["语文", "数学"],
        ["JUNIOR_SECONDARY", "PRIMARY"],
        1,
    )
    assert row.resident_id_hash == identity_numbers.hashed(keys, resident(1))


async def test_a_changed_cell_corrects_the_teacher(
    database: Database, take_in: Run, tmp_path: Path
) -> None:
    await take_in("teachers", ledger(tmp_path / "a.csv", TEACHER))

    await take_in("teachers", ledger(tmp_path / "a.csv", TEACHER | {"聘用形式": "兼职"}))

    (row,) = await all_of(database, Teacher)
    assert (row.employment, row.version) == ("PART_TIME", 2)
    tags = [event.tag for event in await all_of(database, AuditEvent)]
    assert sorted(tags) == ["teacher.updated", "teachers.imported", "teachers.imported"]


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"证件号码": resident(1)[:-1] + "x"}, "identity"),
        ({"证件号码": "3****************1"}, "is masked"),
        ({"机构统一社会信用代码": samples.code(9)}, "not the code of a registered institution"),
        (
            {"机构统一社会信用代码": "91110105MA1FARAW4Y"},
            "outside your jurisdiction",
        ),
        ({"证书类型": "职业（专业）能力证明"}, "is not a sufficient qualification"),
        ({"是否在职教师": "是"}, "in-service school teacher"),
        ({"任教学段": "大学"}, "must be one of"),
        ({"教师编号": "tch_nobody"}, "is not a teacher"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_teacher_who_may_not_be_registered_is_told(
    database: Database,
    take_in: Run,
    tmp_path: Path,
    capsys: Capture,
    facts: dict[str, Any],
    message: str,
) -> None:
    row = TEACHER | facts
    path = ledger(tmp_path / "a.csv", row, TEACHER | {"证件号码": resident(2)})

    assert await take_in("teachers", path) == 1

    output = capsys.readouterr()
    assert "1 new, 0 changed, 0 unchanged, 1 rejected" in output.out
    if message != "identity":
        assert message in output.err
    assert row["证件号码"] not in output.err
    assert len(await all_of(database, Teacher)) == 1


async def test_a_listed_in_service_teacher_is_not_registered(
    database: Database, keys: Keys, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    async with database.writing() as session:
        hashes = {identity_numbers.hashed(keys, resident(1))}
        await teachers.list_in_service(session, hashes, region_code="320508", listed_on=TODAY)

    assert await take_in("teachers", ledger(tmp_path / "a.csv", TEACHER)) == 1

    assert "On the education office's list" in capsys.readouterr().err
    assert await all_of(database, Teacher) == []


async def test_the_institutions_own_administrator_imports_its_teachers_only(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    other = TEACHER | {"机构统一社会信用代码": "91320508MA1SW1MM9U", "证件号码": resident(2)}
    path = ledger(tmp_path / "a.csv", TEACHER, other)

    assert await take_in("teachers", path, by="yin") == 1

    assert "1 new, 0 changed, 0 unchanged, 1 rejected" in capsys.readouterr().out


async def test_a_course_is_published_once_with_its_charges_and_hours(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    path = ledger(tmp_path / "a.csv", COURSE)

    assert await take_in("courses", path) == 0
    assert await take_in("courses", path) == 0

    assert "0 new, 0 changed, 1 unchanged" in capsys.readouterr().out
    (course,) = await all_of(database, Course)
    assert (course.institution_id, course.state, course.title) == (
        people.MAPLE,
        CourseState.PUBLISHED,
        "三年级语文（秋）",
    )
    assert course.site_id is not None
    fees = sorted(await all_of(database, FeeItem), key=lambda fee: fee.position)
    assert [(f.name, f.basis, f.amount_fen, f.class_hours, f.months, f.days) for f in fees] == [
        ("培训费", ChargeBasis.CLASS_HOUR, 240_000, 30, None, None),
        ("资料费", ChargeBasis.PERIOD, 9_000, None, 1, 0),
    ]
    (time,) = await all_of(database, ClassTime)
    assert (time.weekday, f"{time.starts_at:%H:%M}") == ("WEDNESDAY", "18:30")
    (moved,) = await all_of(database, StateTransition)
    assert (moved.entity, moved.event, moved.actor_id) == ("Course", "publish", people.rui.id)


@pytest.mark.parametrize(
    ("facts", "heading", "message"),
    [
        ({"收费": "培训费 9000元/30课时"}, "收费", "The limit is 5,000 yuan"),
        ({"收费": "培训费很贵"}, "收费", "must be written like"),
        ({"上课时间": "周三 18:30-21:00"}, "上课时间", "must end by 20:30"),
        ({"上课时间": "周六 09:00-10:30"}, "上课时间", "School subjects may not be taught"),
        ({"上课时间": "天天 9:00"}, "上课时间", "must be written like"),
        ({"校区地址": "别处"}, "校区地址", "not a site of the institution"),
        ({"培训形式": "线上"}, "校区地址", "must be left out for an online course"),
        (
            {"信用代码": "91110105MA1FARAW4Y", "校区地址": ""},
            "信用代码",
            "outside your jurisdiction",
        ),
        ({"总课时": 0}, "总课时", "from 1 to 10000"),
        ({"开课日期": "2026-12-26"}, "结课日期", "before the first day"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_course_that_may_not_be_published_is_told(
    database: Database,
    take_in: Run,
    tmp_path: Path,
    capsys: Capture,
    facts: dict[str, Any],
    heading: str,
    message: str,
) -> None:
    assert await take_in("courses", ledger(tmp_path / "a.csv", COURSE | facts)) == 1

    output = capsys.readouterr().err
    assert f"row 2, {heading}, " in output
    assert message in output
    assert await all_of(database, Course) == []


async def test_a_published_course_is_not_changed_by_a_ledger(
    database: Database, take_in: Run, tmp_path: Path, capsys: Capture
) -> None:
    await take_in("courses", ledger(tmp_path / "a.csv", COURSE))

    changed = COURSE | {"总课时": 40, "收费": "培训费 2300元/30课时"}
    assert await take_in("courses", ledger(tmp_path / "a.csv", changed)) == 1

    output = capsys.readouterr().err
    assert "row 2, 总课时" in output
    assert "row 2, 收费" in output
    assert (await all_of(database, Course))[0].class_hour_count == 30

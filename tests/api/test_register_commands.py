"""The commands that fill the register: the in-service list, and regions not shipped."""

import argparse
import datetime as dt
import io
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from api.commands import in_service_teachers, regions
from domain.identity_numbers import check_digit
from domain.regions import RegionLevel
from persistence.accounts import identity_numbers
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import AuditEvent
from persistence.regions.table import Region
from persistence.teachers.table import InServiceTeacher
from tests.factories import institutions

FIRST, SECOND = "11010519491231002X", "440308199901101512"
WRONG = "110105194912310021"


def arguments(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    subparsers = parser.add_subparsers(required=True)
    in_service_teachers.add_to(subparsers)
    regions.add_to(subparsers)
    return parser.parse_args(words)


async def load(database: Database, keys: Keys, file: Path | str, region: str = "320508") -> int:
    given = arguments("in-service-teachers", str(file), "--region", region)
    return int(await given.run(given, database, keys))


async def add(database: Database, keys: Keys, *words: str) -> int:
    return await run_regions(database, keys, "add", *words)


async def run_regions(database: Database, keys: Keys, *words: str) -> int:
    given = arguments("regions", *words)
    return int(await given.run(given, database, keys))


async def listed(database: Database) -> set[bytes]:
    async with database.writing() as session:
        return set(await session.scalars(sa.select(InServiceTeacher.resident_id_hash)))


async def audited(database: Database) -> list[tuple[str, object]]:
    async with database.writing() as session:
        events = await session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id))
        return [(event.tag, event.detail) for event in events]


async def test_a_list_is_loaded_as_hashes_and_bad_lines_are_told_without_the_number(
    database: Database, keys: Keys, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "名单.txt"
    lines = [FIRST.lower(), "", WRONG, f"  {SECOND}  ", SECOND, "张三", "9" * 100_000]
    file.write_bytes("\ufeff".encode() + "\r\n".join(lines).encode() + b"\n\xff\xfe\n")

    status = await load(database, keys, file)

    output = capsys.readouterr()
    assert status == 1
    assert await listed(database) == {
        identity_numbers.hashed(keys, FIRST),
        identity_numbers.hashed(keys, SECOND),
    }
    assert output.out == "2 added, 1 already known, 4 invalid lines skipped.\n"
    assert output.err.splitlines() == [
        "line 3: the check digit is wrong",
        "line 6: must have 18 characters",
        "line 7: must have 18 characters",
        "line 8: not UTF-8 text",
    ]
    detail = {"region_code": "320508", "added": 2, "known": 1, "left_out": 4}
    assert await audited(database) == [("in_service_list.loaded", detail)]


async def test_the_same_list_again_adds_nothing(
    database: Database, keys: Keys, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "list"
    file.write_text(f"{FIRST}\n{SECOND}\n")

    first, again = await load(database, keys, file), await load(database, keys, file, "320500")

    assert (first, again) == (0, 0)
    assert capsys.readouterr().out.splitlines() == [
        "2 added, 0 already known, 0 invalid lines skipped.",
        "0 added, 2 already known, 0 invalid lines skipped.",
    ]
    assert len(await listed(database)) == 2


async def test_a_list_comes_from_standard_input(
    database: Database, keys: Keys, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = SimpleNamespace(buffer=io.BytesIO(FIRST.encode()))
    monkeypatch.setattr("sys.stdin", given)

    assert await load(database, keys, "-") == 0
    assert len(await listed(database)) == 1


async def test_a_long_list_goes_in_by_pieces(database: Database, keys: Keys) -> None:
    bodies = [f"11010519491231{n:03d}" for n in range(1_000)]
    bodies += [f"110105194912{day:02d}{n:03d}" for day in range(1, 12) for n in range(1_000)]
    lines = [f"{body}{check_digit(body)}\n".encode() for body in bodies]
    today = dt.date(2026, 11, 18)

    loaded = await in_service_teachers.load(
        database, keys, lines, region_code="320500", today=today
    )

    assert (loaded.added, loaded.known, loaded.problems) == (12_000, 0, [])


@pytest.mark.parametrize(("name", "region"), [("missing", "320508"), ("there", "999999")])
async def test_without_file_or_region_nothing_is_loaded(
    database: Database, keys: Keys, tmp_path: Path, name: str, region: str
) -> None:
    (tmp_path / "there").write_text(FIRST)

    assert await load(database, keys, tmp_path / name, region) == 2
    assert await listed(database) == set()
    assert await audited(database) == []


@pytest.fixture
async def _regions_as_shipped(database: Database) -> AsyncIterator[None]:
    """Regions stay from test to test: what a test adds is taken away after it."""
    yield
    async with database.writing() as session:
        added = ["320577", "990000", "990100", "990200"]
        await session.execute(sa.delete(Region).where(Region.code.in_(added)))
        ended = sa.update(Region).where(Region.code.in_(["320506", "320507"]))
        await session.execute(ended.values(ended_on=None, successor_code=None))


@pytest.mark.usefixtures("_regions_as_shipped")
async def test_a_region_is_added_once_below_the_nearest_above_it(
    database: Database, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    first = await add(database, keys, "320577", "某新区")
    again = await add(database, keys, "320577", "某新区", "--parent", "320500")
    renamed = await add(database, keys, "320577", "另一名")
    province = await add(database, keys, "990000", "某省")

    assert (first, again, renamed, province) == (0, 0, 1, 0)
    assert "320577 already exists as 某新区." in capsys.readouterr().err
    async with database.writing() as session:
        county = await session.get_one(Region, "320577")
        top = await session.get_one(Region, "990000")
    assert (county.level, county.parent_code) == (RegionLevel.COUNTY, "320500")
    assert (top.level, top.parent_code) == (RegionLevel.PROVINCE, "000000")
    assert await audited(database) == [
        ("region.added", {"region_code": "320577"}),
        ("region.added", {"region_code": "990000"}),
    ]


async def test_a_region_where_institutions_stand_is_not_divided(
    world: None, database: Database, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    leaf_city = "441900"
    async with database.writing() as session:
        session.add(institutions.institution(new_key(), "某中心", "x", region_code=leaf_city))

    status = await add(database, keys, "441901", "某区")

    assert status == 1
    assert f"{leaf_city} has institutions or sites of its own" in capsys.readouterr().err
    assert await audited(database) == []


@pytest.mark.parametrize(
    "words",
    [
        ("320577", "某新区", "--parent", "320000"),
        ("320577", "某新区", "--parent", "330000"),
        ("000000", "全球"),
    ],
    ids=" ".join,
)
async def test_a_region_out_of_place_is_refused(
    database: Database, keys: Keys, words: tuple[str, ...]
) -> None:
    assert await add(database, keys, *words) == 1
    assert await audited(database) == []


@pytest.mark.usefixtures("_regions_as_shipped")
async def test_a_region_ends_and_goes_on_again(database: Database, keys: Keys) -> None:
    words = ("end", "320507", "--successor", "320508", "--on", "2026-12-01")

    first = await run_regions(database, keys, *words)
    again = await run_regions(database, keys, *words)
    async with database.writing() as session:
        ended = await session.get_one(Region, "320507")
    resumed = await run_regions(database, keys, "resume", "320507")

    assert (first, again, resumed) == (0, 0, 0)
    assert (ended.ended_on, ended.successor_code) == (dt.date(2026, 12, 1), "320508")
    assert await audited(database) == [
        (
            "region.ended",
            {"region_code": "320507", "successor_code": "320508", "ended_on": "2026-12-01"},
        ),
        ("region.resumed", {"region_code": "320507"}),
    ]


@pytest.mark.parametrize(
    ("code", "successor", "message"),
    [
        ("320577", "320508", "There is no region 320577."),
        ("320507", "320577", "There is no region 320577."),
        ("320507", "500105", "500105 has ended itself on 2025-11-06."),
        ("320507", "320507", "320507 and 320507 lie within each other."),
        ("320507", "320500", "320507 and 320500 lie within each other."),
        ("320500", "320100", "320505 lies below 320500 and goes on: end what is below it first."),
    ],
)
async def test_a_region_ends_only_for_another_that_exists(
    database: Database,
    keys: Keys,
    capsys: pytest.CaptureFixture[str],
    code: str,
    successor: str,
    message: str,
) -> None:
    words = ("end", code, "--successor", successor, "--on", "2026-12-01")

    assert await run_regions(database, keys, *words) == 1
    assert message in capsys.readouterr().err
    assert await audited(database) == []


@pytest.mark.usefixtures("_regions_as_shipped")
async def test_what_is_below_a_region_ends_before_it_and_resumes_after_it(
    database: Database, keys: Keys, capsys: pytest.CaptureFixture[str]
) -> None:
    await add(database, keys, "990000", "某省")
    await add(database, keys, "990100", "某市")
    end = ("--successor", "320508", "--on", "2026-12-01")

    async def tries(*words: str) -> int:
        return await run_regions(database, keys, *words)

    assert await tries("end", "990100", "--successor", "320508", "--on", "2026-12-02") == 0
    assert await tries("end", "990000", *end) == 1
    assert "990100 lies below 990000 and goes on" in capsys.readouterr().err
    assert await tries("end", "990100", *end) == 0
    assert await tries("end", "990000", *end) == 0
    assert await tries("add", "990200", "又一市") == 1
    assert "990000, above 990200, has ended." in capsys.readouterr().err
    assert await tries("resume", "990100") == 1
    assert "990000, above 990100, has ended: have it resume first." in capsys.readouterr().err
    assert await tries("resume", "990000") == 0
    assert await tries("resume", "990100") == 0


@pytest.mark.parametrize(
    "day", ["9999-12-31", "0026-12-01", "20261201", "2026-W49-2", "2026-02-30"]
)
def test_a_day_that_the_register_does_not_take_is_refused_by_the_parser(
    day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        arguments("regions", "end", "320507", "--successor", "320508", "--on", day)

    assert "argument --on" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [("32057", "x"), ("32057x", "x"), ("３２０５７７", "x"), ("320577", " "), ("320577", "a\tb")],
    ids=" ".join,
)
def test_malformed_arguments_are_told_by_the_parser(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        arguments("regions", "add", *words)

    assert ended.value.code == 2
    assert "argument" in capsys.readouterr().err

"""How fast a ledger of institutions goes in: `python -m benchmarks.ledgers 120000`."""

import argparse
import asyncio
import datetime as dt
import os
import resource
import tempfile
import time
from pathlib import Path

from demo.story import loader
from domain import credit_codes
from domain.moments import day_of
from ledgers import sheets
from ledgers.importer import ImportContext
from ledgers.imports import take_in
from ledgers.institutions import Institutions
from ledgers.layouts import INSTITUTIONS
from ledgers.rows_out import open_rows
from persistence import embedded
from persistence.accounts import writes as accounts
from persistence.engine import migrator
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.ledgers import writes as ledgers
from persistence.regions import reference

KEYS = Keys(b"only for measuring, never for anything else")
_DISTRICTS = ("320505", "320506", "320507", "320508", "320509", "320576", "320581", "320583")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?", default=120_000)
    parser.add_argument("--format", choices=["csv", "xlsx"], default="xlsx")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        Path(folder).chmod(0o755)
        path = Path(folder) / f"ledger.{arguments.format}"
        began = time.perf_counter()
        write(path, arguments.rows)
        size = path.stat().st_size / 2**20
        print(f"{arguments.rows:,} rows, {size:.0f} MB, written in {_since(began):.1f} s")
        server = embedded.start(Path(folder) / "data")
        try:
            asyncio.run(measure(server.url, path))
        finally:
            server.close()


def write(path: Path, count: int) -> None:
    """One site and one licence each; all lawful."""
    keys = [column.key for column in INSTITUTIONS.columns]
    with open_rows(path, INSTITUTIONS.zh) as rows:
        rows.write([column.zh for column in INSTITUTIONS.columns])
        for number in range(count):
            row = _row(number)
            rows.write([row.get(key, "") for key in keys])


def _row(number: int) -> dict[str, str | int]:
    region = _DISTRICTS[number % len(_DISTRICTS)]
    body = f"52{region}BE{number:06d}X"
    return {
        "unified_social_credit_code": body + credit_codes.check_character(body),
        "name": f"苏州市第{number}号学科培训中心",
        "kinds": "校外培训机构",
        "subject_kind": "学科类",
        "legal_form": "非营利性",
        "sector": "教育",
        "region_code": region,
        "address": f"人民路{number}号",
        "established_on": "2019年9月1日",
        "registered_capital": 300000 + number,
        "registration_authority": "苏州市民政局",
        "supervising_authority": "苏州市教育局",
        "legal_representative": "沈若溪",
        "sponsor": "陆扬清",
        "introduction": "面向中小学生开展学科类培训。",
        "public_phone": f"0512-{number:08d}",
        "contact_name": "顾言",
        "contact_phone": f"0512-{number:08d}",
        "site_name": "总部",
        "site_address": f"人民路{number}号",
        "site_area": 300,
        "site_capacity": 75,
        "site_latitude": "31.311",
        "site_longitude": "120.617",
        "licence_programme": "校外培训办学许可",
        "licence_number": f"教民320500BE{number:07d}号",
        "licence_valid_from": "2025/1/1",
        "licence_valid_to": "2027/12/31",
        "licence_subject_kind": "学科类",
        "licence_delivery": "线下",
        "licence_categories": "学科",
    }


async def measure(url: str, path: Path) -> None:
    database = Database(url)
    await migrator.migrate(database.engine)
    async with database.engine.begin() as connection:
        await reference.load(connection)
    await loader.load(database.engine, KEYS, lambda _done, _total: None, is_open=True)
    for what, is_dry in (("dry run", True), ("first import", False), ("again, unchanged", False)):
        began, busy = time.perf_counter(), time.process_time()
        sheet = sheets.read(path)
        read = _since(began)
        context = await _context(database, is_dry=is_dry)
        counts = await take_in(
            database,
            Institutions(context),
            context,
            sheet,
            rejected=path.with_name("rejected.csv"),
        )
        sheet.close()
        took = _since(began)
        print(
            f"{what:<18} {took:6.1f} s ({read:.1f} s of it reading, {time.process_time() - busy:.1f} s"
            f" of CPU here), {counts.total / took:7,.0f} rows/s, {counts}; peak {_peak(resource.RUSAGE_SELF)} MB here,"
            f" {_peak(resource.RUSAGE_CHILDREN)} MB in the reading process"
        )
    await database.close()


async def _context(database: Database, *, is_dry: bool) -> ImportContext:
    now = dt.datetime.now(dt.UTC)
    async with database.writing() as session:
        account = await accounts.by_login(session, "registrar")
        assert account is not None
        actor = await accounts.actor(session, account.id, KEYS)
        assert actor is not None
        offices = await ledgers.offices(session)
        names = await ledgers.regions_by_name(session)
    return ImportContext(actor, KEYS, now, day_of(now), offices, names, is_dry)


def _since(began: float) -> float:
    return time.perf_counter() - began


def _peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss // 1024


if __name__ == "__main__":
    main()

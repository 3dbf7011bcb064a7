"""Rows about institutions whose sites stand in a region that has ended."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.institutions.table import Institution, Site
from persistence.regions.table import Region
from tests.ledgers import samples
from tests.ledgers.conftest import Run

pytestmark = pytest.mark.usefixtures("world")

COLUMNS = (*samples.HEADINGS, "site_region")
HEADER = [*samples.HEADINGS.values(), "校区地区代码"]


@pytest.fixture
async def _as_shipped(database: Database) -> AsyncIterator[None]:
    """Regions stay from test to test."""
    yield
    await end(database, None)


async def end(database: Database, successor: str | None) -> None:
    values = {"ended_on": successor and sa.text("date '2026-01-01'"), "successor_code": successor}
    async with database.writing() as session:
        await session.execute(sa.update(Region).where(Region.code == "320506").values(**values))


def write(path: Path, **facts: object) -> Path:
    row = samples.row(1, site_region="320506", **facts)
    return samples.write(path, [HEADER, [row.get(column, "") for column in COLUMNS]])


@pytest.mark.usefixtures("_as_shipped")
async def test_a_site_in_a_region_that_ended_stays_and_no_other_is_added_there(
    database: Database, take_in: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await take_in("institutions", write(tmp_path / "first.csv")) == 0
    await end(database, "320508")

    phone = write(tmp_path / "phone.csv", phone="0512-65000001", area=310)
    changed = await take_in("institutions", phone)
    printed = capsys.readouterr()
    site = write(tmp_path / "site.csv", phone="0512-65000001", site="宝带东路9号", area=90)
    added = await take_in("institutions", site)

    assert changed == 0, printed.err
    assert added == 1
    assert "Register in 320508" in capsys.readouterr().err
    async with database.writing() as session:
        code = Institution.unified_social_credit_code == samples.code(1)
        row = (await session.scalars(sa.select(Institution).where(code))).one()
        sites = await session.scalars(sa.select(Site).where(Site.institution_id == row.id))
    assert row.contact_phone == "0512-65000001"
    assert [(each.address, each.area_m2, each.region_code) for each in sites] == [
        ("平江路1号", 310, "320506")
    ]

"""A ledger that spells an address as a site that was merged finds the one that is open."""

import datetime as dt
from pathlib import Path

import pytest
import sqlalchemy as sa

from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.institutions.table import Institution, Site
from persistence.ledgers import writes as ledgers
from tests.factories import institutions
from tests.ledgers import samples
from tests.ledgers.conftest import Run

pytestmark = pytest.mark.usefixtures("world")

ADDRESS, MERGED = "宝带东路9号", "宝带东路９号"


async def test_a_row_finds_the_open_site_however_the_closed_one_is_spelt(
    database: Database, take_in: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def write(name: str, **facts: object) -> Path:
        return samples.write(tmp_path / name, samples.table([samples.row(1, **facts)]))

    assert await take_in("institutions", write("first.csv", site=ADDRESS)) == 0
    closed = new_key()
    async with database.writing() as session:
        code = Institution.unified_social_credit_code == samples.code(1)
        owner = (await session.scalars(sa.select(Institution.id).where(code))).one()
        ended = dt.date(2026, 11, 1)
        site = institutions.site(owner, id=closed, address=MERGED, is_main=False, closed_on=ended)
        session.add(site)

    status = await take_in("institutions", write("again.csv", site=MERGED, area=310))

    assert status == 0, capsys.readouterr().err
    async with database.writing() as session:
        held = await session.scalars(sa.select(Site).where(Site.institution_id == owner))
        areas = {each.address: each.area_m2 for each in held}
        found = await ledgers.sites_of(session, [owner])
    assert areas == {ADDRESS: 310, MERGED: 300}
    assert {each.address for each in found.values()} == {ADDRESS}

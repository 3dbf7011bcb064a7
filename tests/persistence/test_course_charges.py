"""What a course charges in all follows its charges, however they are written."""

import asyncio

import sqlalchemy as sa

from persistence.courses.table import Course, FeeItem
from persistence.engine.database import Database
from tests.factories import courses
from tests.people import MAPLE

TABLE = Course.metadata.tables[Course.__tablename__]


async def test_it_is_the_sum_of_what_is_charged(database: Database, world: None) -> None:
    one, other, free = (courses.course(MAPLE) for _ in range(3))
    items = [
        courses.fee_item(one.id, position=1, amount_fen=100),
        courses.fee_item(one.id, position=2, amount_fen=20),
        courses.fee_item(other.id, position=1, amount_fen=3),
    ]

    async def charged() -> list[int]:
        async with database.writing() as session:
            rows = await session.execute(sa.select(TABLE.c.id, TABLE.c.charges_fen))
            found = {row.id: row.charges_fen for row in rows}
        return [found[each.id] for each in (one, other, free)]

    async with database.writing() as session:
        session.add_all([one, other, free])
        await session.flush()
        session.add_all(items)
    assert await charged() == [120, 3, 0]

    changed, moved, gone = (FeeItem.id == item.id for item in items)
    async with database.writing() as session:
        await session.execute(sa.update(FeeItem).where(changed).values(amount_fen=5))
    assert await charged() == [25, 3, 0]

    async with database.writing() as session:
        of_other = {"course_id": other.id, "position": 2}
        await session.execute(sa.update(FeeItem).where(moved).values(of_other))
    assert await charged() == [5, 23, 0]

    async with database.writing() as session:
        await session.execute(sa.delete(FeeItem).where(gone))
    assert await charged() == [5, 20, 0]


async def test_two_charges_at_once_are_both_counted(database: Database, world: None) -> None:
    course = courses.course(MAPLE)
    async with database.writing() as session:
        session.add(course)

    async def charge(position: int) -> None:
        async with database.writing() as session:
            session.add(courses.fee_item(course.id, position=position, amount_fen=position))

    async with database.writing() as session:
        session.add(courses.fee_item(course.id, position=1, amount_fen=1))
        await session.flush()
        later = asyncio.create_task(charge(2))
        done, _ = await asyncio.wait([later], timeout=0.3)
    await later

    assert not done, "it would not see what the other has written"
    async with database.writing() as session:
        assert await session.scalar(sa.select(TABLE.c.charges_fen)) == 3

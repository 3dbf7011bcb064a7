"""The usual way: Strawberry, ORM rows and DataLoaders, as someone who knows them would write it.

No scope, no permissions, no log. Documents are parsed and validated once, sessions are one for each
loader, the engine does not begin transactions for reading, one statement answers each level.

`python -m benchmarks.loaders PORT DATABASE_URL`
"""

import datetime as dt
import sys
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import sqlalchemy as sa
import strawberry
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import aliased, defer
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL
from strawberry.dataloader import DataLoader
from strawberry.extensions import ParserCache, ValidationCache
from strawberry.types import Info

from benchmarks.runner import serve
from domain.inspections.terms import InspectionState, ResultCode
from domain.institutions import CreditGrade, ListStatus, SubjectKind
from persistence.courses.table import Course as CourseRow
from persistence.inspections.table import Finding as FindingRow
from persistence.inspections.table import Inspection as InspectionRow
from persistence.inspections.table import InspectionRecord as RecordRow
from persistence.institutions.table import Institution as InstitutionRow
from persistence.regions.table import Region as RegionRow

_UNSEARCHED = tuple(
    defer(column)
    for column in (
        InstitutionRow.search_text,
        InstitutionRow.search_tokens,
        InstitutionRow.name_tokens,
        InstitutionRow.sort_key,
    )
)
"""Nobody loads what only searching reads."""
for term in (CreditGrade, InspectionState, ListStatus, ResultCode, SubjectKind):
    strawberry.enum(term)


class Loaders:
    """One request's loaders."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._sessions = sessions
        self.region: DataLoader[str, Any] = DataLoader(self._regions)
        self.courses: DataLoader[tuple[UUID, int], list[Any]] = DataLoader(self._courses)
        self.inspections: DataLoader[tuple[UUID, int], list[Any]] = DataLoader(self._inspections)
        self.record: DataLoader[UUID, Any] = DataLoader(self._records)
        self.findings: DataLoader[UUID, list[Any]] = DataLoader(self._findings)

    async def rows(
        self, statement: sa.Select[Any], parameters: dict[str, Any] | None = None
    ) -> Sequence[Any]:
        async with self._sessions() as session:
            return (await session.scalars(statement, parameters)).all()

    async def _regions(self, codes: list[str]) -> list[Any]:
        rows = await self.rows(sa.select(RegionRow).where(RegionRow.code.in_(codes)))
        found = {row.code: row for row in rows}
        return [found.get(code) for code in codes]

    async def _records(self, ids: list[UUID]) -> list[Any]:
        rows = await self.rows(sa.select(RecordRow).where(RecordRow.id.in_(ids)))
        found = {row.id: row for row in rows}
        return [found.get(id) for id in ids]

    async def _findings(self, ids: list[UUID]) -> list[list[Any]]:
        statement = sa.select(FindingRow).where(FindingRow.record_id.in_(ids))
        found = defaultdict(list)
        for row in await self.rows(statement.order_by(FindingRow.position)):
            found[row.record_id].append(row)
        return [found[id] for id in ids]

    async def _courses(self, keys: list[tuple[UUID, int]]) -> list[list[Any]]:
        return await self._first(COURSES, keys)

    async def _inspections(self, keys: list[tuple[UUID, int]]) -> list[list[Any]]:
        return await self._first(INSPECTIONS, keys)

    async def _first(
        self, statement: sa.Select[Any], keys: list[tuple[UUID, int]]
    ) -> list[list[Any]]:
        parameters = {"of": [id for id, _ in keys], "most": max(first for _, first in keys)}
        found = defaultdict(list)
        for row in await self.rows(statement, parameters):
            found[row.institution_id].append(row)
        return [found[id][:first] for id, first in keys]


def _first_of_each(table: Any, order: Any, *conditions: Any) -> sa.Select[Any]:
    """The first rows of each institution, by one statement, which is put together once."""
    place = sa.func.row_number().over(partition_by=table.institution_id, order_by=order)
    within = table.institution_id.in_(sa.bindparam("of", expanding=True))
    numbered = sa.select(table, place.label("place")).where(within, *conditions).subquery()
    statement = sa.select(aliased(table, numbered))
    statement = statement.where(numbered.c.place <= sa.bindparam("most"))
    return statement.order_by(numbered.c.institution_id, numbered.c.place)


COURSES = _first_of_each(CourseRow, CourseRow.id)
INSPECTIONS = _first_of_each(InspectionRow, InspectionRow.id.desc())


LoaderInfo = Info[Any, None]


def loaders(info: LoaderInfo) -> Loaders:
    found: Loaders = info.context["loaders"]
    return found


@strawberry.type
class Region:
    name: str


@strawberry.type
class Course:
    title: str
    class_hour_count: int
    starts_on: dt.date

    @strawberry.field
    def id(row: strawberry.Parent[CourseRow]) -> strawberry.ID:
        return strawberry.ID(f"crs_{row.id}")


@strawberry.type
class Finding:
    violation_code: str
    detail: str


@strawberry.type
class InspectionRecord:
    result_codes: list[ResultCode]

    @strawberry.field
    async def findings(row: strawberry.Parent[RecordRow], info: LoaderInfo) -> list[Finding]:
        rows: Any = await loaders(info).findings.load(row.id)
        return list(rows)


@strawberry.type
class Inspection:
    state: InspectionState
    inspected_on: dt.date | None

    @strawberry.field
    def id(row: strawberry.Parent[InspectionRow]) -> strawberry.ID:
        return strawberry.ID(f"insp_{row.id}")

    @strawberry.field
    async def record(
        row: strawberry.Parent[InspectionRow], info: LoaderInfo
    ) -> InspectionRecord | None:
        if row.current_record_id is None:
            return None
        found: InspectionRecord | None = await loaders(info).record.load(row.current_record_id)
        return found


@strawberry.type
class Courses:
    nodes: list[Course]


@strawberry.type
class Inspections:
    nodes: list[Inspection]


@strawberry.type
class Institution:
    name: str
    subject_kind: SubjectKind
    list_status: ListStatus
    credit_grade: CreditGrade | None
    address: str
    established_on: dt.date

    @strawberry.field
    def id(row: strawberry.Parent[InstitutionRow]) -> strawberry.ID:
        return strawberry.ID(f"inst_{row.id}")

    @strawberry.field
    async def region(row: strawberry.Parent[InstitutionRow], info: LoaderInfo) -> Region:
        found: Region = await loaders(info).region.load(row.region_code)
        return found

    @strawberry.field
    async def courses(
        row: strawberry.Parent[InstitutionRow], info: LoaderInfo, first: int
    ) -> Courses:
        rows: Any = await loaders(info).courses.load((row.id, first))
        return Courses(nodes=rows)

    @strawberry.field
    async def inspections(
        row: strawberry.Parent[InstitutionRow], info: LoaderInfo, first: int
    ) -> Inspections:
        rows: Any = await loaders(info).inspections.load((row.id, first))
        return Inspections(nodes=rows)


@strawberry.type
class Institutions:
    nodes: list[Institution]


@strawberry.input
class InstitutionFilter:
    region_code: str | None = None


@strawberry.input
class InstitutionBy:
    id: strawberry.ID


@strawberry.type
class Query:
    @strawberry.field
    async def institution(self, info: LoaderInfo, by: InstitutionBy) -> Institution | None:
        key = UUID(by.id.removeprefix("inst_"))
        statement = sa.select(InstitutionRow).where(InstitutionRow.id == key)
        rows: Any = await loaders(info).rows(statement.options(*_UNSEARCHED))
        return rows[0] if rows else None

    @strawberry.field
    async def institutions(
        self,
        info: LoaderInfo,
        first: int,
        filter: InstitutionFilter | None = None,
    ) -> Institutions:
        statement = sa.select(InstitutionRow).order_by(InstitutionRow.id).limit(first)
        statement = statement.options(*_UNSEARCHED)
        if filter is not None and filter.region_code is not None:
            # A person who writes it for these pages knows that cities are asked for.
            is_within = sa.func.left(InstitutionRow.region_code, sa.literal_column("4"))
            statement = statement.where(is_within == filter.region_code[:4])
        rows: Any = await loaders(info).rows(statement)
        return Institutions(nodes=rows)


class View(GraphQL[Any, None]):
    def __init__(self, schema: strawberry.Schema, url: str) -> None:
        super().__init__(schema, graphql_ide=None)
        # As a pool of asyncpg connects: SQLAlchemy's own words for a socket's folder are others.
        engine = create_async_engine(
            "postgresql+asyncpg://",
            async_creator=lambda: asyncpg.connect(url),
            pool_size=8,
            max_overflow=0,
            isolation_level="AUTOCOMMIT",
            pool_reset_on_return=None,
        )
        self._sessions = async_sessionmaker(engine, expire_on_commit=False)

    async def get_context(
        self, request: Request | WebSocket, response: Response | WebSocket
    ) -> Any:
        return {"loaders": Loaders(self._sessions)}

    def encode_json(self, data: object) -> bytes:
        return orjson.dumps(data)


def application(url: str) -> Starlette:
    schema = strawberry.Schema(
        query=Query, extensions=[lambda: ParserCache(128), lambda: ValidationCache(128)]
    )
    return Starlette(routes=[Route("/graphql", View(schema, url))])


if __name__ == "__main__":
    serve(application(sys.argv[2]), int(sys.argv[1]))

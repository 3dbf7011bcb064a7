"""What the imports of all ledgers have in common: who imports, when, and what a chunk comes to."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from domain.actors import Actor
from domain.institutions import RegisteredPlace
from domain.regions import NATION
from ledgers import cells
from ledgers.layouts import Layout
from ledgers.lines import Entry
from ledgers.repeats import Repeats
from ledgers.search_columns import Find, SearchTerms
from ledgers.versions import Versions
from persistence.engine import history
from persistence.engine.bulk_insert import copy_rows
from persistence.engine.columns import Table
from persistence.engine.database import AsyncSession, RowMapping
from persistence.engine.keys import Keys
from persistence.institutions.table import Entitlement, Institution, Site
from persistence.ledgers import writes as ledgers
from persistence.ledgers.writes import Offices
from persistence.regions import workdays
from persistence.tables import metadata


@dataclass(frozen=True, slots=True)
class ImportContext:
    """Who imports, at what moment, and the parts of the register that every row is held against."""

    actor: Actor
    keys: Keys
    now: dt.datetime
    today: dt.date
    offices: Offices
    regions_by_name: dict[str, list[str]]
    is_dry: bool = False
    top: str = NATION
    """The region of the register's topmost authority, from which the calendar is kept."""
    job_id: UUID | None = None
    """Of an uploaded ledger, which several processes may carry out one after the other."""
    is_confined: bool = False
    """Over the network: what is out of the actor's reach is as if it were not registered."""
    versions: Versions = field(default_factory=Versions)

    @property
    def within_reach_of(self) -> Actor | None:
        """Whose reach bounds what is looked up; None where nothing does."""
        return self.actor if self.is_confined else None

    @property
    def is_discreet(self) -> bool:
        """Whether what is taken somewhere else is not to be learned: the import alone refuses it."""
        return self.is_confined and self.is_dry


@dataclass(slots=True)
class Chunk:
    """What a chunk of a ledger comes to: new rows by table, and what is to be corrected."""

    rows: dict[type[Table], list[dict[str, Any]]] = field(default_factory=dict)
    corrections: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    parts: dict[UUID, set[type[Table]]] = field(default_factory=dict)
    """The tables in which something is corrected or new that belongs to an institution."""
    site_corrections: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    licences: dict[UUID, list[str]] = field(default_factory=dict)
    """Numbers of new licences, by whose they are: an institution is found by them."""
    moved: list[dict[str, Any]] = field(default_factory=list)
    noted: list[dict[str, Any]] = field(default_factory=list)
    days: list[dict[str, Any]] = field(default_factory=list)
    """Of the calendar: what enters them writes the audit event of the file."""

    def add(self, table: type[Table], row: dict[str, Any]) -> None:
        """A row that is new; what it does not name is null. It may still change until `write`."""
        self.rows.setdefault(table, []).append(row)

    @property
    def subjects(self) -> set[UUID]:
        """The entries that are new or corrected, as the traces name them."""
        return {each["subject_id"] for each in (*self.moved, *self.noted) if each["subject_id"]}

    async def write(
        self, session: AsyncSession, find: Find, *, by: UUID | None, at: dt.datetime
    ) -> None:
        if self.corrections:
            await ledgers.correct(session, self.corrections, self.parts, self.licences, at=at)
        if self.site_corrections:
            await ledgers.correct_sites(session, self.site_corrections)
        await session.flush()
        await self._make_findable(find)
        for table in sorted(self.rows, key=_after_its_parents):
            names = table.names()
            rows = ({name: row.get(name) for name in names} for row in self.rows[table])
            await copy_rows(session, table, rows)
        if self.days:
            await workdays.load(session, self.days, by=by)
        self._note_parts(session)
        await ledgers.keep_traces(session, self.moved, self.noted)

    def _note_parts(self, session: AsyncSession) -> None:
        """A site or licence that is new of an institution that is not; of a new one all is new."""
        new = {row["id"] for row in self.rows.get(Institution, [])}
        for table in (Site, Entitlement):
            for row in self.rows.get(table, []):
                if row["institution_id"] not in new:
                    history.note_entry(session, table.as_loaded(row))

    async def _make_findable(self, find: Find) -> None:
        rows = self.rows.get(Institution, [])
        names: list[SearchTerms] = [
            (
                row["name"],
                row["address"],
                row["unified_social_credit_code"],
                self.licences.get(row["id"], ()),
                row["reading"],
            )
            for row in rows
        ]
        for row, found_by in zip(rows, await find(names), strict=True):
            row.update(found_by)


class Journal(Protocol):
    """What a run leaves of each chunk, in the chunk's transaction, so that it goes on where it ended."""

    async def restore(self, session: AsyncSession, number: int, entries: Sequence[Entry]) -> bool:
        """Whether the chunk was carried out before; the entries get what they came to then."""
        ...

    async def keep(
        self,
        session: AsyncSession,
        number: int,
        entries: Sequence[Entry],
        made: Mapping[UUID, int],
    ) -> None:
        """`made` are the versions that the chunk made of entries."""
        ...


class Importer(Protocol):
    """One ledger's way into the register."""

    layout: Layout
    tag: str
    """Of the audit's entry for each chunk."""

    def repeats(self) -> Repeats: ...

    def read(self, entry: Entry) -> Any:
        """What a row says, before the register is asked; in another thread than `decide`."""
        ...

    def subjects(self, stated: Any) -> Iterable[str]:
        """What a row is about; rows that share nothing are decided without regard to one another."""
        ...

    async def decide(self, session: AsyncSession, stated: Sequence[Any]) -> Chunk:
        """What the rows come to, as they were read: each entry gets its faults, or its outcome."""
        ...


def institution_of(entry: Entry, known: dict[str, RowMapping]) -> RowMapping | None:
    """The registered institution that a row belongs to; a fault where there is none."""
    code = cells.credit_code(entry.values.get("institution_code", ""))
    found = known.get(code)
    if found is None:
        entry.fault(
            "institution_code", "没有登记此机构", "is not the code of a registered institution"
        )
    return found


def _after_its_parents(table: type[Table]) -> int:
    return metadata.sorted_tables.index(table.__table__)  # type: ignore[arg-type]  # a Table it is


def place_of(
    entry: Entry, key: str, code: str, places: dict[str, RegisteredPlace], context: ImportContext
) -> RegisteredPlace | None:
    """The place of a region code; a fault, with what it may have become, where there is none."""
    found = places.get(code)
    if found is None:
        name = str(entry.values.get("region_name", "")).strip()
        codes = context.regions_by_name.get(name, [])
        zh, en = f"没有地区{code}", f"there is no region {code}"
        if codes:
            zh += f"；“{name}”现为{'、'.join(codes)}"
            en += f"; {name} is now {' or '.join(codes)}"
        entry.fault(key, zh, en)
    return found

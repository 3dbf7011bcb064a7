"""Rows of the ledger of authorities, by the rules of entering and correcting one; parents may follow children."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from domain import regions
from domain.actors import Office
from domain.authorities import AuthorityKind, Sector
from domain.authorities import register as rules
from domain.authorities.caps import PublishedCap
from domain.institutions import RegisteredPlace
from domain.offices import OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import InvalidInput, Refusal
from domain.regions import RegionLevel, subtree
from ledgers import cells, values_out
from ledgers.importer import Chunk, ImportContext, place_of
from ledgers.layouts import AUTHORITIES
from ledgers.lines import Entry, Outcome
from ledgers.repeats import Repeats
from ledgers.sheets import Cell
from ledgers.versions import Difference
from persistence.accounts import writes as accounts
from persistence.authorities import register
from persistence.authorities.table import Authority
from persistence.engine.database import AsyncSession
from persistence.engine.identifiers import new_key
from persistence.ledgers import writes as ledgers
from persistence.reading import ids
from schema.authorities import entries
from schema.inputs import InputFaults, key_of

_READ: dict[str, Any] = {
    "name": cells.text,
    "kind": lambda cell: cells.word(cell, AuthorityKind),
    "region_code": cells.digits,
    "sectors": lambda cell: cells.words(cell, Sector),
    "complaint_phone": cells.text,
    "complaint_hours": cells.text,
    "yearly_cap": cells.whole,
}
_TAKES_TWO = ("region_code", "sectors", "parent_id", "kind")
"""What is not changed by a ledger, with the column in which it stands."""
_ONE_AFTER_THE_OTHER = ("authorities stand in one tree",)


@dataclass(slots=True)
class StatedAuthority:
    """What a row says, by column; `row` is the authority it makes, where it is a new one."""

    entry: Entry
    given: dict[str, Any]
    row: Authority | None = None
    parent_id: UUID | None = None


@dataclass(slots=True)
class AuthoritySurroundings:
    """All authorities of the register, and those that the chunk makes."""

    by_id: dict[UUID, Authority]
    places: dict[str, RegisteredPlace]
    by_name: dict[str, list[UUID]] = field(default_factory=dict)
    in_region: dict[tuple[str, str], UUID] = field(default_factory=dict)
    made: dict[UUID, StatedAuthority] = field(default_factory=dict)
    chunk: Chunk = field(default_factory=Chunk)

    def know(self, row: Authority) -> None:
        self.by_id[row.id] = row
        if row.closed_at is None:
            self.by_name.setdefault(row.name, []).append(row.id)
            self.in_region.setdefault((row.name, row.region_code), row.id)

    def above(self, row: Authority) -> tuple[Office, ...]:
        found: dict[UUID, Office] = {}
        parent_id = row.parent_id
        while parent_id is not None and parent_id not in found:
            parent = self.by_id[parent_id]
            found[parent_id] = accounts.office(parent)
            parent_id = parent.parent_id
        return tuple(found.values())


class Authorities:
    layout, tag = AUTHORITIES, "authorities.imported"

    def __init__(self, context: ImportContext) -> None:
        self._context, self._versions = context, context.versions
        context.actor.needs(Permission.AUTHORITY_MANAGE)

    def repeats(self) -> Repeats:
        return Repeats(self._same)

    def read(self, entry: Entry) -> StatedAuthority:
        found: dict[str, Any] = {}
        for column, read in _READ.items():
            if (value := entry.take(column, read)) is not None:
                found[column] = value
        if "region_code" in found:
            found["region_code"] = self._region(found["region_code"])
        faults = InputFaults()
        given = entries.columns(faults, SimpleNamespace(**found), today=self._context.today)
        if "kind" in found:
            given["kind"] = found["kind"]
        entry.violated(faults.found)
        self._check_level(entry, given)
        self._refuse_beyond(entry, given.get("region_code"))
        return StatedAuthority(entry, given)

    def _region(self, text: str) -> str:
        """The code of a region that is named by it, or by a name that is its alone."""
        by_name = self._context.regions_by_name.get(text, [])
        return by_name[0] if len(by_name) == 1 else text

    def _same(self, values: dict[str, Cell]) -> tuple[str, ...]:
        """An authority is the same one by its id, and by its name in a region, however that is written."""
        if "id" in values:
            return (cells.text(values["id"]),)
        if "name" not in values or "region_code" not in values:
            return ()
        name, code = cells.text(values["name"]), self._region(cells.digits(values["region_code"]))
        known = self._context.offices
        found = known.by_name.get(name)
        if found is not None and known.by_id[found].subtree.first == code:
            return (ids.write("Authority", found),)
        return (name, code)

    def _check_level(self, entry: Entry, given: dict[str, Any]) -> None:
        level = entry.take("level", lambda cell: cells.word(cell, RegionLevel))
        code = given.get("region_code")
        if level is not None and code is not None and regions.level(code) is not level:
            right = regions.level(code)
            entry.fault("level", f"该地区为{right.zh}", f"is {right.en} for this region")

    def _refuse_beyond(self, entry: Entry, region_code: str | None) -> None:
        """Over the network, before the register is asked what it has there."""
        if region_code is None or not self._context.is_confined:
            return
        reached = subtree(region_code)
        grants = self._context.actor.grants_with(Permission.AUTHORITY_MANAGE)
        if not any(g.office is None or g.office.subtree.covers(reached) for g in grants):
            entry.refused("region_code", OutsideJurisdiction(region_code))

    def subjects(self, stated: StatedAuthority) -> Iterable[str]:
        return _ONE_AFTER_THE_OTHER

    async def decide(self, session: AsyncSession, stated: Sequence[StatedAuthority]) -> Chunk:
        is_locked = not self._context.is_dry
        if is_locked:
            await register.lock_tree(session)
        codes = {each.given["region_code"] for each in stated if "region_code" in each.given}
        around = AuthoritySurroundings({}, await ledgers.places(session, codes))
        for row in await register.everybody(session, is_locked=is_locked):
            around.know(row)
        held = {id(each): self._held(each, around) for each in stated if not each.entry.faults}
        for each in stated:
            if not each.entry.faults and held[id(each)] is None:
                self._make(each, around)
        # Only now all names are known.
        for each in stated:
            each.parent_id = self._parent(each, around)
            if each.row is not None:
                each.row.parent_id = each.parent_id
        for each in stated:
            self._take(each, held.get(id(each)), around)
        self._refuse_below_rejected(around)
        for each in around.made.values():
            self._enter(each, around)
        return around.chunk

    def _held(self, stated: StatedAuthority, around: AuthoritySurroundings) -> Authority | None:
        """The authority of the register that a row is about: by its id, or by name and region."""
        entry, given = stated.entry, stated.given
        if "id" not in entry.values:
            found = around.in_region.get((given.get("name", ""), given.get("region_code", "")))
            if found and not self._is_reached(around.by_id[found]):
                entry.refused("sectors", OutsideJurisdiction(given["region_code"]))
            return around.by_id[found] if found else None
        try:
            key = key_of("Authority", cells.text(entry.values["id"]), "id")
        except InvalidInput:
            key = new_key()
        row = around.by_id.get(key)
        if row is None or row.closed_at is not None or not self._is_reached(row):
            entry.fault(
                "id",
                "没有此机关，或已撤销，或不在您的管辖范围内",
                "is not an authority, or of one that is closed or outside your jurisdiction",
            )
        return row

    def _is_reached(self, row: Authority) -> bool:
        """Always by the command: who runs it reads the database."""
        if not self._context.is_confined:
            return True
        try:
            rules.correct(accounts.office(row), by=self._context.actor)
        except Refusal:
            return False
        return True

    def _make(self, stated: StatedAuthority, around: AuthoritySurroundings) -> None:
        entry, given = stated.entry, stated.given
        entry.needs_all()
        if entry.faults:
            return
        if (given["name"], given["region_code"]) in around.in_region:
            # Of a row before this one, which only the rules of names find to be the same.
            entry.refused("name", rules.AuthorityNameTaken(given["name"]))
            return
        if (
            place_of(entry, "region_code", given["region_code"], around.places, self._context)
            is None
        ):
            return
        at = self._context.now
        stated.row = Authority(
            **{"id": new_key(), "kind": AuthorityKind.ADMIN_ORGAN, **given},
            version=1,
            created_at=at,
            updated_at=at,
        )
        around.know(stated.row)
        around.made[stated.row.id] = stated

    def _parent(self, stated: StatedAuthority, around: AuthoritySurroundings) -> UUID | None:
        entry = stated.entry
        if "parent" not in entry.values:
            return None
        text = cells.text(entry.values["parent"])
        named = around.by_name.get(text, [])
        if text.startswith("auth_"):
            named = [key for key in around.by_id if ids.write("Authority", key) == text]
        if len(named) != 1:
            zh, en = "没有此机关，或名称不唯一", "is not the name of one authority"
            entry.fault("parent", zh, en)
            return None
        return named[0]

    def _take(
        self, stated: StatedAuthority, held: Authority | None, around: AuthoritySurroundings
    ) -> None:
        if stated.entry.faults:
            return
        try:
            if held is not None:
                self._compare(stated, held, around)
            elif stated.row is not None:
                node = rules.Node(accounts.office(stated.row), around.above(stated.row))
                rules.create(node, by=self._context.actor)
        except Refusal as refusal:
            is_above = isinstance(refusal, rules.AuthorityCycle | rules.RegionOutsideParent)
            stated.entry.refused("parent" if is_above else "region_code", refusal)

    def _compare(
        self, stated: StatedAuthority, row: Authority, around: AuthoritySurroundings
    ) -> None:
        """What differs, of which only what changes nobody's reach is taken from a ledger."""
        entry, given = stated.entry, dict(stated.given)
        if "parent" in entry.values:
            given["parent_id"] = stated.parent_id
        now = {name: getattr(row, name) for name in given}
        if "sectors" in now:
            now["sectors"] = sorted(now["sectors"])
        changes = {name: value for name, value in given.items() if value != now[name]}
        for column in _TAKES_TWO:
            if column in changes:
                entry.fault(
                    "parent" if column == "parent_id" else column,
                    "管辖变更须经第二人确认，请用“调整管辖”办理",
                    "takes a second person: move the authority instead",
                )
        if entry.faults or not changes:
            return
        rules.correct(accounts.office(row), by=self._context.actor)
        name = changes.get("name")
        if name is not None and (name, row.region_code) in around.in_region:
            raise rules.AuthorityNameTaken(name)
        differences = (
            Difference(key, values_out.cell(AUTHORITIES.column(key), now[key])) for key in changes
        )
        if not self._versions.is_current(entry, row.id, row.version, differences):
            return
        entry.outcome, entry.changed = Outcome.CHANGED, sorted(changes)
        if "yearly_cap" in changes:
            # A ledger says no day: its number counts at once.
            changes |= PublishedCap(changes["yearly_cap"]).columns()
        row.record_correction(changes, at=self._context.now)
        self._versions.made(row.id, row.version)
        self._note(around, "authority.updated", row.id, changed=entry.changed)

    def _refuse_below_rejected(self, around: AuthoritySurroundings) -> None:
        """Of what is below a row that is rejected nothing can be entered either."""
        is_settled = False
        while not is_settled:
            is_settled = True
            for each in around.made.values():
                above = around.made.get(each.parent_id) if each.parent_id else None
                if not each.entry.faults and above is not None and above.entry.faults:
                    zh, en = "上级机关所在行未导入", "is in a row that was rejected"
                    each.entry.fault("parent", zh, en)
                    is_settled = False

    def _enter(self, stated: StatedAuthority, around: AuthoritySurroundings) -> None:
        row = stated.row
        if stated.entry.faults or row is None:
            return
        columns = {name: getattr(row, name) for name in Authority.names()}
        around.chunk.add(Authority, columns)
        stated.entry.outcome = Outcome.NEW
        self._note(around, "authority.created", row.id)

    def _note(self, around: AuthoritySurroundings, tag: str, id: UUID, **detail: Any) -> None:
        by = self._context.actor.account_id
        around.chunk.noted.append(ledgers.audit_event(tag, id, by, **detail))

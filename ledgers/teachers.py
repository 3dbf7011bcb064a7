"""Rows of the ledger of teachers as employments, by the rules of registering one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from domain import offices
from domain import teachers as rules
from domain.courses import Stage
from domain.institutions import refuse_unless_existing
from domain.permissions import Permission
from domain.refusals import InvalidInput, Refusal
from domain.teachers import CertificateKind, Employment
from domain.teachers.employments import CHINA
from ledgers import cells, values_out
from ledgers.importer import Chunk, ImportContext, institution_of
from ledgers.layouts import TEACHERS
from ledgers.lines import Entry, Outcome
from ledgers.repeats import Repeats
from ledgers.sheets import Cell
from ledgers.versions import Difference
from persistence.accounts import identity_numbers
from persistence.engine.database import AsyncSession, RowMapping
from persistence.engine.identifiers import new_key
from persistence.ledgers import writes as ledgers
from persistence.teachers.table import Teacher
from schema.inputs import InputFaults, key_of
from schema.teachers.mutations.register_teacher import columns, identity_number

_READ: dict[str, Any] = {
    "name": cells.text,
    "employment": lambda cell: cells.word(cell, Employment),
    "subjects": cells.several,
    "stages": lambda cell: cells.words(cell, Stage),
    "certificate_kind": lambda cell: cells.word(cell, CertificateKind),
    "certificate_no": cells.text,
    "certificate_issuer": cells.text,
    "background": cells.text,
    "work_permit_no": cells.text,
    "employed_from": cells.date,
}
_MASKED = "*"
_ONE_AFTER_THE_OTHER = ("an institution's rows look at one another",)


@dataclass(slots=True)
class TeacherSurroundings:
    """What the register holds around a chunk."""

    institutions: dict[str, RowMapping]
    by_id: dict[UUID, Teacher]
    by_number: dict[tuple[UUID, bytes], Teacher]
    in_service: set[bytes]
    black_listed: set[bytes]
    chunk: Chunk


class Teachers:
    layout, tag = TEACHERS, "teachers.imported"

    def __init__(self, context: ImportContext) -> None:
        self._context, self._versions = context, context.versions
        context.actor.needs(Permission.TEACHER_REGISTER)

    def repeats(self) -> Repeats:
        return Repeats(_same)

    def read(self, entry: Entry) -> tuple[Entry, bytes | None]:
        return entry, self._hash(entry)

    def subjects(self, stated: tuple[Entry, bytes | None]) -> Iterable[str]:
        return _ONE_AFTER_THE_OTHER

    async def decide(
        self, session: AsyncSession, stated: Sequence[tuple[Entry, bytes | None]]
    ) -> Chunk:
        entries = [entry for entry, _ in stated]
        around = await self._around(session, entries, {number for _, number in stated if number})
        for entry, number in stated:
            try:
                self._take(entry, number, around)
            except Refusal as refusal:
                is_far = isinstance(refusal, offices.OutsideJurisdiction)
                entry.refused("institution_code" if is_far else "identity_number", refusal)
        return around.chunk

    async def _around(
        self, session: AsyncSession, entries: Sequence[Entry], hashes: set[bytes]
    ) -> TeacherSurroundings:
        codes = {cells.credit_code(e.values.get("institution_code", "")) for e in entries}
        context = self._context
        institutions = await ledgers.institutions_named(
            session,
            codes,
            context.within_reach_of,
            Permission.TEACHER_REGISTER,
            is_locked=not context.is_dry,
        )
        employed = await ledgers.live_employments(
            session, [row["id"] for row in institutions.values()], is_locked=not context.is_dry
        )
        return TeacherSurroundings(
            institutions,
            {row.id: row for row in employed},
            {(row.institution_id, row.resident_id_hash): row for row in employed},
            await ledgers.listed_in_service(session, hashes),
            await ledgers.black_listed(session, hashes, context.today),
            Chunk(),
        )

    def _hash(self, entry: Entry) -> bytes | None:
        """The keyed hash of the number; None where it is blank, masked or wrong."""
        if "identity_number" not in entry.values or self._is_masked(entry):
            return None
        faults = InputFaults()
        number = identity_number(faults, self._identity(entry), self._context.today)
        return None if faults.found else identity_numbers.hashed(self._context.keys, number)

    def _take(self, entry: Entry, number: bytes | None, around: TeacherSurroundings) -> None:
        owner = institution_of(entry, around.institutions)
        if owner is None:
            return
        held = self._held(entry, owner["id"], number, around)
        if entry.faults:
            return
        if held is None:
            self._enter(entry, owner, number, around)
        else:
            self._compare(entry, held, owner, around)

    def _held(
        self, entry: Entry, owner: UUID, number: bytes | None, around: TeacherSurroundings
    ) -> Teacher | None:
        if "id" not in entry.values:
            return around.by_number.get((owner, number)) if number else None
        try:
            found = around.by_id.get(key_of("Teacher", cells.text(entry.values["id"]), "id"))
        except InvalidInput:
            found = None
        if found is None or found.institution_id != owner:
            entry.fault("id", "机构没有此在职教师", "is not a teacher employed by the institution")
        elif number is not None and number != found.resident_id_hash:
            entry.fault("identity_number", "与登记的不符", "differs from the registered number")
        return found

    def _enter(
        self, entry: Entry, owner: RowMapping, number: bytes | None, around: TeacherSurroundings
    ) -> None:
        if self._is_masked(entry):
            entry.fault(
                "identity_number",
                "新教师须填写完整号码",
                "is masked: a new teacher needs the full number",
            )
        refuse_unless_existing(owner["existence"])
        entry.needs_all()
        found, faults, key = self._found(entry), InputFaults(), new_key()
        if entry.faults:
            return
        identity = self._identity(entry)
        text = identity_number(faults, identity, self._context.today)
        input = SimpleNamespace(**_BLANK | found, nationality=identity.nationality)
        row = Teacher(
            id=key,
            institution_id=owner["id"],
            **columns(faults, input),  # type: ignore[arg-type]  # read alike
            resident_id_hash=identity_numbers.hashed(self._context.keys, text),
            resident_id_sealed=identity_numbers.sealed(self._context.keys, text, key),
            version=1,
            public_version=1,
            created_at=self._context.now,
        )
        entry.violated(faults.found)
        if entry.faults or number is None:
            return
        self._refuse_unlawful(entry, row, owner, around)
        around.by_number[owner["id"], number] = row
        around.chunk.add(Teacher, {name: getattr(row, name) for name in Teacher.names()})
        entry.outcome = Outcome.NEW

    def _compare(
        self, entry: Entry, row: Teacher, owner: RowMapping, around: TeacherSurroundings
    ) -> None:
        found, faults = self._found(entry), InputFaults()
        if entry.faults:
            return
        now = {name: getattr(row, name) for name in (*_READ, "nationality")}
        checked = columns(faults, SimpleNamespace(**now | found))  # type: ignore[arg-type]
        entry.violated(faults.found)
        if "nationality" in entry.values and self._identity(entry).nationality != row.nationality:
            entry.fault("nationality", "不能更改", "cannot be changed")
        now["stages"] = sorted(row.stages)
        changes = {name: v for name, v in checked.items() if name in found and now[name] != v}
        if entry.faults or not changes:
            return
        differences = (
            Difference(name, values_out.cell(TEACHERS.column(name), now[name])) for name in changes
        )
        if not self._versions.is_current(entry, row.id, row.version, differences):
            return
        try:
            for name, value in changes.items():
                setattr(row, name, value)
            self._refuse_unlawful(entry, row, owner, around)
        except Refusal:
            for name in changes:
                setattr(row, name, now[name])
            raise
        entry.outcome, entry.changed = Outcome.CHANGED, sorted(changes)
        if ledgers.is_stored(row):
            row.version += 1
            self._versions.made(row.id, row.version)
            by = self._context.actor.account_id
            noted = ledgers.audit_event("teacher.updated", row.id, by, changed=entry.changed)
            around.chunk.noted.append(noted)

    def _refuse_unlawful(
        self, entry: Entry, row: Teacher, owner: RowMapping, around: TeacherSurroundings
    ) -> None:
        offices.refuse_unless_own_or_reached(
            self._context.actor,
            Permission.TEACHER_REGISTER,
            owner["id"],
            owner["region_code"],
            owner["sector"],
        )
        rules.register(
            row.facts(owner["subject_kind"]),
            declared_in_service=bool(entry.take("is_in_service", cells.yes_or_no, False)),
            listed_in_service=row.resident_id_hash in around.in_service,
            black_listed=row.resident_id_hash in around.black_listed,
        )

    def _found(self, entry: Entry) -> dict[str, Any]:
        read = {name: entry.take(name, read) for name, read in _READ.items()}
        return {name: value for name, value in read.items() if value is not None}

    def _identity(self, entry: Entry) -> Any:
        return SimpleNamespace(
            nationality=cells.digits(entry.values.get("nationality", CHINA)).upper(),
            identity_number=cells.digits(entry.values.get("identity_number", "")).upper(),
        )

    def _is_masked(self, entry: Entry) -> bool:
        return _MASKED in str(entry.values.get("identity_number", ""))


_BLANK: dict[str, Any] = dict.fromkeys(_READ)


def _same(values: dict[str, Cell]) -> tuple[str, ...]:
    code = values.get("institution_code")
    who = values.get("id") or values.get("identity_number")
    if code is None or who is None:
        return ()
    return (cells.credit_code(code), cells.digits(who).upper())

"""Rows of the ledger of officers: what is new of a file is one proposal, which a second person confirms once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from domain import accounts as account_rules
from domain import credentials, identifiers
from domain.accounts import GrantProposal
from domain.authorities import ChangeKind, ChangeState, Sector
from domain.authorities import officers as rules
from domain.authorities import register as tree
from domain.inspections.certificates import Certificate
from domain.permissions import Permission
from domain.refusals import Refusal
from domain.roles import Role
from ledgers import cells, values_out
from ledgers.importer import Chunk, ImportContext
from ledgers.layouts import OFFICERS
from ledgers.lines import Entry, Outcome
from ledgers.repeats import Repeats
from ledgers.sheets import Cell
from ledgers.versions import Difference
from persistence.accounts import writes as accounts
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities import officers, register
from persistence.authorities.table import (
    Authority,
    EnforcementCertificate,
    InspectorProfile,
    Officer,
)
from persistence.engine import traces
from persistence.engine.columns import Table
from persistence.engine.database import AsyncSession
from persistence.engine.identifiers import new_key
from persistence.ledgers import writes as ledgers
from persistence.reading import ids
from schema.accounts.mutations.create_account import inspector_row
from schema.inputs import InputFaults

_ENTRY: dict[str, Any] = {"name": cells.text, "staff_no": cells.text, "post": cells.text}
_INSPECTOR: dict[str, Any] = {
    "certificate_no": cells.text,
    "valid_from": cells.date,
    "valid_to": cells.date,
    "specialities": lambda cell: cells.words(cell, Sector),
    "may_lead": cells.yes_or_no,
    "is_expert": cells.yes_or_no,
}
_CERTIFICATE = ("certificate_no", "valid_from", "valid_to")
_QUALITIES = ("specialities", "may_lead", "is_expert")
_ONE_AFTER_THE_OTHER = ("the officers of a file are one proposal",)


@dataclass(slots=True)
class StatedOfficer:
    """What a row says, by column."""

    entry: Entry
    given: dict[str, Any]
    authority_id: UUID | None


@dataclass(slots=True)
class KnownOfficer:
    row: Officer
    profile: InspectorProfile | None
    certificates: list[EnforcementCertificate]
    login: str | None


@dataclass(slots=True)
class OfficerSurroundings:
    """What the register holds around a chunk."""

    authorities: dict[UUID, Authority]
    known: dict[tuple[UUID, str], KnownOfficer]
    numbers: dict[str, UUID]
    """Whose each certificate's number is, folded."""
    logins: set[str]
    chunk: Chunk = field(default_factory=Chunk)


class Officers:
    layout, tag = OFFICERS, "officers.imported"

    def __init__(self, context: ImportContext) -> None:
        self._context, self._versions = context, context.versions
        context.actor.needs(Permission.AUTHORITY_MANAGE)
        offices = context.actor.offices_with(Permission.AUTHORITY_MANAGE)
        self._own = next((o.authority_id for o in offices if not o.is_closed), None)
        # Of an upload it is the same, whichever process carries it out.
        self._proposal_id = context.job_id or new_key()
        self._is_proposed = False

    def repeats(self) -> Repeats:
        return Repeats(self._same)

    def read(self, entry: Entry) -> StatedOfficer:
        found: dict[str, Any] = {}
        for column, read in (_ENTRY | _INSPECTOR).items():
            if (value := entry.take(column, read)) is not None:
                found[column] = value
        if "login" in entry.values:
            found["login"] = identifiers.login(cells.text(entry.values["login"]))
        for column in ("name", "staff_no"):
            if column not in found:
                entry.fault(column, "未填写", "is missing")
        return StatedOfficer(entry, found, self._authority(entry))

    def _authority(self, entry: Entry) -> UUID | None:
        if "authority" not in entry.values:
            if self._own is None:
                # Who administers everywhere is at no office of their own.
                entry.fault("authority", "未填写", "is missing")
            return self._own
        known, found = self._context.offices, self._named(cells.text(entry.values["authority"]))
        if found is None:
            zh, en = "没有此机关，或名称不唯一", "is not the name of one authority"
            entry.fault("authority", zh, en)
            return None
        try:
            # Before the register is asked whom it has there.
            tree.correct(known.by_id[found], by=self._context.actor)
        except Refusal as refusal:
            entry.refused("authority", refusal)
        return found

    def _named(self, text: str) -> UUID | None:
        """The authority of this name or id."""
        known = self._context.offices
        found = known.by_name.get(text)
        if found is None and text.startswith("auth_"):
            found = next((k for k in known.by_id if ids.write("Authority", k) == text), None)
        return found

    def _same(self, values: dict[str, Cell]) -> tuple[str, ...]:
        """An officer is about the same one however the authority is named, or left out for one's own."""
        if "staff_no" not in values:
            return ()
        text = cells.text(values.get("authority", ""))
        found = self._named(text) if text else self._own
        number = identifiers.number(cells.text(values["staff_no"]))
        return (text if found is None else str(found), number)

    def subjects(self, stated: StatedOfficer) -> Iterable[str]:
        return _ONE_AFTER_THE_OTHER

    async def decide(self, session: AsyncSession, stated: Sequence[StatedOfficer]) -> Chunk:
        if not self._context.is_dry:
            # Before the authorities, as who confirms it does.
            await self._find_proposal(session)
        around = await self._around(session, [each for each in stated if not each.entry.faults])
        for each in stated:
            if each.entry.faults or each.authority_id is None:
                continue
            try:
                await self._take(session, each, around.authorities[each.authority_id], around)
            except Refusal as refusal:
                each.entry.refused("certificate_no", refusal)
        new = [each.authority_id for each in stated if each.entry.outcome is Outcome.NEW]
        if new and new[0] is not None:
            self._propose(around.chunk, around.authorities, self._own or new[0])
        return around.chunk

    async def _around(
        self, session: AsyncSession, stated: Sequence[StatedOfficer]
    ) -> OfficerSurroundings:
        wanted = sorted({each.authority_id for each in stated if each.authority_id})
        is_locked, seen_by = not self._context.is_dry, None
        if self._context.is_discreet:
            seen_by = self._context.actor
        # Who enters an officer of one of them by a mutation waits.
        places = [*wanted, *([self._own] if self._own else [])]
        authorities = {
            row.id: row for row in await register.everybody(session, places, is_locked=is_locked)
        }
        known = {}
        for row, profile, held, login in await officers.on_staff_of(
            session, wanted, is_locked=is_locked
        ):
            known[row.authority_id, row.staff_no_key] = KnownOfficer(row, profile, held, login)
        keys = {identifiers.number(each.given.get("certificate_no", "")) for each in stated}
        logins = {each.given["login"] for each in stated if "login" in each.given}
        return OfficerSurroundings(
            authorities,
            known,
            await officers.holders_of(session, keys, seen_by),
            await officers.taken_logins(session, logins, seen_by),
        )

    async def _take(
        self,
        session: AsyncSession,
        stated: StatedOfficer,
        authority: Authority,
        around: OfficerSurroundings,
    ) -> None:
        tree.correct(accounts.office(authority), by=self._context.actor)
        key = (authority.id, identifiers.number(stated.given["staff_no"]))
        held = around.known.get(key)
        if held is not None:
            await self._compare(session, stated, held, around)
            return
        row = self._enter(stated, authority, around)
        if row is not None:
            around.known[key] = KnownOfficer(row, None, [], None)

    # New officers

    def _enter(
        self,
        stated: StatedOfficer,
        authority: Authority,
        around: OfficerSurroundings,
    ) -> Officer | None:
        entry, given, faults = stated.entry, stated.given, InputFaults()
        officer = Officer(
            id=new_key(),
            authority_id=authority.id,
            name=faults.name("officer.name", given["name"], longest=40),
            staff_no=faults.name("officer.staffNo", given["staff_no"], longest=40),
            staff_no_spelling=0,
            post=faults.optional_name("officer.post", given.get("post"), longest=40),
            version=1,
            created_at=self._context.now,
            updated_at=self._context.now,
        )
        profile = self._profile(stated, faults)
        entry.violated(faults.found)
        number = profile and profile.certificate_no_key
        if number and number in around.numbers:
            raise account_rules.CertificateNoTaken
        account = self._account(stated, officer, authority, around)
        if entry.faults:
            return None
        if number:
            around.numbers[number] = officer.id
        officer.proposal_id = self._proposal_id
        rows: list[Any] = [officer]
        if profile is not None:
            profile.officer_id, profile.public_no = officer.id, officers.new_public_no()
            profile.entered_on = self._context.today
            profile.certificate_no_spelling = 0
            certificate = officers.certificate_of(profile)
            certificate.recorded_at = self._context.now
            rows += [profile, certificate]
        if account is not None:
            rows += account
        for row in rows:
            _copy(around.chunk, row)
        entry.outcome = Outcome.NEW
        self._note(around, "officer.registered", officer.id)
        return officer

    def _profile(self, stated: StatedOfficer, faults: InputFaults) -> InspectorProfile | None:
        given, entry = stated.given, stated.entry
        if not any(column in given for column in _INSPECTOR):
            return None
        for column in (*_CERTIFICATE, "specialities"):
            if column not in given:
                entry.fault(column, "执法检查人员须填写", "is required for an inspector")
        if entry.faults:
            return None
        input: Any = SimpleNamespace(**{"may_lead": False, "is_expert": False} | given)
        return inspector_row(faults, input)

    def _account(
        self,
        stated: StatedOfficer,
        officer: Officer,
        authority: Authority,
        around: OfficerSurroundings,
    ) -> list[Any] | None:
        """An account that its holder lets in, with the role that waits for the second person."""
        login, now, by = (
            stated.given.get("login"),
            self._context.now,
            self._context.actor.account_id,
        )
        if login is None:
            return None
        try:
            credentials.check_login(login)
            if login in around.logins:
                raise credentials.LoginTaken
            role = GrantProposal(Role.INSPECTOR, accounts.office(authority))
            account_rules.may_create(self._context.actor, role)
        except Refusal as refusal:
            stated.entry.refused("login", refusal)
            return None
        around.logins.add(login)
        account = Account(
            id=new_key(),
            login=login,
            display_name=officer.name,
            password_hash=accounts.NO_PASSWORD,
            must_change_password=True,
            created_by=by,
            created_at=now,
            sessions_valid_from=now,
        )
        officer.account_id = account.id
        grant = RoleGrant(
            id=new_key(),
            account_id=account.id,
            role=Role.INSPECTOR,
            authority_id=authority.id,
            granted_by=by,
            granted_at=now,
            proposal_id=self._proposal_id,
        )
        self._note(around, "account.created", account.id, **role.trace())
        return [account, grant]

    async def _find_proposal(self, session: AsyncSession) -> None:
        """One proposal for the whole file, whichever chunk comes first; what comes after it was confirmed
        or declined is another."""
        state = await register.lock_proposal(session, self._proposal_id)
        if state not in (None, ChangeState.WAITING):
            self._proposal_id, state = new_key(), None
        self._is_proposed = state is not None

    def _propose(self, chunk: Chunk, authorities: dict[UUID, Authority], at: UUID) -> None:
        if self._is_proposed:
            return
        proposal = register.proposal(
            authorities[at],
            ChangeKind.OFFICERS,
            "执法人员名录导入",
            by=self._context.actor.account_id,
            at=self._context.now,
        )
        proposal.id = self._proposal_id
        _copy(chunk, proposal)

    # Officers of the register

    async def _compare(
        self,
        session: AsyncSession,
        stated: StatedOfficer,
        held: KnownOfficer,
        around: OfficerSurroundings,
    ) -> None:
        entry, given = stated.entry, stated.given
        if "login" in given and given["login"] != held.login:
            entry.fault("login", "不能在此更改", "cannot be changed here")
        now = {name: getattr(held.row, name) for name in ("name", "post")}
        if held.profile is not None:
            now |= {name: getattr(held.profile, name) for name in _QUALITIES}
            now["specialities"] = sorted(now["specialities"])
        elif any(name in given for name in _INSPECTOR):
            zh, en = "该工作人员尚无执法证，请先登记", "has no certificate yet: issue one first"
            entry.fault("certificate_no", zh, en)
        if entry.faults:
            return
        if "specialities" in given:
            given["specialities"] = sorted({each.value for each in given["specialities"]})
        changes = {k: v for k, v in given.items() if k in now and now[k] != v}
        renewed = self._renewed(stated, held, around)
        if entry.faults or not (changes or renewed):
            return
        differences = [
            Difference(name, values_out.cell(OFFICERS.column(name), now[name])) for name in changes
        ]
        if not self._versions.is_current(entry, held.row.id, held.row.version, differences):
            return
        for name in _QUALITIES:
            if name in changes and held.profile is not None:
                setattr(held.profile, name, changes[name])
        if renewed and held.profile is not None:
            around.numbers[identifiers.number(renewed[0])] = held.row.id
            if not self._context.is_dry:
                # Somebody may give out the same number at this moment.
                async with traces.taken_back(session):
                    await self._renew(session, held, held.profile, renewed)
        entries = {name: value for name, value in changes.items() if name not in _QUALITIES}
        held.row.record_change(entries, at=self._context.now)
        self._versions.made(held.row.id, held.row.version)
        entry.outcome = Outcome.CHANGED
        entry.changed = sorted([*changes, *(["certificate"] if renewed else [])])
        self._note(around, "officer.corrected", held.row.id, changed=entry.changed)

    def _renewed(
        self, stated: StatedOfficer, held: KnownOfficer, around: OfficerSurroundings
    ) -> tuple[str, Certificate] | None:
        """The certificate of a row, where it follows those of the register."""
        given, entry = stated.given, stated.entry
        if not any(column in given for column in _CERTIFICATE) or held.profile is None:
            return None
        if any(column not in given for column in _CERTIFICATE):
            zh, en = "执法证号与起止日期须一并填写", "number and days must be given together"
            entry.fault("certificate_no", zh, en)
            return None
        new = Certificate(given["valid_from"], given["valid_to"])
        number = identifiers.number(given["certificate_no"])
        if any(
            (identifiers.number(each.number), each.facts()) == (number, new)
            for each in held.certificates
        ):
            return None
        if around.numbers.get(number, held.row.id) != held.row.id:
            raise account_rules.CertificateNoTaken
        rules.renew([each.facts() for each in held.certificates], new, today=self._context.today)
        return given["certificate_no"], new

    async def _renew(
        self,
        session: AsyncSession,
        held: KnownOfficer,
        profile: InspectorProfile,
        renewed: tuple[str, Certificate],
    ) -> None:
        number, new = renewed
        days = rules.unbroken([*(each.facts() for each in held.certificates), new])
        session.add(
            EnforcementCertificate(
                id=new_key(),
                officer_id=held.row.id,
                number=number,
                valid_from=new.valid_from,
                valid_to=new.valid_to,
                recorded_at=self._context.now,
            )
        )
        await officers.have_latest(session, profile, number, days)

    def _note(self, around: OfficerSurroundings, tag: str, id: UUID, **detail: Any) -> None:
        by = self._context.actor.account_id
        around.chunk.noted.append(ledgers.audit_event(tag, id, by, **detail))


def _copy(chunk: Chunk, row: Table) -> None:
    """A new row, whole: of what it does not say nothing is filled in, so that it waits unconfirmed."""
    chunk.add(type(row), {name: getattr(row, name) for name in row.names()})

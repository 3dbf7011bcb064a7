"""Standings for writing: what stands on an institution, and what follows for the register when that changes."""

import datetime as dt
from collections.abc import Collection, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.authorities import Sector
from domain.courses import CourseState, CourseWithdrawal
from domain.institutions import EntitlementState, Existence, ListStatus
from domain.institutions.programmes import institution_kind
from domain.moments import day_of
from domain.refusals import NotFound
from domain.standings import replay
from domain.standings.decisions import EVENT_TO
from domain.standings.terms import Ending, StandingKind
from persistence.engine import transitions, violations
from persistence.engine.identifiers import new_key
from persistence.institutions import writes as institutions
from persistence.institutions.table import Entitlement, Institution
from persistence.standings.table import ListedPerson, Ruling, Standing, StandingEnd

violations.UNREACHABLE["ck_standings_*"] = "words are enums; days are judged before a row is made"
violations.UNREACHABLE["ck_standing_ends_*"] = "words are enums"
violations.UNREACHABLE["uq_listed_persons_identity_hash"] = (
    "one is found under a lock before it is made"
)


class InstitutionStandings:
    """A claimed institution with its entitlements and all that was ever decided on them. What is decided
    is added by `enter` and `end`; `settle` brings the register in step with it."""

    def __init__(
        self,
        session: AsyncSession,
        institution: Institution,
        entitlements: Collection[Entitlement],
        rows: Collection[Standing],
        ends: Collection[StandingEnd],
    ) -> None:
        self._session = session
        self.institution = institution
        self.entitlements = {each.id: each for each in entitlements}
        self.rows = {each.id: each for each in rows}
        self.ends = {each.standing_id: each for each in ends}
        self._is_decided = False

    def facts(
        self, *, of: Entitlement | None = None, kind: StandingKind | None = None
    ) -> list[replay.Standing]:
        """What was decided on the institution, or on one of its entitlements; of one kind."""
        of_id = None if of is None else of.id
        return [
            row.facts(self.ends.get(row.id))
            for row in self.rows.values()
            if row.entitlement_id == of_id and kind in (None, row.kind)
        ]

    def holding(
        self, kind: StandingKind, on: dt.date, *, of: Entitlement | None = None
    ) -> list[Standing]:
        """The decisions of a kind that hold on a day."""
        of_id = None if of is None else of.id
        return [
            row
            for row in self.rows.values()
            if row.kind is kind
            and row.entitlement_id == of_id
            and row.facts(self.ends.get(row.id)).holds_on(on)
        ]

    def enter(
        self,
        kind: StandingKind,
        *,
        of: Entitlement | None = None,
        from_on: dt.date,
        until_on: dt.date | None,
        ground: str,
        legal_basis: list[str],
        authority_id: UUID,
        by: UUID,
        at: dt.datetime,
        is_new: bool = False,
        **details: Any,
    ) -> Standing:
        """`details` are `entitlement_state`, `credit_grade`, `rule_version`, `proposal_id` and `ruling_id`. What the
        register held before the first decision is kept first, but of an entitlement that `is_new`."""
        if not is_new:
            self._keep_as_entered(of)
        return self._add(
            kind,
            of,
            from_on=from_on,
            until_on=until_on,
            ground=ground,
            legal_basis=legal_basis,
            is_as_entered=False,
            authority_id=authority_id,
            decided_by=by,
            decided_at=at,
            **details,
        )

    def end(
        self,
        standing: Standing,
        on: dt.date,
        ending: Ending,
        reason: str,
        *,
        authority_id: UUID | None,
        by: UUID | None,
        at: dt.datetime,
        proposal_id: UUID | None = None,
    ) -> None:
        """Let it hold no more from this day on; an end that is to come later is brought forward."""
        self._is_decided = True
        self.ends[standing.id] = _ended(
            self._session,
            self.ends.get(standing.id),
            standing,
            on,
            ending,
            reason,
            authority_id=authority_id,
            decided_by=by,
            decided_at=at,
            proposal_id=proposal_id,
        )

    def replaced_by(
        self, standing: Standing, on: dt.date
    ) -> list[tuple[Standing, dt.date, dt.date | None]]:
        """What a decision ended to take its place, with the days that it has left from this one on."""
        found = []
        for end in self.ends.values():
            if end.ending is not Ending.REPLACED or end.decided_at != standing.decided_at:
                continue
            former = self.rows[end.standing_id]
            first, last = max(on, former.from_on, end.ended_on), former.until_on
            if end.former_ended_on is not None:
                last = end.former_ended_on - dt.timedelta(days=1)
            if last is None or first <= last:
                found.append((former, first, last))
        return found

    def list_status(self, on: dt.date) -> ListStatus:
        """What it is listed as on a day; before anything was decided of lists, what the register holds."""
        of_it = self.facts()
        if any(each.kind in _LISTS for each in of_it):
            return replay.list_status(of_it, on)
        return self.institution.list_status

    def grants(self, of: Entitlement) -> list[Standing]:
        """What grants and renews an entitlement, in the order of days; what was corrected left out."""
        found = [
            row
            for row in self.rows.values()
            if row.entitlement_id == of.id
            and row.entitlement_state is EntitlementState.ACTIVE
            and row.facts(self.ends.get(row.id)).ever_held
        ]
        return sorted(found, key=attrgetter("from_on"))

    def not_over(
        self, kind: StandingKind, on: dt.date, *, of: Entitlement | None = None
    ) -> list[Standing]:
        """The decisions of a kind that hold on a day, or are to hold later."""
        of_id = None if of is None else of.id
        return [
            row
            for row in self.rows.values()
            if row.kind is kind
            and row.entitlement_id == of_id
            and not row.facts(self.ends.get(row.id)).is_over_by(on)
        ]

    def state_of(self, row: Entitlement, on: dt.date) -> EntitlementState:
        """The state on a day: that of the register is of the last time it was brought in step."""
        of_it = self.facts(of=row)
        return replay.entitlement_state(of_it, on) if of_it else row.state

    def keep_as_entered(self, of: Entitlement | None = None) -> None:
        """Keep what the register held of the institution, or of an entitlement, before the first decision,
        where that counts for one."""
        self._keep_as_entered(of)

    async def settle(
        self,
        on: dt.date,
        *,
        by: UUID | None,
        at: dt.datetime,
        reason: str | None = None,
        is_raised: bool = False,
    ) -> None:
        """Let the register show what holds today: states and terms of entitlements, lists, grade, kinds;
        courses that nothing entitles any more are withdrawn. Each decision raises the institution's
        version, unless it `is_raised` already."""
        versions = {each.id: each.version for each in self.entitlements.values()}
        ended = [each for each in self.entitlements.values() if self._settle(each, on, by, reason)]
        is_other = any(each.version != versions[each.id] for each in self.entitlements.values())
        changes = self._changes(on)
        if ended and self.institution.existence is Existence.EXISTING:
            await self._withdraw_courses(ended, on, by, at, reason)
        if changes or ((self._is_decided or is_other) and not is_raised):
            self.institution.record_correction(changes, at=at, parts=(Standing,))
        self.institution.standings_change_on = self._next_change(on)

    def _settle(self, row: Entitlement, on: dt.date, by: UUID | None, reason: str | None) -> bool:
        """True where it let its holder do something until now, and lets do nothing any more."""
        of_it = self.facts(of=row)
        if not of_it:
            return False
        term, state = replay.term(of_it, on), replay.entitlement_state(of_it, on)
        before = row.state, row.valid_from, row.valid_to, row.period_no
        if before == (state, term.valid_from, term.valid_to, term.period_no):
            return False
        was = row.state
        row.state, row.valid_from, row.valid_to = state, term.valid_from, term.valid_to
        row.period_no = term.period_no
        row.version += 1
        if was is not state:
            transitions.record(
                self._session,
                "Entitlement",
                row.id,
                from_state=was,
                to_state=state,
                event=EVENT_TO[state],
                by=by,
                ground=reason,
            )
        return was not in replay.ENDED and state in replay.ENDED

    def _changes(self, on: dt.date) -> dict[str, Any]:
        """What the institution's entry is to show, of what it does not show yet."""
        of_it = self.facts()
        entry: dict[str, Any] = {"kinds": self._kinds(), "list_status": self.list_status(on)}
        if any(each.kind is StandingKind.CREDIT_GRADE for each in of_it):
            entry["credit_grade"] = replay.credit_grade(of_it, on)
        entry["key_supervision"] = replay.stands(StandingKind.KEY_SUPERVISION, of_it, on)
        institution = self.institution
        return {name: value for name, value in entry.items() if getattr(institution, name) != value}

    def _kinds(self) -> list[str]:
        """What it holds makes it what it is; what it applied for stays, and so does the last of its kinds.
        Of what it held and holds no more, the kind goes."""
        decided = {each.entitlement_id for each in self.rows.values() if not each.is_as_entered}
        live, gone = set[str](), set[str]()
        for each in self.entitlements.values():
            kind = institution_kind(each.kind, each.listing_role, each.delivery).value
            if each.state not in replay.ENDED:
                live.add(kind)
            elif each.id in decided:
                gone.add(kind)
        kinds = (set(self.institution.kinds) - gone) | live
        unchanged = not kinds or kinds == set(self.institution.kinds)
        return list(self.institution.kinds) if unchanged else sorted(kinds)

    async def _withdraw_courses(
        self,
        ended: Collection[Entitlement],
        on: dt.date,
        by: UUID | None,
        at: dt.datetime,
        reason: str | None,
    ) -> None:
        ids = {each.id for each in ended}
        for course in await institutions.published_courses(self._session, self.institution.id):
            if course.entitlement_id not in ids:
                continue
            transitions.record(
                self._session,
                "Course",
                course.id,
                from_state=course.state,
                to_state=CourseState.WITHDRAWN,
                event="withdraw",
                by=by,
                ground=reason,
            )
            course.record_withdrawal(CourseWithdrawal(reason or _TERM_OVER, on), at=at)

    def _next_change(self, after: dt.date) -> dt.date | None:
        return replay.next_change([r.facts(self.ends.get(r.id)) for r in self.rows.values()], after)

    def _keep_as_entered(self, of: Entitlement | None) -> None:
        if of is not None:
            if not self.facts(of=of):
                self._keep_entitlement(of)
            return
        held = self.facts()
        institution = self.institution
        since = day_of(institution.registered_at)
        listed = _LIST_KIND.get(institution.list_status)
        if listed is not None and not any(each.kind in _LISTS for each in held):
            self._as_entered(listed, None, from_on=since, at=institution.registered_at)
        if institution.credit_grade is not None and not any(each.credit_grade for each in held):
            self._as_entered(
                StandingKind.CREDIT_GRADE,
                None,
                from_on=since,
                at=institution.registered_at,
                credit_grade=institution.credit_grade,
            )

    def _keep_entitlement(self, row: Entitlement) -> None:
        self._as_entered(
            StandingKind.ENTITLEMENT,
            row,
            from_on=row.valid_from,
            until_on=row.valid_to,
            at=row.created_at,
            entitlement_state=EntitlementState.ACTIVE,
        )
        if row.state not in (EntitlementState.ACTIVE, EntitlementState.EXPIRED):
            since = max(row.valid_from, day_of(row.created_at))
            self._as_entered(
                StandingKind.ENTITLEMENT,
                row,
                from_on=since,
                at=row.created_at,
                entitlement_state=row.state,
            )

    def _as_entered(
        self,
        kind: StandingKind,
        of: Entitlement | None,
        *,
        at: dt.datetime,
        until_on: dt.date | None = None,
        **values: Any,
    ) -> None:
        self._add(
            kind, of, is_as_entered=True, legal_basis=[], decided_at=at, until_on=until_on, **values
        )

    def _add(self, kind: StandingKind, of: Entitlement | None, **values: Any) -> Standing:
        row = Standing(
            id=new_key(),
            kind=kind,
            institution_id=self.institution.id,
            entitlement_id=None if of is None else of.id,
            region_code=self.institution.region_code,
            sector=self.institution.sector,
            **values,
        )
        self._is_decided |= not row.is_as_entered
        self.rows[row.id] = row
        self._session.add(row)
        return row


_LIST_KIND = {
    ListStatus.WHITE_LISTED: StandingKind.WHITE_LIST,
    ListStatus.BLACK_LISTED: StandingKind.BLACK_LIST,
}
_LISTS = frozenset(_LIST_KIND.values())
_TERM_OVER = "资质有效期届满"


async def claim(session: AsyncSession, institution_id: UUID) -> InstitutionStandings:
    """Lock an institution with its entitlements; all who decide on it wait."""
    institution = await institutions.claim(session, institution_id)
    entitlements = await institutions.claim_all_entitlements(session, institution_id)
    rows = await session.scalars(
        sa.select(Standing)
        .where(Standing.institution_id == institution_id)
        .order_by(Standing.decided_at, Standing.id)
    )
    ends = await session.scalars(
        sa.select(StandingEnd)
        .join(Standing, Standing.id == StandingEnd.standing_id)
        .where(Standing.institution_id == institution_id)
    )
    return InstitutionStandings(session, institution, entitlements, rows.all(), ends.all())


async def claim_of_entitlement(
    session: AsyncSession, entitlement_id: UUID
) -> tuple[InstitutionStandings, Entitlement]:
    """As `claim`, with the entitlement. Raises NotFound."""
    owner = await session.scalar(
        sa.select(Entitlement.institution_id).where(Entitlement.id == entitlement_id)
    )
    if owner is None:
        raise NotFound
    found = await claim(session, owner)
    entitlement = found.entitlements.get(entitlement_id)
    if entitlement is None:
        raise NotFound
    return found, entitlement


async def owner_of(session: AsyncSession, standing_id: UUID) -> tuple[UUID | None, UUID | None]:
    """The institution and the person that a decision is about, one of them None. Raises NotFound."""
    statement = sa.select(Standing.institution_id, Standing.person_id).where(
        Standing.id == standing_id
    )
    row = (await session.execute(statement)).one_or_none()
    if row is None:
        raise NotFound
    return row.institution_id, row.person_id


async def has_decisions(session: AsyncSession, entitlement_id: UUID) -> bool:
    """Whether anything was decided on it, or a ruling names it that is under way or was dropped."""
    decided = sa.exists().where(Standing.entitlement_id == entitlement_id)
    named = sa.exists().where(Ruling.entitlement_ids.contains([entitlement_id]))
    return bool(await session.scalar(sa.select(sa.or_(decided, named))))


class PersonStandings:
    """Somebody with all that was ever decided on them; locked."""

    def __init__(
        self,
        session: AsyncSession,
        person: ListedPerson,
        rows: Sequence[Standing],
        ends: Collection[StandingEnd],
    ) -> None:
        self._session, self.person = session, person
        self.rows = {each.id: each for each in rows}
        self.ends = {each.standing_id: each for each in ends}

    def facts(self) -> list[replay.Standing]:
        return [row.facts(self.ends.get(row.id)) for row in self.rows.values()]

    def enter(
        self, kind: StandingKind, *, region_code: str, sector: Sector, **values: Any
    ) -> Standing:
        row = Standing(
            id=new_key(),
            kind=kind,
            person_id=self.person.id,
            region_code=region_code,
            sector=sector,
            is_as_entered=False,
            **values,
        )
        self.rows[row.id] = row
        self._session.add(row)
        return row

    def end(self, standing: Standing, on: dt.date, ending: Ending, reason: str, **by: Any) -> None:
        former = self.ends.get(standing.id)
        self.ends[standing.id] = _ended(self._session, former, standing, on, ending, reason, **by)


def _ended(
    session: AsyncSession,
    former: StandingEnd | None,
    standing: Standing,
    on: dt.date,
    ending: Ending,
    reason: str,
    **by: Any,
) -> StandingEnd:
    if former is not None:
        former.supersede(on, ending, reason, **by)
        return former
    row = StandingEnd(standing_id=standing.id, ended_on=on, ending=ending, reason=reason, **by)
    session.add(row)
    return row


async def find_person(session: AsyncSession, identity_hash: bytes) -> ListedPerson | None:
    """Locked, as is the number where nobody has it yet: of two who enter one at once, one waits."""
    await session.execute(
        sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(identity_hash.hex(), 0)))
    )
    return await session.scalar(
        sa.select(ListedPerson).where(ListedPerson.identity_hash == identity_hash).with_for_update()
    )


async def of_person(session: AsyncSession, person: ListedPerson) -> PersonStandings:
    rows = await session.scalars(
        sa.select(Standing).where(Standing.person_id == person.id).order_by(Standing.decided_at)
    )
    ends = await session.scalars(
        sa.select(StandingEnd)
        .join(Standing, Standing.id == StandingEnd.standing_id)
        .where(Standing.person_id == person.id)
    )
    return PersonStandings(session, person, rows.all(), ends.all())


async def claim_person(session: AsyncSession, person_id: UUID) -> PersonStandings:
    person = await session.get_one(ListedPerson, person_id, with_for_update=True)
    return await of_person(session, person)


async def is_barred(session: AsyncSession, identity_hash: bytes, on: dt.date) -> bool:
    """Whether somebody stands on the staff black list on a day."""
    found = barred_on(on).where(ListedPerson.identity_hash == identity_hash)
    return await session.scalar(found.limit(1)) is not None


def barred_on(day: dt.date) -> sa.Select[bytes]:
    """The identities on the staff black list on a day."""
    return (
        sa.select(ListedPerson.identity_hash)
        .join(Standing, Standing.person_id == ListedPerson.id)
        .outerjoin(StandingEnd, StandingEnd.standing_id == Standing.id)
        .where(Standing.kind == StandingKind.STAFF_BLACK_LIST, *_holds(day))
    )


async def is_enrolment_stopped(session: AsyncSession, institution_id: UUID, on: dt.date) -> bool:
    """Whether a held institution may enrol nobody on a day."""
    found = (
        sa.select(Standing.id)
        .outerjoin(StandingEnd, StandingEnd.standing_id == Standing.id)
        .where(
            Standing.institution_id == institution_id,
            Standing.kind == StandingKind.ENROLMENT_STOP,
            *_holds(on),
        )
    )
    return await session.scalar(found.limit(1)) is not None


def _holds(on: dt.date) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Standing.from_on <= on,
        sa.or_(Standing.until_on.is_(None), Standing.until_on >= on),
        sa.or_(StandingEnd.ended_on.is_(None), StandingEnd.ended_on > on),
    )


def all_taken(on: dt.date) -> sa.Select[UUID | None]:
    """Institutions all of whose entitlements have ended, at least one of them for good and by a decision
    that was not ended: there is nothing left to inspect."""
    live = sa.exists().where(
        Entitlement.institution_id == Standing.institution_id,
        Entitlement.state.not_in(replay.ENDED),
    )
    return (
        sa.select(Standing.institution_id)
        .outerjoin(StandingEnd, StandingEnd.standing_id == Standing.id)
        .where(
            Standing.entitlement_state.in_(replay.TAKEN),
            sa.not_(Standing.is_as_entered),
            StandingEnd.standing_id.is_(None),
            Standing.from_on <= on,
            sa.not_(live),
        )
        .distinct()
    )

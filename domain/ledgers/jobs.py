"""What an upload of a ledger may be, what it needs, and how long it is kept. All numbers are ours [INF]."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.authorities import AuthorityKind
from domain.ledgers.terms import LedgerJobState as S
from domain.ledgers.terms import LedgerKind
from domain.offices import OutsideJurisdiction
from domain.permissions import GRANTS, Permission
from domain.refusals import Refusal
from domain.regions import subtree
from domain.roles import Role

MOST_BYTES = {".xlsx": 50 * 1024 * 1024, ".csv": 128 * 1024 * 1024}
"""Of a file by its ending, over the network and by the command alike."""

MOST_UNFINISHED = 5
"""Uploads of one account that are not at their end."""

UPLOADED_WITHIN = dt.timedelta(days=1)
"""How long an upload that was declared or broke off can be continued."""

APPLIED_WITHIN = dt.timedelta(days=7)
"""How long a dry run can be followed by the import."""

KEPT_WITHIN = dt.timedelta(days=7)
"""How long rows and rejected rows are kept after the end. They hold people: then they are deleted."""

NEEDED = {
    LedgerKind.INSTITUTIONS: Permission.INSTITUTION_REGISTER,
    LedgerKind.COURSES: Permission.COURSE_PUBLISH,
    LedgerKind.TEACHERS: Permission.TEACHER_REGISTER,
    LedgerKind.AUTHORITIES: Permission.AUTHORITY_MANAGE,
    LedgerKind.OFFICERS: Permission.AUTHORITY_MANAGE,
    LedgerKind.WORKDAYS: Permission.AUTHORITY_MANAGE,
}
"""The permission that each row needs, as the mutation of one such entry does."""

NEEDED_TO_EXPORT = {
    LedgerKind.INSTITUTIONS: Permission.INSTITUTION_READ_CONTACT,
    LedgerKind.COURSES: Permission.INSTITUTION_READ_CONTACT,
    LedgerKind.TEACHERS: Permission.INSTITUTION_READ_CONTACT,
    LedgerKind.AUTHORITIES: Permission.OFFICER_READ,
    LedgerKind.OFFICERS: Permission.OFFICER_READ,
    LedgerKind.WORKDAYS: Permission.OFFICER_READ,
}
"""What makes somebody an official, or of an institution, for whom a file is written; rows go by what each
may see. Authorities and the calendar are public, but a file of them takes a process."""

UNFINISHED = (S.DECLARED, S.UPLOADED, S.CHECKING, S.CHECKED, S.APPLYING)
WORKED_ON = (S.UPLOADED, S.CHECKING, S.APPLYING)
"""States in which the server has something to do."""


@dataclass(eq=False)
class TooManyLedgers(
    Refusal,
    zh="您有{most}份台账尚未办结，请先导入或取消其中一份。",
    en="You have {most} ledgers that are not finished. Import or cancel one of them first.",
):
    most: int


@dataclass(frozen=True, slots=True)
class LedgerPlace:
    """The office or institution at which a ledger is handed in; neither where there are several."""

    authority_id: UUID | None = None
    institution_id: UUID | None = None


def declare(kind: LedgerKind, *, by: Actor, unfinished: int, top: str) -> LedgerPlace:
    """Where the ledger is handed in: colleagues of that place who may enter such rows see it too.

    Raises NotPermitted without the permission of its rows, OutsideJurisdiction as `refuse_beyond` does,
    TooManyLedgers with too many at once.
    """
    refuse_beyond(kind, by=by, top=top)
    if unfinished >= MOST_UNFINISHED:
        raise TooManyLedgers(MOST_UNFINISHED)
    places = {
        LedgerPlace(grant.office.authority_id if grant.office else None, grant.institution_id)
        for grant in by.grants_with(NEEDED[kind])
        if not (grant.office and grant.office.is_closed)
    }
    return places.pop() if len(places) == 1 else LedgerPlace()


def refuse_beyond(kind: LedgerKind, *, by: Actor, top: str) -> None:
    """Raise NotPermitted unless the actor may enter rows of this kind; OutsideJurisdiction where the
    whole ledger lies beyond: the calendar is everybody's, and entered from the register's topmost
    authority. `top` is that one's region."""
    by.needs(NEEDED[kind])
    if kind is LedgerKind.WORKDAYS and not any(
        grant.office is None
        or (
            grant.office.kind is AuthorityKind.ADMIN_ORGAN
            and not grant.office.is_closed
            and grant.office.subtree.covers(subtree(top))
        )
        for grant in by.grants_with(NEEDED[kind])
    ):
        raise OutsideJurisdiction(top)


def kinds_of(role: Role) -> tuple[LedgerKind, ...]:
    """The ledgers whose rows a role enters: it sees those of its colleagues, and no others."""
    return tuple(kind for kind, permission in NEEDED.items() if permission in GRANTS[role])

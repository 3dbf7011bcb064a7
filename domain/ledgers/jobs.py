"""What an upload of a ledger may be, what it needs, and how long it is kept. All numbers are ours [INF]."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.ledgers.terms import LedgerJobState as S
from domain.ledgers.terms import LedgerKind
from domain.permissions import Permission
from domain.refusals import Refusal

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
}
"""The permission that each row needs, as the mutation of one such entry does."""

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


def declare(kind: LedgerKind, *, by: Actor, unfinished: int) -> LedgerPlace:
    """Where the ledger is handed in: colleagues of that place see it too.

    Raises NotPermitted without the permission of its rows, TooManyLedgers with too many at once.
    """
    by.needs(NEEDED[kind])
    if unfinished >= MOST_UNFINISHED:
        raise TooManyLedgers(MOST_UNFINISHED)
    places = {
        LedgerPlace(grant.office.authority_id if grant.office else None, grant.institution_id)
        for grant in by.grants_with(NEEDED[kind])
    }
    return places.pop() if len(places) == 1 else LedgerPlace()

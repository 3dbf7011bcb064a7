"""Facts that domain tests share: a calendar, offices, actors, ids."""

import datetime as dt
from uuid import UUID

from domain.actors import Actor, Grant, Office
from domain.authorities import AuthorityKind, Sector
from domain.regions import subtree
from domain.roles import Role
from domain.workdays import Calendar

TODAY = dt.date(2026, 3, 4)
"""A Wednesday."""

HOLIDAYS_2026 = (
    (dt.date(2026, 1, 1), 3),
    (dt.date(2026, 2, 15), 9),
    (dt.date(2026, 4, 4), 3),
    (dt.date(2026, 5, 1), 5),
    (dt.date(2026, 6, 19), 3),
    (dt.date(2026, 9, 25), 3),
    (dt.date(2026, 10, 1), 7),
)
MADE_UP_2026 = (
    dt.date(2026, 1, 4),
    dt.date(2026, 2, 14),
    dt.date(2026, 2, 28),
    dt.date(2026, 5, 9),
    dt.date(2026, 9, 20),
    dt.date(2026, 10, 10),
)
CALENDAR = Calendar(
    {
        **{
            first + dt.timedelta(days=offset): False
            for first, count in HOLIDAYS_2026
            for offset in range(count)
        },
        **dict.fromkeys(MADE_UP_2026, True),
    },
    known_from=dt.date(2026, 1, 1),
    known_to=dt.date(2026, 12, 31),
)

SUZHOU, KUNSHAN, NANJING = "320500", "320583", "320100"


def uid(n: int) -> UUID:
    return UUID(int=n)


def an_office(
    n: int = 1,
    region: str = SUZHOU,
    kind: AuthorityKind = AuthorityKind.ADMIN_ORGAN,
    sectors: frozenset[Sector] = frozenset({Sector.EDUCATION}),
) -> Office:
    return Office(uid(n), kind, subtree(region), sectors)


BUREAU = an_office()
COUNTY_BUREAU = an_office(2, KUNSHAN)
SOCIETY = an_office(3, "000000", AuthorityKind.SOCIAL_ORG)


def an_actor(
    *roles: Role, office: Office | None = BUREAU, account: int = 100, officer: int | None = None
) -> Actor:
    grants = tuple(Grant(role, office) for role in roles)
    return Actor(uid(account), grants, uid(officer) if officer else None)

"""How an empty register gets its first authority and the three people who administer it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from domain import credentials
from domain.authorities import AuthorityKind, Sector
from domain.refusals import InvalidInput, Refusal, Violation
from domain.roles import Role

OPEN_WITHIN = dt.timedelta(minutes=15)
"""How long the address is good that a start shows on the console."""
ADMINISTRATORS = {
    Role.SYS_ADMIN: "system",
    Role.SECURITY_ADMIN: "security",
    Role.AUDIT_ADMIN: "audit",
}
"""The three, by what inputs and files call them."""
LONGEST_NAME = 80


class SetupNotOpen(
    Refusal,
    zh="该地址无效、已使用或已过期，请重新启动服务，使用控制台显示的新地址。",
    en="This address is not valid, was used or has expired. Restart the server, and use the one that "
    "its console shows then.",
):
    """Also where the register has been set up; which of them is not said."""


@dataclass(frozen=True, slots=True)
class FirstAuthority:
    """Whose register it is. Only an administrative organ is the register's topmost authority: a social
    organisation administers itself, until an organ is set up beside it."""

    name: str
    region_code: str
    sectors: frozenset[Sector]
    kind: AuthorityKind = AuthorityKind.ADMIN_ORGAN


@dataclass(frozen=True, slots=True)
class FirstPerson:
    """`phone` is a mobile number of eleven digits, to which the link of a reset goes; None without one."""

    login: str
    display_name: str
    phone: str | None = None


def check(authority: FirstAuthority, people: Mapping[Role, FirstPerson]) -> None:
    """Raise InvalidInput with all that is wrong, by the names of the fields."""
    found: list[Violation] = []
    if not 0 < len(authority.name.strip()) <= LONGEST_NAME:
        found.append(
            Violation(
                "authority.name",
                f"须为1至{LONGEST_NAME}个字符",
                f"must have 1 to {LONGEST_NAME} characters",
            )
        )
    if not authority.sectors:
        found.append(
            Violation("authority.sectors", "至少填写一项", "must name at least one sector")
        )
    for role, name in ADMINISTRATORS.items():
        try:
            credentials.check_login(people[role].login, field=f"{name}.login")
        except InvalidInput as refused:
            found.extend(refused.violations)
        if not 0 < len(people[role].display_name.strip()) <= 40:
            found.append(
                Violation(f"{name}.displayName", "须为1至40个字符", "must have 1 to 40 characters")
            )
        found.extend(_wrong_phone(people[role], f"{name}.phone"))
    if len({person.login for person in people.values()}) < len(people):
        found.append(
            Violation(
                "system.login", "三名管理员须为三人", "must be another person than the other two"
            )
        )
    phones = [person.phone for person in people.values() if person.phone is not None]
    if len(set(phones)) < len(phones):
        found.append(
            Violation(
                "system.phone",
                "三名管理员的手机号码须各不相同",
                "must be another number than those of the other two",
            )
        )
    if found:
        raise InvalidInput(tuple(found))


def _wrong_phone(person: FirstPerson, field: str) -> tuple[Violation, ...]:
    if person.phone is None:
        return ()
    try:
        credentials.check_phone(person.phone, field=field)
    except InvalidInput as refused:
        return refused.violations
    return ()

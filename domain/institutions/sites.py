"""The places where an institution trains: opened, moved, closed."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from domain.institutions.registrations import RegisteredPlace, refuse_unfit
from domain.refusals import InvalidInput, Refusal


@dataclass(eq=False)
class SiteAlreadyClosed(
    Refusal,
    zh="该校区已于{closed_on}关闭。",
    en="This site was closed on {closed_on}.",
):
    closed_on: dt.date


class SiteAtSameAddress(
    Refusal,
    zh="机构在该地址已有一个开放的校区。",
    en="The institution already has an open site at this address.",
):
    """Addresses are compared without their spelling."""


@dataclass(eq=False)
class SiteHasCourses(
    Refusal,
    zh="该校区还有{course_count}门已发布的课程，请先将课程改到其他校区或下架。",
    en="{course_count} published courses are held at this site. Move them to another site or withdraw "
    "them first.",
):
    course_count: int


@dataclass(frozen=True, slots=True)
class Site:
    """The facts about a site: where it is, with its address folded, and until when it was open."""

    id: UUID
    region_code: str
    address_key: str
    opened_on: dt.date | None = None
    closed_on: dt.date | None = None


def refuse_closed(site: Site) -> None:
    if site.closed_on is not None:
        raise SiteAlreadyClosed(site.closed_on)


def place(site: Site, where: RegisteredPlace, others: Collection[Site]) -> None:
    """Let a site be where it is to be, or raise SiteAlreadyClosed, RegionNotALeaf, RegionEnded or
    SiteAtSameAddress. `others` are the institution's sites; the site itself may be among them."""
    refuse_closed(site)
    refuse_unfit((where,), staying=[])
    for other in others:
        is_open = other.id != site.id and other.closed_on is None
        if is_open and _address(other) == (where.region_code, site.address_key):
            raise SiteAtSameAddress


def close(site: Site, *, on: dt.date, today: dt.date, course_count: int) -> None:
    """Let a site be closed after its last day, or raise SiteAlreadyClosed, InvalidInput or
    SiteHasCourses."""
    refuse_closed(site)
    if on > today:
        raise InvalidInput.of("closedOn", "不得晚于今天", "must not be in the future")
    if site.opened_on is not None and on < site.opened_on:
        raise InvalidInput.of("closedOn", "不得早于启用日期", "must not be before the first day")
    if course_count:
        raise SiteHasCourses(course_count)


def _address(site: Site) -> tuple[str, str]:
    return site.region_code, site.address_key

"""Who may be drawn: the objects, the officers, who stays away from whom, and their pseudonyms."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

from domain.draws.canonical import code, digest, keyed
from domain.inspections.certificates import Certificate


@dataclass(frozen=True, slots=True)
class PoolObject:
    """An object of inspection in its stratum; `exclusion` says why it may not be drawn."""

    object_id: str
    stratum: str
    exclusion: str | None = None


@dataclass(frozen=True, slots=True)
class PoolOfficer:
    """An officer of one department, or a group formed beforehand (`size` officers).

    `capacity` is how many objects the officer may still take; an expert stands here with an
    exclusion, because experts assist and are never dealt.
    """

    officer_id: str
    department: str
    unit: str
    may_lead: bool
    specialities: frozenset[str]
    capacity: int
    certificate: Certificate | None
    exclusion: str | None = None
    size: int = 1

    def is_eligible(self, first_on: dt.date, last_on: dt.date) -> bool:
        """Whether the officer may be dealt to a visit on any day from first to last (X43)."""
        held = self.certificate
        if held is None or self.exclusion is not None or self.capacity < 1:
            return False
        return held.valid_from <= first_on <= last_on <= held.valid_to


@dataclass(frozen=True, slots=True)
class Recusal:
    """This officer is not sent to this object; the ground is not recorded here."""

    object_id: str
    officer_id: str


@dataclass(frozen=True, slots=True)
class Pool:
    objects: tuple[PoolObject, ...]
    officers: tuple[PoolOfficer, ...]
    recusals: tuple[Recusal, ...] = ()


class ObjectRow(NamedTuple):
    """How an object stands in the frozen list: `pseudonym|stratum label|eligible`."""

    pseudonym: str
    stratum: str
    is_eligible: bool

    @property
    def line(self) -> str:
        return f"{self.pseudonym}|{self.stratum}|{self.is_eligible:d}"

    @classmethod
    def read(cls, line: str) -> Self:
        pseudonym, stratum, flag = line.split("|")
        return cls(pseudonym, stratum, flag == "1")


class OfficerRow(NamedTuple):
    """How an officer stands in the frozen list, its fields separated by `|` in this order."""

    number: str
    department: str
    unit: str
    is_eligible: bool
    may_lead: bool
    capacity: int
    size: int
    specialities: frozenset[str]

    @property
    def line(self) -> str:
        flags = f"{self.is_eligible:d}|{self.may_lead:d}|{self.capacity}|{self.size}"
        known = ",".join(sorted(self.specialities))
        return f"{self.number}|{self.department}|{self.unit}|{flags}|{known}"

    @classmethod
    def read(cls, line: str) -> Self:
        number, department, unit, flag, lead, capacity, size, known = line.split("|")
        specialities = frozenset(known.split(",")) if known else frozenset[str]()
        return cls(
            number,
            department,
            unit,
            flag == "1",
            lead == "1",
            int(capacity),
            int(size),
            specialities,
        )


def opening_of(pool_salt: bytes, object_id: str) -> str:
    """What proves one row and reveals no other: HMAC-SHA256(pool salt, object id)."""
    return keyed(pool_salt, code(object_id))


def pseudonym(pool_salt: bytes, object_id: str) -> str:
    """Under what name the object stands in the list of this one draw."""
    return pseudonym_of(opening_of(pool_salt, object_id), object_id)


def pseudonym_of(opening: str, object_id: str) -> str:
    return digest(f"{opening}|{object_id}")


def officer_opening_of(pool_salt: bytes, officer_id: str) -> str:
    return keyed(pool_salt, f"OFFICER|{code(officer_id)}")


def officer_number(pool_salt: bytes, officer_id: str) -> str:
    """Under what number the officer stands in this one draw: the first 24 digits of the hash.

    96 bits: no two officers of a country meet in it, and it fits on a notice.
    """
    return digest(f"{officer_opening_of(pool_salt, officer_id)}|{officer_id}")[:24]


def stratum_label(pool_salt: bytes, stratum: str) -> str:
    """A name for the stratum that does not say which class it is; another in every draw."""
    return "s" + keyed(pool_salt, f"STRATUM|{code(stratum)}")[:12]


def object_rows(pool: Pool, pool_salt: bytes) -> list[ObjectRow]:
    """In the order of the pseudonyms' bytes. ValueError where an object is named twice."""
    labels = {each.stratum for each in pool.objects}
    named: Mapping[str, str] = {each: stratum_label(pool_salt, each) for each in labels}
    rows = [
        ObjectRow(pseudonym(pool_salt, each.object_id), named[each.stratum], each.exclusion is None)
        for each in pool.objects
    ]
    if len({row.pseudonym for row in rows}) < len(rows):
        raise ValueError("an object is named twice")
    return sorted(rows)


def officer_rows(
    pool: Pool, pool_salt: bytes, first_on: dt.date, last_on: dt.date
) -> list[OfficerRow]:
    """In the order of the numbers' bytes. ValueError where an officer is named twice."""
    rows = [
        OfficerRow(
            officer_number(pool_salt, each.officer_id),
            code(each.department),
            code(each.unit),
            each.is_eligible(first_on, last_on),
            each.may_lead,
            each.capacity,
            each.size,
            frozenset(code(known) for known in each.specialities),
        )
        for each in pool.officers
    ]
    if len({row.number for row in rows}) < len(rows):
        raise ValueError("an officer is named twice")
    return sorted(rows, key=lambda row: row.number)


def recusal_lines(pool: Pool, pool_salt: bytes) -> list[str]:
    """`pseudonym|officer number`, sorted, each once, of those who stand in the pool."""
    objects = {each.object_id for each in pool.objects}
    officers = {each.officer_id for each in pool.officers}
    return sorted(
        {
            f"{pseudonym(pool_salt, each.object_id)}|{officer_number(pool_salt, each.officer_id)}"
            for each in pool.recusals
            if each.object_id in objects and each.officer_id in officers
        }
    )

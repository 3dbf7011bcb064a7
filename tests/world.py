"""What most tests start from: places, people and three institutions."""

from typing import Any

from domain.authorities import Sector
from domain.complaints.terms import RealName
from domain.institutions import SubjectKind
from domain.roles import Role
from persistence.accounts.table import Account
from persistence.authorities.table import Officer
from persistence.derived_fields import PHONE
from persistence.engine.keys import Keys
from tests import people
from tests.factories import accounts, authorities, institutions

LICENCE = "苏教许字320508001号"
"""枫叶's."""


def world_rows(keys: Keys, password_hash: str) -> list[list[Any]]:
    """In the order in which they refer to one another."""
    return [
        [authorities.authority(place) for place in people.PLACES],
        [
            institutions.institution(
                people.MAPLE, "苏州枫叶教育培训中心", "91320508MA1MAPLE0X", licences=[LICENCE]
            ),
            institutions.institution(
                people.SWIMMING,
                "姑苏海豚游泳俱乐部",
                "91320508MA1SW1MM9U",
                subject_kind=SubjectKind.NON_SUBJECT,
                sector=Sector.SPORTS,
                supervising_authority_id=people.SUZHOU_SPORTS.id,
            ),
            institutions.institution(
                people.FARAWAY,
                "朝阳远方学堂",
                "91110105MA1FARAW4Y",
                region_code="110105",
                supervising_authority_id=people.CHAOYANG.id,
            ),
        ],
        [_account(person, keys, password_hash) for person in people.PEOPLE],
        [_officer(person) for person in people.PEOPLE if person.officer_id],
        [
            *(
                authorities.inspector(person.officer_id)
                for person in people.PEOPLE
                if person.officer_id
            ),
            *(accounts.grant(person) for person in people.PEOPLE),
            institutions.entitlement(people.MAPLE, LICENCE),
            institutions.site(people.MAPLE),
        ],
    ]


def _officer(person: people.Person) -> Officer:
    assert person.place is not None
    return authorities.officer(
        person.place, person.login, id=person.officer_id, account_id=person.id
    )


def _account(person: people.Person, keys: Keys, password_hash: str) -> Account:
    named: dict[str, Any] = {}
    if person.role is Role.PARENT:
        phone = f"138{person.id.int % 100_000_000:08d}".encode()
        named = {
            "login": None,
            "phone_hash": keys.hash(PHONE, phone),
            "phone_sealed": keys.seal(PHONE, phone, bound_to=person.id.bytes),
            "real_name": RealName.DECLARED,
        }
    return accounts.account(person.login, id=person.id, password_hash=password_hash, **named)

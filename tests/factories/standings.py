"""What stands on institutions and persons by decision."""

from typing import Any
from uuid import UUID

from domain.authorities import Sector
from domain.standings.terms import Ending, StandingKind
from persistence.accounts import identity_numbers
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.standings.table import ListedPerson, Standing, StandingEnd
from tests.factories import NOW, TODAY, row
from tests.people import SUZHOU, rui


def standing(institution_id: UUID, **facts: Any) -> Standing:
    return row(
        Standing,
        facts,
        institution_id=institution_id,
        kind=StandingKind.WHITE_LIST,
        region_code="320508",
        sector=Sector.EDUCATION,
        from_on=TODAY,
        until_on=TODAY.replace(year=2027),
        ground="年度检查合格",
        legal_basis=["X33"],
        is_as_entered=False,
        authority_id=SUZHOU.id,
        decided_by=rui.id,
        decided_at=NOW,
    )


def standing_end(standing_id: UUID, **facts: Any) -> StandingEnd:
    return row(
        StandingEnd,
        facts,
        standing_id=standing_id,
        ended_on=TODAY,
        ending=Ending.LIFTED,
        reason="已整改",
        authority_id=SUZHOU.id,
        decided_by=rui.id,
        decided_at=NOW,
    )


def listed_person(keys: Keys, number: str, **facts: Any) -> ListedPerson:
    key = facts.pop("id", new_key())
    return row(
        ListedPerson,
        facts,
        id=key,
        name="某人",
        identity_hash=identity_numbers.hashed(keys, number),
        identity_sealed=identity_numbers.sealed(keys, number, key),
    )

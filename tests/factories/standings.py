"""What stands on institutions and persons by decision."""

from typing import Any
from uuid import UUID

from domain.authorities import Sector
from domain.rectification.terms import EscalationMeasure
from domain.standings.terms import Ending, RulingState, RulingStepKind, StandingKind
from persistence.accounts import identity_numbers
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.standings.table import ListedPerson, Ruling, RulingStep, Standing, StandingEnd
from tests.factories import NOW, TODAY, row
from tests.people import SUZHOU, hua, rui, yin


def standing(institution_id: UUID, /, **facts: Any) -> Standing:
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


def ruling(institution_id: UUID, **facts: Any) -> Ruling:
    """Noticed, to withdraw a licence."""
    return row(
        Ruling,
        facts,
        institution_id=institution_id,
        region_code="320508",
        sector=Sector.EDUCATION,
        authority_id=SUZHOU.id,
        measure=EscalationMeasure.WITHDRAW_LICENCE,
        entitlement_ids=[],
        facts="连续两次拒不整改",
        ground="逾期未整改，情节严重",
        legal_basis=["X16"],
        state=RulingState.NOTICED,
        drafted_by=hua.id,
        noticed_at=NOW,
        statement_due_on=TODAY.replace(day=25),
        statement_due_is_provisional=False,
        version=1,
    )


def ruling_step(ruling_id: UUID, **facts: Any) -> RulingStep:
    return row(
        RulingStep,
        facts,
        ruling_id=ruling_id,
        kind=RulingStepKind.STATEMENT,
        happened_on=TODAY,
        text="已整改",
        is_by_institution=True,
        entered_by=yin.id,
        entered_at=NOW,
    )

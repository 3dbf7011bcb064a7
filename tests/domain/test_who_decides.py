"""Who may decide what on whose: every role, near, above and beside, against the plain rule."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest

from domain.actors import Actor, AuthorityIsClosed, Grant, Office
from domain.authorities import AuthorityKind, Sector
from domain.institutions import Programme
from domain.institutions.programmes import NotCompetent, competent
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction, organ_among
from domain.permissions import GRANTS, Permission
from domain.refusals import NotPermitted, Refusal
from domain.regions import subtree
from domain.roles import Role
from domain.standings import rulings
from domain.standings.terms import RulingState, RulingStepKind
from tests.factories import TODAY
from tests.people import key

_P, _S, _O = Permission, Sector, AuthorityKind
WHERE, OWN_SECTOR = "320508", Sector.EDUCATION
"""The institution lies in Gusu, and education answers for it."""
DECIDING = key(900)
"""The authority whose ruling it is: the city's for education."""
HOLDER, STRANGER = key(901), key(902)


@dataclass(frozen=True)
class Seat:
    """Where somebody sits: of which kind, over which region, for which sectors."""

    authority_id: UUID
    kind: AuthorityKind
    region: str
    sectors: frozenset[Sector]

    @property
    def office(self) -> Office:
        return Office(self.authority_id, self.kind, subtree(self.region), self.sectors)


SEATS = (
    Seat(DECIDING, _O.ADMIN_ORGAN, "320500", frozenset({_S.EDUCATION})),
    Seat(key(903), _O.ADMIN_ORGAN, "320000", frozenset({_S.EDUCATION})),
    Seat(key(904), _O.ADMIN_ORGAN, "320508", frozenset({_S.EDUCATION})),
    Seat(key(905), _O.ADMIN_ORGAN, "320500", frozenset({_S.SPORTS})),
    Seat(key(906), _O.ADMIN_ORGAN, "320500", frozenset({_S.HUMAN_RESOURCES})),
    Seat(key(907), _O.ADMIN_ORGAN, "110105", frozenset({_S.EDUCATION})),
    Seat(key(908), _O.SOCIAL_ORG, "000000", frozenset({_S.EDUCATION})),
)
OFFICIALS = tuple(role for role in Role if role not in (Role.PARENT, Role.INSTITUTION_ADMIN))
CASES = tuple(itertools.product(OFFICIALS, SEATS))
_LICENSING = {_S.EDUCATION, _S.SCIENCE_TECHNOLOGY, _S.CULTURE_TOURISM, _S.SPORTS}
_ORGANS_OF = {
    Programme.OFF_CAMPUS_TRAINING: _LICENSING,
    Programme.ONLINE_TRAINING: _LICENSING,
    Programme.DIGITAL_ENGINEERS: {_S.HUMAN_RESOURCES},
    Programme.DEMONSTRATION_SCHOOLS: {_S.EDUCATION},
}


def actors() -> Iterator[tuple[Actor, Role, Seat]]:
    for role, seat in CASES:
        yield Actor(STRANGER, (Grant(role, seat.office),)), role, seat


def may(act: object) -> bool:
    """Whether a thunk of a rule is let through."""
    assert callable(act)
    try:
        act()
    except (NotPermitted, NotCompetent, OutsideJurisdiction):
        return False
    except Refusal as refused:  # no other refusal may stand between
        raise AssertionError(refused.code) from refused
    return True


@pytest.mark.parametrize("programme", [*Programme, None], ids=str)
def test_entitlements_are_decided_on_by_who_is_competent_and_near(
    programme: Programme | None,
) -> None:
    society = key(908)
    for actor, role, seat in actors():
        decides = role in (Role.HEAD, Role.REGISTRAR, Role.PROGRAMME_OFFICER)
        is_near = WHERE in subtree(seat.region)
        if programme is None:
            fits = seat.kind is _O.ADMIN_ORGAN and OWN_SECTOR in seat.sectors and is_near
        elif programme in _ORGANS_OF:
            sectors = _ORGANS_OF[programme]
            answers = OWN_SECTOR not in sectors or OWN_SECTOR in seat.sectors
            fits = seat.kind is _O.ADMIN_ORGAN and bool(sectors & seat.sectors)
            fits = fits and is_near and answers
        else:
            fits = seat.authority_id == society

        def act(actor: Actor = actor) -> None:
            competent(
                actor.offices_with(_P.STANDING_DECIDE),
                programme,
                region_code=WHERE,
                sector=OWN_SECTOR,
                granted_by=society,
            )

        assert may(act) is (decides and fits), (role, seat, programme)


def a_ruling(state: RulingState, *steps: RulingStepKind) -> rulings.Ruling:
    return rulings.Ruling(
        state,
        DECIDING,
        key(910),
        HOLDER,
        TODAY,
        TODAY,
        TODAY,
        tuple(rulings.RulingStep(each, TODAY) for each in steps),
    )


def test_a_ruling_is_confirmed_and_dropped_at_its_own_authority_alone() -> None:
    waived = a_ruling(RulingState.NOTICED, RulingStepKind.WAIVER)
    for actor, role, seat in actors():
        fits = seat.authority_id == DECIDING
        second = role in (Role.HEAD, Role.RESULT_AUDITOR, Role.PROGRAMME_OFFICER)

        def confirm(actor: Actor = actor) -> None:
            rulings.confirm(waived, TODAY, is_order_closed=False, by=actor, today=TODAY)

        def drop(actor: Actor = actor) -> None:
            rulings.drop(waived, by=actor)

        assert may(confirm) is may(drop) is (fits and second), (role, seat)


def test_who_drafted_a_ruling_confirms_it_in_no_role() -> None:
    waived = a_ruling(RulingState.NOTICED, RulingStepKind.WAIVER)
    own = [role for role in OFFICIALS if _P.RULING_CONFIRM in GRANTS[role]]
    assert own
    for role in own:
        drafter = Actor(HOLDER, (Grant(role, SEATS[0].office),))

        with pytest.raises(rulings.DrafterConfirms):
            rulings.confirm(waived, TODAY, is_order_closed=False, by=drafter, today=TODAY)
        rulings.drop(waived, by=drafter)


def test_it_is_quashed_by_its_own_head_or_one_above_in_the_sector() -> None:
    for actor, role, seat in actors():
        heads = role in (Role.HEAD, Role.PROGRAMME_OFFICER)
        is_above = seat.region in ("320000", "320500") and _S.EDUCATION in seat.sectors
        fits = seat.kind is _O.ADMIN_ORGAN and is_above

        def act(actor: Actor = actor) -> None:
            rulings.reviewing(DECIDING, "320500", OWN_SECTOR, by=actor)

        assert may(act) is (heads and fits), (role, seat)


def test_its_institution_answers_and_appeals_and_so_does_the_authority_for_it() -> None:
    noticed, in_force = a_ruling(RulingState.NOTICED), a_ruling(RulingState.IN_FORCE)
    admins = {
        name: Actor(STRANGER, (Grant(Role.INSTITUTION_ADMIN, institution_id=each),))
        for name, each in {"own": key(910), "other": key(911)}.items()
    }
    cases = [(actor, role, seat) for actor, role, seat in actors()]
    allowed = (Role.HEAD, Role.REGISTRAR, Role.PROGRAMME_OFFICER)
    for actor, is_allowed in [
        (admins["own"], True),
        (admins["other"], False),
        *((a, r in allowed and s.authority_id == DECIDING) for a, r, s in cases),
    ]:

        def answer(actor: Actor = actor) -> None:
            rulings.answer(noticed, RulingStepKind.STATEMENT, by=actor, today=TODAY)

        def appeal(actor: Actor = actor) -> None:
            rulings.appeal(in_force, TODAY, by=actor, today=TODAY)

        assert may(answer) is may(appeal) is is_allowed


def test_a_successor_decides_for_the_authority_that_is_closed() -> None:
    closed, now = key(910), key(911)
    sectors = frozenset({OWN_SECTOR})
    for kind, programme in (
        (_O.SOCIAL_ORG, Programme.SERVICE_CENTRES),
        (_O.ADMIN_ORGAN, Programme.OFF_CAMPUS_TRAINING),
    ):
        held = (
            Office(closed, kind, subtree("320507"), sectors, True, now),
            Office(now, kind, subtree(WHERE), sectors),
        )
        actor = Actor(STRANGER, tuple(Grant(Role.HEAD, each) for each in held))

        office = competent(held, programme, region_code=WHERE, sector=OWN_SECTOR, granted_by=closed)
        reviewing = rulings.reviewing(closed, "320507", OWN_SECTOR, by=actor)

        assert office.authority_id == reviewing.authority_id == now


def test_of_several_offices_an_open_organ_is_chosen() -> None:
    sectors = frozenset({OWN_SECTOR})
    society = Office(key(912), _O.SOCIAL_ORG, subtree("000000"), sectors)
    closed = Office(key(913), _O.ADMIN_ORGAN, subtree(WHERE), sectors, True)
    organ = Office(key(914), _O.ADMIN_ORGAN, subtree(WHERE), sectors)

    assert organ_among([society, closed, organ]) is organ
    for held, refusal in (
        ([society, closed], NotAnAdministrativeOrgan),
        ([closed, society], AuthorityIsClosed),
        ([], NotAnAdministrativeOrgan),
    ):
        with pytest.raises(refusal):
            organ_among(held)

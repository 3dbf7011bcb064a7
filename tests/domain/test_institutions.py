import datetime as dt
from collections.abc import Collection
from dataclasses import replace

import pytest

from domain import institutions as rules
from domain.actors import Actor, Grant
from domain.authorities import Sector
from domain.institutions import (
    ConflictOfInterest,
    Entitlement,
    EntitlementKind,
    EntitlementState,
    Institution,
    InstitutionKind,
    ListingRole,
    RegionEnded,
    RegionNotALeaf,
    RegisteredPlace,
)
from domain.offices import (
    NotAnAdministrativeOrgan,
    OutsideJurisdiction,
    refuse_unless_own_or_reached,
)
from domain.permissions import Permission
from domain.refusals import NotPermitted, Refusal
from domain.roles import Role
from tests.domain.facts import (
    BUREAU,
    COUNTY_BUREAU,
    KUNSHAN,
    NANJING,
    SOCIETY,
    SUZHOU,
    an_actor,
    an_office,
    uid,
)

ROSE = an_actor(Role.REGISTRAR)
OWNER = Actor(uid(5), (Grant(Role.INSTITUTION_ADMIN, institution_id=uid(50)),))
SCHOOL = Institution(
    frozenset({InstitutionKind.OFF_CAMPUS_TRAINING}),
    Sector.EDUCATION,
    RegisteredPlace(KUNSHAN, is_leaf=True),
    COUNTY_BUREAU,
    (RegisteredPlace(KUNSHAN, is_leaf=True),),
)
ENDED = RegisteredPlace(
    KUNSHAN, is_leaf=True, ended_on=dt.date(2026, 1, 1), successor_code="320508"
)
PROGRAMME = replace(SCHOOL, kinds=frozenset({InstitutionKind.SERVICE_CENTRE}), supervisor=SOCIETY)


@pytest.mark.parametrize("institution", [SCHOOL, replace(SCHOOL, supervisor=BUREAU), PROGRAMME])
def test_an_institution_is_registered_in_a_leaf_under_an_authority_that_answers_for_it(
    institution: Institution,
) -> None:
    rules.register(institution, by=ROSE)


@pytest.mark.parametrize(
    ("institution", "refusal"),
    [
        (replace(SCHOOL, place=RegisteredPlace(SUZHOU, is_leaf=False)), RegionNotALeaf),
        (replace(SCHOOL, sites=(RegisteredPlace(SUZHOU, is_leaf=False),)), RegionNotALeaf),
        (replace(SCHOOL, place=ENDED), RegionEnded),
        (replace(SCHOOL, sites=(ENDED,)), RegionEnded),
        (replace(SCHOOL, supervisor=SOCIETY), NotAnAdministrativeOrgan),
        (
            replace(PROGRAMME, kinds=frozenset({InstitutionKind.ONLINE_PLATFORM})),
            NotAnAdministrativeOrgan,
        ),
        (replace(SCHOOL, supervisor=an_office(9, NANJING)), OutsideJurisdiction),
        (replace(PROGRAMME, supervisor=an_office(9, NANJING)), OutsideJurisdiction),
        (
            replace(SCHOOL, supervisor=an_office(9, sectors=frozenset({Sector.SPORTS}))),
            OutsideJurisdiction,
        ),
        (replace(SCHOOL, place=RegisteredPlace(NANJING, is_leaf=True)), OutsideJurisdiction),
        (replace(SCHOOL, sector=Sector.SPORTS), OutsideJurisdiction),
    ],
)
def test_an_institution_in_the_wrong_place_is_refused(
    institution: Institution, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        rules.register(institution, by=ROSE)


def test_a_supervisor_registers_nothing() -> None:
    with pytest.raises(NotPermitted):
        rules.register(SCHOOL, by=an_actor(Role.SUPERVISOR))


def update(after: Institution, by: Actor, changed: Collection[str] = ("name",)) -> None:
    rules.update(SCHOOL, after, institution_id=uid(50), changed=changed, by=by)


def test_a_registrar_in_whose_subtree_it_lies_corrects_an_entry() -> None:
    update(replace(SCHOOL, supervisor=BUREAU), ROSE)


def test_an_entry_stays_in_a_region_that_has_ended_and_no_other_moves_there() -> None:
    update(replace(SCHOOL, place=ENDED, sites=(ENDED,)), ROSE)

    elsewhere = replace(SCHOOL, place=RegisteredPlace("320509", is_leaf=True), sites=())
    with pytest.raises(RegionEnded) as refused:
        rules.update(
            elsewhere,
            replace(SCHOOL, place=ENDED),
            institution_id=uid(50),
            changed=["region_code"],
            by=ROSE,
        )
    assert refused.value.successor_code == "320508"


def test_an_entry_is_not_moved_out_of_the_registrars_reach() -> None:
    with pytest.raises(OutsideJurisdiction):
        update(replace(SCHOOL, place=RegisteredPlace(NANJING, is_leaf=True)), ROSE)


def test_a_registrar_elsewhere_corrects_nothing() -> None:
    with pytest.raises(OutsideJurisdiction):
        update(SCHOOL, an_actor(Role.REGISTRAR, office=an_office(9, NANJING)))


def test_an_institution_corrects_its_own_contacts_and_nothing_else() -> None:
    update(SCHOOL, OWNER, ("contact_phone", "website"))
    with pytest.raises(NotPermitted):
        update(SCHOOL, OWNER, ("contact_phone", "name"))


def test_another_institution_corrects_nothing() -> None:
    stranger = Actor(uid(6), (Grant(Role.INSTITUTION_ADMIN, institution_id=uid(51)),))
    with pytest.raises(OutsideJurisdiction):
        update(SCHOOL, stranger, ("website",))


@pytest.mark.parametrize(
    ("actor", "refusal"),
    [
        (OWNER, None),
        (ROSE, None),
        (an_actor(Role.REGISTRAR, office=an_office(9, NANJING)), OutsideJurisdiction),
        (an_actor(Role.SUPERVISOR), NotPermitted),
    ],
)
def test_the_institution_itself_and_those_above_it_act_for_it(
    actor: Actor, refusal: type[Refusal] | None
) -> None:
    facts = (Permission.COURSE_PUBLISH, uid(50), KUNSHAN, Sector.EDUCATION)
    if refusal is None:
        refuse_unless_own_or_reached(actor, *facts)
    else:
        with pytest.raises(refusal):
            refuse_unless_own_or_reached(actor, *facts)


TRAINING = Entitlement(
    uid(1),
    EntitlementKind.LISTING,
    EntitlementState.ACTIVE,
    dt.date(2026, 1, 1),
    listing_role=ListingRole.TRAINING,
    occupation="人工智能",
)


@pytest.mark.parametrize(
    ("role", "occupation", "state", "is_refused"),
    [
        (ListingRole.EVALUATION, "人工智能", EntitlementState.ACTIVE, True),
        (ListingRole.EVALUATION, "人工智能", EntitlementState.RECTIFYING, True),
        (ListingRole.EVALUATION, "人工智能", EntitlementState.REMOVED, False),
        (ListingRole.EVALUATION, "物联网", EntitlementState.ACTIVE, False),
        (ListingRole.TRAINING, "人工智能", EntitlementState.ACTIVE, False),
    ],
)
def test_training_and_evaluation_of_one_occupation_exclude_one_another(
    role: ListingRole, occupation: str, state: EntitlementState, is_refused: bool
) -> None:
    held = [replace(TRAINING, state=state)]
    if is_refused:
        with pytest.raises(ConflictOfInterest) as raised:
            rules.refuse_conflict_of_interest(role, occupation, held)
        assert raised.value.held_role is ListingRole.TRAINING
    else:
        rules.refuse_conflict_of_interest(role, occupation, held)

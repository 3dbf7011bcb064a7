from collections.abc import Callable
from typing import Any

import pytest

from domain import accounts as rules
from domain.accounts import GrantProposal, InstitutionTarget
from domain.actors import Actor, Grant
from domain.authorities import Sector
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.refusals import InvalidInput, NotPermitted, Refusal
from domain.regions import NATION
from domain.roles import Role
from tests.domain.facts import (
    BUREAU,
    COUNTY_BUREAU,
    KUNSHAN,
    NANJING,
    SOCIETY,
    an_actor,
    an_office,
    uid,
)

ROOT = Actor(uid(1), (Grant(Role.SYS_ADMIN),))
CITY = an_actor(Role.SYS_ADMIN, account=2)
SOMEONE = uid(99)
SCHOOL = InstitutionTarget(uid(50), KUNSHAN, Sector.EDUCATION)
ELSEWHERE = InstitutionTarget(uid(51), NANJING, Sector.EDUCATION)
ALLOWED = [
    GrantProposal(Role.INSPECTOR, COUNTY_BUREAU),
    GrantProposal(Role.TASK_MANAGER, BUREAU),
    GrantProposal(Role.SYS_ADMIN, COUNTY_BUREAU),
    GrantProposal(Role.INSTITUTION_ADMIN, institution=SCHOOL),
]


@pytest.mark.parametrize("proposal", ALLOWED)
@pytest.mark.parametrize("by", [ROOT, CITY], ids=["root", "city"])
def test_an_administrator_grants_creates_and_revokes_below(
    by: Actor, proposal: GrantProposal
) -> None:
    rules.may_grant(by, proposal, account_id=SOMEONE, held=[])
    rules.may_create(by, proposal)
    rules.may_revoke(by, proposal, account_id=SOMEONE)
    rules.may_disable(by, account_id=SOMEONE, held=[proposal])


def test_an_administrator_of_the_nation_makes_others() -> None:
    for role in (Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        rules.may_create(ROOT, GrantProposal(role))
    rules.may_create(ROOT, GrantProposal(Role.PROGRAMME_OFFICER, SOCIETY))


@pytest.mark.parametrize(
    "proposal",
    [
        GrantProposal(Role.INSPECTOR, an_office(9, NANJING)),
        GrantProposal(Role.INSPECTOR, an_office(9, KUNSHAN, sectors=frozenset({Sector.SPORTS}))),
        GrantProposal(Role.PROGRAMME_OFFICER, SOCIETY),
        GrantProposal(Role.INSTITUTION_ADMIN, institution=ELSEWHERE),
        GrantProposal(Role.AUDIT_ADMIN),
    ],
)
def test_nobody_acts_beyond_the_own_subtree_and_sectors(proposal: GrantProposal) -> None:
    attempts: list[Callable[[], None]] = [
        lambda: rules.may_grant(CITY, proposal, account_id=SOMEONE, held=[]),
        lambda: rules.may_create(CITY, proposal),
        lambda: rules.may_revoke(CITY, proposal, account_id=SOMEONE),
        lambda: rules.may_disable(CITY, account_id=SOMEONE, held=[ALLOWED[0], proposal]),
    ]
    for attempt in attempts:
        with pytest.raises(OutsideJurisdiction):
            attempt()


@pytest.mark.parametrize(
    ("proposal", "refusal"),
    [
        (GrantProposal(Role.PARENT), rules.RoleNotGrantable),
        (GrantProposal(Role.INSPECTOR, SOCIETY), NotAnAdministrativeOrgan),
        (GrantProposal(Role.TASK_MANAGER, SOCIETY), NotAnAdministrativeOrgan),
        (GrantProposal(Role.RESULT_AUDITOR, SOCIETY), NotAnAdministrativeOrgan),
        (GrantProposal(Role.PROGRAMME_OFFICER, BUREAU), rules.NotASocialOrganisation),
        (GrantProposal(Role.INSPECTOR), InvalidInput),
        (GrantProposal(Role.INSPECTOR, BUREAU, SCHOOL), InvalidInput),
        (GrantProposal(Role.INSTITUTION_ADMIN), InvalidInput),
        (GrantProposal(Role.INSTITUTION_ADMIN, BUREAU), InvalidInput),
        (GrantProposal(Role.INSTITUTION_ADMIN, BUREAU, SCHOOL), InvalidInput),
    ],
)
def test_a_role_is_held_where_it_belongs(proposal: GrantProposal, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        rules.may_grant(ROOT, proposal, account_id=SOMEONE, held=[])
    with pytest.raises(refusal):
        rules.may_create(ROOT, proposal)


THREE = (Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


@pytest.mark.parametrize("held", THREE)
@pytest.mark.parametrize("role", THREE)
def test_nobody_holds_two_of_the_three_administrations(role: Role, held: Role) -> None:
    facts: dict[str, Any] = {"account_id": SOMEONE, "held": [held]}
    if role is held:
        rules.may_grant(ROOT, GrantProposal(role, BUREAU), **facts)
    else:
        with pytest.raises(rules.ThreeRoleSplit) as raised:
            rules.may_grant(ROOT, GrantProposal(role, BUREAU), **facts)
        assert raised.value.held_role is held


@pytest.mark.parametrize(
    ("role", "held"), [(Role.SYS_ADMIN, Role.HEAD), (Role.HEAD, Role.AUDIT_ADMIN)]
)
def test_who_holds_an_administration_holds_nothing_else(role: Role, held: Role) -> None:
    with pytest.raises(rules.AdministratorsHoldNothingElse) as raised:
        rules.may_grant(ROOT, GrantProposal(role, BUREAU), account_id=SOMEONE, held=[held])

    assert raised.value.held_role is held
    assert rules.breaks_separation([role, held])


@pytest.mark.parametrize(
    "held", [[], [Role.SYS_ADMIN], [Role.SYS_ADMIN] * 2, [Role.HEAD, Role.INSPECTOR]]
)
def test_other_roles_go_together(held: list[Role]) -> None:
    assert not rules.breaks_separation(held)


SECOND = Actor(uid(5), (Grant(Role.SECURITY_ADMIN, an_office(3, NATION)),))
SECOND_OF_THE_CITY = an_actor(Role.SECURITY_ADMIN, account=6)


@pytest.mark.parametrize("proposal", ALLOWED)
@pytest.mark.parametrize("by", [SECOND, SECOND_OF_THE_CITY], ids=["nation", "city"])
def test_a_second_person_confirms_below(by: Actor, proposal: GrantProposal) -> None:
    rules.may_confirm(by, proposal, account_id=SOMEONE, granted_by=uid(1))


@pytest.mark.parametrize(
    ("by", "account_id", "granted_by", "refusal"),
    [
        (ROOT, SOMEONE, uid(2), NotPermitted),
        (SECOND, SECOND.account_id, uid(1), rules.OwnGrant),
        (SECOND, SOMEONE, SECOND.account_id, rules.OwnProposal),
        (an_actor(Role.SECURITY_ADMIN, account=6), SOMEONE, uid(1), OutsideJurisdiction),
    ],
)
def test_one_person_is_not_two(
    by: Actor, account_id: Any, granted_by: Any, refusal: type[Refusal]
) -> None:
    elsewhere = GrantProposal(Role.INSPECTOR, an_office(9, NANJING))

    with pytest.raises(refusal):
        rules.may_confirm(by, elsewhere, account_id=account_id, granted_by=granted_by)


def test_nobody_changes_their_own_roles_or_disables_themselves() -> None:
    with pytest.raises(rules.OwnGrant):
        rules.may_grant(ROOT, ALLOWED[0], account_id=uid(1), held=[Role.SYS_ADMIN])
    with pytest.raises(rules.OwnGrant):
        rules.may_revoke(ROOT, GrantProposal(Role.SYS_ADMIN), account_id=uid(1))
    with pytest.raises(rules.OwnAccount):
        rules.may_disable(ROOT, account_id=uid(1), held=[])


def test_a_parent_is_disabled_from_the_nation_only() -> None:
    for held in ([], [GrantProposal(Role.PARENT)]):
        rules.may_disable(ROOT, account_id=SOMEONE, held=held)
        with pytest.raises(OutsideJurisdiction):
            rules.may_disable(CITY, account_id=SOMEONE, held=held)


def test_what_belongs_nowhere_is_reached_from_an_organ_of_the_nation() -> None:
    nation = Actor(uid(3), (Grant(Role.SYS_ADMIN, an_office(3, NATION)),))
    society = Actor(uid(4), (Grant(Role.SYS_ADMIN, SOCIETY),))

    rules.may_disable(nation, account_id=SOMEONE, held=[GrantProposal(Role.PARENT)])
    rules.may_create(nation, GrantProposal(Role.AUDIT_ADMIN))
    with pytest.raises(OutsideJurisdiction):
        rules.may_disable(society, account_id=SOMEONE, held=[GrantProposal(Role.PARENT)])


@pytest.mark.parametrize("role", [Role.HEAD, Role.AUDIT_ADMIN, Role.OVERSIGHT])
def test_without_the_permission_nobody_grants_or_disables(role: Role) -> None:
    by = an_actor(role)
    with pytest.raises(NotPermitted):
        rules.may_grant(by, ALLOWED[0], account_id=SOMEONE, held=[])
    with pytest.raises(NotPermitted):
        rules.may_create(by, ALLOWED[0])
    with pytest.raises(NotPermitted):
        rules.may_revoke(by, ALLOWED[0], account_id=SOMEONE)
    with pytest.raises(NotPermitted):
        rules.may_disable(by, account_id=SOMEONE, held=[])


def test_a_security_administrator_disables_but_does_not_grant() -> None:
    by = an_actor(Role.SECURITY_ADMIN)
    rules.may_disable(by, account_id=SOMEONE, held=[ALLOWED[0]])
    with pytest.raises(NotPermitted):
        rules.may_grant(by, ALLOWED[0], account_id=SOMEONE, held=[])


AUDITOR = an_actor(Role.AUDIT_ADMIN, account=3)


def test_the_top_of_a_register_reaches_who_belongs_nowhere() -> None:
    of_the_city = GrantProposal(Role.PARENT, top=BUREAU.subtree.first)

    rules.may_disable(CITY, account_id=SOMEONE, held=[of_the_city])
    rules.may_enable(CITY, account_id=SOMEONE, held=[of_the_city])
    with pytest.raises(OutsideJurisdiction):
        rules.may_create(CITY, GrantProposal(Role.AUDIT_ADMIN))


@pytest.mark.parametrize("role", Role)
def test_a_reset_waits_for_a_second_person_where_it_is_of_one_of_the_three(role: Role) -> None:
    held = [GrantProposal(role, COUNTY_BUREAU)]

    assert rules.may_reset(CITY, account_id=SOMEONE, held=held) is (role in THREE)


@pytest.mark.parametrize(
    ("by", "issued_by", "account_id", "refusal"),
    [
        (AUDITOR, uid(2), SOMEONE, None),
        (AUDITOR, None, SOMEONE, None),
        (AUDITOR, uid(3), SOMEONE, rules.OwnReview),
        (AUDITOR, uid(2), uid(3), rules.OwnReview),
        (an_actor(Role.HEAD), uid(2), SOMEONE, NotPermitted),
    ],
    ids=["another", "the console's", "the own", "of oneself", "another role"],
)
def test_who_confirms_a_reset_is_neither_its_issuer_nor_its_holder(
    by: Actor, issued_by: Any, account_id: Any, refusal: type[Refusal] | None
) -> None:
    held = [GrantProposal(Role.SYS_ADMIN, BUREAU)]

    def confirm() -> None:
        rules.may_confirm_reset(by, account_id=account_id, issued_by=issued_by, held=held)

    if refusal is None:
        confirm()
    else:
        with pytest.raises(refusal):
            confirm()


SPORTS_TOO = an_office(8, BUREAU.subtree.first, sectors=BUREAU.sectors | {Sector.SPORTS})
STAYING: list[Any] = [
    (BUREAU, [None], True),
    (BUREAU, [BUREAU], True),
    (BUREAU, [an_office(3, NATION)], True),
    (BUREAU, [SPORTS_TOO], True),
    (SPORTS_TOO, [BUREAU], False),
    (BUREAU, [COUNTY_BUREAU], False),
    (BUREAU, [SOCIETY], False),
    (SOCIETY, [SOCIETY], True),
    (None, [None], True),
    (None, [an_office(3, NATION)], False),
    (BUREAU, [], False),
]


@pytest.mark.parametrize("role", [Role.SYS_ADMIN, Role.SECURITY_ADMIN])
@pytest.mark.parametrize(("going", "staying", "goes"), STAYING, ids=range(len(STAYING)))
def test_somebody_stays_who_reaches_the_place(
    role: Role, going: Any, staying: list[Any], goes: bool
) -> None:
    others = [GrantProposal(role, office) for office in staying]
    of_another_role = GrantProposal(Role.AUDIT_ADMIN, going)

    if goes:
        rules.refuse_last([GrantProposal(role, going)], [*others, of_another_role])
    else:
        with pytest.raises(rules.LastAdministrator):
            rules.refuse_last([GrantProposal(role, going)], [*others, of_another_role])


@pytest.mark.parametrize("role", sorted(set(Role) - rules.KEPT_ROLES))
def test_every_other_role_may_be_the_last(role: Role) -> None:
    rules.refuse_last([GrantProposal(role, BUREAU)], [])

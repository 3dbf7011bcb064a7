import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from domain.authorities import AuthorityKind, Sector
from domain.inspections.assignments import (
    Assignment,
    Candidate,
    CaseVisit,
    MayNotLead,
    OfficerOutsideAuthority,
    OwnAssignment,
    TooFewOfficers,
    assign,
)
from domain.inspections.certificates import Certificate, CertificateNotValid
from domain.inspections.terms import TaskTrigger
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.refusals import InvalidInput, NotPermitted, Refusal
from domain.roles import Role
from tests.domain.facts import (
    BUREAU,
    COUNTY_BUREAU,
    KUNSHAN,
    NANJING,
    SUZHOU,
    TODAY,
    an_actor,
    an_office,
    uid,
)

FIRST, LAST = TODAY, TODAY + dt.timedelta(days=9)
VALID = Certificate(dt.date(2024, 1, 1), LAST)
TERESA = an_actor(Role.TASK_MANAGER, officer=77)
WANDA = Candidate(uid(11), BUREAU, VALID, may_lead=True)
IVAN = Candidate(uid(12), COUNTY_BUREAU, VALID, may_lead=False)
VISIT = CaseVisit(
    office=BUREAU,
    region_code=KUNSHAN,
    sector=Sector.EDUCATION,
    trigger=TaskTrigger.LEAD,
    reason="家长反映",
    window_from=FIRST,
    window_to=LAST,
    officers=(WANDA, IVAN),
    leader_id=WANDA.officer_id,
)


def test_a_case_visit_is_assigned_to_two_officers_of_the_authority_or_below() -> None:
    assert assign(VISIT, by=TERESA, today=TODAY) == Assignment(
        (uid(11), uid(12)), uid(11), "家长反映"
    )


@pytest.mark.parametrize(
    ("officer", "refusal"),
    [
        (replace(IVAN, certificate=None), CertificateNotValid),
        (
            replace(IVAN, certificate=replace(VALID, valid_to=LAST - dt.timedelta(days=1))),
            CertificateNotValid,
        ),
        (
            replace(IVAN, certificate=replace(VALID, valid_from=FIRST + dt.timedelta(days=1))),
            CertificateNotValid,
        ),
        (
            replace(IVAN, office=an_office(2, KUNSHAN, AuthorityKind.SOCIAL_ORG)),
            NotAnAdministrativeOrgan,
        ),
        (replace(IVAN, office=an_office(9, SUZHOU)), OfficerOutsideAuthority),
        (replace(IVAN, office=an_office(9, NANJING)), OfficerOutsideAuthority),
        (
            replace(IVAN, office=an_office(9, KUNSHAN, sectors=frozenset({Sector.SPORTS}))),
            OfficerOutsideAuthority,
        ),
        (replace(IVAN, officer_id=uid(77)), OwnAssignment),
    ],
)
def test_an_officer_who_may_not_go_is_refused(officer: Candidate, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        assign(replace(VISIT, officers=(WANDA, officer)), by=TERESA, today=TODAY)


def test_the_refusal_says_whose_certificate_ends_when() -> None:
    officer = replace(IVAN, certificate=replace(VALID, valid_to=FIRST))
    with pytest.raises(CertificateNotValid) as raised:
        assign(replace(VISIT, officers=(WANDA, officer)), by=TERESA, today=TODAY)
    assert (raised.value.officer_id, raised.value.valid_to) == (uid(12), FIRST)


def test_one_officer_is_too_few() -> None:
    with pytest.raises(TooFewOfficers):
        assign(replace(VISIT, officers=(WANDA,)), by=TERESA, today=TODAY)


def test_the_leader_must_be_one_who_may_lead() -> None:
    with pytest.raises(MayNotLead):
        assign(replace(VISIT, leader_id=IVAN.officer_id), by=TERESA, today=TODAY)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"trigger": TaskTrigger.PLAN}, "trigger"),
        ({"trigger": TaskTrigger.AD_HOC}, "trigger"),
        ({"trigger": TaskTrigger.COMPLAINT}, "originComplaintId"),
        ({"reason": "  "}, "reason"),
        ({"window_from": TODAY - dt.timedelta(days=1)}, "windowFrom"),
        ({"window_to": TODAY - dt.timedelta(days=1)}, "windowTo"),
        ({"window_to": TODAY + dt.timedelta(days=60)}, "windowTo"),
        ({"officers": (WANDA, IVAN, WANDA)}, "officerIds[2]"),
        ({"leader_id": uid(99)}, "leaderId"),
    ],
)
def test_a_fault_of_form_is_told_with_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        assign(replace(VISIT, **changes), by=TERESA, today=TODAY)
    assert [violation.field for violation in raised.value.violations] == [field]


def test_a_window_of_sixty_days_is_allowed() -> None:
    last = FIRST + dt.timedelta(days=59)
    officers = tuple(
        replace(officer, certificate=replace(VALID, valid_to=last)) for officer in VISIT.officers
    )
    assign(replace(VISIT, window_to=last, officers=officers), by=TERESA, today=TODAY)


def test_a_complaint_opens_a_case_visit() -> None:
    visit = replace(VISIT, trigger=TaskTrigger.COMPLAINT, origin_complaint_id=uid(5))
    assign(visit, by=TERESA, today=TODAY)


def test_a_visit_outside_the_region_or_the_sector_is_refused() -> None:
    for visit in (replace(VISIT, region_code=NANJING), replace(VISIT, sector=Sector.SPORTS)):
        with pytest.raises(OutsideJurisdiction):
            assign(visit, by=TERESA, today=TODAY)


def test_a_social_organisation_assigns_no_visits() -> None:
    society = an_office(3, SUZHOU, AuthorityKind.SOCIAL_ORG)
    with pytest.raises(NotAnAdministrativeOrgan):
        assign(
            replace(VISIT, office=society),
            by=an_actor(Role.TASK_MANAGER, office=society),
            today=TODAY,
        )


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.SUPERVISOR, Role.HEAD])
def test_only_a_task_manager_of_the_office_assigns(role: Role) -> None:
    with pytest.raises(NotPermitted):
        assign(VISIT, by=an_actor(role), today=TODAY)
    with pytest.raises(NotPermitted):
        assign(VISIT, by=an_actor(Role.TASK_MANAGER, office=COUNTY_BUREAU), today=TODAY)

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from domain.checklists import OFF_CAMPUS_GENERAL, current
from domain.draws.entropy import EntropyDoesNotFit, party_commitment
from domain.inspections.terms import InspectionState, TaskState
from domain.institutions.terms import InstitutionKind, RiskClass
from domain.items.terms import ItemClass
from domain.offices import NotAnAdministrativeOrgan
from domain.plans.rules import ItemNotInForce, ItemNotOnList, PlannedItem
from domain.plans.terms import PlanState
from domain.refusals import InvalidInput, NotFound, NotPermitted, Refusal
from domain.roles import Role
from domain.tasks import creation, draw_steps, policy
from domain.tasks.creation import PlanLine, SendingDepartment, TaskDraft, VoidedTask
from domain.tasks.draw_steps import ShareRevealedAlready
from domain.tasks.policy import Quota
from tests.domain.facts import (
    BUREAU,
    COUNTY_BUREAU,
    KUNSHAN,
    NANJING,
    SOCIETY,
    SUZHOU,
    TODAY,
    an_actor,
    uid,
)

DAY = dt.timedelta(days=1)
FIRST, LAST = TODAY + DAY, TODAY + 30 * DAY
TERESA = an_actor(Role.TASK_MANAGER)
HEIDI = an_actor(Role.HEAD, officer=10)
ITEM = PlannedItem(
    uid(1),
    "OC-01",
    ItemClass.GENERAL,
    ratio_bp=500,
    max_per_year=1,
    effective_from=FIRST,
    effective_to=LAST,
    applies_to=frozenset(InstitutionKind),
    checklist=(OFF_CAMPUS_GENERAL.code, 1),
)
ORDER = TaskDraft(
    office=BUREAU,
    items=(ITEM,),
    region_code=KUNSHAN,
    kinds=frozenset(InstitutionKind),
    window_from=FIRST,
    window_to=LAST,
    departments=(SendingDepartment(BUREAU, 2, 10), SendingDepartment(COUNTY_BUREAU, 2, 1)),
)
LINE = PlanLine(uid(5), uid(1), PlanState.PUBLISHED, uid(1), SUZHOU, FIRST, LAST)
VOIDED = VoidedTask(uid(1), None, was_drawn=True, is_voided=True)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"plan_line": LINE},
        {"redraw_of": VOIDED},
        {"plan_line": LINE, "redraw_of": replace(VOIDED, plan_line_id=uid(5))},
    ],
)
def test_a_task_within_all_limits_is_ordered(changes: dict[str, Any]) -> None:
    checklist = creation.order(replace(ORDER, **changes), by=TERESA, today=TODAY)

    assert checklist == (OFF_CAMPUS_GENERAL.code, current(OFF_CAMPUS_GENERAL.code, TODAY).version)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"office": COUNTY_BUREAU}, NotPermitted),
        ({"departments": (SendingDepartment(SOCIETY, 2, 10),)}, NotAnAdministrativeOrgan),
        ({"items": (replace(ITEM, authority_id=uid(9)),)}, ItemNotOnList),
        ({"items": (replace(ITEM, authority_id=uid(9), region_code=SUZHOU),)}, ItemNotOnList),
        ({"items": (replace(ITEM, authority_id=uid(9), region_code=KUNSHAN),)}, ItemNotOnList),
        ({"items": (replace(ITEM, effective_from=FIRST + DAY),)}, ItemNotInForce),
        ({"items": (replace(ITEM, effective_to=LAST - DAY),)}, ItemNotInForce),
        (
            {"items": (ITEM, replace(ITEM, id=uid(2), checklist=("other", 1)))},
            creation.ItemsOfDifferentChecklists,
        ),
        ({"plan_line": replace(LINE, authority_id=uid(2))}, creation.OutsidePlanLine),
        ({"plan_line": replace(LINE, state=PlanState.APPROVED)}, creation.PlanNotInForce),
        ({"plan_line": replace(LINE, region_code=NANJING)}, creation.OutsidePlanLine),
        ({"plan_line": replace(LINE, first_on=FIRST + DAY)}, creation.OutsidePlanLine),
        ({"plan_line": replace(LINE, last_on=LAST - DAY)}, creation.OutsidePlanLine),
        ({"plan_line": replace(LINE, item_id=uid(2))}, creation.OutsidePlanLine),
        ({"redraw_of": replace(VOIDED, is_voided=False)}, creation.NothingToRedraw),
        ({"redraw_of": replace(VOIDED, was_drawn=False)}, creation.NothingToRedraw),
        ({"redraw_of": replace(VOIDED, authority_id=uid(2))}, creation.NothingToRedraw),
        ({"redraw_of": replace(VOIDED, plan_line_id=uid(5))}, creation.NothingToRedraw),
        ({"redraw_of": VOIDED, "plan_line": LINE}, creation.NothingToRedraw),
    ],
)
def test_a_task_that_is_refused(changes: dict[str, Any], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        creation.order(replace(ORDER, **changes), by=TERESA, today=TODAY)


def test_items_of_authorities_above_are_on_the_list() -> None:
    above = replace(ITEM, authority_id=uid(9), region_code="320000")

    assert creation.order(replace(ORDER, items=(above,)), by=TERESA, today=TODAY)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"items": ()}, ["itemIds"]),
        ({"items": (ITEM, ITEM)}, ["itemIds"]),
        ({"window_from": TODAY}, ["windowFrom"]),
        ({"window_to": FIRST - DAY}, ["windowTo"]),
        ({"window_to": FIRST + 365 * DAY}, ["windowTo", "windowTo"]),
        ({"region_code": NANJING}, ["regionCode"]),
        ({"kinds": frozenset()}, ["targetKinds"]),
        ({"departments": ()}, ["departments"]),
        ({"departments": ORDER.departments[::-1]}, ["departments"]),
        ({"departments": ORDER.departments[:1] * 2}, ["departments[1].authorityId"]),
        (
            {"departments": (SendingDepartment(BUREAU, 1, 10),)},
            ["departments[0].officersPerObject"],
        ),
        (
            {"departments": (SendingDepartment(BUREAU, 11, 10),)},
            ["departments[0].officersPerObject"],
        ),
        ({"departments": (SendingDepartment(BUREAU, 2, 0),)}, ["departments[0].maxLoad"]),
        ({"departments": (SendingDepartment(BUREAU, 2, 1_001),)}, ["departments[0].maxLoad"]),
        ({"quotas": (Quota(RiskClass.A, None),)}, ["quotas[0].ratioBp"]),
    ],
)
def test_a_fault_of_form_is_told_with_its_field(changes: dict[str, Any], fields: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        creation.order(replace(ORDER, **changes), by=TERESA, today=TODAY)

    assert [violation.field for violation in refused.value.violations] == fields


@pytest.mark.parametrize("departments", [(2, 1), (10, 1_000)])
def test_officers_and_loads_at_their_limits_are_allowed(departments: tuple[int, int]) -> None:
    order = replace(ORDER, departments=(SendingDepartment(BUREAU, *departments),))

    assert creation.order(order, by=TERESA, today=TODAY)


def test_another_head_of_the_authority_approves_a_task() -> None:
    creation.approve(uid(1), uid(101), by=HEIDI)

    with pytest.raises(creation.OwnTask):
        creation.approve(uid(1), uid(100), by=HEIDI)
    with pytest.raises(NotPermitted):
        creation.approve(uid(2), uid(101), by=HEIDI)
    with pytest.raises(NotPermitted):
        creation.approve(uid(1), uid(101), by=TERESA)


SENT = draw_steps.SentOfficer(InspectionState.TO_ENTER, uid(1), is_drawn=True, is_sent=True)
CASE = replace(SENT, is_drawn=False)


@pytest.mark.parametrize(("sent", "is_named"), [(SENT, False), (CASE, True)])
def test_the_head_replaces_an_officer(sent: draw_steps.SentOfficer, is_named: bool) -> None:
    draw_steps.replace(sent, uid(11), by=HEIDI, is_named=is_named)


@pytest.mark.parametrize(
    ("sent", "officer", "is_named", "refusal"),
    [
        (replace(SENT, authority_id=uid(2)), 11, False, NotPermitted),
        (SENT, 10, False, draw_steps.OwnReplacement),
        (CASE, 11, False, draw_steps.NotDrawn),
        (SENT, 11, True, draw_steps.IncomingOfficerDrawn),
        (replace(SENT, is_sent=False), 11, False, draw_steps.NotOnTheVisit),
        (replace(SENT, state=InspectionState.TO_CONFIRM), 11, False, draw_steps.ReplacementTooLate),
    ],
)
def test_a_replacement_that_is_refused(
    sent: draw_steps.SentOfficer, officer: int, is_named: bool, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        draw_steps.replace(sent, uid(officer), by=HEIDI, is_named=is_named)


OPEN, DONE = InspectionState.TO_ENTER, InspectionState.PUBLISHED


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({}, None),
        ({"task_state": TaskState.IN_PROGRESS, "states": [DONE]}, None),
        ({"task_state": TaskState.COMPLETED, "states": [InspectionState.VOIDED]}, None),
        ({"states": [DONE, OPEN], "today": LAST + DAY}, None),
        ({"states": [DONE, OPEN], "today": LAST}, draw_steps.DrawnListConfidential),
        ({"task_state": TaskState.LOCKED}, draw_steps.DrawnListConfidential),
        ({"revealed_at": dt.datetime(2026, 3, 1, tzinfo=dt.UTC)}, draw_steps.DrawAlreadyRevealed),
        ({"by": HEIDI}, NotPermitted),
    ],
)
def test_a_draw_is_revealed_with_the_results_or_after_its_window(
    changes: dict[str, Any], refusal: type[Refusal] | None
) -> None:
    facts: dict[str, Any] = {
        "revealed_at": None,
        "task_state": TaskState.ISSUED,
        "window_to": LAST,
        "states": [DONE],
        "by": TERESA,
        "today": TODAY,
    }

    if refusal is None:
        draw_steps.reveal(uid(1), **facts | changes)
    else:
        with pytest.raises(refusal):
            draw_steps.reveal(uid(1), **facts | changes)


POLICY = tuple(policy.default(TODAY).values())


def test_an_authority_adopts_a_policy_of_one_line_for_each_class() -> None:
    assert policy.adopt(BUREAU, POLICY, by=HEIDI) == policy.default(TODAY)


@pytest.mark.parametrize(
    ("quotas", "fields"),
    [
        (POLICY[:3], ["quotas"]),
        ((*POLICY, POLICY[0]), ["quotas[4].riskClass"]),
        ((replace(POLICY[0], ratio_bp=None), *POLICY[1:]), ["quotas[0].ratioBp"] * 2),
        ((replace(POLICY[0], object_count=1), *POLICY[1:]), ["quotas[0].ratioBp"]),
        ((replace(POLICY[0], ratio_bp=-1), *POLICY[1:]), ["quotas[0].ratioBp"]),
        ((replace(POLICY[0], ratio_bp=10_001), *POLICY[1:]), ["quotas[0].ratioBp"]),
        ((replace(POLICY[0], min_count=-1), *POLICY[1:]), ["quotas[0].minCount"]),
        ((replace(POLICY[0], min_count=100_001), *POLICY[1:]), ["quotas[0].minCount"]),
        ((replace(POLICY[0], max_per_year=0), *POLICY[1:]), ["quotas[0].maxPerYear"]),
        ((replace(POLICY[0], max_per_year=13), *POLICY[1:]), ["quotas[0].maxPerYear"]),
    ],
)
def test_a_policy_that_is_not_well_formed(quotas: tuple[Quota, ...], fields: list[str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        policy.adopt(BUREAU, quotas, by=HEIDI)

    assert [violation.field for violation in refused.value.violations] == fields


@pytest.mark.parametrize(
    ("office", "by", "refusal"),
    [
        (COUNTY_BUREAU, HEIDI, NotPermitted),
        (BUREAU, TERESA, NotPermitted),
        (SOCIETY, an_actor(Role.HEAD, office=SOCIETY), NotAnAdministrativeOrgan),
    ],
)
def test_only_the_head_of_an_organ_adopts_its_policy(
    office: Any, by: Any, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        policy.adopt(office, POLICY, by=by)


SECRET = "ab" * 16
SHARE = draw_steps.Share("CASE-1", "parents", party_commitment("CASE-1", "parents", SECRET), False)


def test_a_party_reveals_what_it_committed() -> None:
    draw_steps.reveal_share(SHARE, SECRET, state=TaskState.POOL_FROZEN)


@pytest.mark.parametrize(
    ("share", "secret", "state", "refusal"),
    [
        (SHARE, SECRET, TaskState.ISSUED, NotFound),
        (replace(SHARE, is_revealed=True), SECRET, TaskState.POOL_FROZEN, ShareRevealedAlready),
        (SHARE, "ab" * 15, TaskState.POOL_FROZEN, EntropyDoesNotFit),
        (SHARE, "AB" * 16, TaskState.POOL_FROZEN, EntropyDoesNotFit),
        (SHARE, "cd" * 16, TaskState.POOL_FROZEN, EntropyDoesNotFit),
        (replace(SHARE, party="organ"), SECRET, TaskState.POOL_FROZEN, EntropyDoesNotFit),
        (replace(SHARE, task_code="CASE-2"), SECRET, TaskState.POOL_FROZEN, EntropyDoesNotFit),
    ],
    ids=["not frozen", "twice", "short", "upper case", "another", "of another", "of another task"],
)
def test_a_share_that_does_not_fit_is_refused(
    share: draw_steps.Share, secret: str, state: TaskState, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        draw_steps.reveal_share(share, secret, state=state)

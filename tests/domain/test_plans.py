import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from domain.actors import Actor, Office
from domain.institutions.terms import InstitutionKind
from domain.items.terms import ItemClass
from domain.offices import NotAnAdministrativeOrgan
from domain.plans import rules
from domain.plans.rules import DraftLine, PlannedItem
from domain.plans.terms import DrawScope
from domain.refusals import InvalidInput, NotPermitted, Refusal
from domain.roles import Role
from tests.domain.facts import (
    BUREAU,
    COUNTY_BUREAU,
    KUNSHAN,
    NANJING,
    SOCIETY,
    TODAY,
    an_actor,
    uid,
)

DAY = dt.timedelta(days=1)
FIRST, LAST = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
TERESA, HEIDI = an_actor(Role.TASK_MANAGER), an_actor(Role.HEAD)
ITEM = PlannedItem(
    uid(1),
    "OC-01",
    ItemClass.GENERAL,
    ratio_bp=500,
    max_per_year=1,
    effective_from=FIRST,
    effective_to=LAST,
    applies_to=frozenset(InstitutionKind),
    checklist=("off-campus", 1),
)
LINE = DraftLine(
    ITEM, KUNSHAN, FIRST, LAST, 500, object_count=None, scope=DrawScope.UNTARGETED, frequency=1
)
A_DAY = {"first_on": LAST, "last_on": LAST}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        A_DAY,
        {"ratio_bp": 1},
        {"ratio_bp": None, "object_count": 1},
        {"ratio_bp": None, "object_count": 100_000, "frequency": 12},
        {"ratio_bp": 10_000, "item": replace(ITEM, item_class=ItemClass.KEY)},
    ],
)
def test_a_line_within_all_limits_is_planned(changes: dict[str, Any]) -> None:
    lines = (replace(LINE, **changes),)

    assert rules.draft(BUREAU, 2026, lines, by=TERESA, today=TODAY) == lines


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"first_on": LAST, "last_on": LAST - DAY}, "lastOn"),
        ({"first_on": FIRST - DAY}, "firstOn"),
        ({"last_on": LAST + DAY}, "firstOn"),
        ({"ratio_bp": None}, "ratioBp"),
        ({"object_count": 1}, "ratioBp"),
        ({"ratio_bp": 0}, "ratioBp"),
        ({"ratio_bp": 10_001}, "ratioBp"),
        ({"ratio_bp": None, "object_count": 0}, "objectCount"),
        ({"ratio_bp": None, "object_count": 100_001}, "objectCount"),
        ({"frequency": 0}, "frequency"),
        ({"frequency": 13}, "frequency"),
        ({"region_code": NANJING}, "regionCode"),
    ],
)
def test_a_fault_of_form_is_told_with_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        rules.draft(BUREAU, 2026, (LINE, replace(LINE, **changes)), by=TERESA, today=TODAY)

    assert [violation.field for violation in refused.value.violations] == [f"lines[1].{field}"]


@pytest.mark.parametrize("today", [dt.date(2025, 12, 31), dt.date(2025, 1, 1), LAST])
def test_a_plan_is_of_this_year_or_the_next(today: dt.date) -> None:
    assert rules.draft(BUREAU, 2026, (LINE,), by=TERESA, today=today)


@pytest.mark.parametrize("today", [dt.date(2024, 12, 31), LAST + DAY])
def test_a_plan_of_another_year_or_without_lines_is_refused(today: dt.date) -> None:
    with pytest.raises(InvalidInput) as refused:
        rules.draft(BUREAU, 2026, (), by=TERESA, today=today)

    assert [violation.field for violation in refused.value.violations] == ["year", "lines"]


@pytest.mark.parametrize(
    ("item", "refusal"),
    [
        ({"authority_id": uid(9), "region_code": KUNSHAN}, rules.ItemNotOnList),
        ({"effective_from": FIRST + DAY}, rules.ItemNotInForce),
        ({"effective_to": LAST - DAY}, rules.ItemNotInForce),
        ({"ratio_bp": 499}, rules.RatioAboveItem),
    ],
)
def test_what_no_list_holds_is_not_planned(item: dict[str, Any], refusal: type[Refusal]) -> None:
    line = replace(LINE, item=replace(ITEM, **item))

    with pytest.raises(refusal):
        rules.draft(BUREAU, 2026, (line,), by=TERESA, today=TODAY)


@pytest.mark.parametrize(
    ("office", "by", "refusal"),
    [
        (COUNTY_BUREAU, TERESA, NotPermitted),
        (BUREAU, HEIDI, NotPermitted),
        (SOCIETY, an_actor(Role.TASK_MANAGER, office=SOCIETY), NotAnAdministrativeOrgan),
    ],
)
def test_the_managers_of_an_organ_write_its_plan(
    office: Office, by: Actor, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        rules.draft(office, 2026, (LINE,), by=by, today=TODAY)


def test_a_head_of_the_authority_who_did_not_write_the_plan_approves_it() -> None:
    rules.approve(uid(1), uid(101), by=HEIDI)

    with pytest.raises(rules.OwnPlan):
        rules.approve(uid(1), uid(100), by=HEIDI)
    with pytest.raises(NotPermitted):
        rules.approve(uid(2), uid(101), by=HEIDI)
    with pytest.raises(NotPermitted):
        rules.approve(uid(1), uid(101), by=TERESA)

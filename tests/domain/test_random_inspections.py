"""Items, registries, plans and drawn tasks: the rules as plain calls on plain values."""

import datetime as dt
from collections.abc import Iterable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.checklists import CHECKLISTS
from domain.inspections.terms import TaskState
from domain.inspections.transitions import DRAWN_TASK, TASK
from domain.institutions import Existence, RiskClass
from domain.items import ITEMS, ItemClass
from domain.plans.terms import PlanState
from domain.plans.transitions import PLAN
from domain.registries import risk
from domain.registries.eligibility import Caps, PoolCandidate, exclusion
from domain.registries.terms import ExclusionGround, RiskInput
from domain.tasks import policy
from domain.tasks.policy import Quota, QuotaAbovePolicy
from domain.thresholds import RULES as THRESHOLDS
from domain.transitions import IllegalTransition, State, Transition, transition

TODAY = dt.date(2026, 11, 18)


def test_the_list_covers_every_part_of_every_checklist() -> None:
    covered = {(i.checklist_code, code) for i in ITEMS for code in i.checklist_items}

    # Later editions add parts of their own; the items of the list were written with the first.
    assert covered == {
        (c.code, item.code) for c in CHECKLISTS for item in c.items if c.version == 1
    }


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.code)
def test_an_item_is_whole(item: object) -> None:
    from domain.items import InspectionItem

    assert isinstance(item, InspectionItem)
    assert item.legal_basis
    assert item.applies_to
    assert item.methods
    assert set(item.checklist_items) <= item.checklist.item_codes
    assert set(item.threshold_codes) <= {rule.code for rule in THRESHOLDS}
    assert 1 <= item.ratio_bp <= 10_000
    # General items are limited, key ones are not (X23).
    assert (item.ratio_bp == 10_000) == (item.item_class is ItemClass.KEY)


def test_no_code_of_the_list_is_used_twice() -> None:
    codes = [item.code for item in ITEMS]
    assert len(set(codes)) == len(codes)


# Risk


def test_of_whom_nothing_is_known_the_risk_is_fair() -> None:
    assert risk.assess({}).risk_class is RiskClass.B
    assert risk.assess({RiskInput.CLEAN_RESULT: 3}).risk_class is RiskClass.A
    assert risk.assess({RiskInput.BLACK_LISTED: 1}).risk_class is RiskClass.D


COUNTS = st.dictionaries(st.sampled_from(list(RiskInput)), st.integers(0, 1_000))


@given(COUNTS)
def test_points_are_bounded_and_the_class_follows_them(counts: dict[RiskInput, int]) -> None:
    found = risk.assess(counts)

    most = risk.BASE + sum(w.most for w in risk.WEIGHTS.values() if w.most > 0)
    assert 0 <= found.points <= most
    assert all(count > 0 for count in found.inputs.values())
    assert found == risk.assess(dict(found.inputs))


@given(COUNTS, st.sampled_from([i for i in RiskInput if i is not RiskInput.CLEAN_RESULT]))
def test_what_speaks_against_an_object_never_lowers_its_class(
    counts: dict[RiskInput, int], more: RiskInput
) -> None:
    before = risk.assess(counts)
    after = risk.assess({**counts, more: counts.get(more, 0) + 1})

    assert after.points >= before.points
    assert after.risk_class >= before.risk_class


def test_every_input_has_its_weight() -> None:
    assert risk.WEIGHTS.keys() == set(RiskInput)


# Exclusions

FREE = PoolCandidate(Existence.EXISTING, False, False, 0, 0)
CAPS = Caps(1, 2)
CASES = [
    (FREE, None),
    (PoolCandidate(Existence.DEREGISTERED, True, True, 9, 9), ExclusionGround.NOT_EXISTING),
    (PoolCandidate(Existence.EXISTING, True, True, 9, 9), ExclusionGround.STOPPED),
    (PoolCandidate(Existence.EXISTING, False, True, 9, 9), ExclusionGround.IN_OPEN_TASK),
    (PoolCandidate(Existence.EXISTING, False, False, 1, 9), ExclusionGround.CAP_OF_ITEM),
    (PoolCandidate(Existence.EXISTING, False, False, 0, 2), ExclusionGround.CAP_OF_AUTHORITY),
    (PoolCandidate(Existence.EXISTING, False, False, 0, 1), None),
]


@pytest.mark.parametrize(("candidate", "ground"), CASES)
def test_the_first_ground_keeps_an_object_out(
    candidate: PoolCandidate, ground: ExclusionGround | None
) -> None:
    assert exclusion(candidate, CAPS) is ground


# Quotas


def test_the_default_policy_is_that_of_the_domain_analysis() -> None:
    found = policy.default(TODAY)

    assert [(q.ratio_bp, q.min_count, q.max_per_year) for q in found.values()] == [
        (200, 0, 1),
        (1000, 0, 1),
        (4000, 1, 1),
        (10_000, 1, 1),
    ]
    assert list(found) == list(RiskClass)


@pytest.mark.parametrize("classes", [(ItemClass.GENERAL,), (ItemClass.KEY, ItemClass.GENERAL)])
def test_one_general_item_is_enough_to_limit_a_task(classes: Iterable[ItemClass]) -> None:
    quotas = [Quota(RiskClass.A, 201)]
    with pytest.raises(QuotaAbovePolicy) as refused:
        policy.apply_quotas(policy.default(TODAY), quotas, classes)

    assert refused.value.most_bp == 200
    key_only = policy.apply_quotas(policy.default(TODAY), quotas, [ItemClass.KEY])
    assert key_only[RiskClass.A].ratio_bp == 201


@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_a_count_draws_no_more_than_the_ratio_would(eligible: int, wanted: int) -> None:
    quota = Quota(RiskClass.B, None, wanted)
    in_force = policy.default(TODAY)[RiskClass.B]
    drawn = min(eligible, wanted)
    most = (eligible * 1_000 * 2 + 10_000) // 20_000

    def judge() -> None:
        policy.refuse_excess(
            quota, in_force, eligible=eligible, drawn=drawn, classes=[ItemClass.GENERAL]
        )

    if drawn > most:
        with pytest.raises(QuotaAbovePolicy):
            judge()
    else:
        judge()
    policy.refuse_excess(quota, in_force, eligible=eligible, drawn=drawn, classes=[ItemClass.KEY])


@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_a_least_count_is_no_way_around_the_ratio(eligible: int, least: int) -> None:
    in_force = policy.default(TODAY)[RiskClass.C]
    quota = Quota(RiskClass.C, 0, min_count=least)
    most = max((eligible * 4_000 * 2 + 10_000) // 20_000, 1)
    drawn = min(eligible, least)

    def judge() -> None:
        policy.refuse_excess(
            quota, in_force, eligible=eligible, drawn=drawn, classes=[ItemClass.GENERAL]
        )

    if drawn > most:
        with pytest.raises(QuotaAbovePolicy):
            judge()
    else:
        judge()


# State machines

EVENTS = {
    "plan": ("submit", "return", "approve", "publish", "amend", "close"),
    "task": tuple(dict.fromkeys(t.event for t in TASK)),
}


@pytest.mark.parametrize(("state", "event"), list(product(PlanState, EVENTS["plan"])))
def test_a_plan_goes_its_way_and_no_other(state: PlanState, event: str) -> None:
    _goes_or_says_what_goes(PLAN, state, event)


@pytest.mark.parametrize(("state", "event"), list(product(TaskState, EVENTS["task"])))
def test_a_drawn_task_goes_its_way_and_no_other(state: TaskState, event: str) -> None:
    _goes_or_says_what_goes(DRAWN_TASK, state, event)


def _goes_or_says_what_goes(table: tuple[Transition[State], ...], state: State, event: str) -> None:
    lawful = {(t.from_state, t.event): t.to_state for t in table}
    if (state, event) in lawful:
        assert transition(table, state, event) is lawful[state, event]
        return
    with pytest.raises(IllegalTransition) as refused:
        transition(table, state, event)
    assert refused.value.state is state
    assert set(refused.value.allowed) == {e for s, e in lawful if s is state}


def test_nobody_gets_past_the_draw() -> None:
    """From approved to issued a drawn task takes every step."""
    order = ("freeze_pool", "draw_objects", "draw_officers", "lock", "issue")
    state = TaskState.APPROVED
    for event in order:
        for other in order:
            if other != event:
                with pytest.raises(IllegalTransition):
                    transition(DRAWN_TASK, state, other)
        state = transition(DRAWN_TASK, state, event)
    assert state is TaskState.ISSUED

import datetime as dt
from collections import Counter

import pytest

from domain import thresholds
from domain.thresholds import RULES, Measured, Operator, ThresholdRule
from tests.domain.facts import TODAY


@pytest.mark.parametrize(
    ("operator", "met"),
    [
        (Operator.AT_LEAST, [False, True, True]),
        (Operator.AT_MOST, [True, True, False]),
        (Operator.LESS_THAN, [True, False, False]),
        (Operator.EQUALS, [False, True, False]),
    ],
)
def test_operators_are_exact(operator: Operator, met: list[bool]) -> None:
    rule = ThresholdRule("X", "", "", operator, 3, Measured.COUNT, "INF")
    assert [rule.is_met_by(value) for value in (2, 3, 4)] == met


def test_the_online_lesson_became_shorter_in_2021() -> None:
    before, after = dt.date(2021, 7, 23), dt.date(2021, 7, 24)
    assert thresholds.at("ONLINE_LESSON_MAX", before).value == 40
    assert thresholds.at("ONLINE_LESSON_MAX", after).value == 30


def test_no_two_rules_of_one_code_hold_on_one_day() -> None:
    assert set(Counter(rule.code for rule in RULES if rule.holds_on(TODAY)).values()) == {1}


def test_an_unknown_rule_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        thresholds.at("NO_SUCH_RULE", TODAY)

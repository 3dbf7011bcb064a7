"""Which edition of the rule tables a decision applied."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from domain import checklists, deadlines, thresholds, violations
from domain.checklists.editions import Checklist, ChecklistItem
from domain.deadlines import DeadlineRule
from domain.thresholds import ThresholdRule
from domain.violations import ViolationCode

Row = Mapping[str, object]


@cache
def rules_version() -> str:
    """Twelve hexadecimal digits of the tables' own content: any change to a rule changes them."""
    tables: tuple[tuple[Iterable[Any], Callable[[Any], Row]], ...] = (
        (deadlines.RULES, _deadline),
        (thresholds.RULES, _threshold),
        (violations.CODES, _violation),
        (checklists.CHECKLISTS, _checklist),
    )
    rows = [[written(row) for row in table] for table, written in tables]
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


# Keys of their own: the version must not change when an attribute is renamed.


def _deadline(rule: DeadlineRule) -> Row:
    return {
        "code": rule.code,
        "value": rule.value,
        "unit": rule.unit,
        "zh": rule.zh,
        "en": rule.en,
        "anchor": rule.anchor,
        "basis": rule.basis,
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "ends_on_workday": rule.ends_on_workday,
    }


def _threshold(rule: ThresholdRule) -> Row:
    return {
        "code": rule.code,
        "zh": rule.zh,
        "en": rule.en,
        "operator": rule.operator,
        "value": rule.value,
        "measured": rule.measured,
        "basis": rule.basis,
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
    }


def _violation(code: ViolationCode) -> Row:
    return {
        "code": code.code,
        "zh": code.zh,
        "en": code.en,
        "basis": code.basis,
        "applies_to": code.applies_to,
    }


def _checklist(checklist: Checklist) -> Row:
    return {
        "code": checklist.code,
        "version": checklist.version,
        "zh": checklist.zh,
        "en": checklist.en,
        "items": [_item(item) for item in checklist.items],
        "valid_from": checklist.valid_from,
    }


def _item(item: ChecklistItem) -> Row:
    return {
        "code": item.code,
        "zh": item.zh,
        "en": item.en,
        "basis": item.basis,
        "violation_codes": item.violation_codes,
    }


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, frozenset) else str(value)

"""Which edition of the rule tables a decision applied."""

import hashlib
import json
from dataclasses import asdict
from functools import cache

from domain import checklists, deadlines, thresholds, violations


@cache
def rules_version() -> str:
    """Twelve hexadecimal digits of the tables' own content: any change to a rule changes them."""
    tables = (deadlines.RULES, thresholds.RULES, violations.CODES, checklists.CHECKLISTS)
    rows = [[asdict(row) for row in table] for table in tables]
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, frozenset) else str(value)

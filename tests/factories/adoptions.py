"""Rules that the operator has adopted."""

import datetime as dt
from typing import Any

from domain.adoptions import AdoptableRule
from domain.regions import NATION
from persistence.adoptions.table import AdoptedRule
from tests.factories import row


def adopted_rule(rule: AdoptableRule, holds_from: dt.date, **facts: Any) -> AdoptedRule:
    """Everywhere."""
    return row(
        AdoptedRule,
        facts,
        rule=rule,
        region_code=NATION,
        holds_from=holds_from,
        is_in_force=True,
    )

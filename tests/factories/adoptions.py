"""Rules that the operator has adopted."""

from typing import Any

from domain.adoptions import AdoptableRule
from domain.regions import NATION
from persistence.adoptions.table import AdoptedRule
from tests.factories import TODAY, row


def adopted_rule(**facts: Any) -> AdoptedRule:
    """Everywhere, from today on."""
    return row(
        AdoptedRule,
        facts,
        rule=AdoptableRule.CREDIT_REPAIR,
        region_code=NATION,
        holds_from=TODAY,
        is_in_force=True,
    )

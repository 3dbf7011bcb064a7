"""Rules that hold where and from when the operator has adopted them; before that day all stays as it was."""

import datetime as dt
from dataclasses import dataclass

from domain.terms import Term


class AdoptableRule(Term):
    """Rules that are newer than registers in use, or of one place."""

    CREDIT_REPAIR = "CREDIT_REPAIR", "信用修复", "Credit repair by class"
    CAMPAIGN_APPROVAL = "CAMPAIGN_APPROVAL", "专项检查批准和备案", "Approval of campaigns"


SINCE = {
    AdoptableRule.CREDIT_REPAIR: dt.date(2026, 4, 1),
    AdoptableRule.CAMPAIGN_APPROVAL: dt.date(2026, 1, 1),
}
"""Since when the document behind it is in force (X80; X78): it holds no earlier."""


class AdoptionRefused(Exception):
    """Why a rule is not adopted, or ended, from that day."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """From this day, inclusive, a rule holds in a region and below it, or holds there no more."""

    rule: AdoptableRule
    region_code: str
    holds_from: dt.date
    is_in_force: bool


def adopt(adoption: Adoption, *, holds_then: bool, today: dt.date) -> Adoption:
    """Record it, or raise AdoptionRefused: for a day that is not to come, or before the document was in
    force, and where it changes nothing. What was decided until then was decided by what held."""
    if adoption.holds_from <= today:
        raise AdoptionRefused("The day must be after today: what was decided until now stands.")
    if adoption.holds_from < SINCE[adoption.rule]:
        raise AdoptionRefused(f"The rule is in force since {SINCE[adoption.rule]}.")
    if holds_then is adoption.is_in_force:
        raise AdoptionRefused(
            f"{adoption.rule} holds{'' if holds_then else ' not'} in {adoption.region_code} on"
            f" {adoption.holds_from} already."
        )
    return adoption

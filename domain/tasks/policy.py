"""How many of each risk class are drawn: the policy in force, and what a task may ask beside it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from domain import thresholds
from domain.actors import Actor, Office
from domain.amounts import per_cent
from domain.institutions.terms import RiskClass
from domain.items.terms import ItemClass
from domain.offices import refuse_unless_organ
from domain.permissions import Permission
from domain.refusals import InvalidInput, NotPermitted, Refusal, Violation


@dataclass(eq=False)
class QuotaAbovePolicy(
    Refusal,
    zh="一般事项中，{risk_class.zh}对象的抽查比例不得超过{most_percent}%。",
    en="For general items at most {most_percent} % of class {risk_class.en} can be drawn.",
    basis="X23",
):
    risk_class: RiskClass
    most_bp: int

    def __post_init__(self) -> None:
        self.most_percent = per_cent(self.most_bp)


@dataclass(frozen=True, slots=True)
class Quota:
    """How many of a class: a ratio in basis points of the rows left after exclusion, or a count.

    `min_count` is drawn at least where the class is not empty; `max_per_year` is how often one
    object of the class may be visited for one item.
    """

    risk_class: RiskClass
    ratio_bp: int | None
    object_count: int | None = None
    min_count: int = 0
    max_per_year: int = 1


Policy = Mapping[RiskClass, Quota]
_ONCE = frozenset({RiskClass.C, RiskClass.D})
"""At least one of these classes is drawn."""


def default(on: dt.date) -> Policy:
    """The policy of an authority that adopted none: A 2 %, B 10 %, C 40 %, D 100 %."""
    cap = thresholds.at("DR_CAP_ITEM", on).value
    return {
        each: Quota(
            each,
            thresholds.at(f"DR_RATIO_{each.value}", on).value,
            min_count=1 if each in _ONCE else 0,
            max_per_year=cap,
        )
        for each in RiskClass
    }


def adopt(office: Office, quotas: Iterable[Quota], *, by: Actor) -> Policy:
    """Decide an authority's policy: one line for every class. NotPermitted, InvalidInput."""
    if office not in tuple(by.offices_with(Permission.DRAW_SET_POLICY)):
        raise NotPermitted(Permission.DRAW_SET_POLICY)
    refuse_unless_organ(office)
    given = tuple(quotas)
    violations = [
        *faults(given),
        *(
            Violation(f"quotas[{i}].ratioBp", "须填写比例", "a policy requires a ratio")
            for i, quota in enumerate(given)
            if quota.ratio_bp is None
        ),
    ]
    if {quota.risk_class for quota in given} != set(RiskClass):
        zh, en = "须包含A至D各一行", "must have one line for each class from A to D"
        violations.append(Violation("quotas", zh, en))
    if violations:
        raise InvalidInput(tuple(violations))
    return {quota.risk_class: quota for quota in given}


def apply_quotas(policy: Policy, quotas: Iterable[Quota], classes: Iterable[ItemClass]) -> Policy:
    """The policy with what a task asks instead. QuotaAbovePolicy where an item is a general one."""
    wanted = {quota.risk_class: quota for quota in quotas}
    is_limited = ItemClass.GENERAL in set(classes)
    for quota in wanted.values():
        most = policy[quota.risk_class].ratio_bp or 0
        # Counts cannot be compared with a ratio before the pool is known; the freeze looks again.
        if is_limited and quota.ratio_bp is not None and quota.ratio_bp > most:
            raise QuotaAbovePolicy(quota.risk_class, most)
    return {each: wanted.get(each, policy[each]) for each in RiskClass}


def refuse_excess(
    quota: Quota, policy: Quota, *, eligible: int, drawn: int, classes: Iterable[ItemClass]
) -> None:
    """Raise QuotaAbovePolicy for a count, or a least count, that draws more of a class than its ratio."""
    if ItemClass.GENERAL not in set(classes):
        return
    if quota.object_count is None and quota.min_count <= policy.min_count:
        return
    most = max((eligible * (policy.ratio_bp or 0) * 2 + 10_000) // 20_000, policy.min_count)
    if drawn > most:
        raise QuotaAbovePolicy(quota.risk_class, policy.ratio_bp or 0)


def faults(quotas: Iterable[Quota]) -> Iterator[Violation]:
    """What is wrong with quotas as they were written."""
    seen: set[RiskClass] = set()
    for index, quota in enumerate(quotas):
        path = f"quotas[{index}]"
        if quota.risk_class in seen:
            yield Violation(f"{path}.riskClass", "重复", "is listed twice")
        seen.add(quota.risk_class)
        if (quota.ratio_bp is None) == (quota.object_count is None):
            zh, en = "比例与数量须填且只填一项", "give either a ratio or a count, not both"
            yield Violation(f"{path}.ratioBp", zh, en)
        if quota.ratio_bp is not None and not 0 <= quota.ratio_bp <= 10_000:
            yield Violation(
                f"{path}.ratioBp",
                "须在万分之0至10000之间（0%至100%）",
                "must be 0 to 10000 basis points (0 % to 100 %)",
            )
        for name, count in (("objectCount", quota.object_count), ("minCount", quota.min_count)):
            if count is not None and not 0 <= count <= 100_000:
                zh, en = "须在0与100000之间", "must be from 0 to 100000"
                yield Violation(f"{path}.{name}", zh, en)
        if not 1 <= quota.max_per_year <= 12:
            yield Violation(f"{path}.maxPerYear", "须在1与12之间", "must be from 1 to 12")

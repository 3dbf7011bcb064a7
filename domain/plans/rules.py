"""What an annual plan holds, and who may move it on its way."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor, Office
from domain.amounts import per_cent
from domain.institutions.terms import InstitutionKind
from domain.items.terms import ItemClass
from domain.offices import refuse_unless_organ
from domain.permissions import Permission
from domain.plans.terms import DrawScope
from domain.refusals import InvalidInput, NotPermitted, Refusal, Violation
from domain.regions import subtree


class OwnPlan(
    Refusal,
    zh="您不得批准本人编制的计划。",
    en="You cannot approve a plan that you wrote.",
):
    """The author of a plan is never its approver."""


@dataclass(eq=False)
class ItemNotInForce(
    Refusal,
    zh="抽查事项“{item_code}”在该期间无效，未列入清单的事项不得检查。",
    en="The item {item_code} is not in force during this period. Only listed items can be "
    "inspected.",
    basis="X21; X43",
):
    item_code: str


@dataclass(eq=False)
class ItemNotOnList(
    Refusal,
    zh="抽查事项“{item_code}”不在本机关适用的清单内，未列入清单的事项不得检查。",
    en="The item {item_code} is not on the list that applies to your authority. Only listed "
    "items can be inspected.",
    basis="X21; X43",
):
    item_code: str


@dataclass(eq=False)
class RatioAboveItem(
    Refusal,
    zh="一般事项“{item_code}”的抽查比例不得超过{most_percent}%。",
    en="At most {most_percent} % of the institutions can be drawn for the general item "
    "{item_code}.",
    basis="X23",
):
    item_code: str
    most_bp: int

    def __post_init__(self) -> None:
        self.most_percent = per_cent(self.most_bp)


@dataclass(frozen=True, slots=True)
class PlannedItem:
    """An item as a plan or task refers to it."""

    id: UUID
    code: str
    item_class: ItemClass
    ratio_bp: int
    max_per_year: int
    effective_from: dt.date
    effective_to: dt.date | None
    applies_to: frozenset[InstitutionKind]
    checklist: tuple[str, int]
    authority_id: UUID | None = None
    region_code: str | None = None
    """Whose list it is on, and where; on neither's, it is on the common list."""

    def is_on_list_of(self, office: Office) -> bool:
        """The common list, one's own, and the lists of authorities above."""
        if self.authority_id is None or self.authority_id == office.authority_id:
            return True
        return self.region_code is not None and _is_above(self.region_code, office)

    def holds_on(self, day: dt.date) -> bool:
        return self.effective_from <= day and (
            self.effective_to is None or day <= self.effective_to
        )


def _is_above(region_code: str, office: Office) -> bool:
    area = subtree(region_code)
    return area != office.subtree and area.covers(office.subtree)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line: which item, where, when, how many. Either a ratio in basis points or a count."""

    item: PlannedItem
    region_code: str
    first_on: dt.date
    last_on: dt.date
    ratio_bp: int | None
    object_count: int | None
    scope: DrawScope
    frequency: int


def draft(
    office: Office, year: int, lines: Sequence[DraftLine], *, by: Actor, today: dt.date
) -> tuple[DraftLine, ...]:
    """Decide the lines of a plan, or of an amendment.

    NotPermitted, NotAnAdministrativeOrgan, InvalidInput with all faults, ItemNotOnList,
    ItemNotInForce, RatioAboveItem.
    """
    if office not in tuple(by.offices_with(Permission.PLAN_MANAGE)):
        raise NotPermitted(Permission.PLAN_MANAGE)
    refuse_unless_organ(office)
    if found := tuple(_faults(office, year, lines, today)):
        raise InvalidInput(found)
    for line in lines:
        if not line.item.is_on_list_of(office):
            raise ItemNotOnList(line.item.code)
        if not (line.item.holds_on(line.first_on) and line.item.holds_on(line.last_on)):
            raise ItemNotInForce(line.item.code)
        is_general = line.item.item_class is ItemClass.GENERAL
        if is_general and (line.ratio_bp or 0) > line.item.ratio_bp:
            raise RatioAboveItem(line.item.code, line.item.ratio_bp)
    return tuple(lines)


def approve(authority_id: UUID, created_by: UUID, *, by: Actor) -> None:
    """Let the head of the plan's authority approve it. NotPermitted, OwnPlan."""
    held = (office.authority_id for office in by.offices_with(Permission.PLAN_APPROVE))
    if authority_id not in tuple(held):
        raise NotPermitted(Permission.PLAN_APPROVE)
    if by.account_id == created_by:
        raise OwnPlan


def refuse_unless_own(authority_id: UUID, permission: Permission, *, by: Actor) -> None:
    """Only the authority that owns a plan or task may change its state. NotPermitted."""
    if authority_id not in (office.authority_id for office in by.offices_with(permission)):
        raise NotPermitted(permission)


def _faults(
    office: Office, year: int, lines: Sequence[DraftLine], today: dt.date
) -> Iterator[Violation]:
    if not today.year <= year <= today.year + 1:
        yield Violation("year", "须为今年或明年", "must be this year or next year")
    if not lines:
        yield Violation("lines", "至少填写一项", "at least one is required")
    for index, line in enumerate(lines):
        path = f"lines[{index}]"
        if line.last_on < line.first_on:
            yield Violation(f"{path}.lastOn", "不得早于首日", "must not be before the first day")
        if {line.first_on.year, line.last_on.year} != {year}:
            yield Violation(
                f"{path}.firstOn", "须在计划年度内", "must be within the year of the plan"
            )
        if (line.ratio_bp is None) == (line.object_count is None):
            zh, en = "比例与数量须填且只填一项", "give either a ratio or a count, not both"
            yield Violation(f"{path}.ratioBp", zh, en)
        if line.ratio_bp is not None and not 1 <= line.ratio_bp <= 10_000:
            yield Violation(
                f"{path}.ratioBp",
                "须在万分之1至10000之间（0.01%至100%）",
                "must be 1 to 10000 basis points (0.01 % to 100 %)",
            )
        if line.object_count is not None and not 1 <= line.object_count <= 100_000:
            zh, en = "须在1与100000之间", "must be from 1 to 100000"
            yield Violation(f"{path}.objectCount", zh, en)
        if not 1 <= line.frequency <= 12:
            yield Violation(f"{path}.frequency", "须在1与12之间", "must be from 1 to 12")
        if not office.subtree.covers(subtree(line.region_code)):
            zh, en = "不在管辖区域内", "is outside your jurisdiction"
            yield Violation(f"{path}.regionCode", zh, en)

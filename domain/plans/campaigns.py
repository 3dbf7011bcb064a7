"""Campaigns: ordered from above, or one's own with approval and filing (X78 Art. 15)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain import thresholds
from domain.actors import Office
from domain.inspections.terms import TaskCategory
from domain.plans.terms import PlanState
from domain.refusals import InvalidInput, Refusal, Violation


class OrderNotFromAbove(
    Refusal,
    zh="部署机关须是本机关的上级行政机关。",
    en="The authority that ordered the campaign must be an administrative authority above yours.",
    basis="X43; X76",
):
    """A campaign that nobody above ordered is one's own, and counts towards the cap."""


class CampaignNotApproved(
    Refusal,
    zh="专项检查须经本级人民政府批准并向司法行政部门备案，请先登记批准和备案。",
    en="A campaign of your own must be approved by the government of your level and filed with the justice "
    "department. Record the approval and the filing of its plan first.",
    basis="X78 Art. 15",
):
    """Of a plan that is to be published, and of a task; one that was ordered from above needs neither."""


class NotACampaign(
    Refusal,
    zh="该计划不是本机关自行组织的专项检查，或已公布，不登记批准和备案。",
    en="Approval and filing are recorded for plans of campaigns of your own, before they are published.",
    basis="X78 Art. 15",
):
    pass


@dataclass(eq=False)
class CampaignsOfYearReached(
    Refusal,
    zh="本年度专项检查已达{most}项，不得再公布专项检查计划。",
    en="Your authority has published {most} plans of campaigns for this year, which is the most there may be.",
    basis="X78 Art. 15; INF",
):
    most: int


@dataclass(frozen=True, slots=True)
class Campaign:
    """A plan or task as this rule sees it. `is_ordered`: by an authority above; `is_approved`: with approval
    and filing. `of_year`: how many plans of own campaigns its authority has published for the year."""

    category: TaskCategory
    is_ordered: bool = False
    is_approved: bool = False
    of_year: int = 0

    @property
    def is_own(self) -> bool:
        return self.category is TaskCategory.CAMPAIGN and not self.is_ordered


@dataclass(frozen=True, slots=True)
class CampaignFiling:
    """By which government of the level, under which number and when; with whom filed, under which number."""

    approved_by: str
    decision_no: str
    approved_on: dt.date
    filed_with: str
    filing_no: str
    filed_on: dt.date


def publish(campaign: Campaign, *, is_adopted: bool, today: dt.date) -> None:
    """Let a plan become public: where the rule is adopted, CampaignNotApproved and CampaignsOfYearReached for
    a campaign of one's own."""
    if not (is_adopted and campaign.is_own):
        return
    if not campaign.is_approved:
        raise CampaignNotApproved
    most = thresholds.at("DR_CAMPAIGNS", today)
    if not most.is_met_by(campaign.of_year + 1):
        raise CampaignsOfYearReached(most.value)


def use(task: Campaign, plan: Campaign | None, *, is_adopted: bool) -> None:
    """Let a task be made: a campaign's under the plan of a campaign, where the rule is adopted (of a plan
    that was published before that: then it was not). InvalidInput where the plan is of another
    category, CampaignNotApproved."""
    if plan is not None and plan.category is TaskCategory.CAMPAIGN is not task.category:
        raise InvalidInput.of(
            "category", "须与计划一致", "must be CAMPAIGN, as the plan is that of a campaign"
        )
    if is_adopted and task.is_own and (plan is None or plan.category is not TaskCategory.CAMPAIGN):
        raise CampaignNotApproved


def order(office: Office, ordering: Office, above: Sequence[Office]) -> None:
    """Let a campaign be ordered: by an authority above in the tree, or around one's region for one of its
    sectors. AuthorityIsClosed, OrderNotFromAbove."""
    ordering.refuse_closed()
    if ordering.kind is not office.kind or office.authority_id == ordering.authority_id:
        raise OrderNotFromAbove
    around = ordering.subtree != office.subtree and ordering.subtree.covers(office.subtree)
    is_above = ordering.authority_id in {each.authority_id for each in above}
    if not (is_above or (around and not ordering.sectors.isdisjoint(office.sectors))):
        raise OrderNotFromAbove


def record(plan: Campaign, state: PlanState, filing: CampaignFiling, *, today: dt.date) -> None:
    """Let approval and filing of a plan be recorded, or others in their place until it is public.
    NotACampaign, InvalidInput for days to come and a filing before its approval."""
    if not plan.is_own or state in (PlanState.PUBLISHED, PlanState.CLOSED):
        raise NotACampaign
    if found := tuple(_faults(filing, today)):
        raise InvalidInput(found)


def _faults(filing: CampaignFiling, today: dt.date) -> Iterator[Violation]:
    if filing.approved_on > today:
        yield Violation("approvedOn", "不得晚于今天", "must not be after today")
    if not filing.approved_on <= filing.filed_on <= today:
        yield Violation("filedOn", "须在批准日与今天之间", "must be between the approval and today")

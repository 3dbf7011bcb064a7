"""What the story has of random inspections: a published plan, recusals, a stop, a policy."""

import datetime as dt
from collections.abc import Mapping, Sequence

from demo.rows.institutions import DemoInstitution
from demo.rows.rows import Row, at
from demo.story import moves
from demo.story.people import Officers
from demo.story.results import officer_id
from demo.story.rows import DemoData
from domain.authorities import Sector
from domain.institutions import RiskClass
from domain.plans.terms import DrawScope, PlanState
from domain.plans.transitions import PLAN
from domain.registries.terms import RecusalGround, StopGround
from persistence.plans.table import InspectionPlan, PlanLine
from persistence.regions import reference
from persistence.registries.table import ObjectStop, Recusal
from persistence.tasks.table import DrawPolicy

_WRITTEN, _PUBLISHED = at(dt.date(2026, 1, 12), 10), at(dt.date(2026, 1, 26), 15)
_LINES = (
    ("XW01", 500, DrawScope.UNTARGETED),
    ("XW02", 2_000, DrawScope.UNTARGETED),
    ("XW04", 500, DrawScope.TARGETED),
    ("XW05", 500, DrawScope.UNTARGETED),
    ("XW07", 3_000, DrawScope.UNTARGETED),
)
"""Items of the city's plan, and how many basis points of the objects each is to reach."""

_RATIOS = {RiskClass.A: 200, RiskClass.B: 800, RiskClass.C: 4_000, RiskClass.D: 10_000}


def demo_random_inspections(
    story: DemoData,
    places: Mapping[str, Row],
    trainers: Sequence[DemoInstitution],
    officers: Officers,
    accounts: Mapping[str, Row],
) -> None:
    """The city's plan for 2026 is public, and two of its inspectors have recusals."""
    city = places["suzhou"]
    manager, head = accounts["task-manager"]["id"], accounts["head"]["id"]
    plan = story.add_at(
        InspectionPlan,
        _WRITTEN,
        authority_id=city["id"],
        authority_region_code=city["region_code"],
        sector=Sector.EDUCATION,
        year=2026,
        name="苏州市2026年度校外培训机构随机抽查工作计划",
        document_no="苏教监〔2026〕3号",
        is_joint=False,
        state=PlanState.DRAFT,
        version_no=1,
        created_by=manager,
        created_at=_WRITTEN,
        approved_by=head,
        approved_at=_PUBLISHED,
        published_at=_PUBLISHED,
        version=1,
    )
    moves.begin(story, "InspectionPlan", plan, "create", on=_WRITTEN, by=manager)
    for event, by in (("submit", manager), ("approve", head), ("publish", manager)):
        moves.move(story, PLAN, "InspectionPlan", plan, event, on=_PUBLISHED, by=by)
    for position, (code, ratio_bp, scope) in enumerate(_LINES, 1):
        story.add_at(
            PlanLine,
            _WRITTEN,
            plan_id=plan["id"],
            plan_version_no=1,
            position=position,
            item_id=reference.item_key(code),
            region_code=city["region_code"],
            first_on=dt.date(2026, 3, 1),
            last_on=dt.date(2026, 12, 31),
            ratio_bp=ratio_bp,
            object_count=None,
            scope=scope,
            frequency=1,
        )
    _policy(story, city, head)
    _recusals_and_stops(story, trainers, officers, accounts)


def _policy(story: DemoData, city: Row, head_id: object) -> None:
    for risk_class, ratio_bp in _RATIOS.items():
        story.add_at(
            DrawPolicy,
            _PUBLISHED,
            authority_id=city["id"],
            version_no=1,
            risk_class=risk_class,
            ratio_bp=ratio_bp,
            min_count=1 if risk_class in (RiskClass.C, RiskClass.D) else 0,
            max_per_year=1,
            adopted_by=head_id,
            adopted_at=_PUBLISHED,
        )


def _recusals_and_stops(
    story: DemoData,
    trainers: Sequence[DemoInstitution],
    officers: Officers,
    accounts: Mapping[str, Row],
) -> None:
    first, second, *_ = officers.by_place["suzhou"]
    for officer, trainer, ground in (
        (first, trainers[3], RecusalGround.CHILD_ENROLLED),
        (second, trainers[4], RecusalGround.WORKED_THERE),
    ):
        story.add_at(
            Recusal,
            _PUBLISHED,
            officer_id=officer_id(officer),
            institution_id=trainer.institution["id"],
            ground=ground,
            declared_by=officer.account_id,
            declared_at=_PUBLISHED,
        )
    story.add_at(
        ObjectStop,
        _PUBLISHED,
        institution_id=trainers[5].institution["id"],
        ground=StopGround.BUSINESS_SUSPENDED,
        reason="装修停业，恢复营业前暂停检查。",
        first_on=dt.date(2026, 11, 2),
        last_on=None,
        stopped_by=accounts["head"]["id"],
        stopped_at=at(dt.date(2026, 11, 2), 9),
    )

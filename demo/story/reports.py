"""What the officers of the story found, as reports that the rule of filing takes."""

import datetime as dt

from demo.rows.results import Problem
from demo.rows.rows import Row
from demo.story.rows import DemoData
from domain.checklists import OFF_CAMPUS_GENERAL
from domain.inspections.reports import Answer, FoundViolation, Report
from domain.inspections.terms import Handling, Measure, Method, ResultCode
from domain.positions import Datum, Position

PROBLEMS = (
    Problem("OC03_DISPLAY", "INFO_NOT_DISPLAYED", "收费项目公示栏未更新，缺两门课程的标准。"),
    Problem("OC04_PREPAYMENT", "PREPAY_AMOUNT", "抽查合同中有一份一次性收取6800元。"),
    Problem("OC05_CUSTODY", "CUSTODY_BYPASS", "三笔预收费未进入监管账户。"),
    Problem("OC06_INVOICE", "INVOICE_NOT_ISSUED", "抽查十名学员，两名未开具发票。"),
    Problem("OC07_CONTRACT", "CONTRACT_NOT_STANDARD", "部分学员未使用示范合同文本。"),
    Problem("OC10_HOURS", "CLASS_END_OFFLINE", "前一日晚间课程20:50结束。"),
    Problem("OC13_TEACHERS", "TEACHER_UNQUALIFIED", "一名教师不能出示资格证书。"),
    Problem("OC15_MATERIAL", "MATERIAL_NOT_REVIEWED", "自编讲义未经审核备案。"),
    Problem("OC17_FIRE", "SAFETY_FIRE", "一处灭火器压力不足，疏散通道堆放桌椅。"),
    Problem("OC19_DATA", "DATA_SECURITY", "学员名单张贴于前台，可见电话号码。"),
)
_CLEAN = (Method.ON_SITE,)


def report(
    story: DemoData, site: Row, started_at: dt.datetime
) -> tuple[Report, tuple[Problem, ...]]:
    """One visit: mostly clean, often a problem or two, now and then no one there."""
    chance = story.number(1, 100)
    if chance <= 55:
        return _clean(story, site, started_at), ()
    if chance <= 92:
        problems = tuple(story.some(PROBLEMS, story.number(1, 3)))
        return _deficient(story, site, started_at, problems), problems
    return _nobody_there(story, site, started_at), ()


def clean(story: DemoData, site: Row, started_at: dt.datetime) -> Report:
    return _clean(story, site, started_at)


def _clean(story: DemoData, site: Row, started_at: dt.datetime) -> Report:
    return Report(
        visit_started_at=started_at,
        visit_ended_at=_end(story, started_at),
        result_codes=(ResultCode.NO_PROBLEM,),
        measures=(Measure.NONE_NEEDED,),
        methods=_CLEAN,
        summary="按检查表逐项检查，未发现问题。",
        answers=_answers(story, ()),
        position=_position(story, site),
        device_clock_offset_ms=story.number(-900, 900),
    )


def _deficient(
    story: DemoData, site: Row, started_at: dt.datetime, problems: tuple[Problem, ...]
) -> Report:
    is_display_only = {problem.item_code for problem in problems} == {"OC03_DISPLAY"}
    code = ResultCode.INFO_NOT_PUBLISHED if is_display_only else ResultCode.PROBLEM_PENDING
    return Report(
        visit_started_at=started_at,
        visit_ended_at=_end(story, started_at),
        result_codes=(code,),
        measures=(Measure.ORDER_CORRECTION,),
        methods=(Method.ON_SITE, Method.WRITTEN),
        summary="".join(problem.detail for problem in problems),
        answers=_answers(story, problems),
        findings=tuple(FoundViolation(each.violation_code, each.item_code) for each in problems),
        position=_position(story, site),
        device_clock_offset_ms=story.number(-900, 900),
    )


def _nobody_there(story: DemoData, site: Row, started_at: dt.datetime) -> Report:
    return Report(
        visit_started_at=started_at,
        visit_ended_at=_end(story, started_at),
        result_codes=(ResultCode.UNREACHABLE,),
        measures=(Measure.STOP_AND_RETURN,),
        methods=_CLEAN,
        summary="登记地址无人办公，两次电话联系未接通。",
        attempts=(started_at, started_at + dt.timedelta(minutes=25)),
        position=_position(story, site),
    )


def _end(story: DemoData, started_at: dt.datetime) -> dt.datetime:
    return started_at + dt.timedelta(minutes=story.number(50, 110))


def _answers(story: DemoData, problems: tuple[Problem, ...]) -> tuple[Answer, ...]:
    found = {problem.item_code for problem in problems}
    answers = []
    for item in OFF_CAMPUS_GENERAL.items:
        if item.code in found:
            answers.append(Answer(item.code, True, True, Handling.ORDERED))
        elif story.happens(85):
            answers.append(Answer(item.code, True, False, Handling.NONE))
        else:
            answers.append(Answer(item.code, False))
    return tuple(answers)


def _position(story: DemoData, site: Row) -> Position:
    latitude, longitude = site["latitude"], site["longitude"]
    return Position(story.near(latitude, 0.0002), story.near(longitude, 0.0002), Datum.WGS84, 8.0)

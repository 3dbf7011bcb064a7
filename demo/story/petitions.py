"""The complaints of the story, real-name and anonymous, and how far each has come."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from demo.rows import complaints
from demo.rows.complaints import Petition
from demo.rows.institutions import DemoInstitution
from demo.rows.rows import Row, at
from demo.story import moves
from demo.story.people import PEOPLE, phone_of
from demo.story.rows import DemoData
from domain import actors
from domain.actors import Actor, Grant
from domain.complaints import raise_complaint
from domain.complaints.identity import Complainant
from domain.complaints.terms import (
    ComplaintCategory,
    ComplaintKind,
    ComplaintState,
    NonAcceptanceGround,
)
from domain.complaints.transitions import COMPLAINT
from domain.institutions import SubjectKind
from domain.roles import Role
from domain.workdays import Calendar
from persistence.engine.keys import Keys

C, K = ComplaintCategory, ComplaintKind
LAST_STEP = dt.date(2026, 11, 20)

_ASSIGNED = ("screen", "accept", "assign")
_REPLIED = (*_ASSIGNED, "verify", "draft_reply", "approve")
_MEDIATED = (*_ASSIGNED, "mediate", "settle", "draft_reply", "approve")


def _on(month: int, day: int) -> dt.date:
    return dt.date(2026, month, day)


OVERTIME = Petition(
    _on(11, 5),
    K.REPORT,
    C.OVERTIME_CLASS,
    "晚上的课经常上到八点五十以后才放学。",
    "parent-1",
    (*_ASSIGNED, "verify", "trigger_inspection"),
    is_near=True,
)
"""The complaint that a case visit follows from."""

PETITIONS = (
    OVERTIME,
    Petition(_on(1, 12), K.DISPUTE, C.REFUND_DIFFICULTY, "孩子生病停课，机构拒绝退还剩余课时费用。",
             "parent-1", (*_MEDIATED, "satisfied"), 240_000, is_near=True),
    Petition(_on(2, 3), K.REPORT, C.HOLIDAY_CLASS, "寒假期间仍在组织数学班上课。",
             None, (*_REPLIED, "silence")),
    Petition(_on(2, 25), K.INQUIRY, C.OTHER, "请问怎样查询一家机构是否有办学许可？",
             "parent-2", (*_REPLIED, "satisfied"), is_near=True),
    Petition(_on(3, 9), K.DISPUTE, C.REFUND_DIFFICULTY, "转班未成，申请退费两个月没有答复。",
             "parent-2", (*_ASSIGNED, "mediate", "terminate", "draft_reply", "approve",
                          "dissatisfied"), 360_000),
    Petition(_on(3, 27), K.REPORT, C.UNLICENSED, "小区三楼住宅内有人开办学科补习班，没有任何公示。",
             None, ("transfer",)),
    Petition(_on(4, 8), K.REPORT, C.PREPAY_EXCESS, "要求一次性交一年的学费，不交不给留名额。",
             "parent-1", (*_REPLIED, "neutral")),
    Petition(_on(4, 21), K.REPORT, C.FALSE_AD, "广告承诺“三个月提高五十分”，与实际不符。",
             None, (*_REPLIED, "silence")),
    Petition(_on(5, 11), K.DISPUTE, C.CONTRACT, "没有签订合同，现在说不清课时单价。",
             "parent-2", ("screen", "refuse"), 80_000),
    Petition(_on(5, 19), K.REPORT, C.SAFETY, "教室的安全出口被桌椅堵住，担心孩子安全。",
             None, (*_REPLIED, "silence"), is_near=True),
    Petition(_on(6, 2), K.REPORT, C.IN_SERVICE_TEACHER, "周末上课的老师疑似是在职的学校老师。",
             None, (*_ASSIGNED, "verify")),
    Petition(_on(6, 15), K.DISPUTE, C.FEE_ABUSE, "开课后又加收资料费，合同中没有约定。",
             "parent-1", (*_MEDIATED, "silence"), 30_000),
    Petition(_on(7, 10), K.REPORT, C.DISGUISED_SUBJECT, "以“思维训练”名义讲授小学奥数内容。",
             None, (*_REPLIED, "silence"), is_near=True),
    Petition(_on(7, 24), K.INQUIRY, C.OTHER, "暑假期间学科类机构可以上课吗？",
             "parent-2", (*_REPLIED, "satisfied")),
    Petition(_on(8, 13), K.REPORT, C.CUSTODY_BYPASS, "让家长把学费转到个人账户，不走监管账户。",
             "parent-1", (*_ASSIGNED, "verify", "draft_reply")),
    Petition(_on(8, 31), K.DISPUTE, C.REFUND_DIFFICULTY, "机构搬迁后距离太远，要求退费被拒。",
             "parent-2", (*_ASSIGNED, "mediate"), 180_000, is_near=True),
    Petition(_on(9, 14), K.REPORT, C.TEACHER_UNQUALIFIED, "英语老师不能出示教师资格证。",
             None, (*_ASSIGNED,), is_near=True),
    Petition(_on(9, 28), K.REPORT, C.PRIVACY, "报名后连续接到其他机构的推销电话。",
             None, ("screen", "accept")),
    Petition(_on(10, 12), K.DISPUTE, C.REFUND_DIFFICULTY, "老师更换三次，要求退还剩余课时费用。",
             "parent-1", ("withdraw",), 120_000),
    Petition(_on(10, 19), K.REPORT, C.MATERIAL, "使用的讲义明显超出年级教学进度。",
             None, ("ask",), is_near=True),
    Petition(_on(10, 27), K.REPORT, C.INSPECTOR_CONDUCT, "检查人员到场后没有出示执法证件。",
             None, ("screen",), is_near=True),
    Petition(_on(11, 3), K.DISPUTE, C.TRAINING_LOAN, "销售人员诱导办理分期贷款支付学费。",
             "parent-2", ("screen", "accept"), 480_000),
    Petition(_on(11, 12), K.REPORT, C.RUNAWAY, "门店突然关门，电话打不通，学费还没有上完。",
             "parent-1", ("screen",), is_near=True),
    Petition(_on(11, 18), K.REPORT, C.OVERTIME_CLASS, "晚上九点还有学生在上课。",
             None, (), is_near=True),
    Petition(_on(11, 20), K.INQUIRY, C.OTHER, "想了解这家机构最近一次检查的结果。",
             "parent-2", (), is_near=True),
)  # fmt: skip


def demo_complaints(
    story: DemoData,
    trainers: Sequence[DemoInstitution],
    places: Mapping[str, Row],
    accounts: Mapping[str, Row],
    keys: Keys,
    calendar: Calendar,
) -> Row:
    """Two dozen complaints through the rule and the state machine; the one that led to a visit."""
    near = [each for each in trainers if _is_near(each)]
    raised = {}
    for petition in PETITIONS:
        trainer = story.pick(near if petition.is_near else trainers[60:])
        raised[petition] = _complaint(story, petition, trainer, places, accounts, keys, calendar)
    return raised[OVERTIME]


def _is_near(trainer: DemoInstitution) -> bool:
    row = trainer.institution
    return (row["region_code"], row["subject_kind"]) == ("320508", SubjectKind.SUBJECT)


def _complaint(
    story: DemoData,
    petition: Petition,
    trainer: DemoInstitution,
    places: Mapping[str, Row],
    accounts: Mapping[str, Row],
    keys: Keys,
    calendar: Calendar,
) -> Row:
    received = at(petition.received_on, story.number(8, 20), story.number(0, 59))
    by = _complainant(petition, accounts)
    raised = raise_complaint.raise_complaint(
        raise_complaint.Complaint(
            petition.kind,
            petition.category,
            petition.identification,
            petition.statement,
            institution_id=trainer.institution["id"],
            claim_fen=petition.claim_fen,
            occurred_on=petition.received_on - dt.timedelta(days=3),
        ),
        by=by,
        today=petition.received_on,
        calendar=calendar,
    )
    id = story.key(received)
    row = complaints.complaint(
        story,
        trainer,
        petition,
        keys,
        id,
        received,
        raised.accept_due,
        complaint_no=raise_complaint.complaint_number(petition.received_on, id.bytes[-5:]),
        complainant_ref=keys.complainant_ref(by.account_id) if by.account_id else None,
        receipt_digest=None if petition.by else keys.receipt_digest(keys.receipt(id)),
        intake_authority_id=_intake(petition, trainer, places),
        assigned_authority_id=None,
        handler_id=None,
        is_urgent=raised.is_urgent,
        state=ComplaintState.RECEIVED,
        non_acceptance_ground=None,
    )
    # No name: the history of a complaint must not lead to who complained.
    moves.begin(story, "Complaint", row, "receive", on=received, by=None)
    if by.account_id:
        story.identities[id] = _identity(petition, by.account_id)
    _follow_up(story, petition, row, accounts, calendar)
    return row


def _intake(petition: Petition, trainer: DemoInstitution, places: Mapping[str, Row]) -> UUID:
    """The nearest organ of the sector; about an inspector's conduct, one above all concerned."""
    if petition.category is C.INSPECTOR_CONDUCT:
        id: UUID = places["jiangsu"]["id"]
    else:
        id = trainer.institution["supervising_authority_id"]
    return id


def _identity(petition: Petition, account_id: UUID) -> Complainant:
    person = next(person for person in PEOPLE if person.login == petition.by)
    if petition.kind is not K.DISPUTE:
        return Complainant(account_id, person.name, None, None)
    return Complainant(account_id, person.name, phone_of(person), "苏州市姑苏区平江路1号")


def _complainant(petition: Petition, accounts: Mapping[str, Row]) -> Actor:
    if petition.by is None:
        return actors.ANONYMOUS
    return Actor(accounts[petition.by]["id"], (Grant(Role.PARENT),))


def _follow_up(
    story: DemoData, petition: Petition, row: Row, accounts: Mapping[str, Row], calendar: Calendar
) -> None:
    day = petition.received_on
    for event in petition.events:
        day = min(calendar.after(day, story.number(1, 2))[0], LAST_STEP)
        by = accounts["complaint-clerk"]["id"] if petition.is_near else None
        on = at(day, story.number(9, 16), story.number(0, 59))
        moves.move(story, COMPLAINT, "Complaint", row, event, on=on, by=by)
        if event == "assign":
            row["assigned_authority_id"] = row["intake_authority_id"]
            row["handler_id"] = accounts["complaint-handler"]["id"] if petition.is_near else None
        if event == "refuse":
            row["non_acceptance_ground"] = NonAcceptanceGround.INCOMPLETE_IDENTITY_OR_CLAIM

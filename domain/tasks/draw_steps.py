"""When a pool may be frozen, a draw made, locked, issued and revealed; and who is replaced."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from domain import thresholds
from domain.actors import Actor
from domain.draws import canonical, entropy, pool_freeze
from domain.inspections.terms import InspectionState, TaskState
from domain.moments import day_of
from domain.permissions import Permission
from domain.refusals import InvalidInput, NotFound, NotPermitted, Refusal

MARGIN = dt.timedelta(seconds=30)
"""The least time between commitment and draw; it exceeds any difference of clocks."""

MARGIN_OF_CHANCE = dt.timedelta(seconds=20)
"""A pool takes seconds to freeze: the commitment is public before the chance that it names."""

MARGIN_OF_PARTIES = dt.timedelta(seconds=5)
"""Their shares are fixed before the freeze; they only need the time to reveal them."""

WAITING = frozenset(
    {
        TaskState.POOL_FROZEN,
        TaskState.OBJECTS_DRAWN,
        TaskState.OFFICERS_DRAWN,
        TaskState.LOCKED,
    }
)
"""Frozen, and not issued yet."""

_DONE = frozenset(
    {
        InspectionState.PUBLISHED,
        InspectionState.CORRECTED,
        InspectionState.WITHDRAWN,
        InspectionState.VOIDED,
    }
)


@dataclass(eq=False)
class DrawNotYetDue(
    Refusal,
    zh="抽取时间为{draw_at}，尚未到达。",
    en="The draw cannot take place before {draw_at} (Shanghai time).",
):
    draw_at: dt.datetime


@dataclass(eq=False)
class SharesStillDue(
    Refusal,
    zh="下列各方可在{reveal_by}前揭示其随机数：{missing_zh}。届时仍缺的，本次抽取作废。",
    en="These parties can reveal their shares until {reveal_by} (Shanghai time): {missing_en}. Only "
    "after that is the draw void without them.",
):
    """Nobody is silent whose time, as the notice has it, is not over."""

    reveal_by: dt.datetime
    missing_zh: str
    missing_en: str


@dataclass(eq=False)
class DrawTooLate(
    Refusal,
    zh="检查期限已于{window_to}届满，不能再抽取，请新建任务。",
    en="The inspection period ended on {window_to}, so the draw can no longer take place. "
    "Create a new task.",
):
    """The pool was checked for this window, and another pool may have been frozen since."""

    window_to: dt.date


class NothingToDraw(
    Refusal,
    zh="名录库中没有可抽取的检查对象。",
    en="The pool contains no institution that can be drawn.",
):
    """The pool is empty, every object in it is excluded, or every quota is zero."""


@dataclass(eq=False)
class TaskLapsed(
    Refusal,
    zh="该任务未在{issue_due_on}前下发，抽取已失效，请新建任务。",
    en="The task was not issued by {issue_due_on}, so its draw has failed. Create a new task.",
):
    """What waits ends by its own clock: it keeps nobody from drawing, and counts as a draw."""

    issue_due_on: dt.date


@dataclass(eq=False)
class PoolBusy(
    Refusal,
    zh="另一任务（{task_code}）已冻结名录库或已抽取、尚未下发，涉及相同的检查对象，请待其下发或作废；"
    "其最迟下发日期为{issue_due_on}，逾期自动失效。",
    en="Another task over the same objects ({task_code}) is frozen or drawn and not issued yet. "
    "Wait until it is issued or voided. If it is not issued by {issue_due_on}, it fails.",
):
    """Of two pools over the same objects, the draw of one could be looked at and then replaced by
    that of the other."""

    task_code: str
    issue_due_on: dt.date


@dataclass(eq=False)
class VisitsReliedOn(
    Refusal,
    zh="另一任务（{task_code}）的抽取以本任务尚未完成的检查为前提，请先作废该任务或完成检查。",
    en="The draw of another task ({task_code}) rests on visits of this one. Void that task first, or "
    "carry the visits out.",
):
    """Nobody is spared a draw for a visit that never comes, and no count of draws is lost with one."""

    task_code: str


@dataclass(eq=False)
class DrawnListConfidential(
    Refusal,
    zh="尚有{open_count}次检查未完成，抽取名单在检查前保密。",
    en="{open_count} visits are not finished. The list of drawn institutions stays "
    "confidential until they are.",
):
    open_count: int


class DrawAlreadyRevealed(Refusal, zh="抽取过程已公开。", en="The draw has already been revealed."):
    """A nonce is revealed once."""


class NotDrawn(
    Refusal,
    zh="该检查不是抽取产生的，请指定替换的检查人员。",
    en="This visit was not drawn at random. Name the replacing officer.",
):
    """The officers of a case visit are named; only a draw has a next officer in line."""


class IncomingOfficerDrawn(
    Refusal,
    zh="抽取产生的检查由顺位人员替换，不得指定。",
    en="In a drawn visit the next officer of the draw takes over. You cannot name one.",
):
    """The order of the draw decides, not a person."""


@dataclass(eq=False)
class ReplacementTooLate(
    Refusal,
    zh="检查结果当前“{state.zh}”，不能更换检查人员。",
    en="Officers can no longer be replaced. Current state: {state.en}.",
    basis="X42",
):
    state: InspectionState


class NotOnTheVisit(
    Refusal, zh="该人员不是本次检查的检查人员。", en="The officer is not assigned to this visit."
):
    pass


class OwnReplacement(
    Refusal, zh="您不得批准更换本人。", en="You cannot approve your own replacement."
):
    pass


class ShareCommittedAlready(
    Refusal,
    zh="该参与方或您的账号已提交承诺。",
    en="This party, or your account, has already committed a share.",
):
    pass


class ShareRevealedAlready(
    Refusal, zh="该随机数份额已揭示。", en="This share has already been revealed."
):
    pass


def freeze(
    authority_id: UUID,
    *,
    draw_at: dt.datetime,
    window_from: dt.date,
    by: Actor,
    now: dt.datetime,
    today: dt.date,
    margin: dt.timedelta = MARGIN,
) -> None:
    """Let the task's own manager freeze: the draw lies ahead, and before the first visit.

    NotPermitted, InvalidInput.
    """
    refuse_unless_managed(authority_id, by=by)
    if draw_at < now + margin:
        seconds = int(margin.total_seconds())
        zh, en = f"须至少在{seconds}秒之后", f"must be at least {seconds} seconds from now"
        raise InvalidInput.of("drawAt", zh, en)
    if draw_at > now + dt.timedelta(days=60):
        raise InvalidInput.of("drawAt", "须在60天内", "must be within 60 days")
    if window_from <= today or day_of(draw_at) >= window_from:
        zh, en = "须早于检查开始日期", "must be before the first day of the window"
        raise InvalidInput.of("drawAt", zh, en)


def has_lapsed(state: TaskState, issue_due_on: dt.date, today: dt.date) -> bool:
    """Whether a task was frozen and not issued by its day: it is void, written down or not."""
    return state in WAITING and issue_due_on < today


def refuse_lapsed(issue_due_on: dt.date, today: dt.date) -> None:
    """Raise TaskLapsed for a task that waits and was not issued by its day."""
    if issue_due_on < today:
        raise TaskLapsed(issue_due_on)


def issue_due_on(draw_at: dt.datetime, window_from: dt.date, today: dt.date) -> dt.date:
    """The last day on which a task may be issued: its first day of visits, or ten days after its draw
    where that is sooner. Both stand in the notice."""
    drawn_on = day_of(draw_at)
    return min(window_from, drawn_on + dt.timedelta(days=thresholds.at("DR_ISSUE", today).value))


def refuse_near(source: entropy.Source, *, now: dt.datetime) -> None:
    """Raise EntropyAlreadyExists for chance that could be known when the commitment is."""
    due = pool_freeze.due(source)
    if due is not None and due < now + MARGIN_OF_CHANCE:
        raise entropy.EntropyAlreadyExists(canonical.moment(due))


@dataclass(frozen=True, slots=True)
class Share:
    """A party's share of a task's randomness, as committed before the freeze."""

    task_code: str
    party: str
    commitment: str
    is_revealed: bool


def reveal_share(share: Share, secret: str, *, state: TaskState) -> None:
    """Accept the secret behind a commitment, 32 to 128 hexadecimal digits, while the pool is
    frozen. Raises NotFound, ShareRevealedAlready and EntropyDoesNotFit."""
    if state is not TaskState.POOL_FROZEN:
        raise NotFound
    if share.is_revealed:
        raise ShareRevealedAlready
    # Accepted as it is, it could neither be drawn from nor be revealed again.
    if not entropy.is_secret(secret):
        raise entropy.EntropyDoesNotFit(
            "须为32至128位十六进制数", "must be 32 to 128 hexadecimal digits"
        )
    if entropy.party_commitment(share.task_code, share.party, secret) != share.commitment:
        raise entropy.EntropyDoesNotFit(
            "与已提交的承诺不符", "the secret does not match the commitment"
        )


def refuse_early_void(
    source: entropy.Parties, missing: entropy.ShareMissing, *, now: dt.datetime
) -> None:
    """Raise SharesStillDue while the silent may still reveal their shares."""
    if source.reveal_by is not None and now < source.reveal_by:
        raise SharesStillDue(source.reveal_by, missing.missing_zh, missing.missing_en)


def execute(
    authority_id: UUID,
    *,
    draw_at: dt.datetime,
    window_to: dt.date,
    issue_due_on: dt.date,
    by: Actor,
    now: dt.datetime,
    today: dt.date,
) -> None:
    """NotPermitted, DrawNotYetDue, DrawTooLate, TaskLapsed."""
    refuse_unless_managed(authority_id, by=by)
    if now < draw_at:
        raise DrawNotYetDue(draw_at)
    if today > window_to:
        raise DrawTooLate(window_to)
    refuse_lapsed(issue_due_on, today)


def reveal(
    authority_id: UUID,
    *,
    revealed_at: dt.datetime | None,
    task_state: TaskState,
    window_to: dt.date,
    states: Iterable[InspectionState],
    by: Actor,
    today: dt.date,
) -> None:
    """Reveal with the results, or once the window is over. NotPermitted, DrawAlreadyRevealed,
    DrawnListConfidential."""
    refuse_unless_managed(authority_id, by=by)
    if revealed_at is not None:
        raise DrawAlreadyRevealed
    open_count = sum(state not in _DONE for state in states)
    is_issued = task_state in (TaskState.ISSUED, TaskState.IN_PROGRESS, TaskState.COMPLETED)
    if not is_issued or (open_count and today <= window_to):
        raise DrawnListConfidential(open_count)


HEAD_ALONE = 2
"""So many officers of a drawn visit are replaced by one head. Who could go on alone would go on until
the officer of their choice is the next."""


def takes_effect(replaced: int, proposed_by: UUID | None, *, by: Actor) -> bool:
    """Whether a replacement is made now, after so many of the visit's, or is a proposal until another
    account approves it."""
    return replaced < HEAD_ALONE or proposed_by not in (None, by.account_id)


@dataclass(frozen=True, slots=True)
class SentOfficer:
    """An officer's place in a visit."""

    state: InspectionState
    authority_id: UUID
    is_drawn: bool
    is_sent: bool


def replace(sent: SentOfficer, officer_id: UUID, *, by: Actor, is_named: bool = False) -> None:
    """Let the head of the visit's authority send the next in the draw, or to a case visit whom the
    head names.

    NotPermitted, OwnReplacement, NotDrawn, IncomingOfficerDrawn, NotOnTheVisit, ReplacementTooLate.
    """
    held = (o.authority_id for o in by.offices_with(Permission.INSPECTION_REPLACE_OFFICER))
    if sent.authority_id not in tuple(held):
        raise NotPermitted(Permission.INSPECTION_REPLACE_OFFICER)
    if by.officer_id == officer_id:
        raise OwnReplacement
    if not sent.is_drawn and not is_named:
        raise NotDrawn
    if sent.is_drawn and is_named:
        raise IncomingOfficerDrawn
    if not sent.is_sent:
        raise NotOnTheVisit
    if sent.state is not InspectionState.TO_ENTER:
        raise ReplacementTooLate(sent.state)


def refuse_unless_managed(authority_id: UUID, *, by: Actor) -> None:
    """A task is carried out by the managers of its own authority. NotPermitted."""
    held = (office.authority_id for office in by.offices_with(Permission.TASK_MANAGE))
    if authority_id not in tuple(held):
        raise NotPermitted(Permission.TASK_MANAGE)

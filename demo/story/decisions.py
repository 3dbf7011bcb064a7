"""What was decided on institutions: a licence suspended, a place on the white list lost and regained, a decision
that was quashed."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from demo.rows.institutions import DemoInstitution
from demo.rows.rows import Row, at
from demo.story.rows import DemoData
from domain.institutions import EntitlementState, ListStatus
from domain.standings import replay
from domain.standings.terms import Ending, StandingKind
from persistence.standings.table import Standing, StandingEnd

_DAY = dt.date


def demo_decisions(
    story: DemoData,
    trainers: Sequence[DemoInstitution],
    accounts: Mapping[str, Row],
    places: Mapping[str, Row],
    *,
    today: dt.date,
) -> None:
    """Each on the first institution of the city that it fits. What is over by now is over in the register."""
    by = {"authority_id": places["suzhou"]["id"], "decided_by": accounts["registrar"]["id"]}
    ours = [each for each in trainers if each.institution["region_code"].startswith("3205")]
    suspended = next(
        each for each in ours if each.entitlement["state"] is EntitlementState.SUSPENDED
    )
    unlisted = next(
        each
        for each in ours
        if each.institution["list_status"] is ListStatus.NONE
        and each.entitlement["state"] is EntitlementState.ACTIVE
    )
    _suspend(story, suspended, by, today)
    _lose_and_regain(story, trainers[0].institution, by, today)
    _quash(story, unlisted.institution, by)


def _suspend(story: DemoData, of: DemoInstitution, by: Mapping[str, Any], today: dt.date) -> None:
    """Until it has put right what was found; the register goes on from there by itself."""
    until = today + dt.timedelta(days=60)
    licence = of.entitlement
    granted = _decided(
        story,
        of.institution,
        by,
        StandingKind.ENTITLEMENT,
        licence["valid_from"],
        licence["valid_to"],
        ground="经审核符合办学条件，准予许可。",
        legal_basis=["X18"],
        entitlement=licence,
        state=EntitlementState.ACTIVE,
    )
    taken = _decided(
        story,
        of.institution,
        by,
        StandingKind.ENTITLEMENT,
        max(_DAY(2026, 9, 14), licence["valid_from"]),
        until,
        ground="消防设施未按期整改，暂停办学许可。",
        legal_basis=["X16"],
        entitlement=licence,
        state=EntitlementState.SUSPENDED,
    )
    _turns(of.institution, [granted, taken], today)


def _lose_and_regain(
    story: DemoData, institution: Row, by: Mapping[str, Any], today: dt.date
) -> None:
    first = _decided(
        story,
        institution,
        by,
        StandingKind.WHITE_LIST,
        _DAY(2026, 1, 12),
        _DAY(2027, 1, 11),
        ground="2025年度检查合格。",
        legal_basis=["X33"],
    )
    _ended(story, first, by, _DAY(2026, 4, 15), Ending.LIFTED, "预收费未全额存管，移出白名单。")
    again = _decided(
        story,
        institution,
        by,
        StandingKind.WHITE_LIST,
        _DAY(2026, 7, 6),
        max(_DAY(2027, 7, 5), today + dt.timedelta(days=30)),
        ground="已在三个月内完成整改，恢复白名单。",
        legal_basis=["X33"],
    )
    institution["list_status"] = ListStatus.WHITE_LISTED
    _turns(institution, [again], today)


def _quash(story: DemoData, institution: Row, by: Mapping[str, Any]) -> None:
    listed = _decided(
        story,
        institution,
        by,
        StandingKind.BLACK_LIST,
        _DAY(2026, 5, 6),
        _DAY(2027, 5, 5),
        ground="有投诉称擅自停课。",
        legal_basis=["X32"],
    )
    reason = "复议决定认定事实不清，撤销原决定。"
    _ended(story, listed, by, _DAY(2026, 6, 18), Ending.QUASHED, reason)


def _decided(
    story: DemoData,
    institution: Row,
    by: Mapping[str, Any],
    kind: StandingKind,
    from_on: dt.date,
    until_on: dt.date | None,
    *,
    ground: str,
    legal_basis: list[str],
    entitlement: Row | None = None,
    state: EntitlementState | None = None,
) -> Row:
    moment = at(from_on, 9)
    return story.add_at(
        Standing,
        moment,
        kind=kind,
        institution_id=institution["id"],
        entitlement_id=entitlement and entitlement["id"],
        region_code=institution["region_code"],
        sector=institution["sector"],
        entitlement_state=state,
        from_on=from_on,
        until_on=until_on,
        ground=ground,
        legal_basis=legal_basis,
        is_as_entered=False,
        decided_at=moment,
        **by,
    )


def _ended(
    story: DemoData, of: Row, by: Mapping[str, Any], on: dt.date, ending: Ending, reason: str
) -> None:
    story.add(
        StandingEnd,
        standing_id=of["id"],
        ended_on=on,
        ending=ending,
        reason=reason,
        decided_at=at(on, 9),
        **by,
    )


def _turns(institution: Row, decided: Sequence[Row], today: dt.date) -> None:
    """On which day the register looks at it again."""
    facts = [
        replay.Standing(
            each["kind"],
            each["from_on"],
            each["until_on"],
            each["decided_at"],
            each["entitlement_state"],
        )
        for each in decided
    ]
    institution["standings_change_on"] = replay.next_change(facts, today)

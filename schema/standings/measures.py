"""What a measure does: at once, or from the notice of a ruling on; how that is quashed and lifted."""

import datetime as dt
from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from domain.institutions import EntitlementState
from domain.institutions.closures import lapses
from domain.permissions import Permission
from domain.rectification.terms import EscalationMeasure
from domain.refusals import ChangedMeanwhile
from domain.standings import decisions, effects
from domain.standings.decisions import EVENT_TO
from domain.standings.effects import EFFECTS, HeldEntitlement, NothingToTake
from domain.standings.rulings import statement_due
from domain.standings.terms import Ending, RulingState, RulingStepKind, StandingKind
from persistence.engine.identifiers import new_key
from persistence.rectification.table import CorrectionOrder, EscalationProposal
from persistence.regions import reference
from persistence.standings import rulings
from persistence.standings import writes as standings
from persistence.standings.table import Ruling, RulingStep, Standing
from persistence.standings.writes import InstitutionStandings
from schema.mutations import Transaction
from schema.standings.claims import Decider

RECTIFIED = "责令改正事项已办结"
"""Why what was to hold until then is lifted."""
RESTORED = "取代它的决定被撤销，恢复登记"
"""Why something is entered again that the register held before decisions were kept."""
NO_MORE = "机构已终止"


def chosen(
    found: InstitutionStandings,
    measure: EscalationMeasure,
    wanted: Collection[UUID] | None,
    on: dt.date,
) -> list[UUID]:
    """The entitlements that a measure takes on a day; `effects.chosen`."""
    held = [
        HeldEntitlement(each.id, each.kind, each.delivery, found.state_of(each, on))
        for each in sorted(found.entitlements.values(), key=lambda row: row.id)
    ]
    return effects.chosen(measure, held, wanted)


def carry_out(
    decider: Decider,
    found: InstitutionStandings,
    measure: EscalationMeasure,
    *,
    from_on: dt.date,
    until_on: dt.date | None,
    entitlement_ids: Collection[UUID],
    proposal_id: UUID | None = None,
    ruling_id: UUID | None = None,
) -> None:
    """Put the measure on the institution, and end what it ends; the caller settles.

    NothingToTake where nothing is left of it; PredatesDecision and InvalidInput for its days; and, without
    a ruling, AlreadyStands for a second stop of enrolment.
    """
    effect, today = EFFECTS[measure], decider.transaction.today
    of: dict[str, Any] = {"proposal_id": proposal_id, "ruling_id": ruling_id}
    if effect.ends is not None:
        found.keep_as_entered()
        held = found.not_over(effect.ends, today)
        if not held:
            raise NothingToTake(measure)
        for each in held:
            decider.end(found, each, today, Ending.LIFTED, proposal_id=proposal_id)
    if effect.state is not None:
        # Since the notice some may have ended, or been corrected into what this takes not.
        taken = set(chosen(found, measure, None, today))
        live = [found.entitlements[each] for each in entitlement_ids if each in taken]
        if not live:
            raise NothingToTake(measure)
        for row in live:
            decisions.next_state(found.state_of(row, today), EVENT_TO[effect.state])
            found.keep_as_entered(row)
            decisions.refuse_days(
                StandingKind.ENTITLEMENT, from_on, None, before=found.facts(of=row), today=today
            )
            decider.enter(
                found,
                StandingKind.ENTITLEMENT,
                of=row,
                from_on=from_on,
                entitlement_state=effect.state,
                **of,
            )
    elif effect.puts is not None:
        if effect.puts is StandingKind.ENROLMENT_STOP and ruling_id is None:
            decisions.refuse_standing(effect.puts, found.facts(), from_on)
        decisions.refuse_days(
            effect.puts,
            from_on,
            until_on,
            before=found.facts(kind=effect.puts),
            today=today,
            may_be_open=effect.until_order_closed,
        )
        decider.enter(found, effect.puts, from_on=from_on, until_on=until_on, **of)
    for sector in effect.notifies:
        decider.transaction.enqueue(
            "institution.taken_down",
            about=found.institution.id,
            institution_id=str(found.institution.id),
            sector=sector.value,
        )


async def give_notice(
    decider: Decider,
    found: InstitutionStandings,
    measure: EscalationMeasure,
    *,
    facts: str,
    until_on: dt.date | None,
    entitlement_ids: Collection[UUID],
    proposal_id: UUID | None = None,
) -> Ruling:
    """Open a ruling: the institution sees it from now on, and its term runs. RulingNoticed where the same
    waits already; InvalidInput for a last day that cannot be."""
    transaction, institution = decider.transaction, found.institution
    await rulings.refuse_noticed(transaction.session, institution.id, measure)
    effect, today = EFFECTS[measure], transaction.today
    if effect.puts is not None and effect.state is None:
        decisions.refuse_days(
            effect.puts,
            today,
            until_on,
            before=(),
            today=today,
            may_be_open=effect.until_order_closed,
        )
    due = statement_due(today, await reference.calendar(transaction.session, since=today))
    ruling = Ruling(
        id=new_key(),
        institution_id=institution.id,
        region_code=institution.region_code,
        sector=institution.sector,
        authority_id=decider.office.authority_id,
        measure=measure,
        entitlement_ids=list(entitlement_ids),
        until_on=until_on,
        facts=facts,
        ground=decider.ground,
        legal_basis=decider.legal_basis,
        proposal_id=proposal_id,
        state=RulingState.NOTICED,
        drafted_by=decider.by,
        noticed_at=transaction.now,
        statement_due_on=due.on,
        statement_due_is_provisional=due.provisional,
        version=1,
    )
    transaction.session.add(ruling)
    await transaction.session.flush()
    record(transaction, ruling, None, RulingState.NOTICED, "notice")
    transaction.audit("ruling.noticed", on=ruling.id, measure=measure)
    return ruling


def record(
    transaction: Transaction,
    ruling: Ruling,
    from_state: RulingState | None,
    to_state: RulingState,
    event: str,
    ground: str | None = None,
) -> None:
    """Keep the change of state, and notify the institution; the row is changed by the caller."""
    transaction.record_transition(
        "Ruling", ruling.id, from_state=from_state, to_state=to_state, event=event, ground=ground
    )
    transaction.enqueue(
        f"ruling.{_PAST[event]}",
        about=ruling.id,
        ruling_id=str(ruling.id),
        institution_id=str(ruling.institution_id),
    )


def add_step(
    transaction: Transaction,
    ruling: Ruling,
    kind: RulingStepKind,
    on: dt.date,
    text: str | None,
    *,
    permission: Permission,
) -> None:
    """Keep a step of its way."""
    actor = transaction.actor
    assert actor.account_id is not None
    transaction.session.add(
        RulingStep(
            id=new_key(),
            ruling_id=ruling.id,
            kind=kind,
            happened_on=on,
            text=text,
            is_by_institution=ruling.institution_id in actor.institutions_with(permission),
            entered_by=actor.account_id,
            entered_at=transaction.now,
        )
    )
    ruling.record_step()
    transaction.audit(f"ruling.{kind.value.lower()}", on=ruling.id)


def refuse_changed(ruling: Ruling, expected_version: int) -> None:
    if ruling.version != expected_version:
        raise ChangedMeanwhile(expected_version, ruling.version)


async def quash(
    decider: Decider, found: InstitutionStandings, of: Collection[Standing], ruling: Ruling | None
) -> None:
    """From today on all is as if these had never been decided: what else was decided holds, and what they
    took the place of is entered again for the days that it has left."""
    transaction = decider.transaction
    today = transaction.today
    for each in of:
        ended = found.ends.get(each.id)
        if ended is not None and ended.ended_on <= today:
            # It holds no more; the public reads that it was quashed nevertheless.
            if ended.ending in (Ending.LIFTED, Ending.REPLACED):
                decider.end(found, each, ended.ended_on, Ending.QUASHED)
            continue
        replaced = found.replaced_by(each, today)
        decider.end(found, each, today, Ending.QUASHED)
        for former, first, last in replaced:
            # Why the other was quashed stays on file; the public reads the ground that this one had.
            replace(
                decider, ground=former.ground or RESTORED, legal_basis=former.legal_basis
            ).enter(
                found,
                former.kind,
                from_on=first,
                until_on=last,
                credit_grade=former.credit_grade,
                rule_version=former.rule_version,
            )
    _lapse(decider, found)
    if ruling is not None:
        record(transaction, ruling, ruling.state, RulingState.QUASHED, "quash", decider.ground)
        ruling.record_quashing(RulingState.QUASHED)
    proposals = {each.proposal_id for each in of if each.proposal_id is not None}
    await rulings.settle_reviews(transaction.session, EscalationProposal.id.in_(proposals))
    on = ruling.id if ruling is not None else found.institution.id
    await decider.settle(found, "ruling.quashed" if ruling else "standing.quashed", on=on)


def _lapse(decider: Decider, found: InstitutionStandings) -> None:
    """What would hold again of an institution that is no more lapses with it."""
    today = decider.transaction.today
    for row in found.entitlements.values():
        state = found.state_of(row, today)
        if state is not row.state and lapses(found.institution.existence, state):
            replace(decider, ground=NO_MORE, legal_basis=[]).enter(
                found,
                StandingKind.ENTITLEMENT,
                of=row,
                from_on=today,
                entitlement_state=EntitlementState.LAPSED,
            )


async def lift_with(transaction: Transaction, order: CorrectionOrder) -> None:
    """What was to hold until this order is closed holds no more."""
    lasting = await rulings.lasting_until_closed(transaction.session, order.id, transaction.today)
    if not lasting:
        return
    found = await standings.claim(transaction.session, order.institution_id)
    by = transaction.actor.account_id
    for each in lasting:
        found.end(
            found.rows[each],
            transaction.today,
            Ending.LIFTED,
            RECTIFIED,
            authority_id=order.authority_id,
            by=by,
            at=transaction.now,
        )
    await found.settle(transaction.today, by=by, at=transaction.now, reason=RECTIFIED)
    transaction.audit("institution.stop_lifted", on=order.institution_id)


_PAST = {
    "notice": "noticed",
    "confirm": "confirmed",
    "drop": "dropped",
    "quash": "quashed",
    "uphold": "upheld",
}

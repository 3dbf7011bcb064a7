"""The head decides what follows an order that was not followed."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.institutions import InstitutionNotExisting, refuse_unless_existing
from domain.institutions.programmes import NotCompetent
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.publication.results import DeciderTookPart
from domain.rectification import escalations as rules
from domain.rectification import measures
from domain.rectification.terms import EscalationDecision, EscalationMeasure
from domain.refusals import ChangedMeanwhile
from domain.standings import decisions, effects
from domain.standings.decisions import AlreadyStands, PredatesDecision
from domain.standings.effects import NothingToTake
from domain.standings.rulings import RulingNoticed
from domain.transitions import IllegalTransition
from persistence.rectification import writes as rectification
from persistence.rectification.table import CorrectionOrder, EscalationProposal
from persistence.standings import writes as standings
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation
from schema.rectification import transitions, types
from schema.rectification.transitions import EXPECTED_VERSION
from schema.standings import claims
from schema.standings import measures as carried_out
from schema.standings.claims import Decider


@strawberry.input(description="A decision on a proposed measure.")
class DecideEscalationInput:
    operation_id: UUID = field(OPERATION_ID)
    proposal_id: strawberry.ID = field("Opaque id of the proposed measure.")
    expected_version: int = field(EXPECTED_VERSION)
    decision: EscalationDecision = field("Whether the measure is adopted or dismissed.")
    measure: EscalationMeasure | None = strawberry.field(
        default=None,
        description="The measure adopted, if another than the one proposed; the institution's"
        " rules must provide for it.",
    )
    reason: str | None = strawberry.field(
        default=None,
        description="Reason of the decision, up to 1,000 characters; required for a dismissal. Of what is adopted"
        " it is the ground, which is public once the measure holds; left out, that names the order.",
    )
    until_on: dt.date | None = optional(
        "Last day of a stop of enrolment, inclusive: 30 days if left out; a longer one, up to 12 months, takes a"
        " ruling."
    )
    entitlement_ids: list[strawberry.ID] | None = optional(
        "The entitlements that the measure takes; all of its kind that have not ended, if left out."
    )


@strawberry.type(description="The proposal is adopted or dismissed.")
class EscalationDecided:
    proposal_id: Annotated[UUID, StoredAs("proposal_id")]
    proposal: types.EscalationProposal | None = refetched(
        "proposal_id", "The proposal after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.ORDER_ESCALATE,
    description="Adopt or dismiss a measure proposed because an order was not followed. What is adopted has its"
    " effect in the same moment: a warning, a stop of enrolment for up to 30 days, the end of a place on the white"
    " list. What takes a livelihood opens a ruling: the institution has notice, may state its case, and a second"
    " person confirms it (`confirmRuling`). An administrative penalty changes nothing here; its procedure is"
    " elsewhere.",
    refuses=(
        IllegalTransition,
        DeciderTookPart,
        measures.MeasureNotOfRegime,
        ChangedMeanwhile,
        NothingToTake,
        RulingNoticed,
        AlreadyStands,
        PredatesDecision,
        NotCompetent,
        InstitutionNotExisting,
        OutsideJurisdiction,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
    ),
)
async def decide_escalation(info: Info, input: DecideEscalationInput) -> EscalationDecided:
    faults = InputFaults()
    reason = faults.optional_text("reason", input.reason, longest=1000)
    if input.decision is EscalationDecision.DISMISS:
        for name in ("measure", "untilOn", "entitlementIds"):
            if getattr(input, _ATTRIBUTE[name]) not in (None, strawberry.UNSET):
                faults.add(name, "不予采取的，不得填写此项", "must be left out of a dismissal")
    faults.refuse()
    proposal_id = key_of("EscalationProposal", input.proposal_id, "proposalId")
    wanted = claims.entitlement_keys(input.entitlement_ids)
    async with begin_transaction(info, input) as transaction:
        proposal, order = await rectification.claim_proposal(
            transaction.session, transaction.actor, proposal_id
        )
        facts = rules.ProposedEscalation(
            proposal.state,
            proposal.measure,
            proposal.authority_id,
            order.state,
            await rectification.kinds_of(transaction.session, order),
            await rectification.took_part(transaction.session, order),
        )
        decided = rules.decide(
            facts, input.decision, by=transaction.actor, measure=input.measure, reason=reason
        )
        transitions.refuse_changed(proposal.version, input.expected_version)
        if decided.adopted is not None:
            transitions.record_transition(
                transaction, order, decided.order_state, "escalate", decided.adopted.measure
            )
            order.record_state(decided.order_state)
            transitions.notify(transaction, order, "order.escalated")
        _record(transaction, proposal, decided, reason)
        if decided.adopted is not None:
            until_on = input.until_on if isinstance(input.until_on, dt.date) else None
            await _follow(transaction, order, proposal, wanted, until_on)
        return transaction.succeed(EscalationDecided(proposal_id=proposal.id))


def _record(
    transaction: Transaction,
    proposal: EscalationProposal,
    decided: rules.Decision,
    reason: str | None,
) -> None:
    transaction.record_transition(
        "EscalationProposal",
        proposal.id,
        from_state=proposal.state,
        to_state=decided.state,
        event="dismiss" if decided.adopted is None else "adopt",
        ground=reason,
    )
    proposal.record(decided, reason, by=transaction.actor.account_id, at=transaction.now)
    transaction.audit(
        "escalation.decided", on=proposal.id, state=decided.state, measure=proposal.measure
    )


async def _follow(
    transaction: Transaction,
    order: CorrectionOrder,
    proposal: EscalationProposal,
    wanted: set[UUID] | None,
    until_on: dt.date | None,
) -> None:
    """Let the measure have its effect, or open the ruling that it takes."""
    measure, today = proposal.measure, transaction.today
    found = await standings.claim(transaction.session, order.institution_id)
    taken = carried_out.chosen(found, measure, wanted, today)
    until_on = effects.last_day(measure, today, until_on)
    if effects.EFFECTS[measure] != effects.Effect():
        refuse_unless_existing(found.institution.existence)
        ground = proposal.reason or f"{order.issued_on}责令改正，{proposal.cause.zh}"
        transaction.because(ground)
        office = claims.competent_office(transaction, found, taken)
        basis = [each.strip() for each in proposal.basis.split(";")]
        decider = Decider(transaction, office, ground, basis)
        since = decisions.stopped_since(today, found.facts())
        if effects.needs_ruling(measure, since, until_on):
            await carried_out.give_notice(
                decider,
                found,
                measure,
                facts=order.requirements,
                until_on=until_on,
                entitlement_ids=taken,
                proposal_id=proposal.id,
            )
        else:
            carried_out.carry_out(
                decider,
                found,
                measure,
                from_on=today,
                until_on=until_on,
                entitlement_ids=taken,
                proposal_id=proposal.id,
            )
            await decider.settle(found, "institution.measure_taken", on=order.institution_id)
    proposal.record_effect(effects.review_due(measure, today))


_ATTRIBUTE = {"measure": "measure", "untilOn": "until_on", "entitlementIds": "entitlement_ids"}

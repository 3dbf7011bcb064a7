"""An office gives an institution notice of a decision that takes its livelihood."""

import datetime as dt
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.institutions import (
    InstitutionKind,
    InstitutionNotExisting,
    refuse_unless_existing,
)
from domain.institutions.programmes import NotCompetent
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.publication.results import DeciderTookPart, refuse_part
from domain.rectification import measures as regimes
from domain.rectification.terms import EscalationMeasure, EscalationState
from domain.refusals import ChangedMeanwhile, InvalidInput
from domain.standings import decisions, effects, rulings
from domain.standings.effects import NothingToTake
from persistence.rectification import writes as rectification
from persistence.rectification.table import EscalationProposal
from persistence.standings import writes as standings
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given, key_of
from schema.mutations import Transaction, begin_transaction, mutation
from schema.standings import claims, measures, types
from schema.standings.claims import Decider, RulingId
from schema.versions import refuse_changed


@strawberry.input(description="Notice (事先告知) of a decision that takes a livelihood.")
class DraftRulingInput:
    operation_id: UUID = field(OPERATION_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution.")
    expected_version: int = field(claims.VERSION_OF_INSTITUTION)
    measure: EscalationMeasure = field(
        "What is to be done; the rules that the institution is under must provide for it."
    )
    entitlement_ids: list[strawberry.ID] | None = optional(
        "The entitlements that it takes; all of its kind that have not ended, if left out."
    )
    until_on: dt.date | None = optional(
        "Last day of a stop of enrolment, inclusive: more than 30 days and at most 12 months from today."
    )
    facts: str = field("What was found, up to 4,000 characters; the institution reads it.")
    ground: str = field(
        "Ground of the decision, up to 1,000 characters; it is public once that is in force."
    )
    legal_basis: list[str] = field(claims.LEGAL_BASIS)
    proposal_id: strawberry.ID | None = optional(
        "Opaque id of a measure that was adopted and has no effect yet, which this one carries out."
    )


@strawberry.type(description="The institution has notice of the ruling, and its term runs.")
class RulingDrafted:
    ruling_id: RulingId
    ruling: types.Ruling | None = refetched("ruling_id", "The ruling as the institution sees it.")


@mutation(
    permission=Permission.STANDING_DECIDE,
    description="Draft a ruling, such as the revocation of a licence or a stop of enrolment beyond 30 days, and"
    " give notice of it. The institution may state its case or ask for a hearing within 5 working days; then a"
    " second person confirms it (`confirmRuling`) or drops it. Nothing public changes until it is in force.",
    refuses=(
        ChangedMeanwhile,
        regimes.MeasureNotOfRegime,
        NothingToTake,
        rulings.TakesNoRuling,
        rulings.RulingNoticed,
        DeciderTookPart,
        NotCompetent,
        InstitutionNotExisting,
        OutsideJurisdiction,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
    ),
)
async def draft_ruling(info: Info, input: DraftRulingInput) -> RulingDrafted:
    faults = InputFaults()
    reasons = claims.reasons_of(faults, input)
    facts = faults.text("facts", input.facts, longest=4000)
    faults.refuse()
    key = key_of("Institution", input.institution_id, "institutionId")
    wanted = claims.entitlement_keys(input.entitlement_ids)
    until_on = input.until_on if isinstance(input.until_on, dt.date) else None
    async with begin_transaction(info, input) as transaction:
        proposal = await _adopted(transaction, input, key)
        found = await standings.claim(transaction.session, key)
        institution = found.institution
        regimes.refuse_foreign(input.measure, {InstitutionKind[each] for each in institution.kinds})
        taken = measures.chosen(found, input.measure, wanted, transaction.today)
        office = claims.competent_office(transaction, found, taken)
        await refuse_changed(transaction, institution, input.expected_version)
        refuse_unless_existing(institution.existence)
        until_on = effects.last_day(input.measure, transaction.today, until_on)
        since = decisions.stopped_since(transaction.today, found.facts())
        if not effects.needs_ruling(input.measure, since, until_on):
            raise rulings.TakesNoRuling(input.measure)
        if effects.EFFECTS[input.measure].until_order_closed and proposal is None:
            zh, en = "该措施至责令改正事项办结为止，须写明", "must be given: it ends with an order"
            raise InvalidInput.of("proposalId", zh, en)
        ruling = await measures.give_notice(
            Decider(transaction, office, *reasons),
            found,
            input.measure,
            facts=facts,
            until_on=until_on,
            entitlement_ids=taken,
            proposal_id=None if proposal is None else proposal.id,
        )
        if proposal is not None:
            proposal.record_effect()
        return transaction.succeed(RulingDrafted(ruling_id=ruling.id))


async def _adopted(
    transaction: Transaction, input: DraftRulingInput, institution_id: UUID
) -> EscalationProposal | None:
    if not is_given(input.proposal_id) or input.proposal_id is None:
        return None
    key = key_of("EscalationProposal", input.proposal_id, "proposalId")
    proposal, order = await rectification.claim_proposal(
        transaction.session, transaction.actor, key
    )
    refuse_part(await rectification.took_part(transaction.session, order), transaction.actor)
    is_waiting = proposal.state is EscalationState.ADOPTED and not proposal.has_effect
    if proposal.institution_id != institution_id or not is_waiting:
        zh, en = "须为对该机构已采取、尚未落实的措施", "must be adopted on it, and without effect"
        raise InvalidInput.of("proposalId", zh, en)
    if proposal.measure is not input.measure:
        raise InvalidInput.of("measure", "须与已采取的措施一致", "must be the measure adopted")
    return proposal

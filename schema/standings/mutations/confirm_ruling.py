"""A second person puts a ruling into force."""

import datetime as dt
from uuid import UUID

import strawberry

from domain.institutions import InstitutionNotExisting, refuse_unless_existing
from domain.permissions import Permission
from domain.publication.results import DeciderTookPart
from domain.refusals import ChangedMeanwhile
from domain.standings import rulings as rules
from domain.standings.decisions import PredatesDecision
from domain.standings.effects import NothingToTake
from domain.transitions import IllegalTransition
from persistence.regions import reference
from persistence.standings import rulings
from persistence.standings import writes as standings
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.mutations import begin_transaction, mutation
from schema.standings import claims, measures, types
from schema.standings.claims import Decider, RulingId


@strawberry.input(description="A ruling to put into force.")
class ConfirmRulingInput:
    operation_id: UUID = field(OPERATION_ID)
    ruling_id: strawberry.ID = field("Opaque id of the ruling, `rul_…`.")
    expected_version: int = field(claims.VERSION_OF_RULING)
    from_on: dt.date | None = optional(f"{claims.FROM_ON} Not before the notice.")


@strawberry.type(description="The ruling is in force, and the register shows what follows.")
class RulingConfirmed:
    ruling_id: RulingId
    ruling: types.Ruling | None = refetched("ruling_id", "The ruling with what it put on whom.")


@mutation(
    permission=Permission.RULING_CONFIRM,
    description="Confirm a ruling of one's authority that another person drafted, once the institution could"
    " state its case: after `statementDueOn`, or after a hearing or a waiver; a hearing asked for in time must"
    " have been held. Entitlements, courses, lists and pools follow in the same moment. It may be appealed"
    " against within 60 days.",
    refuses=(
        ChangedMeanwhile,
        rules.DrafterConfirms,
        DeciderTookPart,
        rules.StatementTermRuns,
        rules.HearingNotHeld,
        rules.OrderKept,
        NothingToTake,
        PredatesDecision,
        InstitutionNotExisting,
        IllegalTransition,
    ),
)
async def confirm_ruling(info: Info, input: ConfirmRulingInput) -> RulingConfirmed:
    key = key_of("Ruling", input.ruling_id, "rulingId")
    async with begin_transaction(info, input) as transaction:
        session, today = transaction.session, transaction.today
        order = await rulings.claim_order(session, key)
        ruling = await rulings.claim(session, transaction.actor, key)
        found = await standings.claim(session, ruling.institution_id)
        facts = ruling.facts_with(
            await rulings.steps(session, ruling), await rulings.officers(session, order)
        )
        would_not_end = rulings.would_not_end(ruling, order)
        from_on = claims.day_of(input.from_on, today)
        state = rules.confirm(
            facts, from_on, is_order_closed=would_not_end, by=transaction.actor, today=today
        )
        measures.refuse_changed(ruling, input.expected_version)
        refuse_unless_existing(found.institution.existence)
        transaction.because(ruling.ground)
        office = claims.office_at(transaction, ruling.authority_id, Permission.RULING_CONFIRM)
        decider = Decider(transaction, office, ruling.ground, ruling.legal_basis)
        measures.carry_out(
            decider,
            found,
            ruling.measure,
            from_on=from_on,
            until_on=ruling.until_on,
            entitlement_ids=ruling.entitlement_ids,
            proposal_id=ruling.proposal_id,
            ruling_id=ruling.id,
        )
        measures.record(transaction, ruling, ruling.state, state, "confirm")
        ruling.record_decision(
            state,
            by=decider.by,
            at=transaction.now,
            appeal=rules.appeal_due(today, await reference.calendar(session, since=today)),
        )
        await decider.settle(found, "ruling.confirmed", on=key)
        return transaction.succeed(RulingConfirmed(ruling_id=key))

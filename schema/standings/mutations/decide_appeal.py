"""What became of an appeal against a ruling."""

from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.standings import rulings as rules
from domain.standings.terms import AppealOutcome, RulingStepKind
from domain.transitions import IllegalTransition
from persistence.standings import rulings
from persistence.standings import writes as standings
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import begin_transaction, mutation
from schema.standings import claims, measures, types
from schema.standings.claims import Decider, RulingId


@strawberry.input(description="What a review or a court found on an appeal.")
class DecideAppealInput:
    operation_id: UUID = field(OPERATION_ID)
    ruling_id: strawberry.ID = field("Opaque id of the ruling, `rul_…`.")
    expected_version: int = field(claims.VERSION_OF_RULING)
    outcome: AppealOutcome = field("Whether the ruling is upheld or quashed.")
    reason: str = field(
        "By which decision, with its number, and why, up to 1,000 characters; the institution reads it."
    )


@strawberry.type(description="The ruling is upheld, or all is as if it had never been made.")
class AppealDecided:
    ruling_id: RulingId
    ruling: types.Ruling | None = refetched("ruling_id", "The ruling after the change.")


@mutation(
    permission=Permission.RULING_QUASH,
    description="Record what became of an appeal: by an authority above in the sector, or by the head of the same"
    " authority on the decision of a review or a court. Of a quashed ruling nothing holds from today on; the"
    " public sees that it was quashed. Courses that were withdrawn are published again by the institution.",
    refuses=(ChangedMeanwhile, rules.NothingAppealed, IllegalTransition),
)
async def decide_appeal(info: Info, input: DecideAppealInput) -> AppealDecided:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.refuse()
    key = key_of("Ruling", input.ruling_id, "rulingId")
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        ruling = await rulings.claim(session, transaction.actor, key)
        office = rules.reviewing(
            ruling.authority_id,
            await rulings.region_of(session, ruling.authority_id),
            ruling.sector,
            by=transaction.actor,
        )
        state = rules.decide_appeal(
            ruling.facts_with(await rulings.steps(session, ruling)), input.outcome
        )
        measures.refuse_changed(ruling, input.expected_version)
        if input.outcome is AppealOutcome.QUASHED:
            found = await standings.claim(session, ruling.institution_id)
            transaction.because(reason)
            of = [each for each in found.rows.values() if each.ruling_id == key]
            decider = Decider(transaction, office, reason, ruling.legal_basis)
            await measures.quash(decider, found, of, ruling)
        else:
            measures.record(transaction, ruling, ruling.state, state, "uphold", reason)
            measures.add_step(
                transaction,
                ruling,
                RulingStepKind.APPEAL_REJECTED,
                transaction.today,
                reason,
                permission=Permission.RULING_ANSWER,
            )
        return transaction.succeed(AppealDecided(ruling_id=key))

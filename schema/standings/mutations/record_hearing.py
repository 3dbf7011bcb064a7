"""The authority records the hearing on a ruling."""

import datetime as dt
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.standings import rulings as rules
from domain.standings.terms import RulingStepKind
from domain.transitions import IllegalTransition
from persistence.standings import rulings
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import begin_transaction, mutation
from schema.standings import claims, measures, types
from schema.standings.claims import RulingId


@strawberry.input(description="A hearing that was held on a ruling.")
class RecordHearingInput:
    operation_id: UUID = field(OPERATION_ID)
    ruling_id: strawberry.ID = field("Opaque id of the ruling, `rul_…`.")
    expected_version: int = field(claims.VERSION_OF_RULING)
    held_on: dt.date = field("Day of the hearing, between the notice and today.")
    minutes: str = field("What was said, up to 4,000 characters; the institution reads it.")


@strawberry.type(description="The hearing is kept with the ruling.")
class HearingRecorded:
    ruling_id: RulingId
    ruling: types.Ruling | None = refetched("ruling_id", "The ruling with the hearing.")


@mutation(
    permission=Permission.STANDING_DECIDE,
    description="Record the hearing (听证) held on a ruling of one's authority. Once the institution was heard,"
    " the ruling may be decided.",
    refuses=(ChangedMeanwhile, IllegalTransition),
)
async def record_hearing(info: Info, input: RecordHearingInput) -> HearingRecorded:
    faults = InputFaults()
    minutes = faults.text("minutes", input.minutes, longest=4000)
    faults.refuse()
    key = key_of("Ruling", input.ruling_id, "rulingId")
    async with begin_transaction(info, input) as transaction:
        ruling = await rulings.claim(transaction.session, transaction.actor, key)
        steps = await rulings.steps(transaction.session, ruling)
        rules.hear(
            ruling.facts_with(steps), input.held_on, by=transaction.actor, today=transaction.today
        )
        measures.refuse_changed(ruling, input.expected_version)
        measures.add_step(
            transaction,
            ruling,
            RulingStepKind.HEARING,
            input.held_on,
            minutes,
            permission=Permission.RULING_ANSWER,
        )
        return transaction.succeed(HearingRecorded(ruling_id=key))

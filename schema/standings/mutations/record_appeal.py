"""That an institution appealed against a ruling."""

import datetime as dt
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.standings import rulings as rules
from domain.standings.terms import RulingStepKind
from domain.transitions import IllegalTransition
from persistence.standings import rulings
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import begin_transaction, mutation
from schema.standings import claims, measures, types
from schema.standings.claims import RulingId


@strawberry.input(description="An appeal against a ruling that is in force.")
class RecordAppealInput:
    operation_id: UUID = field(OPERATION_ID)
    ruling_id: strawberry.ID = field("Opaque id of the ruling, `rul_…`.")
    expected_version: int = field(claims.VERSION_OF_RULING)
    filed_on: dt.date | None = optional(
        "Day on which it was filed: today, which it is if left out, or earlier."
    )
    text: str = field("Where it was filed and under which number, up to 1,000 characters.")


@strawberry.type(description="The appeal is kept with the ruling, which holds meanwhile.")
class AppealRecorded:
    ruling_id: RulingId
    ruling: types.Ruling | None = refetched("ruling_id", "The ruling with the appeal.")


@mutation(
    permission=Permission.RULING_ANSWER,
    description="Record that the institution applied for reconsideration of a ruling, or went to court (行政复议、"
    "行政诉讼): the institution itself, or the authority. The first one within `appealDueOn`. The ruling holds"
    " until it is quashed.",
    refuses=(ChangedMeanwhile, rules.AppealTermOver, rules.AppealPends, IllegalTransition),
)
async def record_appeal(info: Info, input: RecordAppealInput) -> AppealRecorded:
    faults = InputFaults()
    text = faults.text("text", input.text, longest=1000)
    faults.refuse()
    key = key_of("Ruling", input.ruling_id, "rulingId")
    async with begin_transaction(info, input) as transaction:
        ruling = await rulings.claim(transaction.session, transaction.actor, key)
        steps = await rulings.steps(transaction.session, ruling)
        on = claims.day_of(input.filed_on, transaction.today)
        facts = ruling.facts_with(steps)
        rules.appeal(facts, on, by=transaction.actor, today=transaction.today)
        measures.refuse_changed(ruling, input.expected_version)
        permission = Permission.RULING_ANSWER
        measures.add_step(
            transaction, ruling, RulingStepKind.APPEAL, on, text, permission=permission
        )
        return transaction.succeed(AppealRecorded(ruling_id=key))

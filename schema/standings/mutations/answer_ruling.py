"""The institution answers the notice of a ruling."""

from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.standings import rulings as rules
from domain.standings.terms import RulingStepKind
from domain.transitions import IllegalTransition
from persistence.standings import rulings
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults
from schema.inputs import key_of as key_behind
from schema.mutations import begin_transaction, mutation
from schema.standings import claims, measures, types
from schema.standings.claims import RulingId


@strawberry.input(description="An answer to the notice of a ruling.")
class AnswerRulingInput:
    operation_id: UUID = field(OPERATION_ID)
    ruling_id: strawberry.ID = field("Opaque id of the ruling, `rul_…`.")
    expected_version: int = field(claims.VERSION_OF_RULING)
    kind: RulingStepKind = field(
        "A statement, a request for a hearing (until `statementDueOn`), or that the institution waives both;"
        " only the institution itself can waive."
    )
    text: str | None = optional("What is stated, up to 4,000 characters; required for a statement.")


@strawberry.type(description="The answer is kept with the ruling.")
class RulingAnswered:
    ruling_id: RulingId
    ruling: types.Ruling | None = refetched("ruling_id", "The ruling with the answer.")


@mutation(
    permission=Permission.RULING_ANSWER,
    description="State one's case on a ruling that was noticed, ask for a hearing, or waive both (陈述申辩、听证)."
    " The authority records in the same way what came on paper. After a request for a hearing in time, nothing"
    " is decided before one was held.",
    refuses=(ChangedMeanwhile, rules.StatementTermOver, IllegalTransition),
)
async def answer_ruling(info: Info, input: AnswerRulingInput) -> RulingAnswered:
    faults = InputFaults()
    given = input.text if isinstance(input.text, str) else None
    text = faults.optional_text("text", given, longest=4000)
    if input.kind not in rules.ANSWERS:
        zh, en = "须为陈述申辩、申请听证或放弃", "must be a statement, a request or a waiver"
        faults.add("kind", zh, en)
    elif input.kind is RulingStepKind.STATEMENT and text is None:
        faults.add("text", "须写明陈述、申辩的内容", "must say what is stated")
    faults.refuse()
    key = key_behind("Ruling", input.ruling_id, "rulingId")
    async with begin_transaction(info, input) as transaction:
        ruling = await rulings.claim(transaction.session, transaction.actor, key)
        steps = await rulings.steps(transaction.session, ruling)
        rules.answer(
            ruling.facts_with(steps), input.kind, by=transaction.actor, today=transaction.today
        )
        measures.refuse_changed(ruling, input.expected_version)
        measures.add_step(
            transaction,
            ruling,
            input.kind,
            transaction.today,
            text,
            permission=Permission.RULING_ANSWER,
        )
        return transaction.succeed(RulingAnswered(ruling_id=key))

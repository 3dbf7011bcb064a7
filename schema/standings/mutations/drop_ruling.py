"""The authority drops a ruling that it gave notice of."""

from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.standings import rulings as rules
from domain.transitions import IllegalTransition
from persistence.standings import rulings
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import begin_transaction, mutation
from schema.standings import claims, measures, types
from schema.standings.claims import RulingId


@strawberry.input(description="A noticed ruling that is not made.")
class DropRulingInput:
    operation_id: UUID = field(OPERATION_ID)
    ruling_id: strawberry.ID = field("Opaque id of the ruling, `rul_…`.")
    expected_version: int = field(claims.VERSION_OF_RULING)
    reason: str = field("Why it is dropped, up to 1,000 characters; the institution reads it.")


@strawberry.type(description="The ruling is not made.")
class RulingDropped:
    ruling_id: RulingId
    ruling: types.Ruling | None = refetched("ruling_id", "The ruling after the change.")


@mutation(
    permission=Permission.RULING_CONFIRM,
    description="Drop a ruling of one's authority that was noticed and is not in force, with a reason. Nothing of"
    " it was public.",
    refuses=(ChangedMeanwhile, IllegalTransition),
)
async def drop_ruling(info: Info, input: DropRulingInput) -> RulingDropped:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.refuse()
    key = key_of("Ruling", input.ruling_id, "rulingId")
    async with begin_transaction(info, input) as transaction:
        ruling = await rulings.claim(transaction.session, transaction.actor, key)
        state = rules.drop(ruling.facts_with(()), by=transaction.actor)
        measures.refuse_changed(ruling, input.expected_version)
        by = transaction.actor.account_id
        assert by is not None
        measures.record(transaction, ruling, ruling.state, state, "drop", reason)
        ruling.record_decision(state, by=by, at=transaction.now, reason=reason)
        transaction.audit("ruling.dropped", on=key)
        return transaction.succeed(RulingDropped(ruling_id=key))

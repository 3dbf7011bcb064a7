"""What was decided is quashed: from that day on all is as if it had never been."""

from uuid import UUID

import strawberry

from domain.institutions import EntitlementState
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile, InvalidInput, NotFound, NotPermitted
from domain.standings import decisions
from domain.standings import rulings as rules
from domain.standings.terms import Ending
from persistence.standings import rulings
from persistence.standings import writes as standings
from persistence.standings.table import Standing
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import Transaction, begin_transaction, mutation
from schema.standings import claims, measures, types
from schema.standings.claims import Decider, StandingId


@strawberry.input(description="A decision that is quashed.")
class QuashStandingInput:
    operation_id: UUID = field(OPERATION_ID)
    standing_id: strawberry.ID = field("Opaque id of what was decided, `stdg_…`.")
    expected_version: int | None = optional(
        "The `version` of the institution on which this rests; required where the decision is about one."
    )
    reason: str = field(
        "By which decision, with its number, and why, up to 1,000 characters; it is kept with the decision."
    )


@strawberry.type(description="Nothing of the decision holds any more.")
class StandingQuashed:
    standing_id: StandingId
    standing: types.Standing | None = refetched("standing_id", "The decision, and how it ended.")


@mutation(
    permission=Permission.RULING_QUASH,
    description="Quash what was decided: a suspension, a place on a list, a stop of enrolment, a warning, a grade,"
    " or a ruling with all that it put on the institution. By an authority above in the sector, or by the head of"
    " the same authority on the decision of a review or a court. From today on all is as if it had never been"
    " decided: what else was decided holds, and what it took the place of holds again. What was granted is not"
    " quashed; it is corrected, or taken by a ruling.",
    refuses=(ChangedMeanwhile, decisions.StandingHasEnded),
)
async def quash_standing(info: Info, input: QuashStandingInput) -> StandingQuashed:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.refuse()
    key = key_of("Standing", input.standing_id, "standingId")
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        institution_id, person_id = await standings.owner_of(session, key)
        if person_id is not None:
            await _quash_of_person(transaction, key, person_id, reason)
            return transaction.succeed(StandingQuashed(standing_id=key))
        assert institution_id is not None
        ruling_id = await rulings.ruling_of(session, key)
        ruling = None
        if ruling_id is not None:
            ruling = await rulings.claim(session, transaction.actor, ruling_id)
        found = await standings.claim(session, institution_id)
        row = found.rows[key]
        decider = await _decider(transaction, row, reason)
        await claims.refuse_changed_institution(
            transaction, found.institution, input.expected_version
        )
        if row.entitlement_state is EntitlementState.ACTIVE:
            zh, en = "授予、延续的登记不适用撤销，请更正或作出处理决定", "is a grant; use a ruling"
            raise InvalidInput.of("standingId", zh, en)
        if row.entitlement_state is EntitlementState.LAPSED:
            zh, en = (
                "机构终止所致的失效不适用撤销",
                "lapsed with the institution, and is not quashed",
            )
            raise InvalidInput.of("standingId", zh, en)
        decisions.end(row.facts(found.ends.get(key)), transaction.today, today=transaction.today)
        transaction.because(reason)
        of = [row]
        if ruling is not None:
            of = [each for each in found.rows.values() if each.ruling_id == ruling.id]
        await measures.quash(decider, found, of, ruling)
        return transaction.succeed(StandingQuashed(standing_id=key))


async def _decider(transaction: Transaction, row: Standing, reason: str) -> Decider:
    if row.authority_id is None:
        zh, en = "登记时已有的事项没有可撤销的决定", "was not decided here, so it is not quashed"
        raise InvalidInput.of("standingId", zh, en)
    region = await rulings.region_of(transaction.session, row.authority_id)
    office = rules.reviewing(row.authority_id, region, row.sector, by=transaction.actor)
    return Decider(transaction, office, reason, row.legal_basis)


async def _quash_of_person(
    transaction: Transaction, key: UUID, person_id: UUID, reason: str
) -> None:
    found = await standings.claim_person(transaction.session, person_id)
    row = found.rows[key]
    try:
        decider = await _decider(transaction, row, reason)
    except NotPermitted:
        # Elsewhere nobody learns that there is one.
        raise NotFound from None
    decisions.end(row.facts(found.ends.get(key)), transaction.today, today=transaction.today)
    found.end(
        row,
        transaction.today,
        Ending.QUASHED,
        reason,
        authority_id=decider.office.authority_id,
        decided_by=decider.by,
        decided_at=transaction.now,
    )
    transaction.audit("standing.quashed", on=key, kind=row.kind)

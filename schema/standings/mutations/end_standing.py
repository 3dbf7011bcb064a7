"""An office ends what stands on an institution or a person by decision."""

import datetime as dt
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.institutions import InstitutionNotExisting
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile, InvalidInput, NotFound
from domain.standings import decisions
from domain.standings.terms import Ending, StandingKind
from persistence.standings import writes as standings
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import Transaction, begin_transaction, mutation
from schema.standings import claims, types
from schema.standings.claims import StandingId


@strawberry.input(
    description="The end of a place on a list, of a stop of enrolment, a warning or a grade."
)
class EndStandingInput:
    operation_id: UUID = field(OPERATION_ID)
    standing_id: strawberry.ID = field("Opaque id of the decision, `stdg_…`.")
    expected_version: int | None = optional(
        "The `version` of the institution on which the decision rests; required where it is about one."
    )
    ended_on: dt.date | None = optional(
        "First day on which it holds no more: today, which it is if left out, or later."
    )
    reason: str = field("Reason, up to 1,000 characters; it is kept with the decision.")


@strawberry.type(description="What was decided holds no more from that day on.")
class StandingEnded:
    standing_id: StandingId
    standing: types.Standing | None = refetched("standing_id", "The decision, and how it ended.")


@mutation(
    permission=Permission.STANDING_DECIDE,
    description="Take an institution or a person off a list, lift a stop of enrolment or a warning, or end a"
    " grade. What stands on an entitlement is ended with `resumeEntitlement`.",
    refuses=(
        ChangedMeanwhile,
        decisions.StandingHasEnded,
        InstitutionNotExisting,
        OutsideJurisdiction,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
    ),
)
async def end_standing(info: Info, input: EndStandingInput) -> StandingEnded:
    faults = InputFaults()
    reason = faults.text("reason", input.reason, longest=1000)
    faults.refuse()
    key = key_of("Standing", input.standing_id, "standingId")
    async with begin_transaction(info, input) as transaction:
        institution_id, person_id = await standings.owner_of(transaction.session, key)
        on = claims.day_of(input.ended_on, transaction.today)
        if person_id is not None:
            await _end_of_person(transaction, key, person_id, on, reason)
        else:
            assert institution_id is not None
            found, decider = await claims.claim_institution(
                transaction, institution_id, None, (reason, [])
            )
            await claims.refuse_changed_institution(
                transaction, found.institution, input.expected_version
            )
            row = found.rows[key]
            if row.kind is StandingKind.ENTITLEMENT:
                zh, en = "资质状态请用恢复办理", "is about an entitlement: use resumeEntitlement"
                raise InvalidInput.of("standingId", zh, en)
            decisions.end(row.facts(found.ends.get(key)), on, today=transaction.today)
            decider.end(found, row, on, Ending.LIFTED)
            await decider.settle(found, "standing.ended", on=key, kind=row.kind)
        return transaction.succeed(StandingEnded(standing_id=key))


async def _end_of_person(
    transaction: Transaction, key: UUID, person_id: UUID, on: dt.date, reason: str
) -> None:
    found = await standings.claim_person(transaction.session, person_id)
    row = found.rows[key]
    try:
        office = claims.reaching(transaction, row.region_code, row.sector)
    except OutsideJurisdiction:
        # Elsewhere nobody learns that there is one.
        raise NotFound from None
    decisions.end(row.facts(found.ends.get(key)), on, today=transaction.today)
    found.end(
        row,
        on,
        Ending.LIFTED,
        reason,
        authority_id=office.authority_id,
        decided_by=transaction.actor.account_id,
        decided_at=transaction.now,
    )
    transaction.audit("standing.ended", on=key, kind=row.kind)

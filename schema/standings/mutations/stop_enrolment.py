"""An office keeps an institution from enrolling for a time."""

import datetime as dt
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.institutions import InstitutionNotExisting
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.standings import decisions
from domain.standings.terms import StandingKind
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import begin_transaction, mutation
from schema.standings import claims, types
from schema.standings.claims import StandingId


@strawberry.input(description="A stop of enrolment for up to 30 days.")
class StopEnrolmentInput:
    operation_id: UUID = field(OPERATION_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution.")
    expected_version: int = field(claims.VERSION_OF_INSTITUTION)
    from_on: dt.date | None = optional(claims.FROM_ON)
    until_on: dt.date = field(
        "Last day of the stop, inclusive: within 30 days. A longer stop takes a ruling, which a second person"
        " confirms."
    )
    ground: str = field(claims.GROUND)
    legal_basis: list[str] = field(claims.LEGAL_BASIS)


@strawberry.type(description="The institution enrols nobody until the stop ends.")
class EnrolmentStopped:
    standing_id: StandingId
    standing: types.Standing | None = refetched(
        "standing_id", "The stop of enrolment that was entered."
    )


@mutation(
    permission=Permission.STANDING_DECIDE,
    description="Stop an institution's enrolment for up to 30 days (X16). Meanwhile it publishes no course, and"
    " none of its courses enrols. It ends by itself, or with `endStanding`.",
    refuses=(
        ChangedMeanwhile,
        decisions.AlreadyStands,
        decisions.PredatesDecision,
        decisions.TakesARuling,
        InstitutionNotExisting,
        OutsideJurisdiction,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
    ),
)
async def stop_enrolment(info: Info, input: StopEnrolmentInput) -> EnrolmentStopped:
    faults = InputFaults()
    reasons = claims.reasons_of(faults, input)
    faults.refuse()
    key = key_of("Institution", input.institution_id, "institutionId")
    async with begin_transaction(info, input) as transaction:
        found, decider = await claims.claim_institution(
            transaction, key, input.expected_version, reasons
        )
        from_on = claims.day_of(input.from_on, transaction.today)
        decisions.stop_enrolment(
            from_on, input.until_on, standings=found.facts(), today=transaction.today
        )
        stop = decider.enter(
            found, StandingKind.ENROLMENT_STOP, from_on=from_on, until_on=input.until_on
        )
        await decider.settle(found, "institution.enrolment_stopped", on=key)
        return transaction.succeed(EnrolmentStopped(standing_id=stop.id))

"""An office puts an institution that it answers for on a public list."""

import datetime as dt
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.institutions import InstitutionNotExisting
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.rectification.terms import EscalationMeasure
from domain.refusals import ChangedMeanwhile
from domain.standings import decisions
from domain.standings.terms import Ending, StandingKind
from persistence.rectification.table import EscalationProposal
from persistence.standings.rulings import settle_reviews
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import begin_transaction, mutation
from schema.standings import claims, types
from schema.standings.claims import StandingId


@strawberry.input(description="An entry of a public list.")
class ListInstitutionInput:
    operation_id: UUID = field(OPERATION_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution.")
    expected_version: int = field(claims.VERSION_OF_INSTITUTION)
    kind: StandingKind = field("White list, black list or key supervision list.")
    from_on: dt.date | None = optional(claims.FROM_ON)
    until_on: dt.date = field(
        "Last day on which it stands there, inclusive: within 12 months, on the black list within 36."
    )
    ground: str = field(claims.GROUND)
    legal_basis: list[str] = field(claims.LEGAL_BASIS)


@strawberry.type(description="The institution is on the list.")
class InstitutionListed:
    standing_id: StandingId
    standing: types.Standing | None = refetched("standing_id", "The entry of the list.")


@mutation(
    permission=Permission.STANDING_DECIDE,
    description="Put an institution on a public list. It leaves by itself after the last day, or with"
    " `endStanding`. While it is on the black list it is granted nothing new, and is not put on the white list"
    " (X32); a place on the white list ends when it is put on the black list.",
    refuses=(
        ChangedMeanwhile,
        decisions.AlreadyStands,
        decisions.PredatesDecision,
        decisions.InstitutionBlackListed,
        InstitutionNotExisting,
        OutsideJurisdiction,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
    ),
)
async def list_institution(info: Info, input: ListInstitutionInput) -> InstitutionListed:
    faults = InputFaults()
    reasons = claims.reasons_of(faults, input)
    if input.kind not in decisions.LISTS - decisions.OF_PERSONS:
        faults.add("kind", "不是机构名单", "must be a list of institutions")
    faults.refuse()
    key = key_of("Institution", input.institution_id, "institutionId")
    async with begin_transaction(info, input) as transaction:
        found, decider = await claims.claim_institution(
            transaction, key, input.expected_version, reasons
        )
        found.keep_as_entered()
        from_on = claims.day_of(input.from_on, transaction.today)
        decisions.put_on_list(
            input.kind,
            from_on,
            input.until_on,
            standings=found.facts(),
            today=transaction.today,
        )
        entry = decider.enter(found, input.kind, from_on=from_on, until_on=input.until_on)
        if input.kind is StandingKind.BLACK_LIST:
            ended_on = max(from_on, transaction.today)
            for each in found.not_over(StandingKind.WHITE_LIST, ended_on):
                decider.end(found, each, ended_on, Ending.REPLACED)
        if input.kind is not StandingKind.KEY_SUPERVISION:
            await settle_reviews(
                transaction.session,
                EscalationProposal.institution_id == key,
                EscalationProposal.measure == EscalationMeasure.REMOVE_FROM_WHITE_LIST,
            )
        await decider.settle(found, "institution.listed", on=key, kind=input.kind)
        return transaction.succeed(InstitutionListed(standing_id=entry.id))

"""An office grades the creditworthiness of an institution."""

import datetime as dt
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.institutions import CreditGrade, InstitutionNotExisting
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from domain.standings import decisions
from domain.standings.terms import Ending, StandingKind
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import begin_transaction, mutation
from schema.standings import claims, types
from schema.standings.claims import StandingId


@strawberry.input(description="A grade of creditworthiness and its reasons.")
class GradeCreditInput:
    operation_id: UUID = field(OPERATION_ID)
    institution_id: strawberry.ID = field("Opaque id of the institution.")
    expected_version: int = field(claims.VERSION_OF_INSTITUTION)
    grade: CreditGrade = field("The grade, from A to E.")
    rule_version: str = field("Version of the rules of grading, up to 100 characters.")
    from_on: dt.date | None = optional(claims.FROM_ON)
    until_on: dt.date | None = optional(
        "Last day on which it holds, inclusive; left out where it holds until the next grade."
    )
    ground: str = field("What the grade rests on, for parents to read; up to 1,000 characters.")
    legal_basis: list[str] = field(claims.LEGAL_BASIS)


@strawberry.type(description="The institution has the grade.")
class CreditGraded:
    standing_id: StandingId
    standing: types.Standing | None = refetched(
        "standing_id", "The grade, with the one that it replaces."
    )


@mutation(
    permission=Permission.STANDING_DECIDE,
    description="Grade the creditworthiness of an institution (X30), in place of its grade before. Date, version"
    " of the rules and reasons are public with it.",
    refuses=(
        ChangedMeanwhile,
        decisions.PredatesDecision,
        InstitutionNotExisting,
        OutsideJurisdiction,
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
    ),
)
async def grade_credit(info: Info, input: GradeCreditInput) -> CreditGraded:
    faults = InputFaults()
    reasons = claims.reasons_of(faults, input)
    rule_version = faults.name("ruleVersion", input.rule_version, longest=100)
    faults.refuse()
    key = key_of("Institution", input.institution_id, "institutionId")
    until_on = input.until_on if isinstance(input.until_on, dt.date) else None
    kind = StandingKind.CREDIT_GRADE
    async with begin_transaction(info, input) as transaction:
        found, decider = await claims.claim_institution(
            transaction, key, input.expected_version, reasons
        )
        found.keep_as_entered()
        from_on = claims.day_of(input.from_on, transaction.today)
        decisions.refuse_days(
            kind, from_on, until_on, before=found.facts(kind=kind), today=transaction.today
        )
        for each in found.not_over(kind, from_on):
            decider.end(found, each, from_on, Ending.REPLACED)
        graded = decider.enter(
            found,
            kind,
            from_on=from_on,
            until_on=until_on,
            credit_grade=input.grade,
            rule_version=rule_version,
        )
        await decider.settle(found, "institution.graded", on=key, grade=input.grade)
        return transaction.succeed(CreditGraded(standing_id=graded.id))

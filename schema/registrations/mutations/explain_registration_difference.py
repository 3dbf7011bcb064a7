"""An institution answers what it was asked about a difference."""

from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile, NotPermitted
from domain.registrations import differences
from persistence.registrations import writes as registrations
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.mutations import begin_transaction, mutation
from schema.registrations import types
from schema.registrations.registrar_claims import DifferenceId


@strawberry.input(description="An institution's answer about a difference.")
class ExplainRegistrationDifferenceInput:
    operation_id: UUID = field(OPERATION_ID)
    difference_id: strawberry.ID = field("Opaque id of the difference.")
    expected_version: int = field("The `version` of the difference that the answer is about.")
    explanation: str = field("What the institution answers, up to 1,000 characters.")


@strawberry.type(description="The institution has answered; somebody decides now.")
class RegistrationDifferenceExplained:
    difference_id: DifferenceId
    difference: types.RegistrationDifference | None = refetched(
        "difference_id", "The difference with the answer."
    )


@mutation(
    permission=Permission.INSTITUTION_UPDATE,
    description="Answer, as the institution, what it was asked about a difference between registers. It is "
    "answered once; the office may ask again.",
    refuses=(ChangedMeanwhile, differences.DifferenceDecided, differences.NothingWasAsked),
)
async def explain_registration_difference(
    info: Info, input: ExplainRegistrationDifferenceInput
) -> RegistrationDifferenceExplained:
    faults = InputFaults()
    text = faults.text("explanation", input.explanation, longest=1000)
    faults.refuse()
    key = key_of("RegistrationDifference", input.difference_id, "differenceId")
    async with begin_transaction(info, input) as transaction:
        permission = Permission.INSTITUTION_UPDATE
        row, institution = await registrations.claim_difference(
            transaction.session, transaction.actor, key
        )
        if institution.id not in transaction.actor.institutions_with(permission):
            raise NotPermitted(permission)
        if input.expected_version != row.version:
            raise ChangedMeanwhile(input.expected_version, row.version)
        after = differences.explain(row.state)
        transaction.record_transition(
            "RegistrationDifference",
            row.id,
            from_state=row.state,
            to_state=after,
            event="explain",
            ground=text,
        )
        row.record_explanation(after, text, at=transaction.now)
        transaction.audit("difference.explained", on=row.id)
        return transaction.succeed(RegistrationDifferenceExplained(difference_id=row.id))

"""An auditor publishes an approved result and names what the law withholds from the public."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.publication import publish_result, results
from domain.publication.publish_result import Withheld
from domain.publication.terms import WithholdingGround
from persistence.publication import facts
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.inspections import types
from schema.mutations import StoredAs, begin_draft, mutation
from schema.publication.publish import publish

_MOST_CODES = 100


@strawberry.input(description="An approved result to publish.")
class PublishInspectionResultInput:
    operation_id: UUID = field(OPERATION_ID)
    inspection_id: strawberry.ID = field("Opaque id of the inspection.")
    withheld_violation_codes: list[str] | None = strawberry.field(
        default=None,
        description="Codes of violations in the record that are withheld, up to 100. If left"
        " out, a correction withholds what the version before it did.",
    )
    withholding_ground: WithholdingGround | None = strawberry.field(
        default=None,
        description="Ground for withholding; required where something is withheld and not"
        " allowed otherwise.",
    )


@strawberry.type(description="The result is public from now on.")
class InspectionResultPublished:
    inspection_id: Annotated[UUID, StoredAs("inspection_id")]
    public_record_id: Annotated[UUID, StoredAs("public_record_id")]
    inspection: types.Inspection | None = refetched(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )
    public_record: types.PublicRecord | None = refetched(
        "public_record_id", "The version that was published."
    )


@mutation(
    permission=Permission.RESULT_PUBLISH,
    description="Publish an approved result, with what the law withholds.",
    refuses=(publish_result.NotAwaitingPublication, results.DeciderTookPart),
)
async def publish_inspection_result(
    info: Info, input: PublishInspectionResultInput
) -> InspectionResultPublished:
    faults = InputFaults()
    codes, ground = input.withheld_violation_codes, input.withholding_ground
    faults.number("withheldViolationCodes", len(codes or ()), least=0, most=_MOST_CODES)
    faults.refuse()
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with begin_draft(info, input) as transaction:
        result = await facts.read(
            transaction.draft, transaction.actor, inspection_id, today=transaction.today
        )
        is_given = codes is not None or ground is not None
        withheld = Withheld(tuple(codes or ()), ground) if is_given else None
        public_record_id = await publish(transaction, result, withheld)
        return transaction.succeed(
            InspectionResultPublished(
                inspection_id=inspection_id, public_record_id=public_record_id
            )
        )

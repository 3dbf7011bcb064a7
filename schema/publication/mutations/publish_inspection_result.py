"""An auditor publishes an approved result and names what the law withholds from the public."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.publication.publishing import Withheld
from domain.publication.terms import WithholdingGround
from persistence import inspections
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID, Faults, key_of
from schema.inspections import types
from schema.publication.publishing import publish

_MOST_CODES = 100


@strawberry.input(description="An approved result to publish.")
class PublishInspectionResultInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    inspection_id: strawberry.ID = strawberry.field(description="Opaque id of the inspection.")
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
    inspection: types.Inspection | None = shown(
        "inspection_id", "The inspection after the change, as the caller sees it."
    )
    public_record: types.PublicRecord | None = shown(
        "public_record_id", "The version that was published."
    )


async def publish_inspection_result(
    info: Asked, input: PublishInspectionResultInput
) -> InspectionResultPublished:
    faults = Faults()
    codes, ground = input.withheld_violation_codes, input.withholding_ground
    faults.number("withheldViolationCodes", len(codes or ()), least=0, most=_MOST_CODES)
    faults.refuse()
    inspection_id = key_of("Inspection", input.inspection_id, "inspectionId")
    async with writing(info, input) as deed:
        inspection = await inspections.claim(deed.session, deed.actor, inspection_id)
        task = await inspections.claim_task(deed.session, inspection)
        is_said = codes is not None or ground is not None
        withheld = Withheld(tuple(codes or ()), ground) if is_said else None
        public_record_id = await publish(deed, inspection, task, withheld)
        return deed.done(
            InspectionResultPublished(
                inspection_id=inspection.id, public_record_id=public_record_id
            )
        )

"""A caller declares the evidence that will be uploaded, and learns where to upload it."""

from typing import Annotated, Any
from uuid import UUID

import strawberry

from domain.evidence import declarations as rules
from domain.evidence import quotas
from domain.evidence.owners import KIND_OF_TYPE, OWNERS
from domain.evidence.terms import EvidenceState, OwnerKind
from domain.permissions import Permission
from domain.refusals import InvalidInput, TooManyAttempts
from persistence.evidence import declarations, owners
from persistence.evidence.addresses import Addresses
from persistence.reading import ids
from persistence.reading.refused import ReadRefused
from schema.complaints.types import Complaint
from schema.evidence import announcements, types
from schema.evidence.owner_fields import owner
from schema.evidence.public_pictures import RECEIPT, actor_showing, refund_attempt
from schema.fields import Info, RowsTogether, field, optional
from schema.inputs import OPERATION_ID, key_of
from schema.inspections.types import Inspection
from schema.mutations import StoredAs, Traces, begin_transaction, mutation
from schema.rectification.types import CorrectionOrder
from schema.scalars import Sha256


@strawberry.input(description="The evidence that will be uploaded, and what it belongs to.")
class DeclareEvidenceInput:
    operation_id: UUID = field(OPERATION_ID)
    owner_id: strawberry.ID = field(
        "The id of what the evidence belongs to: an inspection to which the caller is "
        "assigned, a complaint that the caller made, or a correction order to the "
        "caller's institution."
    )
    receipt: str | None = optional(RECEIPT)
    slots: list[announcements.EvidenceSlotInput] = field(
        "The files that will be uploaded, 1 to 100."
    )


_UPLOAD_URL = (
    "The address at which the upload is created (tus 1.0), relative to the server; null if no file"
    " is expected any more, and in an answer repeated to someone whose visit, complaint or order it"
    " is no longer. Anyone who has it can upload the declared bytes and nothing else."
)


@strawberry.type(description="The place to which one declared file is uploaded.")
class EvidenceSlot:
    id: strawberry.ID = field("Opaque id of the evidence, `evid_…`.")
    sha256: Sha256 = field("The SHA-256 hash that was declared for the file.")
    state: EvidenceState = field("Whether the file is still expected.")
    upload_url: str | None = field(_UPLOAD_URL)


async def _evidence(root: strawberry.Parent["EvidenceUpload"], info: Info) -> Any:
    return await root.together.row(info, root.key)


@strawberry.type(description="The upload of one declared file.")
class EvidenceUpload:
    key: strawberry.Private[UUID]
    together: strawberry.Private[RowsTogether]
    evidence_id: strawberry.ID = field(
        "Opaque id of the evidence, `evid_…`, also for a caller with a receipt."
    )
    sha256: Sha256 = field("The SHA-256 hash that was declared for the file.")
    state: EvidenceState = field("Whether the file is still expected.")
    upload_url: str | None = field(_UPLOAD_URL)

    evidence: types.Evidence | None = strawberry.field(
        resolver=_evidence,
        description="The evidence as it was declared; null for a caller with a receipt.",
    )


async def _uploads(root: strawberry.Parent["EvidenceDeclared"], info: Info) -> list[EvidenceUpload]:
    addresses = Addresses(info.context.keys)
    async with info.context.database.writing() as session:
        found = await declarations.declared_together(session, root.declaration_id)
        # The answer may be repeated, after the visit was given to somebody else.
        is_own = await owners.remains_own(session, info.context.actor, found[0])
    together = RowsTogether("Evidence", [each.id for each in found])
    return [
        EvidenceUpload(
            key=each.id,
            together=together,
            evidence_id=strawberry.ID(ids.write("Evidence", each.id)),
            sha256=Sha256(each.sha256),
            state=each.state,
            upload_url=addresses.creation(each.id)
            if is_own and each.state is EvidenceState.EXPECTED
            else None,
        )
        for each in found
    ]


async def _slots(root: strawberry.Parent["EvidenceDeclared"], info: Info) -> list[EvidenceSlot]:
    return [
        EvidenceSlot(
            id=upload.evidence_id,
            sha256=upload.sha256,
            state=upload.state,
            upload_url=upload.upload_url,
        )
        for upload in await _uploads(root, info)
    ]


@strawberry.type(description="The evidence is declared and expected.")
class EvidenceDeclared:
    declaration_id: Annotated[UUID, StoredAs("declaration_id")]
    uploads: list[EvidenceUpload] = strawberry.field(
        resolver=_uploads, description="One entry for each declared file, in the same order."
    )
    slots: list[EvidenceSlot] = strawberry.field(
        resolver=_slots,
        description="One entry for each declared file, in the same order.",
        deprecation_reason="Use uploads: the id of a slot is that of an Evidence, which mixes both"
        " up in caches that keep objects by their ids; until 2027-06-30.",
    )
    inspection: Inspection | None = owner(OwnerKind.INSPECTION, "declaration_id")
    correction_order: CorrectionOrder | None = owner(OwnerKind.RECTIFICATION, "declaration_id")
    complaint: Complaint | None = owner(OwnerKind.COMPLAINT, "declaration_id")


@mutation(
    permission=Permission.EVIDENCE_DECLARE,
    description="Declare the evidence that will be uploaded, and learn where to upload it.",
    refuses=(
        rules.EvidenceClosed,
        rules.EvidenceSuperseded,
        rules.LateEvidenceNeedsReason,
        quotas.OwnerQuotaExceeded,
        quotas.PersonQuotaExceeded,
        TooManyAttempts,
    ),
)
async def declare_evidence(info: Info, input: DeclareEvidenceInput) -> EvidenceDeclared:
    declared = announcements.read(input.slots)
    kind, owner_id = _owner(input.owner_id)
    receipt = input.receipt or None
    actor = await actor_showing(info, receipt)
    async with begin_transaction(info, input, traces=_traces(kind, receipt)) as transaction:
        owner = await owners.claim(transaction.session, actor, kind, owner_id)
        facts = await declarations.facts(
            transaction.session, actor, kind, owner, declared, now=transaction.now
        )
        versions = rules.declare(facts, declared)
        declaration_id = await declarations.add(
            transaction.session, actor, kind, owner, declared, versions, at=transaction.now
        )
        transaction.audit("evidence.declared", on=owner_id, declaration=str(declaration_id))
        done = transaction.succeed(EvidenceDeclared(declaration_id=declaration_id))
    refund_attempt(info, receipt)
    return done


def _owner(text: str) -> tuple[OwnerKind, UUID]:
    try:
        kind = KIND_OF_TYPE.get(ids.type_of(text))
    except ReadRefused:
        kind = None
    if kind is None:
        raise InvalidInput.of(
            "ownerId",
            "不是检查、投诉或责令改正的编号",
            "must be the id of an inspection, a complaint or a correction order",
        )
    return kind, key_of(ids.type_of(text), text, "ownerId")


def _traces(kind: OwnerKind, receipt: str | None) -> Traces:
    """The same as for the complaint itself: records that would disclose its complainant are not
    kept here either."""
    if OWNERS[kind].names_people:
        return Traces.NAMED
    return Traces.PSEUDONYMOUS if receipt is None else Traces.ANONYMOUS

"""A system administrator corrects the name, post or qualities of an officer."""

from typing import Annotated, Any
from uuid import UUID

import strawberry

from domain.authorities import Sector
from domain.authorities.officers import NotAnInspector
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile
from persistence.authorities.table import InspectorProfile
from persistence.authorities.table import Officer as OfficerRow
from schema.accounts.types import Officer
from schema.authorities import entries
from schema.authorities.officers import EXPECTED_VERSION, OFFICER_ID, claimed
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(
    description="What is right of an officer; what is left out stays as it is. Numbers are corrected by "
    "`correctOfficerNumbers`."
)
class CorrectOfficerInput:
    operation_id: UUID = field(OPERATION_ID)
    officer_id: strawberry.ID = field(OFFICER_ID)
    expected_version: int = field(EXPECTED_VERSION)
    reason: str = field(entries.REASON)
    name: str | None = optional("The full name of the officer, up to 40 characters.")
    post: str | None = optional("The post held, up to 40 characters; null clears it.")
    specialities: list[Sector] | None = optional(
        "The sectors in which the officer is a specialist, at least one; inspectors only."
    )
    may_lead: bool | None = optional("Whether the officer may lead a visit; inspectors only.")
    is_expert: bool | None = optional(
        "Whether the officer is an expert, who is never drawn as an inspector; inspectors only."
    )


@strawberry.type(description="The officer is now as requested.")
class OfficerCorrected:
    officer_id: Annotated[UUID, StoredAs("officer_id")]
    officer: Officer | None = refetched("officer_id", "The officer after the correction.")


@mutation(
    permission=Permission.AUTHORITY_MANAGE,
    description="Correct an officer of the caller's jurisdiction. A correction that changes nothing keeps "
    "the version.",
    refuses=(ChangedMeanwhile, NotAnInspector),
)
async def correct_officer(info: Info, input: CorrectOfficerInput) -> OfficerCorrected:
    faults = InputFaults()
    entry, qualities = _given(faults, input)
    reason = entries.reason(faults, input.reason)
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        officer, profile = await claimed(transaction, input.officer_id, input.expected_version)
        if profile is None and qualities:
            raise NotAnInspector
        transaction.because(reason)
        changed = [*_changed(officer, entry), *_changed(profile, qualities)]
        if changed:
            for name in _changed(profile, qualities):
                setattr(profile, name, qualities[name])
            officer.record_change(
                {name: entry[name] for name in _changed(officer, entry)}, at=transaction.now
            )
            transaction.audit("officer.corrected", on=officer.id, changed=sorted(changed))
        return transaction.succeed(OfficerCorrected(officer_id=officer.id))


def _given(
    faults: InputFaults, input: CorrectOfficerInput
) -> tuple[dict[str, Any], dict[str, Any]]:
    entry: dict[str, Any] = {}
    if input.name is not strawberry.UNSET:
        entry["name"] = faults.name("name", input.name or "", longest=40)
    if input.post is not strawberry.UNSET:
        entry["post"] = faults.optional_name("post", input.post, longest=40)
    qualities: dict[str, Any] = {}
    if input.specialities is not strawberry.UNSET:
        qualities["specialities"] = sorted({each.value for each in input.specialities or []})
        if not qualities["specialities"]:
            zh, en = "至少填写一项", "must name at least one sector"
            faults.add("specialities", zh, en)
    for name, value in (("may_lead", input.may_lead), ("is_expert", input.is_expert)):
        if value is not None and value is not strawberry.UNSET:
            qualities[name] = value
    return entry, qualities


def _changed(row: OfficerRow | InspectorProfile | None, given: dict[str, Any]) -> list[str]:
    return [name for name, value in given.items() if getattr(row, name) != value]

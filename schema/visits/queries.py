"""Verification of officers at the door, open to everyone."""

import datetime as dt
from typing import Annotated

import strawberry

from domain.visits.terms import CodeStatus
from persistence.visits import codes
from schema.fields import Info, field


@strawberry.type(description="An officer who is assigned to the visit.")
class ShownOfficer:
    name: str = field("Name of the officer, as registered.")
    unit: str = field("Name of the officer's authority.")
    certificate_no: str | None = field(
        "Number of the officer's enforcement certificate; null if none is recorded."
    )


@strawberry.type(
    description="The visit behind an inspection code; details are given only while the code"
    " is valid."
)
class InspectionCodeVerification:
    status: CodeStatus = field("Whether the code is valid, not yet valid, over or unknown.")
    authority: str | None = field(
        "Name of the inspecting authority; null unless the code is valid."
    )
    institution: str | None = field(
        "Name of the institution to be inspected; null unless the code is valid."
    )
    window_from: dt.date | None = field(
        "First day on which the visit may take place; null unless the code is valid."
    )
    window_to: dt.date | None = field(
        "Last day on which the visit may take place, inclusive; null unless the code is valid."
    )
    officers: list[ShownOfficer] = field(
        "Assigned officers, leader first; empty unless the code is valid."
    )


async def verify_inspection_code(
    info: Info,
    code: Annotated[
        str,
        strawberry.argument(
            description="The code that the officers show: 12 characters; hyphens and case do not"
            " matter."
        ),
    ],
) -> InspectionCodeVerification:
    context = info.context
    verified = await codes.verify(context.database.reading, code, today=context.today())
    return InspectionCodeVerification(
        status=verified.status,
        authority=verified.authority,
        institution=verified.institution,
        window_from=verified.window_from,
        window_to=verified.window_to,
        officers=[
            ShownOfficer(name=each.name, unit=each.unit, certificate_no=each.certificate_no)
            for each in verified.officers
        ],
    )


@strawberry.type
class VisitQueries:
    verify_inspection_code: InspectionCodeVerification = strawberry.field(
        resolver=verify_inspection_code,
        description="Verify that officers at the door are assigned to inspect; open to everyone.",
    )

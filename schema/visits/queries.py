"""What anybody at the door may ask of a visit."""

import datetime as dt
from typing import Annotated

import strawberry

from domain.visits.terms import CodeStatus
from persistence.visits import codes
from schema.answering import Asked, said


@strawberry.type(description="An officer who may knock at the door.")
class ShownOfficer:
    name: str = said("Name.")
    unit: str = said("The officer's authority.")
    certificate_no: str | None = said("Number of the enforcement certificate.")


@strawberry.type(description="What an inspection code stands for; details only while it is valid.")
class InspectionCodeVerification:
    status: CodeStatus = said("What the code is worth now.")
    authority: str | None = said("The authority that inspects.")
    institution: str | None = said("The institution to be inspected.")
    window_from: dt.date | None = said("First day of the window.")
    window_to: dt.date | None = said("Last day of the window, inclusive.")
    officers: list[ShownOfficer] = said("Who comes, the leader first.")


async def verify_inspection_code(
    info: Asked,
    code: Annotated[str, strawberry.argument(description="As the officers show it.")],
) -> InspectionCodeVerification:
    context = info.context
    shown = await codes.verify(context.database.reading, code, today=context.today())
    return InspectionCodeVerification(
        status=shown.status,
        authority=shown.authority,
        institution=shown.institution,
        window_from=shown.window_from,
        window_to=shown.window_to,
        officers=[
            ShownOfficer(name=each.name, unit=each.unit, certificate_no=each.certificate_no)
            for each in shown.officers
        ],
    )


@strawberry.type
class VisitQueries:
    verify_inspection_code: InspectionCodeVerification = strawberry.field(
        resolver=verify_inspection_code,
        description="Whether officers at the door are who they say; for anybody.",
    )

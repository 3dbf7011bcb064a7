"""What can be done about complaints."""

import strawberry

from domain.complaints import raising as rules
from domain.complaints.intake import NoIntakeAuthority
from domain.permissions import Permission
from schema.complaints.mutations.raise_complaint import ComplaintRaised, raise_complaint
from schema.deeds import deed


@strawberry.type
class ComplaintMutations:
    raise_complaint: ComplaintRaised = deed(
        raise_complaint,
        permission=Permission.COMPLAINT_RAISE,
        description="Raise a complaint, as a parent by name or anonymously against a receipt.",
        refuses=(rules.RealNameRequired, rules.DisputeTooOld, NoIntakeAuthority),
    )

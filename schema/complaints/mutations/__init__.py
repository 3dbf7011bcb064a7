"""Mutations of complaints."""

import strawberry

from domain.complaints import raise_complaint as rules
from domain.complaints.intake import NoIntakeAuthority
from domain.permissions import Permission
from schema.complaints.mutations.raise_complaint import ComplaintRaised, raise_complaint
from schema.mutations import mutation


@strawberry.type
class ComplaintMutations:
    raise_complaint: ComplaintRaised = mutation(
        raise_complaint,
        permission=Permission.COMPLAINT_RAISE,
        description="Submit a complaint: in a parent's real name, or anonymously against a "
        "receipt.",
        refuses=(rules.RealNameRequired, rules.DisputeTooOld, NoIntakeAuthority),
    )

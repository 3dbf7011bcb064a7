"""The queue of differences between our register and others."""

import strawberry

from domain.permissions import Permission
from schema.pages import query_page_of
from schema.registrations.types import RegistrationDifference


@strawberry.type
class RegistrationQueries:
    registration_differences = query_page_of(
        RegistrationDifference,
        "What other registers say otherwise, the longest waiting first: of institutions in the caller's scope, "
        "and to an institution what it was asked.",
        permission=Permission.HISTORY_READ,
    )

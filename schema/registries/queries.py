"""Root fields for the registries."""

import strawberry

from domain.permissions import Permission
from schema.pages import query_page_of
from schema.registries.types import InspectionObject, Recusal


@strawberry.type
class RegistryQueries:
    inspection_objects = query_page_of(
        InspectionObject,
        "The registry of inspection objects in the caller's scope.",
        permission=Permission.INSTITUTION_READ_RISK,
    )

    recusals = query_page_of(
        Recusal,
        "Standing recusals that the caller may see: their own, or of officers in their scope.",
        permission=Permission.RECUSAL_READ,
    )

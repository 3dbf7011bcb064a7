"""What officials do with the register's entries of institutions."""

import strawberry

from domain import institutions as rules
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile, IdTaken
from schema.institutions.mutations.register_institution import (
    InstitutionRegistered,
    register_institution,
)
from schema.institutions.mutations.update_institution import (
    InstitutionUpdated,
    update_institution,
)
from schema.mutations import mutation


@strawberry.type
class InstitutionMutations:
    register_institution: InstitutionRegistered = mutation(
        register_institution,
        permission=Permission.INSTITUTION_REGISTER,
        description="Enter an institution with its first sites and entitlements.",
        refuses=(
            rules.CreditCodeTaken,
            rules.LicenceNumberTaken,
            rules.RegionNotALeaf,
            rules.ConflictOfInterest,
            OutsideJurisdiction,
            NotAnAdministrativeOrgan,
            IdTaken,
        ),
    )
    update_institution: InstitutionUpdated = mutation(
        update_institution,
        permission=Permission.INSTITUTION_UPDATE,
        description="Correct an institution's entry or, as the institution, its own contact"
        " details. An update that changes nothing keeps the version.",
        refuses=(
            ChangedMeanwhile,
            rules.CreditCodeTaken,
            rules.RegionNotALeaf,
            OutsideJurisdiction,
            NotAnAdministrativeOrgan,
        ),
    )

"""Institutions and what they are entitled to: the words, and the rules of registering them."""

from domain.institutions.closures import (
    Closure,
    InstitutionNotExisting,
    refuse_unless_existing,
)
from domain.institutions.entitlements import (
    ConflictOfInterest,
    Entitlement,
    LicenceNumberTaken,
    refuse_conflict_of_interest,
)
from domain.institutions.registrations import (
    CONTACT_FIELDS,
    CreditCodeTaken,
    Institution,
    RegionEnded,
    RegionNotALeaf,
    RegisteredPlace,
    register,
    update,
)
from domain.institutions.terms import (
    Category,
    CreditGrade,
    Delivery,
    EntitlementKind,
    EntitlementState,
    Existence,
    InstitutionKind,
    LegalForm,
    ListingRole,
    ListStatus,
    Programme,
    RiskClass,
    SubjectKind,
)

__all__ = [
    "CONTACT_FIELDS",
    "Category",
    "Closure",
    "ConflictOfInterest",
    "CreditCodeTaken",
    "CreditGrade",
    "Delivery",
    "Entitlement",
    "EntitlementKind",
    "EntitlementState",
    "Existence",
    "Institution",
    "InstitutionKind",
    "InstitutionNotExisting",
    "LegalForm",
    "LicenceNumberTaken",
    "ListStatus",
    "ListingRole",
    "Programme",
    "RegionEnded",
    "RegionNotALeaf",
    "RegisteredPlace",
    "RiskClass",
    "SubjectKind",
    "refuse_conflict_of_interest",
    "refuse_unless_existing",
    "register",
    "update",
]

"""What evidence can belong to. A further owner is a line here, and one in `persistence.evidence.owners`."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.complaints.terms import ComplaintState
from domain.evidence.quotas import EvidenceQuota
from domain.evidence.terms import OwnerKind
from domain.inspections.terms import InspectionState
from domain.rectification.terms import OrderState
from domain.terms import Term


@dataclass(frozen=True, slots=True)
class Owner:
    """`type_name` is the owner's type as clients know it. `names_people` says whether the slots may
    keep who captured them, where, and under which file name. Evidence is taken while the owner is in
    one of the states `open`; in those of `filed` it comes late."""

    type_name: str
    names_people: bool
    open: frozenset[Term]
    filed: frozenset[Term]
    quota: EvidenceQuota


_MEGABYTE = 1_000_000
_R, _C, _O = InspectionState, ComplaintState, OrderState
_OVER = {
    _C.TRANSFERRED_OUT,
    _C.NOT_ACCEPTED,
    _C.CLOSED,
    _C.CLOSED_SATISFIED,
    _C.CLOSED_NEUTRAL,
    _C.WITHDRAWN,
}

OWNERS: Mapping[OwnerKind, Owner] = {
    OwnerKind.INSPECTION: Owner(
        "Inspection",
        names_people=True,
        open=frozenset({_R.TO_ENTER, _R.TO_CONFIRM, _R.TO_AUDIT, _R.AUDIT_REJECTED, _R.TO_CORRECT}),
        filed=frozenset({_R.TO_CONFIRM, _R.TO_AUDIT}),
        quota=EvidenceQuota(count=500, size=20_000 * _MEGABYTE),
    ),
    OwnerKind.COMPLAINT: Owner(
        "Complaint",
        names_people=False,
        open=frozenset(set(_C) - _OVER),
        filed=frozenset(),
        quota=EvidenceQuota(count=50, size=3_000 * _MEGABYTE),
    ),
    OwnerKind.RECTIFICATION: Owner(
        "CorrectionOrder",
        names_people=True,
        # As long as a re-inspection is planned it is like any report: its institution may not know.
        open=frozenset(set(_O) - {_O.CLOSED}),
        filed=frozenset({_O.SUBMITTED, _O.RECHECK_PLANNED}),
        quota=EvidenceQuota(count=100, size=6_000 * _MEGABYTE),
    ),
}

KIND_OF_TYPE: Mapping[str, OwnerKind] = {owner.type_name: kind for kind, owner in OWNERS.items()}

"""Authorities and their officers."""

import datetime as dt
from typing import Any
from uuid import UUID

from domain.authorities import ChangeKind, ChangeState, Sector
from persistence.authorities.table import (
    Authority,
    ChangeProposal,
    EnforcementCertificate,
    InspectorProfile,
    Officer,
)
from tests.factories import NOW, row
from tests.people import Place, shan


def authority(place: Place, **facts: Any) -> Authority:
    return row(
        Authority,
        facts,
        id=place.id,
        kind=place.kind,
        name=place.name,
        region_code=place.region_code,
        sectors=list(place.sectors),
        parent_id=place.parent,
        complaint_phone="12345",
    )


def officer(place: Place, name: str, **facts: Any) -> Officer:
    return row(Officer, facts, authority_id=place.id, name=name, staff_no=name, post="科员")


def inspector(officer_id: UUID, **facts: Any) -> InspectorProfile:
    return row(
        InspectorProfile,
        facts,
        officer_id=officer_id,
        public_no=f"P{officer_id.hex[-4:]}",
        certificate_no=f"32050{officer_id.hex[-6:]}",
        certificate_valid_from=dt.date(2025, 1, 1),
        certificate_valid_to=dt.date(2029, 12, 31),
        specialities=[Sector.EDUCATION],
        is_expert=False,
        may_lead=True,
        entered_on=dt.date(2025, 1, 1),
    )


def certificate(officer_id: UUID, **facts: Any) -> EnforcementCertificate:
    """The one that `inspector` has."""
    return row(
        EnforcementCertificate,
        facts,
        officer_id=officer_id,
        number=f"32050{officer_id.hex[-6:]}",
        valid_from=dt.date(2025, 1, 1),
        valid_to=dt.date(2029, 12, 31),
    )


def change_proposal(place: Place, **facts: Any) -> ChangeProposal:
    """A change of sectors that waits."""
    return row(
        ChangeProposal,
        facts,
        kind=ChangeKind.JURISDICTION,
        authority_id=place.id,
        authority_version=1,
        region_code=place.region_code,
        sectors=[Sector.EDUCATION],
        reason="机构改革",
        state=ChangeState.WAITING,
        proposed_by=shan.id,
        proposed_at=NOW,
    )

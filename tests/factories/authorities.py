"""Authorities and their officers."""

import datetime as dt
from typing import Any
from uuid import UUID

from domain.authorities import Sector
from persistence.authorities.table import Authority, InspectorProfile, Officer
from tests.factories import row
from tests.people import Place


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

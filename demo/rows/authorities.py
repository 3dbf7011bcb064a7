"""Authorities, their officers, and what certifies these."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid5

from demo.rows.rows import Row, Rows
from domain import identifiers
from persistence.authorities.table import (
    Authority,
    EnforcementCertificate,
    InspectorProfile,
    Officer,
)


def authority(rows: Rows, opened: dt.datetime, **values: Any) -> Row:
    return rows.add_at(Authority, opened, complaint_phone="12345", created_at=opened, **values)


def officer(
    rows: Rows, authority_id: UUID, entered: dt.datetime, *, staff_no: str, **values: Any
) -> Row:
    return rows.add_at(
        Officer,
        entered,
        authority_id=authority_id,
        staff_no=staff_no,
        staff_no_key=identifiers.number(staff_no),
        created_at=entered,
        **values,
    )


def inspector_profile(rows: Rows, officer: Row, *, certificate_no: str, **values: Any) -> Row:
    """Certified to the end of 2029."""
    profile = rows.add(
        InspectorProfile,
        officer_id=officer["id"],
        certificate_no=certificate_no,
        certificate_no_key=identifiers.number(certificate_no),
        certificate_valid_to=dt.date(2029, 12, 31),
        is_expert=False,
        **values,
    )
    rows.add(
        EnforcementCertificate,
        # Of the officer's, so that all keys behind it stay what they were.
        id=uuid5(officer["id"], certificate_no),
        officer_id=officer["id"],
        number=certificate_no,
        valid_from=profile["certificate_valid_from"],
        valid_to=profile["certificate_valid_to"],
        recorded_at=officer["created_at"],
    )
    return profile

"""External registrations, and what other registers say otherwise."""

import datetime as dt
from typing import Any
from uuid import UUID

from domain.registrations import DifferenceField, DifferenceState, RegistrationKind
from domain.registrations.differences import NATIONAL_PLATFORM
from persistence.registrations.table import (
    ExternalRegistration,
    PlatformReport,
    RegistrationDifference,
)
from tests.factories import NOW, TODAY, row
from tests.people import rui


def registration(institution_id: UUID, number: str, **facts: Any) -> ExternalRegistration:
    """Verified today by the city's registrar, unless the facts say otherwise."""
    # The key turns on the kind, which has to be there before the number.
    kind = facts.pop("kind", RegistrationKind.ICP_RECORD)
    return row(
        ExternalRegistration,
        facts,
        kind=kind,
        institution_id=institution_id,
        number=number,
        source="工业和信息化部ICP备案管理系统",
        verified_on=TODAY,
        stale_on=TODAY + dt.timedelta(days=365),
        verified_by=rui.id,
        version=1,
        recorded_at=NOW,
    )


def difference(institution_id: UUID, **facts: Any) -> RegistrationDifference:
    return row(
        RegistrationDifference,
        facts,
        institution_id=institution_id,
        field=DifferenceField.NAME,
        ours="某机构",
        theirs="某某机构",
        source=NATIONAL_PLATFORM,
        seen_at=NOW,
        seen_by=rui.id,
        state=DifferenceState.OPEN,
        version=1,
    )


def platform_report(**facts: Any) -> PlatformReport:
    return row(
        PlatformReport,
        facts,
        reported_by=rui.id,
        reported_at=NOW,
        row_count=1,
        heard_count=1,
        outdated_count=0,
        difference_count=0,
        rejected=[],
    )

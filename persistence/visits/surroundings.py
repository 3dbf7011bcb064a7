"""All that filing reads of a visit beside its team and its record, in one statement."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.evidence.terms import EvidenceState, OwnerKind
from domain.rectification.terms import OrderState
from persistence.authorities.table import InspectorProfile
from persistence.evidence.table import Evidence
from persistence.inspections.table import Inspection, InspectionAssignment, InspectionRecord
from persistence.institutions.table import Institution
from persistence.reading import ids
from persistence.rectification.table import CorrectionOrder
from persistence.visits.table import CheckIn, Notice


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`arrivals` by officer on the server's clock; `has_evidence`: some was declared that counts;
    `orders` by their public ids. Name and code of the institution are those of its notice, or
    as registered where there was none; `officers` are the public numbers of those sent now.
    `predates_arrivals`: a version was filed before there were check-ins and hashes."""

    institution_name: str
    credit_code: str
    officers: Sequence[str]
    arrivals: Mapping[UUID, dt.datetime]
    has_evidence: bool
    predates_arrivals: bool
    orders: Mapping[str, OrderState]

    @property
    def has_closed_order(self) -> bool:
        """Whether something ordered at the visit has been found corrected."""
        return OrderState.CLOSED in self.orders.values()


async def of(session: AsyncSession, inspection: Inspection) -> Surroundings:
    values = {"inspection_id": inspection.id, "institution_id": inspection.institution_id}
    name, code, officers, arrivals, has_evidence, predates_arrivals, orders = (
        await session.execute(_ALL, values)
    ).one()
    return Surroundings(
        name,
        code,
        officers,
        {UUID(key): dt.datetime.fromisoformat(at) for key, at in json.loads(arrivals)},
        has_evidence,
        predates_arrivals,
        {
            ids.write("CorrectionOrder", UUID(key)): OrderState[state]
            for key, state in json.loads(orders)
        },
    )


_VISIT = sa.bindparam("inspection_id", type_=sa.Uuid())
_NONE: Any = sa.literal_column("'[]'::jsonb")


def _pairs(one: Any, two: Any, of: Any) -> sa.ScalarSelect[str]:
    """Pairs of two columns of a visit's rows, as the text of a JSON list."""
    listed = sa.func.coalesce(sa.func.jsonb_agg(sa.func.jsonb_build_array(one, two)), _NONE)
    return sa.select(sa.cast(listed, sa.Text)).where(of == _VISIT).scalar_subquery()


_OFFICERS = (
    sa.select(
        sa.func.coalesce(
            sa.func.array_agg(InspectorProfile.public_no), sa.literal_column("array[]::text[]")
        )
    )
    .join(InspectionAssignment, InspectionAssignment.officer_id == InspectorProfile.officer_id)
    .where(InspectionAssignment.inspection_id == _VISIT, InspectionAssignment.replaced_at.is_(None))
    .scalar_subquery()
)
_EVIDENCE = sa.exists().where(
    Evidence.owner_kind == OwnerKind.INSPECTION,
    Evidence.owner_id == _VISIT,
    Evidence.superseded_at.is_(None),
    Evidence.state != EvidenceState.WITHDRAWN,
)
_UNHASHED = sa.exists().where(
    InspectionRecord.inspection_id == _VISIT, InspectionRecord.hash.is_(None)
)
_ALL = (
    sa.select(
        sa.func.coalesce(Notice.institution_name, Institution.name),
        sa.func.coalesce(Notice.credit_code, Institution.unified_social_credit_code),
        _OFFICERS,
        _pairs(CheckIn.officer_id, CheckIn.corrected_at, CheckIn.inspection_id),
        _EVIDENCE,
        _UNHASHED,
        _pairs(
            CorrectionOrder.id,
            sa.cast(CorrectionOrder.state, sa.Text),
            CorrectionOrder.inspection_id,
        ),
    )
    .select_from(Institution)
    .outerjoin(Notice, Notice.inspection_id == _VISIT)
    .where(Institution.id == sa.bindparam("institution_id", type_=sa.Uuid()))
)

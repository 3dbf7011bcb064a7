"""Draws: their pools, what came of them, and who had a share in their chance."""

from typing import Any
from uuid import UUID

from domain.inspections.terms import ReplacementReason
from domain.institutions import RiskClass
from domain.tasks.terms import DrawStage, EntropySource
from persistence.draws.table import (
    Draw,
    DrawEvent,
    DrawShare,
    OfficerReplacement,
    Pairing,
    PoolObject,
    PoolOfficer,
    PoolRecusal,
    PoolStratum,
)
from persistence.engine.identifiers import new_key
from persistence.inspections.table import InspectionTask
from tests.factories import NOW, TODAY
from tests.people import Person, Place, hua, lin


def draw(task: InspectionTask, place: Place, **facts: Any) -> Draw:
    """Of one object and one officer, committed; its proof is of no draw."""
    return Draw(
        **{
            "id": new_key(),
            "task_id": task.id,
            "task_code": task.code,
            "authority_id": place.id,
            "authority_region_code": place.region_code,
            "sector": task.sector,
            "stage": DrawStage.COMMITTED,
            "algorithm": "DR1-HMAC-SHA256",
            "software": "spotcheck",
            "text": "{}",
            "commitment": "0" * 64,
            "entropy_source": EntropySource.BEACON,
            "entropy_terms": {},
            "draw_at": NOW,
            "salt_sealed": b"",
            "nonce_sealed": b"",
            "object_count": 1,
            "eligible_count": 1,
            "drawn_count": 1,
            "unstaffed_count": 0,
            "replacement_count": 0,
            "frozen_by": lin.id,
            "frozen_at": NOW,
            "reveal_due_on": TODAY,
            "reveal_due_is_provisional": False,
            "redraw_no": 0,
            "proof": "{}",
            **facts,
        }
    )


def pool_object(draw_id: UUID, institution_id: UUID, **facts: Any) -> PoolObject:
    return PoolObject(
        **{
            "id": new_key(),
            "draw_id": draw_id,
            "institution_id": institution_id,
            "pseudonym": "1" * 64,
            "stratum_label": "s1",
            "risk_class": RiskClass.B,
            "rank": 1,
            "visit_no": 1,
            **facts,
        }
    )


def pool_officer(draw_id: UUID, officer_id: UUID, place: Place, **facts: Any) -> PoolOfficer:
    return PoolOfficer(
        **{
            "id": new_key(),
            "draw_id": draw_id,
            "officer_id": officer_id,
            "authority_id": place.id,
            "officer_no": "2" * 24,
            "may_lead": True,
            "max_load": 20,
            "object_count": 1,
            **facts,
        }
    )


def pool_stratum(draw_id: UUID, **facts: Any) -> PoolStratum:
    return PoolStratum(
        **{
            "draw_id": draw_id,
            "risk_class": RiskClass.B,
            "label": "s1",
            "row_count": 1,
            "eligible_count": 1,
            "drawn_count": 1,
            **facts,
        }
    )


def pool_recusal(
    draw_id: UUID, officer_id: UUID, institution_id: UUID, **facts: Any
) -> PoolRecusal:
    return PoolRecusal(
        **{
            "draw_id": draw_id,
            "officer_id": officer_id,
            "institution_id": institution_id,
            **facts,
        }
    )


def pairing(object: PoolObject, officer: PoolOfficer, **facts: Any) -> Pairing:
    return Pairing(
        **{
            "id": new_key(),
            "object_id": object.id,
            "officer_id": officer.id,
            "position": 1,
            "is_leader": True,
            **facts,
        }
    )


def event(draw_id: UUID, **facts: Any) -> DrawEvent:
    return DrawEvent(
        **{
            "id": new_key(),
            "draw_id": draw_id,
            "position": 1,
            "event": "COMMITTED",
            "at": NOW,
            "by_role": "TASK_MANAGER",
            "detail": {},
            "previous": "",
            "hash": "",
            **facts,
        }
    )


def share(task_id: UUID, by: Person, **facts: Any) -> DrawShare:
    """Of somebody's authority or institution; committed, not revealed."""
    return DrawShare(
        **{
            "id": new_key(),
            "task_id": task_id,
            "party": f"{by.id}",
            "authority_id": by.place.id if by.place else None,
            "institution_id": by.institution_id,
            "account_id": by.id,
            "commitment": "0",
            "committed_at": NOW,
            **facts,
        }
    )


def replacement(
    draw_id: UUID, inspection_id: UUID, outgoing_id: UUID, incoming_id: UUID, **facts: Any
) -> OfficerReplacement:
    return OfficerReplacement(
        **{
            "id": new_key(),
            "draw_id": draw_id,
            "inspection_id": inspection_id,
            "outgoing_id": outgoing_id,
            "incoming_id": incoming_id,
            "reason": ReplacementReason.ILLNESS,
            "approved_by": hua.id,
            "replaced_at": NOW,
            "detail": {},
            **facts,
        }
    )

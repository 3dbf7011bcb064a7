"""Draws: their pools, what came of them, and who had a share in their chance."""

import datetime as dt
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
from persistence.inspections.table import InspectionTask
from tests.factories import NOW, TODAY, row
from tests.people import Person, Place, hua, lin


def draw(task: InspectionTask, place: Place, **facts: Any) -> Draw:
    """Of one object and one officer, committed; its proof is of no draw."""
    return row(
        Draw,
        facts,
        task_id=task.id,
        task_code=task.code,
        authority_id=place.id,
        authority_region_code=place.region_code,
        sector=task.sector,
        stage=DrawStage.COMMITTED,
        algorithm="DR1-HMAC-SHA256",
        software="spotcheck",
        text="{}",
        commitment="0" * 64,
        entropy_source=EntropySource.BEACON,
        entropy_terms={},
        draw_at=NOW,
        salt_sealed=b"",
        nonce_sealed=b"",
        object_count=1,
        eligible_count=1,
        drawn_count=1,
        unstaffed_count=0,
        replacement_count=0,
        frozen_by=lin.id,
        frozen_at=NOW,
        issue_due_on=dt.date(2030, 1, 1),
        reveal_due_on=TODAY,
        reveal_due_is_provisional=False,
        redraw_no=0,
        proof="{}",
    )


def pool_object(draw_id: UUID, institution_id: UUID, **facts: Any) -> PoolObject:
    return row(
        PoolObject,
        facts,
        draw_id=draw_id,
        institution_id=institution_id,
        pseudonym="1" * 64,
        stratum_label="s1",
        risk_class=RiskClass.B,
        rank=1,
        visit_no=1,
    )


def pool_officer(draw_id: UUID, officer_id: UUID, place: Place, **facts: Any) -> PoolOfficer:
    return row(
        PoolOfficer,
        facts,
        draw_id=draw_id,
        officer_id=officer_id,
        authority_id=place.id,
        officer_no="2" * 24,
        may_lead=True,
        max_load=20,
        object_count=1,
    )


def pool_stratum(draw_id: UUID, **facts: Any) -> PoolStratum:
    return row(
        PoolStratum,
        facts,
        draw_id=draw_id,
        risk_class=RiskClass.B,
        label="s1",
        row_count=1,
        eligible_count=1,
        drawn_count=1,
    )


def pool_recusal(
    draw_id: UUID, officer_id: UUID, institution_id: UUID, **facts: Any
) -> PoolRecusal:
    return row(
        PoolRecusal, facts, draw_id=draw_id, officer_id=officer_id, institution_id=institution_id
    )


def pairing(object: PoolObject, officer: PoolOfficer, **facts: Any) -> Pairing:
    return row(
        Pairing, facts, object_id=object.id, officer_id=officer.id, position=1, is_leader=True
    )


def event(draw_id: UUID, **facts: Any) -> DrawEvent:
    return row(
        DrawEvent,
        facts,
        draw_id=draw_id,
        position=1,
        event="COMMITTED",
        at=NOW,
        by_role="TASK_MANAGER",
        detail={},
        previous="",
        hash="",
    )


def share(task_id: UUID, by: Person, **facts: Any) -> DrawShare:
    """Of somebody's authority or institution; committed, not revealed."""
    return row(
        DrawShare,
        facts,
        task_id=task_id,
        party=f"{by.id}",
        authority_id=by.place.id if by.place else None,
        institution_id=by.institution_id,
        account_id=by.id,
        commitment="0",
        committed_at=NOW,
    )


def replacement(
    draw_id: UUID, inspection_id: UUID, outgoing_id: UUID, incoming_id: UUID, **facts: Any
) -> OfficerReplacement:
    return row(
        OfficerReplacement,
        facts,
        draw_id=draw_id,
        inspection_id=inspection_id,
        outgoing_id=outgoing_id,
        incoming_id=incoming_id,
        reason=ReplacementReason.ILLNESS,
        approved_by=hua.id,
        replaced_at=NOW,
        detail={},
    )

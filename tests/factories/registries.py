"""The registries that draws go by: risk classes, stops and recusals."""

from typing import Any
from uuid import UUID

from domain.institutions import RiskClass
from domain.registries.terms import RecusalGround, RiskInput, StopGround
from persistence.registries.table import ObjectStop, Recusal, RiskAssessment, RiskInputCount
from tests.factories import NOW, TODAY, row
from tests.people import hua, mei


def risk_assessment(institution_id: UUID, **facts: Any) -> RiskAssessment:
    return row(
        RiskAssessment,
        facts,
        institution_id=institution_id,
        risk_class=RiskClass.B,
        earlier_class=RiskClass.B,
        points=10,
        rules="RISK-1",
        assessed_at=NOW,
    )


def risk_input_count(assessment_id: UUID, **facts: Any) -> RiskInputCount:
    return row(
        RiskInputCount, facts, assessment_id=assessment_id, input=RiskInput.NO_LICENCE, count=1
    )


def object_stop(institution_id: UUID, **facts: Any) -> ObjectStop:
    return row(
        ObjectStop,
        facts,
        institution_id=institution_id,
        ground=StopGround.OTHER,
        reason="停业装修",
        first_on=TODAY,
        stopped_by=hua.id,
        stopped_at=NOW,
    )


def recusal(officer_id: UUID, institution_id: UUID, **facts: Any) -> Recusal:
    return row(
        Recusal,
        facts,
        officer_id=officer_id,
        institution_id=institution_id,
        ground=RecusalGround.OTHER_INTEREST,
        declared_by=mei.id,
        declared_at=NOW,
    )

"""On-site steps of the demo: check-ins, notices to the institution, signatures."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from demo.rows.results import Problem
from demo.rows.rows import Row
from demo.story.plans import DemoVisit
from demo.story.rows import DemoData
from domain.checklists import OFF_CAMPUS_GENERAL
from domain.inspections.certificates import Certificate
from domain.inspections.file_result import Filing
from domain.inspections.reports import Report
from domain.inspections.terms import Method, NoticeMode, ResultCode
from domain.moments import day_of
from domain.positions import Position, to_wgs84
from domain.visits import canonical, check_ins, texts
from domain.visits.terms import PositionProvider, SignatureParty, UnsignedBecause
from persistence.authorities.table import Authority, InspectorProfile, Officer
from persistence.reading import ids
from persistence.visits.table import (
    CheckIn,
    Notice,
    NoticeItem,
    NoticeOfficer,
    RecordSignature,
    SignatureRefusal,
)

_DEGREE_M = 111_195
_REFUSES = 9
"""Every so many records the inspected party does not sign."""


def arrive(
    story: DemoData,
    visit: DemoVisit,
    report: Report,
    certificates: Mapping[UUID, Certificate | None],
    *,
    now: dt.datetime,
) -> None:
    """Both officers check in as the visit begins; the first tells the institution."""
    row = visit.row
    facts = check_ins.AttendedVisit(
        row["state"],
        row["window_from"],
        row["window_to"],
        row["created_at"],
        certificates,
        {},
        {},
    )
    claimed = check_ins.ReportedArrival(
        report.visit_started_at,
        report.device_clock_offset_ms,
        report.position,
        PositionProvider.SATELLITE,
    )
    distance_m = _metres(report.position, visit.trainer.sites[0])
    for officer in visit.officers:
        decided = check_ins.check_in(
            facts, claimed, distance_m=distance_m, by=officer, now=now, today=day_of(now)
        )
        _check_in(story, visit, claimed, decided, distance_m)
    _notice(story, visit, decided.corrected_at)
    row["noticed_at"] = decided.corrected_at


def _check_in(
    story: DemoData,
    visit: DemoVisit,
    claimed: check_ins.ReportedArrival,
    decided: check_ins.CheckIn,
    distance_m: int | None,
) -> None:
    position = claimed.position
    wgs84 = position and to_wgs84(position)
    story.add_at(
        CheckIn,
        decided.corrected_at,
        inspection_id=visit.row["id"],
        officer_id=decided.officer_id,
        claimed_at=claimed.claimed_at,
        device_clock_offset_ms=claimed.offset_ms,
        corrected_at=decided.corrected_at,
        received_at=decided.corrected_at,
        certificates_shown=True,
        rights_told=True,
        latitude=position and position.latitude,
        longitude=position and position.longitude,
        accuracy_m=position and position.accuracy_m,
        datum=position and position.datum,
        provider=claimed.provider,
        is_mock=False,
        wgs84_latitude=wgs84 and wgs84.latitude,
        wgs84_longitude=wgs84 and wgs84.longitude,
        distance_m=distance_m,
        flags=[flag.value for flag in decided.flags],
    )


def _notice(story: DemoData, visit: DemoVisit, at: dt.datetime) -> None:
    row, institution = visit.row, visit.trainer.institution
    authority = _row(story, Authority, row["authority_id"])
    notice = story.add_at(
        Notice,
        at,
        inspection_id=row["id"],
        mode=NoticeMode.ON_ARRIVAL,
        issued_at=at,
        issued_by=visit.officers[0].account_id or visit.task["created_by"],
        institution_name=institution["name"],
        credit_code=institution["unified_social_credit_code"],
        task_code=visit.task["code"],
        window_from=row["window_from"],
        window_to=row["window_to"],
        legal_basis=["X15", "X43", "X78 Art. 14"],
        methods=[Method.ON_SITE.value],
        materials=[],
        contact=authority["complaint_phone"] or authority["name"],
        appointment_possible=False,
        visits_this_year=0,
        text_edition=texts.CURRENT.number,
        paragraphs_zh=[each.zh for each in texts.CURRENT.paragraphs],
        paragraphs_en=[each.en for each in texts.CURRENT.paragraphs],
        seal_authority=authority["name"],
        sealed_on=day_of(at),
    )
    for position, item in enumerate(OFF_CAMPUS_GENERAL.items, 1):
        story.add_at(
            NoticeItem,
            at,
            notice_id=notice["id"],
            position=position,
            code=item.code,
            title=item.zh,
        )
    for position, officer in enumerate(visit.officers, 1):
        assert officer.officer_id is not None
        known = _row(story, Officer, officer.officer_id)
        story.add_at(
            NoticeOfficer,
            at,
            notice_id=notice["id"],
            position=position,
            officer_id=officer.officer_id,
            unit=_row(story, Authority, known["authority_id"])["name"],
            name=known["name"],
            certificate_no=_profile(story, officer.officer_id)["certificate_no"],
        )


def signed(
    story: DemoData,
    visit: DemoVisit,
    report: Report,
    problems: Sequence[Problem],
    decided: Filing,
) -> dict[str, str]:
    """The canonical record and its hash."""
    institution = visit.trainer.institution
    officers = [_profile(story, each.officer_id)["public_no"] for each in visit.officers]
    text = canonical.text(
        canonical.RecordIdentity(
            ids.write("Inspection", visit.row["id"]),
            decided.version_no,
            institution["name"],
            institution["unified_social_credit_code"],
            officers,
            OFF_CAMPUS_GENERAL.code,
            OFF_CAMPUS_GENERAL.version,
        ),
        report,
        started_at=decided.started_at,
        ended_at=decided.ended_at,
        notes=[None] * len(report.answers),
        details=[problem.detail for problem in problems],
    )
    return {"canonical": text, "hash": canonical.digest(text)}


def sign(story: DemoData, visit: DemoVisit, record: Row, decided: Filing) -> None:
    """The head of the institution signs; now and then the refusal is on the record. Where no one
    was present, no one signs."""
    if ResultCode.UNREACHABLE.value in record["result_codes"]:
        return
    shared: dict[str, Any] = {
        "record_id": record["id"],
        "record_hash": record["hash"],
        "recorded_at": decided.filed_at,
        "recorded_by": decided.filed_by,
    }
    count = len(story.of(RecordSignature)) + len(story.of(SignatureRefusal))
    if count % _REFUSES == _REFUSES - 1:
        story.add_at(
            SignatureRefusal,
            decided.filed_at,
            because=UnsignedBecause.REFUSED,
            reason="当事人对检查结论有异议，拒绝签字。",
            witness_name="见证人甲",
            witness_capacity="物业管理员",
            noted_at=decided.ended_at,
            **shared,
        )
        return
    story.add_at(
        RecordSignature,
        decided.filed_at,
        party=SignatureParty.INSPECTED,
        name=visit.trainer.institution["contact_name"],
        capacity="负责人",
        signed_at=decided.ended_at,
        **shared,
    )


def _row(story: DemoData, table: type[Any], key: UUID) -> Row:
    return next(row for row in story.of(table) if row["id"] == key)


def _profile(story: DemoData, officer_id: UUID | None) -> Row:
    return next(row for row in story.of(InspectorProfile) if row["officer_id"] == officer_id)


def _metres(position: Position | None, site: Row) -> int | None:
    if position is None:
        return None
    north = position.latitude - site["latitude"]
    east = (position.longitude - site["longitude"]) * math.cos(math.radians(position.latitude))
    return round(math.hypot(north, east) * _DEGREE_M)

"""The text that a record is sealed by is the same before and after it is stored."""

import datetime as dt
import random
from typing import Any

import sqlalchemy as sa

from domain.evidence.terms import EvidenceKind, OwnerKind
from domain.inspections.terms import Handling
from domain.positions import Datum
from persistence.engine import bulk_insert
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.evidence import sealed
from persistence.evidence.table import RecordEvidence
from persistence.inspections.table import Finding, InspectionRecord, RecordAnswer
from tests.factories import NOW, add, evidence, inspections, tasks
from tests.people import MAPLE, SUZHOU, mei

SEED = 20261201
LETTERS = "\"\\/\b\f\n\r\t\x01\x1f\x7f\x85  é枫葉\U0001f600<>&'{}[],: aZ0"
NUMBERS = (0.0, -0.0, 1.0, -120.0, 31.3, 120.61234567890123, 1e-7, -5e-324, 8.5, 179.99999999999997)
ZONE = dt.timezone(dt.timedelta(hours=8))


def _words(chance: random.Random) -> str:
    return "".join(chance.choices(LETTERS, k=chance.randrange(1, 40)))


def _moment(chance: random.Random) -> dt.datetime:
    at = NOW + dt.timedelta(microseconds=chance.randrange(10**12))
    return at.replace(microsecond=chance.choice((0, 1, 120_000, at.microsecond))).astimezone(ZONE)


def _record(chance: random.Random, version_no: int) -> dict[str, Any]:
    is_placed, is_hashed = chance.random() < 0.7, chance.random() < 0.7
    return {
        "version_no": version_no,
        "correction_reason": None if version_no == 1 else _words(chance),
        "filed_at": _moment(chance),
        "visit_started_at": NOW,
        "visit_ended_at": _moment(chance),
        "device_clock_offset_ms": chance.choice((None, 0, -400_000, 2**31 - 1)),
        "clock_is_off": chance.random() < 0.5,
        "summary": _words(chance),
        "attempted_at": [_moment(chance) for _ in range(chance.randrange(3))],
        "latitude": chance.choice(NUMBERS[:6]) / 2 if is_placed else None,
        "longitude": chance.choice(NUMBERS) if is_placed else None,
        "accuracy_m": chance.choice((None, 1e17, 1e300, *NUMBERS)),
        "datum": chance.choice(list(Datum)) if is_placed else None,
        "checklist_version": chance.randrange(1, 4),
        "canonical": _words(chance) if is_hashed else None,
        "hash": "ab" * 32 if is_hashed else None,
    }


def _values(row: Any) -> dict[str, Any]:
    return {c.key: vars(row)[c.key] for c in row.__table__.c if c.key in vars(row)}


async def test_the_text_of_a_record_is_what_the_database_makes_of_it(
    world: None, database: Database
) -> None:
    chance = random.Random(SEED)
    task = tasks.task(SUZHOU, "A")
    visit = inspections.inspection(task, SUZHOU, MAPLE)
    async with database.writing() as session:
        await add(session, task, visit)
    for version_no in range(1, 41):
        record = inspections.record(visit.id, mei.as_officer, **_record(chance, version_no))
        answers = [
            inspections.answer(
                record.id,
                position=i,
                item_code=_words(chance),
                **chance.choice(
                    (
                        {"is_checked": False, "problem_found": None, "handling": None},
                        {"is_checked": True, "problem_found": True, "handling": Handling.ORDERED},
                    )
                ),
                note=chance.choice((None, _words(chance))),
            )
            for i in range(1, chance.randrange(1, 4))
        ]
        findings = [
            inspections.finding(
                record.id,
                position=i,
                violation_code=_words(chance),
                detail=_words(chance),
                item_code=chance.choice((None, "OC17_FIRE")),
            )
            for i in range(1, chance.randrange(1, 4))
        ]
        pieces = sorted(
            (
                evidence.evidence(
                    OwnerKind.INSPECTION,
                    visit.id,
                    id=new_key(),
                    declaration_id=new_key(),
                    kind=chance.choice(list(EvidenceKind)),
                    sha256=chance.randbytes(32),
                    size=chance.randrange(1, 10**7),
                )
                for _ in range(chance.randrange(3))
            ),
            key=lambda each: each.id.int,
        )
        made = sealed.text_of(
            _values(record),
            [_values(each) for each in answers],
            [_values(each) for each in findings],
            [(str(each.id), each.kind, each.sha256.hex(), each.size) for each in pieces],
        )

        async with database.writing() as session:
            await bulk_insert.insert_related(
                session,
                {
                    InspectionRecord: [_values(record)],
                    RecordAnswer: [_values(each) for each in answers],
                    Finding: [_values(each) for each in findings],
                },
            )
            await add(session, *pieces)
            links = [evidence.record_evidence(record.id, each.id) for each in pieces]
            await bulk_insert.insert_related(
                session, {RecordEvidence: [_values(each) for each in links]}
            )
            row = InspectionRecord.__table__
            stored = await session.scalar(
                sa.select(sealed.record_text(row)).where(row.c.id == record.id)
            )

        assert made == stored

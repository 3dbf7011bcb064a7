"""The canonical record: the bytes of what a person signs, so that a phone can make them offline.

Specified byte by byte in docs/visit.md.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.draws import canonical
from domain.draws.canonical import Json
from domain.inspections.reports import Report

SCHEMA = "spotcheck-record/1"


@dataclass(frozen=True, slots=True)
class RecordIdentity:
    """Whose record of whose visit it is. Ids as clients know them; `officers` are the public numbers
    of those sent now."""

    inspection_id: str
    version_no: int
    institution_name: str
    credit_code: str
    officers: Sequence[str]
    checklist_code: str
    checklist_version: int


def text(
    identity: RecordIdentity,
    report: Report,
    *,
    started_at: dt.datetime,
    ended_at: dt.datetime,
    notes: Sequence[str | None],
    details: Sequence[str],
    orders: Sequence[str] = (),
) -> str:
    """The canonical JSON. Moments on the server's clock; `notes` belong to the answers and `details`
    to the findings; `orders` are the ids of correction orders of the visit. Where the phone was and
    how its clock went is not in it."""
    answers: list[Json] = [
        {
            "handling": answer.handling and answer.handling.value,
            "isChecked": answer.is_checked,
            "itemCode": answer.item_code,
            "note": note,
            "problemFound": answer.problem_found,
        }
        for answer, note in zip(report.answers, notes, strict=True)
    ]
    findings: list[Json] = [
        {
            "detail": detail,
            "itemCode": finding.item_code,
            "violationCode": finding.violation_code,
        }
        for finding, detail in zip(report.findings, details, strict=True)
    ]
    return canonical.text(
        {
            "answers": answers,
            "attemptedAt": [moment(at) for at in report.attempts],
            "checklist": {"code": identity.checklist_code, "version": identity.checklist_version},
            "correctionReason": report.correction_reason,
            "findings": findings,
            "inspectionId": identity.inspection_id,
            "institution": {
                "name": identity.institution_name,
                "unifiedSocialCreditCode": identity.credit_code,
            },
            "measures": [each.value for each in report.measures],
            "methods": [each.value for each in report.methods],
            "officers": sorted(identity.officers),
            "orders": sorted(orders),
            "resultCodes": [each.value for each in report.result_codes],
            "schema": SCHEMA,
            "summary": report.summary,
            "version": identity.version_no,
            "visitEndedAt": moment(ended_at),
            "visitStartedAt": moment(started_at),
        }
    )


def digest(message: str) -> str:
    """SHA-256 of its UTF-8 bytes, in 64 lower-case hexadecimal digits."""
    return canonical.digest(message)


def moment(at: dt.datetime) -> str:
    """In UTC to the millisecond, what is finer cut off: 2026-11-18T01:30:00.000Z."""
    utc = at.astimezone(dt.UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"

"""The document of a public record as a credit platform takes it: canonical JSON, no personal data."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from domain.authorities import Sector
from domain.draws import canonical
from domain.inspections.terms import ResultCode, TaskCategory
from domain.publication.terms import WithdrawalGround, WithholdingGround

FORMAT = "SPOTCHECK-PUBLICATION-1"
WITHDRAWAL_FORMAT = "SPOTCHECK-WITHDRAWAL-1"


@dataclass(frozen=True, slots=True)
class PublishedVersion:
    """What one version says. Pairs are code and Chinese label; ids are those clients know."""

    record_id: str
    version_no: int
    replaces: str | None
    institution: str
    credit_code: str
    authority: str
    authority_region_code: str
    region_code: str
    sector: Sector
    task_code: str
    category: TaskCategory
    items: Sequence[tuple[str, str]]
    result_codes: Sequence[ResultCode]
    result_text: str
    violations: Sequence[tuple[str, str]]
    withholding_ground: WithholdingGround | None
    inspected_on: dt.date
    published_at: dt.datetime
    expires_on: dt.date


def of(record: PublishedVersion) -> str:
    """The document as one line of text: sorted keys, no spaces, nothing escaped that need not be."""
    ground = record.withholding_ground
    return canonical.text(
        {
            "format": FORMAT,
            "recordId": record.record_id,
            "versionNo": record.version_no,
            "replaces": record.replaces,
            "institution": {
                "name": record.institution,
                "unifiedSocialCreditCode": record.credit_code,
                "regionCode": record.region_code,
            },
            "authority": {"name": record.authority, "regionCode": record.authority_region_code},
            "sector": record.sector.value,
            "taskCode": record.task_code,
            "category": _coded(record.category.value, record.category.zh),
            "items": [_coded(code, text) for code, text in record.items],
            "results": [_coded(code.value, code.zh) for code in record.result_codes],
            "resultText": record.result_text,
            "violations": [_coded(code, text) for code, text in record.violations],
            "withheld": None if ground is None else _coded(ground.value, ground.zh),
            "inspectedOn": record.inspected_on.isoformat(),
            "publishedAt": canonical.moment(record.published_at),
            "expiresOn": record.expires_on.isoformat(),
        }
    )


def of_withdrawal(record_ids: Sequence[str], ground: WithdrawalGround, *, at: dt.datetime) -> str:
    """What tells an outlet to take all versions of a result away."""
    return canonical.text(
        {
            "format": WITHDRAWAL_FORMAT,
            "recordIds": list(record_ids),
            "ground": _coded(ground.value, ground.zh),
            "withdrawnAt": canonical.moment(at),
        }
    )


def _coded(code: str, text: str) -> dict[str, str]:
    return {"code": code, "text": text}

"""Whether all evidence has arrived, and whether it is still what it was."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from domain.evidence.terms import EvidenceVerdict
from domain.refusals import Refusal

STUCK_AFTER = dt.timedelta(hours=24)
"""Evidence missing for longer is listed for the person who declared it and for the office."""


@dataclass(eq=False)
class EvidenceIncomplete(
    Refusal,
    zh="尚有{missing}件证据未收到，须全部收到或撤回后方可通过审核。",
    en="{missing} pieces of evidence have not arrived. Approve the result once they have "
    "arrived or been withdrawn.",
):
    missing: int


def refuse_unless_complete(missing: int) -> None:
    """Raise EvidenceIncomplete while something declared is neither there, withdrawn nor replaced."""
    if missing:
        raise EvidenceIncomplete(missing)


def worst(verdicts: Iterable[EvidenceVerdict]) -> EvidenceVerdict:
    """The verdict on several things together; on nothing it is INTACT."""
    found = set(verdicts)
    for verdict in (EvidenceVerdict.SWAPPED, EvidenceVerdict.MISSING):
        if verdict in found:
            return verdict
    return EvidenceVerdict.INTACT

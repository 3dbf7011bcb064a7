"""Derived values: sealed columns, opened or masked for viewers the compiler let through; addresses
bound to the viewer; verdicts on seals."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from domain import permissions, sources
from domain.evidence.terms import EvidenceVerdict
from domain.institutions import staff_ratios
from domain.moments import day_of
from domain.roles import Role
from persistence.engine.keys import Keys
from persistence.evidence import seals
from persistence.evidence.addresses import Addresses
from persistence.reading.plan import Derive
from persistence.reading.shape import public_name

STATEMENT = "complaint statement"
RESIDENT_ID = "resident id"
PHONE = "phone"
SERVED_WITHIN = dt.timedelta(minutes=15)
"""How long an address of evidence is good for, at least."""


def derived_fields(keys: Keys, clock: Callable[[], dt.datetime]) -> Mapping[str, Derive]:
    """By the names that shapes use. Each gets what its shape lists: of what is sealed, the bytes in
    hex and the row's id."""
    addresses = Addresses(keys)
    on_evidence = partial(seals.verdict_on_evidence, keys)

    def on_record(parts: Sequence[Any]) -> EvidenceVerdict | None:
        return seals.verdict_on_record(keys, *parts)

    return {
        "statement": partial(_opened, keys, STATEMENT),
        "masked_resident_id": lambda parts: _masked(_opened(keys, RESIDENT_ID, parts), 1, 1),
        "masked_phone": lambda parts: _masked(_opened(keys, PHONE, parts), 3, 4),
        "permissions": _permissions,
        "evidence_address": partial(_address, addresses, clock),
        "evidence_verdict": lambda parts: on_evidence(parts).value,
        "evidence_verdict_zh": lambda parts: on_evidence(parts).zh,
        "evidence_verdict_en": lambda parts: on_evidence(parts).en,
        "signature_fits": lambda parts: seals.signature_fits(keys, *parts),
        "record_verdict": lambda parts: (found := on_record(parts)) and found.value,
        "record_verdict_zh": lambda parts: (found := on_record(parts)) and found.zh,
        "ledger_refusals": _ledger_refusals,
        "legal_bases": _legal_bases,
        "platform_rejections": _platform_rejections,
        "staff_ratios": lambda parts: _staff_ratios(parts, day_of(clock())),
        "record_verdict_en": lambda parts: (found := on_record(parts)) and found.en,
    }


def _legal_bases(parts: Sequence[Any]) -> list[dict[str, Any]]:
    """Of the basis of a rule, or of texts that name a document each."""
    (basis,) = parts
    return _documents(basis if isinstance(basis, str) else tuple(basis))


@lru_cache(maxsize=1_000)
def _documents(basis: str | tuple[str, ...]) -> list[dict[str, Any]]:
    # Twenty texts take half a millisecond, and a page may have thousands of them under its names.
    found = sources.legal_bases(basis) if isinstance(basis, str) else sources.of_texts(basis)
    return [{public_name(name): value for name, value in asdict(each).items()} for each in found]


def _staff_ratios(parts: Sequence[Any], today: dt.date) -> list[dict[str, Any]]:
    *counts, full_time_teachers, least_area = parts
    found = staff_ratios.ratios(
        staff_ratios.Headcount(*counts),
        full_time_teachers=full_time_teachers,
        least_area=least_area,
        on=today,
    )
    return [
        {public_name(name): getattr(value, "value", value) for name, value in asdict(each).items()}
        for each in found
    ]


def _ledger_refusals(parts: Sequence[Any]) -> list[dict[str, Any]]:
    (refusals,) = parts
    return [{name: each[name] for name in ("heading", "zh", "en")} for each in refusals]


def _platform_rejections(parts: Sequence[Any]) -> list[dict[str, Any]]:
    (rejected,) = parts
    names = ("index", "externalRef", "field", "zh", "en")
    return [{name: each[name] for name in names} for each in rejected]


def _permissions(parts: Sequence[Any]) -> list[str]:
    (roles,) = parts
    return sorted(permissions.of(Role[role] for role in roles))


def _address(
    addresses: Addresses, clock: Callable[[], dt.datetime], parts: Sequence[Any]
) -> str | None:
    evidence_id, variant, is_there, account_id, receipt_digest = parts
    if not is_there:
        return None
    # A receipt opens what the account that shows it does not see.
    account_id = None if receipt_digest else account_id
    return addresses.download(
        UUID(evidence_id),
        variant,
        account_id=UUID(account_id) if account_id else None,
        receipt_digest=bytes.fromhex(receipt_digest) if receipt_digest else None,
        until=clock() + SERVED_WITHIN,
    )


def _opened(keys: Keys, purpose: str, parts: Sequence[Any]) -> str | None:
    sealed, row_id = parts
    if sealed is None:
        return None
    return keys.open(purpose, bytes.fromhex(sealed), bound_to=UUID(row_id).bytes).decode()


def _masked(text: str | None, first: int, last: int) -> str | None:
    if text is None:
        return None
    return text[:first] + "*" * (len(text) - first - last) + text[-last:]

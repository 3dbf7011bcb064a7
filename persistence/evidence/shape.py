"""Evidence as each side may see it: the slots, what fills them, and pictures that became public."""

from collections.abc import Callable

import sqlalchemy as sa

from domain.evidence.completeness import STUCK_AFTER
from domain.evidence.owners import OWNERS
from domain.evidence.terms import EvidenceProgress, EvidenceState
from persistence.evidence.addresses import Variant
from persistence.evidence.policies import (
    belongs_to,
    can_see_evidence,
    is_kind,
    kind_of,
    original_of_evidence,
    picture_of_public_result,
    within_owner,
)
from persistence.evidence.sealed import (
    covered,
    hexed,
    judged,
    record_text,
)
from persistence.evidence.table import Blob, Evidence, RecordEvidence
from persistence.inspections.table import Inspection
from persistence.reading import ids
from persistence.reading.conditions import equals
from persistence.reading.logic import there_is
from persistence.reading.public_tables import Beside, PublicTable
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    Column,
    DerivedValue,
    Expression,
    KeysetOrder,
    Many,
    One,
    Page,
    Predicate,
    Row,
    SameRow,
    Shape,
    Visibility,
    by_parent,
    columns,
    references,
)

_STUCK_AFTER: Expression = sa.literal_column(
    f"interval '{STUCK_AFTER.total_seconds():.0f} seconds'"
)


_NONE: Expression = sa.literal_column("0")


def _literal(text: str) -> Expression:
    return sa.literal_column(f"'{text}'")


def has_state(row: Row, state: EvidenceState) -> Predicate:
    return sa.cast(row.c.state, sa.Text) == _literal(state.value)


def counts(row: Row) -> Predicate:
    """Neither withdrawn nor replaced by a later version."""
    return sa.and_(row.c.superseded_at.is_(None), sa.not_(has_state(row, EvidenceState.WITHDRAWN)))


def is_missing(row: Row) -> Predicate:
    return sa.and_(counts(row), sa.not_(has_state(row, EvidenceState.RECEIVED)))


def is_received(row: Row) -> Predicate:
    return sa.and_(counts(row), has_state(row, EvidenceState.RECEIVED))


def has_waited(row: Row) -> Predicate:
    return row.c.declared_at < sa.func.now() - _STUCK_AFTER


def is_stuck(row: Row) -> Predicate:
    return sa.and_(
        has_state(row, EvidenceState.EXPECTED), row.c.superseded_at.is_(None), has_waited(row)
    )


def progress(owner: Row) -> Expression:
    """How far the owner's evidence has come."""

    def some(of: Callable[[Row], Predicate]) -> Predicate:
        row = alias_of(Evidence.__table__)
        return there_is(owner, belongs_to(owner, row), of(row))

    return sa.case(
        (
            some(lambda row: sa.and_(is_missing(row), has_waited(row))),
            _literal(EvidenceProgress.STUCK.value),
        ),
        (some(is_missing), _literal(EvidenceProgress.INCOMPLETE.value)),
        (some(is_received), _literal(EvidenceProgress.COMPLETE.value)),
        else_=_literal(EvidenceProgress.NONE.value),
    )


def number(of: Callable[[Row], Predicate]) -> Column:
    """How many pieces of the owner's evidence match; visible to everyone who sees the owner."""

    def counted(owner: Row) -> Expression:
        row = alias_of(Evidence.__table__)
        found = sa.select(sa.func.count()).select_from(row)
        return found.where(belongs_to(owner, row), of(row)).correlate(owner).scalar_subquery()

    return Column(counted, visible_if=within_owner, fallback=lambda _: _NONE)


def of_blob(name: str) -> Column:
    """A value of the file that fills the slot; null until it has."""

    def of(row: Row) -> Expression:
        blob = alias_of(Blob.__table__)
        return (
            sa.select(blob.c[name])
            .where(blob.c.sha256 == row.c.sha256, has_state(row, EvidenceState.RECEIVED))
            .correlate(row)
            .scalar_subquery()
        )

    return Column(of)


def owner_id(row: Row) -> Expression:
    """The public id of what it belongs to."""
    return sa.case(
        *(
            (is_kind(row, kind), ids.expression(owner.type_name, row.c.owner_id))
            for kind, owner in OWNERS.items()
        )
    )


def summary_id(owner: Row) -> Expression:
    """An id of its own, made of the owner's: caches keep both by their ids alone."""
    of_owner = ids.expression(OWNERS[kind_of(owner)].type_name, owner.c.id)
    lead = ids.PART_PREFIX_OF["EvidenceSummary"]
    return _literal(f"{lead}_").op("||")(of_owner)


def address(variant: Variant, visible_if: Visibility | None = None) -> DerivedValue:
    """An address, valid for a while and for this viewer only; null where there is no file."""
    there = "sha256" if variant == "original" else "derivative_sha256"
    return DerivedValue(
        (
            lambda row: sa.cast(row.c.id, sa.Text),
            lambda row: _literal(variant),
            lambda row: of_blob(there).of(row).is_not(None),
        ),
        derive="evidence_address",
        visible_if=visible_if,
        per_viewer=True,
    )


def verdict(derive: str) -> DerivedValue:
    return DerivedValue(tuple(_nth_judged(i) for i in range(4)), derive)


def _nth_judged(i: int) -> Callable[[Row], Expression]:
    return lambda row: judged(row)[i]


def record_verdict(derive: str) -> DerivedValue:
    return DerivedValue((record_text, lambda row: hexed(row.c.seal), covered), derive)


def of_record(record: Row, row: Row) -> Predicate:
    """Declared when the record was filed."""
    link = alias_of(RecordEvidence.__table__)
    return (
        sa.exists()
        .where(link.c.record_id == record.c.id, link.c.evidence_id == row.c.id)
        .correlate(record, row)
    )


def of_public_record(record: Row, row: Row) -> Predicate:
    """With the version that counts; those before it are words only."""
    return sa.and_(row.c.owner_id == record.c.inspection_id, record.c.superseded_at.is_(None))


EVIDENCE = Shape(
    "Evidence",
    Evidence.__table__,
    {
        "ownerId": Column(owner_id),
        "sha256": Column(lambda row: hexed(row.c.sha256)),
        "capturedBy": One("Officer", on=references("captured_by")),
        # As the file itself: a place in its metadata is no less one for being declared.
        "position": SameRow(
            "CapturePosition",
            present=lambda row: row.c.latitude.is_not(None),
            visible_if=original_of_evidence,
        ),
        "replaces": One("Evidence", on=references("replaces_id")),
        "width": of_blob("width"),
        "height": of_blob("height"),
        "url": address("picture"),
        "thumbnailUrl": address("thumbnail"),
        "originalUrl": address("original", visible_if=original_of_evidence),
        "seal": Column(lambda row: hexed(row.c.seal)),
        "verdict": verdict("evidence_verdict"),
        "verdictZh": verdict("evidence_verdict_zh"),
        "verdictEn": verdict("evidence_verdict_en"),
    },
    can_see_evidence,
)

CAPTURE_POSITION = Shape(
    "CapturePosition",
    None,
    {
        **columns(
            "latitude", "longitude", "accuracy_m", "datum", "wgs84_latitude", "wgs84_longitude"
        ),
    },
    by_parent,
)

SUMMARY = Shape(
    "EvidenceSummary",
    None,
    {
        "id": Column(summary_id),
        "state": Column(
            progress,
            visible_if=within_owner,
            fallback=lambda _: _literal(EvidenceProgress.NONE.value),
        ),
        "expected": number(counts),
        "received": number(is_received),
        "missing": number(is_missing),
        "items": Many("Evidence", on=belongs_to, order=lambda row: [row.c.declared_at, row.c.id]),
    },
    by_parent,
)

PUBLIC_PICTURE = Shape(
    "PublicPicture",
    Evidence.__table__,
    {
        "url": Column(lambda row: _public(row, "picture")),
        "thumbnailUrl": Column(lambda row: _public(row, "thumbnail")),
        "width": of_blob("width"),
        "height": of_blob("height"),
    },
    by_parent,
)


def _public(row: Row, variant: Variant) -> Expression:
    """An address for everyone: nothing has to be signed for what an auditor released."""
    name = ids.expression("Evidence", row.c.id)
    lead: Expression = sa.literal_column("'/evidence/'")
    return lead.op("||")(name).op("||")(_literal(f"/{variant}"))


OF_OWNER = SameRow("EvidenceSummary")
"""The field `evidence` of every owner."""

OF_RECORD = Many("Evidence", on=of_record, order=lambda row: [row.c.declared_at, row.c.id])

OF_PUBLIC_RECORD = Many(
    "PublicPicture",
    on=of_public_record,
    where=picture_of_public_result,
    order=lambda row: [row.c.declared_at, row.c.id],
)

SHAPES = (EVIDENCE, CAPTURE_POSITION, SUMMARY, PUBLIC_PICTURE)

_HAS_PUBLIC_RECORD = "exists (select from public_records p where p.inspection_id = {row}.id)"
PUBLIC_TABLES = (
    PublicTable(
        Evidence,
        "{row}.released_at is not null",
        beside=Beside("owner_id", Inspection, _HAS_PUBLIC_RECORD),
        only=("id", "owner_kind", "owner_id", "sha256", "state", "declared_at", "released_at"),
    ),
    # There before anything can be released, and not written again.
    PublicTable(
        Blob,
        "exists (select from evidence e join public_records p on p.inspection_id = e.owner_id"
        " where e.sha256 = {row}.sha256 and e.released_at is not null)",
    ),
)


ROOTS = {
    "stuckEvidence": Page(
        "Evidence",
        where=lambda row, _: is_stuck(row),
        orders={"DECLARED_AT": KeysetOrder((lambda row: row.c.declared_at,))},
        default_order=("DECLARED_AT", "ASC"),
        filters={"ownerKind": equals("owner_kind"), "kind": equals("kind")},
    ),
}

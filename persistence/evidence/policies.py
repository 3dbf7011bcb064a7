"""Where each owner of evidence is kept, who sees it, and who sees its evidence as it was captured.

With `domain.evidence.owners` the only places that know them: a further owner is a line in each.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from domain.evidence.terms import OwnerKind
from persistence.complaints.policies import can_see_complaint, originals_of_complaint
from persistence.complaints.table import Complaint
from persistence.engine.columns import Table
from persistence.inspections.policies import has_part_in_visit, originals_of_inspection
from persistence.inspections.table import Inspection, PublicRecord
from persistence.publication.policies import public_result
from persistence.reading.logic import any_of, is_never, there_is
from persistence.reading.rows import alias_of, table_name
from persistence.reading.shape import Predicate, Row, Visibility
from persistence.reading.viewer import Viewer
from persistence.rectification.policies import has_part_in_order, originals_of_order
from persistence.rectification.table import CorrectionOrder


@dataclass(frozen=True, slots=True)
class OwnerRows:
    """A row of `table` `reaches` those who see its evidence; `originals` are for some of them."""

    table: type[Table]
    reaches: Visibility
    originals: Visibility


OWNER_ROWS: Mapping[OwnerKind, OwnerRows] = {
    OwnerKind.INSPECTION: OwnerRows(Inspection, has_part_in_visit, originals_of_inspection),
    OwnerKind.COMPLAINT: OwnerRows(Complaint, can_see_complaint, originals_of_complaint),
    OwnerKind.RECTIFICATION: OwnerRows(CorrectionOrder, has_part_in_order, originals_of_order),
}
_KIND_OF_TABLE = {rows.table.__tablename__: kind for kind, rows in OWNER_ROWS.items()}


def kind_of(owner: Row) -> OwnerKind:
    """What kind of owner a row is, by the table that it is of."""
    return _KIND_OF_TABLE[table_name(owner)]


def is_kind(row: Row, kind: OwnerKind) -> Predicate:
    return sa.cast(row.c.owner_kind, sa.Text) == sa.literal_column(f"'{kind.value}'")


def belongs_to(owner: Row, row: Row) -> Predicate:
    """The evidence is the owner's."""
    return sa.and_(is_kind(row, kind_of(owner)), row.c.owner_id == owner.c.id)


def can_see_evidence(row: Row, viewer: Viewer) -> Predicate:
    """Everyone whom the owner reaches."""
    return any_of(*(_owner(row, viewer, kind, rows.reaches) for kind, rows in OWNER_ROWS.items()))


def within_owner(owner: Row, viewer: Viewer) -> Predicate:
    """How much evidence an owner has that was seen already: not for who only supervises the place."""
    if not viewer.looks_on or kind_of(owner) is OwnerKind.COMPLAINT:
        return sa.true()
    return OWNER_ROWS[kind_of(owner)].reaches(owner, viewer)


def original_of_evidence(row: Row, viewer: Viewer) -> Predicate:
    """Of a complaint intake and oversight; of an inspection its officers, auditors, oversight; of a
    correction the institution that reported it too."""
    return any_of(*(_owner(row, viewer, kind, rows.originals) for kind, rows in OWNER_ROWS.items()))


def picture_of_public_result(row: Row, viewer: Viewer) -> Predicate:
    """Released by an auditor, and its result is public still."""
    record = alias_of(PublicRecord.__table__)
    return sa.and_(
        row.c.released_at.is_not(None),
        is_kind(row, OwnerKind.INSPECTION),
        there_is(
            row,
            record.c.inspection_id == row.c.owner_id,
            record.c.superseded_at.is_(None),
            public_result(record, viewer),
        ),
    )


def _owner(row: Row, viewer: Viewer, kind: OwnerKind, visible_if: Visibility) -> Predicate:
    owner = alias_of(OWNER_ROWS[kind].table.__table__)
    open_to = visible_if(owner, viewer)
    if is_never(open_to):
        return open_to
    return sa.and_(is_kind(row, kind), there_is(row, owner.c.id == row.c.owner_id, open_to))

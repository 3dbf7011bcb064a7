"""Who sees which alerts, and how often institutions were visited."""

import sqlalchemy as sa

from domain.permissions import Permission
from domain.roles import Scope
from persistence.alerts.definitions import OF_PLACE
from persistence.authorities.table import Authority
from persistence.inspections.policies import is_unknown
from persistence.inspections.table import InspectionAssignment
from persistence.reading.cases import is_of_place, run_by_grants
from persistence.reading.logic import NOBODY, all_of, any_of, is_never, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer


def can_see_alert(row: Row, viewer: Viewer) -> Predicate:
    """The authority and those above it in the sector, oversight; an officer what is about an own
    visit, unless it is who asked whom to step aside, and the own certificate; certificates also who may see
    the officer; who supervises the place some kinds, of what is known there. Never the institution."""
    is_recusal = row.c.kind == sa.literal_column("'RECUSAL_UNDECIDED'")
    assignment = alias_of(InspectionAssignment.__table__)
    is_officer = viewer.is_officer(assignment.c.officer_id)
    own: Predicate = NOBODY
    if not is_never(is_officer):
        sent = viewer.names(
            assignment.c.inspection_id,
            row.c.inspection_id,
            assignment.c.replaced_at.is_(None),
            is_officer,
        )
        own = all_of(sa.not_(is_recusal), sent)
    return any_of(
        own,
        viewer.is_officer(row.c.officer_id),
        run_by_grants(row, viewer),
        _is_alert_of_place(row, viewer),
        _of_seen_officers(row, row.c.officer_id.is_not(None), viewer),
    )


def _is_alert_of_place(row: Row, viewer: Viewer) -> Predicate:
    kinds: list[sa.ColumnElement[str]] = [sa.literal_column(f"'{kind.value}'") for kind in OF_PLACE]
    return all_of(is_of_place(row, viewer), row.c.kind.in_(kinds), sa.not_(is_unknown(row)))


def can_see_alert_count(row: Row, viewer: Viewer) -> Predicate:
    """The authority and those above it in the sector, oversight; of certificates who may see the officers; of
    authorities elsewhere those of the institutions of a county, who supervises that."""
    return any_of(
        all_of(run_by_grants(row, viewer), sa.not_(row.c.is_of_place)),
        all_of(row.c.is_of_place, is_of_place(row, viewer)),
        _of_seen_officers(row, row.c.about_officers, viewer),
    )


def _of_seen_officers(row: Row, is_certificate: Predicate, viewer: Viewer) -> Predicate:
    """About a certificate of an officer of an authority whose officers are seen. First what is a constant in
    every other part of the view: those are then planned as if this were not asked."""
    authority = alias_of(Authority.__table__)
    reached = any_of(
        *(
            scoped_grant.over_authority(authority)
            for scoped_grant in viewer.scoped_grants(Permission.OFFICER_READ)
        )
    )
    if is_never(reached):
        return NOBODY
    return all_of(is_certificate, there_is(row, authority.c.id == row.c.authority_id, reached))


def can_see_load(row: Row, viewer: Viewer) -> Predicate:
    """How often an institution was visited: the authority that did so and those above it in the
    sector, who supervises the institution, oversight; not the institutions, which may
    have a visit to come."""
    return any_of(
        run_by_grants(row, viewer),
        *(
            scoped_grant.over_sector(row.c.region_code, row.c.sector)
            for scoped_grant in viewer.scoped_grants(Permission.INSPECTION_READ)
            if scoped_grant.scope is not Scope.OWN_CASES
        ),
    )

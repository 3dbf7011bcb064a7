"""Who sees which complaints, and what may tell who complained."""

import sqlalchemy as sa

from domain.complaints.terms import ComplaintCategory
from domain.permissions import Permission
from domain.roles import Insight, Scope
from persistence.authorities.table import Authority
from persistence.reading.logic import NOBODY, all_of, any_of, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import ScopedGrant, Viewer


def can_see_complaint(row: Row, viewer: Viewer) -> Predicate:
    """The complainant or the holder of the receipt; intake, handler, chain, oversight. One about an
    inspector's conduct: of the offices only oversight (X43)."""
    about_conduct = _is_about_conduct(row)
    offices = [
        _grant_sees_complaint(scoped_grant, row)
        for scoped_grant in viewer.scoped_grants(Permission.COMPLAINT_READ)
    ]
    return any_of(
        viewer.is_complainant(row.c.complainant_ref),
        viewer.shows_receipt(row.c.receipt_digest),
        all_of(sa.not_(about_conduct), any_of(*offices, _is_handler(row, viewer))),
        _is_overseen(row, viewer, Permission.COMPLAINT_READ),
    )


def statement_of_complaint(row: Row, viewer: Viewer) -> Predicate:
    """The complainant's own words: the complainant, also with the receipt alone, the intake unit,
    oversight (§4.9)."""
    return any_of(
        viewer.is_complainant(row.c.complainant_ref),
        viewer.shows_receipt(row.c.receipt_digest),
        originals_of_complaint(row, viewer),
    )


def originals_of_complaint(row: Row, viewer: Viewer) -> Predicate:
    """What may tell who complained: the intake unit and oversight."""
    intake = [
        row.c.intake_authority_id == scoped_grant.authority_id
        for scoped_grant in viewer.scoped_grants(Permission.COMPLAINT_READ_STATEMENT)
        if Insight.INTAKE in scoped_grant.insights
    ]
    return any_of(
        all_of(sa.not_(_is_about_conduct(row)), any_of(*intake)),
        _is_overseen(row, viewer, Permission.COMPLAINT_READ_STATEMENT),
    )


def _is_overseen(row: Row, viewer: Viewer, permission: Permission) -> Predicate:
    """Oversight of the region; of a conduct complaint only from where it was taken in upwards,
    which is above the unit concerned (decision 0022)."""
    scoped_grants = [
        scoped_grant
        for scoped_grant in viewer.scoped_grants(permission)
        if Insight.CONDUCT in scoped_grant.insights
    ]
    if not scoped_grants:
        return NOBODY
    intake = alias_of(Authority.__table__)
    return any_of(
        *(
            all_of(
                scoped_grant.over(row.c.region_code),
                any_of(
                    sa.not_(_is_about_conduct(row)),
                    there_is(
                        row,
                        intake.c.id == row.c.intake_authority_id,
                        scoped_grant.over(intake.c.region_code),
                    ),
                ),
            )
            for scoped_grant in scoped_grants
        )
    )


def _is_about_conduct(row: Row) -> Predicate:
    conduct = ComplaintCategory.INSPECTOR_CONDUCT.value
    return sa.cast(row.c.category, sa.Text) == sa.literal_column(f"'{conduct}'")


def _is_handler(row: Row, viewer: Viewer) -> Predicate:
    if not viewer.may(Permission.COMPLAINT_READ):
        return NOBODY
    return viewer.is_account(row.c.handler_id)


def _grant_sees_complaint(scoped_grant: ScopedGrant, row: Row) -> Predicate:
    if scoped_grant.scope is Scope.OWN_AUTHORITY:
        units = [row.c.intake_authority_id == scoped_grant.authority_id]
        if Insight.INTAKE not in scoped_grant.insights:
            units.append(row.c.assigned_authority_id == scoped_grant.authority_id)
        return any_of(*units)
    if scoped_grant.scope is Scope.SUBTREE:
        return scoped_grant.over_sector(row.c.region_code, row.c.sector)
    return NOBODY

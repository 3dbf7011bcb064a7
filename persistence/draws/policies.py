"""Who sees pools, pairings, shares and policies."""

from domain.permissions import Permission
from domain.roles import Scope
from persistence.authorities.table import Authority
from persistence.inspections.policies import joins
from persistence.inspections.table import InspectionTask
from persistence.reading.cases import over_case
from persistence.reading.logic import NOBODY, any_of, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer


def can_see_draw(row: Row, viewer: Viewer) -> Predicate:
    """The pool and the pairing: managers and heads of the departments, those above the authority in
    the sector, oversight. Never the officers, never the institutions (S2 Art. 16; X43)."""
    return any_of(
        *(
            any_of(
                over_case(
                    scoped_grant,
                    row.c.authority_id,
                    scoped_grant.over(row.c.authority_region_code),
                    row,
                ),
                joins(scoped_grant, row.c.task_id, viewer),
            )
            for scoped_grant in viewer.scoped_grants(Permission.DRAW_READ)
        )
    )


def can_see_share(row: Row, viewer: Viewer) -> Predicate:
    """The party that committed it, and those who see the draws of its task's authority."""
    task, authority = alias_of(InspectionTask.__table__), alias_of(Authority.__table__)
    scoped_grants = [
        any_of(
            over_case(
                scoped_grant, task.c.authority_id, scoped_grant.over(authority.c.region_code), task
            ),
            joins(scoped_grant, task.c.id, viewer),
        )
        for scoped_grant in viewer.scoped_grants(Permission.DRAW_READ)
    ]
    by_task = (
        there_is(
            row,
            task.c.id == row.c.task_id,
            authority.c.id == task.c.authority_id,
            any_of(*scoped_grants),
        )
        if scoped_grants
        else NOBODY
    )
    return any_of(viewer.is_account(row.c.account_id), by_task)


def policy_in_scope(row: Row, viewer: Viewer) -> Predicate:
    """How many of each class an authority draws: the authority itself and those above it, oversight."""
    authority = alias_of(Authority.__table__)
    return any_of(
        *(
            row.c.authority_id == scoped_grant.authority_id
            if scoped_grant.scope is Scope.OWN_AUTHORITY
            else there_is(
                row, authority.c.id == row.c.authority_id, scoped_grant.over_authority(authority)
            )
            for scoped_grant in viewer.scoped_grants(Permission.DRAW_READ)
        )
    )

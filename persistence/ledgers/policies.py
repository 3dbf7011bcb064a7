"""Who sees which uploaded ledgers."""

from typing import Any

import sqlalchemy as sa

from domain.actors import Actor
from domain.ledgers import jobs as rules
from domain.ledgers.terms import LedgerKind
from domain.permissions import Permission
from persistence.ledgers.table import LedgerJob
from persistence.reading.logic import NOBODY, all_of, any_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Binds, Viewer


def can_see_ledger_job(row: Row, viewer: Viewer) -> Predicate:
    """Who uploaded it, and those who enter such rows at the same office or institution."""
    permission = Permission.LEDGER_IMPORT
    if not viewer.may(permission):
        return NOBODY
    return any_of(
        viewer.is_account(row.c.declared_by),
        viewer.is_own_institution(row.c.institution_id, permission),
        *(
            all_of(
                row.c.authority_id == scoped_grant.authority_id,
                row.c.kind.in_([_word(kind) for kind in rules.kinds_of(scoped_grant.role)]),
            )
            for scoped_grant in viewer.scoped_grants(permission)
        ),
    )


def _word(kind: LedgerKind) -> sa.ColumnElement[str]:
    return sa.literal_column(f"'{kind.value}'")


def can_see_ledger_row(row: Row, viewer: Viewer) -> Predicate:
    """Visible with its job."""
    return viewer.named(LedgerJob.__table__, row, "job_id", can_see_ledger_job)


def reached(
    institution: sa.FromClause, actor: Actor | None, permission: Permission
) -> tuple[Predicate, dict[str, Any]]:
    """The institutions for which the actor may hand rows in: others are as if they were not there.
    All of them without an actor."""
    if actor is None:
        return sa.true(), {}
    binds = Binds()
    viewer = Viewer(actor, binds)
    predicate = any_of(
        viewer.is_own_institution(institution.c.id, permission),
        viewer.in_scope(institution.c.region_code, institution.c.sector, permission),
    )
    return predicate, {name: get({}, actor) for name, get in binds.getters.items()}

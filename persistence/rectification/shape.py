"""Correction orders with what was reported of them, and measures proposed where they were not kept."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from domain.permissions import Permission
from persistence.evidence import shape as evidence
from persistence.reading.compiler import by_id
from persistence.reading.conditions import equals, is_flag, one_of_values, refers_to, to_day, within
from persistence.reading.logic import all_of, is_always
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    Column,
    Expression,
    Join,
    KeysetOrder,
    Many,
    One,
    Page,
    Predicate,
    Row,
    Shape,
    by_parent,
    legal_bases,
    referenced_by,
    references,
)
from persistence.reading.viewer import Value
from persistence.rectification.policies import (
    can_see_order,
    can_see_proposal,
    is_undisclosed,
    sees_all_steps,
)
from persistence.rectification.table import CorrectionOrder, EscalationProposal, RectificationReport
from persistence.standings.table import StandingEnd

of_order = referenced_by("order_id")


def _disclosed_state(row: Row) -> Expression:
    """The state as the institution is to see it."""
    submitted: Expression = sa.literal_column("'SUBMITTED'")
    return sa.case((is_undisclosed(row), submitted), else_=sa.cast(row.c.state, sa.Text))


def _disclosed_version(row: Row) -> Expression:
    """How many steps the institution has learnt of."""
    one: Expression = sa.literal_column("1")
    none: Expression = sa.literal_column("0")
    planned = sa.case((is_undisclosed(row), one), else_=none)
    return row.c.version - row.c.undisclosed_steps - planned


def in_disclosed_state(row: Row, value: Value) -> Predicate:
    """In one of these states, as disclosed to the viewer."""
    assert value.viewer is not None
    sees_all = sees_all_steps(row, value.viewer)
    if is_always(sees_all):
        return one_of_values("state")(row, value)
    texts = value.texts()
    submitted: Expression = sa.literal_column("'SUBMITTED'")
    is_hidden = all_of(is_undisclosed(row), sa.not_(sees_all))
    state: Expression = sa.cast(row.c.state, sa.Text)
    # In one of these states: what the planner can weigh. Which rows are hidden it cannot.
    may_be = state == sa.any_(value.bind(ARRAY(sa.Text()), _with_hidden))
    disclosed = sa.case((is_hidden, submitted), else_=state)
    return all_of(may_be, disclosed == sa.any_(texts))


def _with_hidden(states: list[str]) -> list[str]:
    """With the state that may be behind one of these."""
    return [*states, "RECHECK_PLANNED"] if "SUBMITTED" in states else list(states)


def recheck_of(order: Row, row: Row) -> Predicate:
    """The re-inspection planned last; behind it the one that the institution knows."""
    return sa.or_(row.c.id == order.c.recheck_inspection_id, row.c.id == order.c.known_recheck_id)


def ORDERS(on: Join | None = None) -> Page:  # a constant but for its join
    return Page(
        "CorrectionOrder",
        on=on,
        orders={"DUE_ON": KeysetOrder((lambda row: row.c.due_on,)), "ISSUED_AT": KeysetOrder(())},
        default_order=("DUE_ON", "ASC"),
        filters={
            "institutionId": refers_to("Institution", "institution_id"),
            "authorityId": refers_to("Authority", "authority_id"),
            "regionCode": within("region_code"),
            "states": in_disclosed_state,
            "kind": equals("kind"),
            "dueTo": to_day("due_on"),
        },
        permission=Permission.INSPECTION_READ,
    )


ORDER = Shape(
    "CorrectionOrder",
    CorrectionOrder.__table__,
    {
        "inspection": One("Inspection", on=references("inspection_id")),
        "institution": One("Institution", on=references("institution_id")),
        "authority": One("Authority", on=references("authority_id")),
        "issuedBy": One("Officer", on=references("issued_by")),
        "state": Column(
            lambda row: row.c.state,
            visible_if=sees_all_steps,
            fallback=_disclosed_state,
        ),
        "reports": Many("RectificationReport", on=of_order, order=lambda row: [row.c.position]),
        "evidence": evidence.OF_OWNER,
        "recheck": One(
            "Inspection",
            on=recheck_of,
            order=lambda row: [row.c.created_at.desc(), row.c.id.desc()],
        ),
        "escalations": Many(
            "EscalationProposal", on=of_order, order=lambda row: [row.c.proposed_at, row.c.id]
        ),
        "version": Column(
            lambda row: row.c.version, visible_if=sees_all_steps, fallback=_disclosed_version
        ),
    },
    can_see_order,
)

REPORT = Shape(
    "RectificationReport",
    RectificationReport.__table__,
    {},
    by_parent,
)


def _followed(proposal: Row, row: Row) -> Predicate:
    """What the measure put on the institution, and what it ended."""
    ended = alias_of(StandingEnd.__table__)
    found = sa.select(ended.c.standing_id).where(ended.c.proposal_id == proposal.c.id)
    return sa.or_(row.c.proposal_id == proposal.c.id, row.c.id.in_(found.correlate(proposal)))


PROPOSAL = Shape(
    "EscalationProposal",
    EscalationProposal.__table__,
    {
        "order": One("CorrectionOrder", on=references("order_id")),
        "legalBases": legal_bases("basis"),
        "institution": One("Institution", on=references("institution_id")),
        "authority": One("Authority", on=references("authority_id")),
        "standings": Many("Standing", on=_followed, order=lambda row: [row.c.decided_at, row.c.id]),
        "rulings": Many("Ruling", on=referenced_by("proposal_id"), order=lambda row: [row.c.id]),
    },
    can_see_proposal,
)

SHAPES = (ORDER, REPORT, PROPOSAL)

ROOTS = {
    "correctionOrder": One(
        "CorrectionOrder",
        arguments={"id": by_id("CorrectionOrder")},
        permission=Permission.INSPECTION_READ,
    ),
    "correctionOrders": ORDERS(),
    "escalationProposals": Page(
        "EscalationProposal",
        orders={"PROPOSED_AT": KeysetOrder((lambda row: row.c.proposed_at,))},
        default_order=("PROPOSED_AT", "ASC"),
        filters={
            "authorityId": refers_to("Authority", "authority_id"),
            "institutionId": refers_to("Institution", "institution_id"),
            "states": one_of_values("state"),
            "cause": equals("cause"),
            "hasEffect": is_flag("has_effect"),
        },
        permission=Permission.INSPECTION_READ,
    ),
}

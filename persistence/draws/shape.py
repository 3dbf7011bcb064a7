"""Draws: the proof for everyone; pool, pairing and trail for those who manage or oversee them."""

from collections.abc import Mapping

import sqlalchemy as sa

from domain.permissions import Permission
from persistence.draws import lapse
from persistence.draws.policies import can_see_draw, can_see_share, policy_in_scope
from persistence.draws.table import (
    Draw,
    DrawEvent,
    DrawShare,
    OfficerReplacement,
    Pairing,
    PoolObject,
    PoolOfficer,
    PoolStratum,
)
from persistence.inspections.table import InspectionTask
from persistence.reading.conditions import (
    equals,
    holds,
    is_flag,
    one_of_values,
    refers_to,
    within,
)
from persistence.reading.plan import MOST_NODES
from persistence.reading.public_tables import PublicTable
from persistence.reading.shape import (
    Column,
    Field,
    KeysetOrder,
    Many,
    One,
    Page,
    Shape,
    by_parent,
    column,
    moment,
    referenced_by,
    references,
    to_all,
)
from persistence.tasks.table import DrawPolicy, TaskDepartment, TaskQuota

of_draw = referenced_by("draw_id")


is_excluded = holds(lambda row: row.c.exclusion.is_not(None))
_ORDERS = {"FROZEN_AT": KeysetOrder((lambda row: row.c.frozen_at,))}
_FILTERS = {
    "authorityId": refers_to("Authority", "authority_id"),
    "regionCode": within("authority_region_code"),
    "stages": lambda row, value: lapse.draw_stage(row) == sa.any_(value.texts()),
    "redrawOfCode": equals("redraw_of_code"),
}
_COMMON: Mapping[str, Field] = {
    "taskCode": column("task_code"),
    "authority": One("Authority", on=references("authority_id")),
    "sector": column("sector"),
    "stage": Column(lapse.draw_stage),
    "algorithm": column("algorithm"),
    "software": column("software"),
    "commitment": column("commitment"),
    "entropySource": column("entropy_source"),
    "drawAt": moment("draw_at"),
    "frozenAt": moment("frozen_at"),
    "drawnAt": moment("drawn_at"),
    "revealedAt": moment("revealed_at"),
    "issueDueOn": column("issue_due_on"),
    "revealDueOn": column("reveal_due_on"),
    "revealDueIsProvisional": column("reveal_due_is_provisional"),
    "voidReason": Column(lapse.draw_void_reason),
    "redrawOfCode": column("redraw_of_code"),
    "redrawNo": column("redraw_no"),
    "replacementCount": column("replacement_count"),
}

PROOF = Shape(
    "DrawProof",
    Draw.__table__,
    {
        **_COMMON,
        # A province's is 12 MB: two at a time, and not a hundred under thirty names.
        "proof": Column(lambda row: row.c.proof, weight=MOST_NODES // 2 - 1),
    },
    to_all,
)

DRAW = Shape(
    "Draw",
    Draw.__table__,
    {
        **_COMMON,
        "task": One("InspectionTask", on=references("task_id")),
        "strata": Many("PoolStratum", on=of_draw, order=lambda row: [row.c.risk_class]),
        "objects": Page(
            "PoolObject",
            on=of_draw,
            orders={"REGISTERED_AT": KeysetOrder((lambda row: row.c.institution_id,))},
            default_order=("REGISTERED_AT", "ASC"),
            filters={
                "riskClass": equals("risk_class"),
                "isDrawn": holds(lambda row: row.c.visit_no.is_not(None)),
                "isExcluded": is_excluded,
                "isUnstaffed": is_flag("is_unstaffed"),
                "exclusions": one_of_values("exclusion"),
            },
        ),
        "officers": Page(
            "PoolOfficer",
            on=of_draw,
            orders={
                "OBJECT_COUNT": KeysetOrder((lambda row: row.c.object_count,)),
                "OFFICER_NO": KeysetOrder((lambda row: row.c.officer_no,)),
            },
            default_order=("OFFICER_NO", "ASC"),
            filters={
                "authorityId": refers_to("Authority", "authority_id"),
                "isExcluded": is_excluded,
            },
        ),
        "events": Many("DrawEvent", on=of_draw, order=lambda row: [row.c.position]),
        "replacements": Many(
            "OfficerReplacement", on=of_draw, order=lambda row: [row.c.replaced_at, row.c.id]
        ),
    },
    can_see_draw,
)

STRATUM = Shape(
    "PoolStratum",
    PoolStratum.__table__,
    {},
    by_parent,
)

POOL_OBJECT = Shape(
    "PoolObject",
    PoolObject.__table__,
    {
        "institution": One("Institution", on=references("institution_id")),
        "pairings": Many(
            "Pairing",
            on=referenced_by("object_id"),
            order=lambda row: [row.c.is_leader.desc(), row.c.position, row.c.id],
        ),
        "inspection": One("Inspection", on=references("inspection_id")),
    },
    by_parent,
)

PAIRING = Shape(
    "Pairing",
    Pairing.__table__,
    {
        "officer": One("PoolOfficer", on=references("officer_id")),
    },
    by_parent,
)

POOL_OFFICER = Shape(
    "PoolOfficer",
    PoolOfficer.__table__,
    {
        "officer": One("Officer", on=references("officer_id")),
        "authority": One("Authority", on=references("authority_id")),
    },
    by_parent,
)

EVENT = Shape(
    "DrawEvent",
    DrawEvent.__table__,
    {},
    by_parent,
)

REPLACEMENT = Shape(
    "OfficerReplacement",
    OfficerReplacement.__table__,
    {
        "inspection": One("Inspection", on=references("inspection_id")),
        "outgoing": One("Officer", on=references("outgoing_id")),
        "incoming": One("Officer", on=references("incoming_id")),
    },
    by_parent,
)

SHARE = Shape(
    "DrawShare",
    DrawShare.__table__,
    {
        "authority": One("Authority", on=references("authority_id")),
        "institution": One("Institution", on=references("institution_id")),
    },
    can_see_share,
)

DEPARTMENT = Shape(
    "TaskDepartment",
    TaskDepartment.__table__,
    {
        "authority": One("Authority", on=references("authority_id")),
    },
    by_parent,
)

QUOTA = Shape(
    "TaskQuota",
    TaskQuota.__table__,
    {},
    by_parent,
)

POLICY = Shape(
    "DrawPolicy",
    DrawPolicy.__table__,
    {
        "authority": One("Authority", on=references("authority_id")),
    },
    policy_in_scope,
)

SHAPES = (
    PROOF,
    DRAW,
    STRATUM,
    POOL_OBJECT,
    PAIRING,
    POOL_OFFICER,
    EVENT,
    REPLACEMENT,
    SHARE,
    DEPARTMENT,
    QUOTA,
    POLICY,
)

PUBLIC_TABLES = (
    # Of a task only whether its draw waits.
    PublicTable(
        InspectionTask,
        "exists (select from draws d where d.task_id = {row}.id)",
        only=("id", "state"),
    ),
    # The proof of a province has 12 MB, of which no JSON is made to be compared.
    PublicTable(
        Draw,
        only=(
            "id",
            "task_id",
            "task_code",
            "authority_id",
            "authority_region_code",
            "sector",
            "stage",
            "algorithm",
            "software",
            "commitment",
            "entropy_source",
            "draw_at",
            "frozen_at",
            "drawn_at",
            "revealed_at",
            "issue_due_on",
            "reveal_due_on",
            "reveal_due_is_provisional",
            "void_reason",
            "redraw_of_code",
            "redraw_no",
            "replacement_count",
            "proof",
        ),
    ),
)

ROOTS = {
    "drawProof": One(
        "DrawProof",
        arguments={"taskCode": lambda row, value: row.c.task_code == value.text()},
    ),
    "drawProofs": Page(
        "DrawProof", orders=_ORDERS, default_order=("FROZEN_AT", "DESC"), filters=_FILTERS
    ),
    "draws": Page(
        "Draw",
        orders=_ORDERS,
        default_order=("FROZEN_AT", "DESC"),
        filters=_FILTERS,
        permission=Permission.DRAW_READ,
    ),
    "drawPolicies": Page(
        "DrawPolicy",
        orders={"ADOPTED_AT": KeysetOrder(())},
        default_order=("ADOPTED_AT", "DESC"),
        filters={"authorityId": refers_to("Authority", "authority_id")},
        permission=Permission.DRAW_READ,
    ),
}

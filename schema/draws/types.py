"""Draws: the public proof, and what managers and oversight see of them."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.authorities import Sector
from domain.inspections.terms import ReplacementReason
from domain.institutions import RiskClass
from domain.registries.terms import ExclusionGround, OfficerExclusion
from domain.roles import Role
from domain.tasks.terms import DrawStage, EntropySource
from schema.accounts.types import Officer
from schema.connections import Node
from schema.directions import Direction
from schema.fields import (
    field,
    optional,
)
from schema.pages import order_of, page_of
from schema.regions.types import Authority

if TYPE_CHECKING:
    from schema.inspections.types import Inspection, InspectionTask
    from schema.institutions.types import Institution

LazyInspection = Annotated["Inspection", strawberry.lazy("schema.inspections.types")]
LazyInstitution = Annotated["Institution", strawberry.lazy("schema.institutions.types")]
LazyTask = Annotated["InspectionTask", strawberry.lazy("schema.inspections.types")]


@strawberry.type(
    description="The public part of a draw: the commitment beforehand, everything after it is "
    "revealed."
)
class DrawProof:
    task_code: str = field("The code of the task that is drawn.")
    authority: Authority | None = field("The administrative organ that draws.")
    sector: Sector = field("The sector of the inspections.")
    stage: DrawStage = field("How much of the draw is public now.")
    algorithm: str = field("The name of the algorithm, as specified in docs/draw.md.")
    software: str = field("The name and version of the software that froze the pool.")
    commitment: str = field("SHA-256 of the frozen text, in 64 hexadecimal digits.")
    entropy_source: EntropySource = field("The kind of source from which the randomness comes.")
    draw_at: dt.datetime = field("The moment at which the draw is due.")
    frozen_at: dt.datetime = field(
        "The moment at which the pool was frozen and the commitment published."
    )
    drawn_at: dt.datetime | None = field("The moment of the draw; null until then.")
    revealed_at: dt.datetime | None = field(
        "The moment at which the nonce was revealed; null until then."
    )
    issue_due_on: dt.date = field(
        "The last day on which the task may be issued; after it a draw that waits is void."
    )
    reveal_due_on: dt.date = field(
        "The last day for revealing the draw; after it the draw is listed as failed."
    )
    reveal_due_is_provisional: bool = field(
        "Whether `revealDueOn` lies beyond the published holiday calendar and may still change."
    )
    void_reason: str | None = field(
        "The reason for which the draw was voided or failed; null otherwise."
    )
    redraw_of_code: str | None = field(
        "The code of the voided task that this draw repeats; null for a first draw."
    )
    redraw_no: int = field("How many voided draws preceded this one; 0 for a first draw.")
    replacement_count: int = field("How many officers have been replaced since the draw.")
    proof: str = field(
        "The proof as JSON text, for `verify_draw.py` and the page `/verify`. One "
        "operation may select at most two."
    )


@strawberry.type(description="The part of a frozen pool that belongs to one risk class.")
class PoolStratum:
    risk_class: RiskClass = field("The risk class of these objects.")
    label: str = field("The opaque label that stands for the class in the proof.")
    row_count: int = field("The number of objects in this class.")
    eligible_count: int = field("The number of objects left after exclusions.")
    drawn_count: int = field("The number of objects drawn or, before the draw, to be drawn.")


@strawberry.type(description="An inspector of a department, as recorded when the pool was frozen.")
class PoolOfficer:
    officer: Officer | None = field("The officer; null where the caller may not see officers.")
    authority: Authority | None = field("The department to which the officer belongs.")
    officer_no: str = field("The number that stands for the officer in the proof.")
    may_lead: bool = field("Whether the officer may lead a visit.")
    max_load: int = field("The largest number of objects that the officer may be assigned to.")
    exclusion: OfficerExclusion | None = field(
        "The ground on which the officer was excluded from the draw; null otherwise."
    )
    object_count: int = field("The number of objects to which the officer is assigned.")


@strawberry.type(description="An officer assigned to an object by the draw.")
class Pairing:
    officer: PoolOfficer | None = field(
        "The officer who was assigned; null where the caller may not see officers."
    )
    position: int = field("The officer's place in the department's team, counted from 1.")
    is_leader: bool = field("Whether the officer leads the team.")


@strawberry.type(description="An object of the frozen pool, which is one institution.")
class PoolObject:
    institution: LazyInstitution | None = field(
        "The institution; null where the caller may not see it."
    )
    pseudonym: str = field("The pseudonym that stands for the institution in the proof.")
    risk_class: RiskClass = field("The risk class at the time the pool was frozen.")
    exclusion: ExclusionGround | None = field(
        "The ground on which it was excluded from the draw; null otherwise."
    )
    rank: int | None = field(
        "The place in the ranking of its class, counted from 1; null before the draw and if "
        "excluded."
    )
    visit_no: int | None = field(
        "The place among the objects drawn, counted from 1; null if it was not drawn."
    )
    is_unstaffed: bool = field("Whether it was drawn without a full team being left for it.")
    pairings: list[Pairing] = field(
        "The officers assigned to it, leaders first; empty if it was not drawn."
    )
    inspection: LazyInspection | None = field(
        "The visit that follows from the draw; null if it was not drawn."
    )


@strawberry.type(description="An entry in the record of events of a draw.")
class DrawEvent:
    position: int = field("The position of the entry, counted from 1.")
    event: str = field("The code of the event that happened.")
    at: dt.datetime = field("The moment of the event.")
    by_role: str = field("The role in which the person acted.")
    hash: str = field("SHA-256 over this entry and the hash of the one before it.")


@strawberry.type(description="The replacement of one officer by another.")
class OfficerReplacement:
    inspection: LazyInspection | None = field("The visit from which the officer was replaced.")
    outgoing: Officer | None = field("The officer who was replaced.")
    incoming: Officer | None = field("The officer who goes instead, the next one in the draw.")
    reason: ReplacementReason = field("The reason for the replacement.")
    replaced_at: dt.datetime = field("The moment at which the head approved the replacement.")


@strawberry.type(description="A party's share of the randomness of a draw.")
class DrawShare(Node):
    id: strawberry.ID = field("Opaque id of the share, `share_…`.")
    party: str = field("The UUID that stands for the party in the commitment.")
    authority: Authority | None = field(
        "The authority that committed to the share; null if the party is an institution."
    )
    institution: LazyInstitution | None = field(
        "The institution that committed to the share; null if the party is an authority."
    )
    role: Role | None = field(
        "The role in which the share was committed to; null for shares from before it was kept."
    )
    commitment: str = field("The commitment: SHA-256 in 64 hexadecimal digits.")
    reveal_within_minutes: int = field(
        "The shortest time, in minutes, that the party wants for revealing its share."
    )
    committed_at: dt.datetime = field("The moment at which the party committed to the share.")
    revealed_at: dt.datetime | None = field(
        "The moment at which the secret was revealed; null until then."
    )


@strawberry.type(description="A department whose own officers are drawn for a task.")
class TaskDepartment:
    authority: Authority | None = field("The department that takes part.")
    position: int = field("The place of the department, counted from 1; the first one leads.")
    officers_per_object: int = field(
        "The number of officers that the department sends to each object."
    )
    max_load: int = field("The largest number of objects that one officer may be assigned to.")


@strawberry.type(description="How many objects of a risk class a task draws.")
class TaskQuota:
    risk_class: RiskClass = field("The risk class to which this line applies.")
    ratio_bp: int | None = field(
        "The ratio of objects drawn after exclusions, in basis points (100 are 1 per cent); "
        "null if a number is set."
    )
    object_count: int | None = field("The number of objects drawn; null if a ratio is set.")
    min_count: int = field("The smallest number of objects drawn, if the class is not empty.")
    max_per_year: int = field("How often one object may be visited for one item in a year.")


@strawberry.type(
    description="One line of an authority's policy for draws. The newest version applies."
)
class DrawPolicy:
    authority: Authority | None = field("The authority that adopted the policy.")
    version_no: int = field("The number of this version, counted from 1.")
    risk_class: RiskClass = field("The risk class to which this line applies.")
    ratio_bp: int = field("The ratio of objects drawn, in basis points (100 are 1 per cent).")
    min_count: int = field("The smallest number of objects drawn, if the class is not empty.")
    max_per_year: int = field("How often one object may be visited for one item in a year.")
    adopted_at: dt.datetime = field("The moment at which the policy was adopted.")


@strawberry.input(description="Conditions that the objects of the pool must meet.")
class PoolObjectFilter:
    risk_class: RiskClass | None = optional("Returns only objects of this risk class.")
    is_drawn: bool | None = optional(
        "Returns only objects that were drawn, or only those that were not."
    )
    is_excluded: bool | None = optional(
        "Returns only objects that were excluded, or only those that were not."
    )
    is_unstaffed: bool | None = optional(
        "Returns only objects drawn without a full team, or only the others."
    )
    exclusions: list[ExclusionGround] | None = optional(
        "Returns only objects excluded on one of these grounds."
    )


PoolObjectOrder = order_of(
    "PoolObject",
    "objects of a pool",
    {
        "REGISTERED_AT": "Order by the moment the institution was registered.",
    },
)


@strawberry.input(description="Conditions that the inspectors of the draw must meet.")
class PoolOfficerFilter:
    authority_id: strawberry.ID | None = optional("Returns only inspectors of this department.")
    is_excluded: bool | None = optional(
        "Returns only inspectors who were excluded, or only those who were not."
    )


PoolOfficerOrder = order_of(
    "PoolOfficer",
    "inspectors of a draw",
    {
        "OBJECT_COUNT": "Order by the number of objects assigned to the inspector.",
        "OFFICER_NO": "Order by the inspector's number in the proof.",
    },
)


@strawberry.type(description="A draw as its managers and oversight see it.")
class Draw(Node):
    id: strawberry.ID = field("Opaque id of the draw, `draw_…`.")
    task_code: str = field("The code of the task that is drawn.")
    authority: Authority | None = field("The administrative organ that draws.")
    sector: Sector = field("The sector of the inspections.")
    stage: DrawStage = field("How much of the draw is public now.")
    algorithm: str = field("The name of the algorithm, as specified in docs/draw.md.")
    software: str = field("The name and version of the software that froze the pool.")
    commitment: str = field("SHA-256 of the frozen text, in 64 hexadecimal digits.")
    entropy_source: EntropySource = field("The kind of source from which the randomness comes.")
    draw_at: dt.datetime = field("The moment at which the draw is due.")
    frozen_at: dt.datetime = field(
        "The moment at which the pool was frozen and the commitment published."
    )
    drawn_at: dt.datetime | None = field("The moment of the draw; null until then.")
    revealed_at: dt.datetime | None = field(
        "The moment at which the nonce was revealed; null until then."
    )
    issue_due_on: dt.date = field(
        "The last day on which the task may be issued; after it a draw that waits is void."
    )
    reveal_due_on: dt.date = field(
        "The last day for revealing the draw; after it the draw is listed as failed."
    )
    reveal_due_is_provisional: bool = field(
        "Whether `revealDueOn` lies beyond the published holiday calendar and may still change."
    )
    void_reason: str | None = field(
        "The reason for which the draw was voided or failed; null otherwise."
    )
    redraw_of_code: str | None = field(
        "The code of the voided task that this draw repeats; null for a first draw."
    )
    redraw_no: int = field("How many voided draws preceded this one; 0 for a first draw.")
    replacement_count: int = field("How many officers have been replaced since the draw.")
    task: LazyTask | None = field("The inspection task to which the draw belongs.")
    locked_at: dt.datetime | None = field(
        "The moment at which the result was locked; null until then."
    )
    object_count: int = field("The number of objects in the pool.")
    eligible_count: int = field("The number of objects left after exclusions.")
    drawn_count: int = field("The number of objects drawn or, before the draw, to be drawn.")
    unstaffed_count: int = field(
        "The number of objects drawn without a full team being left for them."
    )
    strata: list[PoolStratum] = field("The pool divided by risk class.")
    events: list[DrawEvent] = field(
        "The record of events, each entry chained to the one before it by its hash."
    )
    replacements: list[OfficerReplacement] = field("The replacements of officers since the draw.")

    objects = page_of(
        PoolObject,
        "The frozen pool: the objects drawn, those not drawn, and those excluded with the ground.",
    )

    officers = page_of(
        PoolOfficer,
        "The inspectors of all departments, with the number of objects assigned to each.",
    )


@strawberry.input(description="Conditions that the draws must meet.")
class DrawFilter:
    authority_id: strawberry.ID | None = optional("Returns only draws of this authority.")
    region_code: str | None = optional(
        "Returns only draws of authorities in this region or the regions below it."
    )
    stages: list[DrawStage] | None = optional("Returns only draws in one of these stages.")
    redraw_of_code: str | None = optional("Returns only draws that repeat the draw of this task.")


DrawOrder = order_of(
    "Draw",
    "draws",
    {
        "FROZEN_AT": "Order by the moment the pool was frozen.",
    },
    default=Direction.DESC,
)


@strawberry.input(description="Conditions that the policies must meet.")
class DrawPolicyFilter:
    authority_id: strawberry.ID | None = optional("Returns only policies of this authority.")


DrawPolicyOrder = order_of(
    "DrawPolicy",
    "policies",
    {
        "ADOPTED_AT": "Order by the moment the policy was adopted.",
    },
    default=Direction.DESC,
)

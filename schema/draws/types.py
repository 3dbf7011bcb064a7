"""Draws: the public proof, and what managers and overseers see of them."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

from domain.authorities import Sector
from domain.inspections.terms import ReplacementReason
from domain.institutions import RiskClass
from domain.registries.terms import ExclusionGround, OfficerExclusion
from domain.tasks.terms import DrawStage, EntropySource
from schema.accounts.types import Officer
from schema.answering import (
    After,
    AnsweredByShape,
    Before,
    First,
    Last,
    answered,
    said,
)
from schema.connections import Connection, Node
from schema.ordering import Direction
from schema.regions.types import Authority

if TYPE_CHECKING:
    from schema.inspections.types import Inspection, InspectionTask
    from schema.institutions.types import Institution

LazyInspection = Annotated["Inspection", strawberry.lazy("schema.inspections.types")]
LazyInstitution = Annotated["Institution", strawberry.lazy("schema.institutions.types")]
LazyTask = Annotated["InspectionTask", strawberry.lazy("schema.inspections.types")]


@strawberry.type(
    description="What anybody may know of a draw: the commitment before, everything after the reveal."
)
class DrawProof:
    task_code: str = said("Code of the task.")
    authority: Authority | None = said("The organ that draws.")
    sector: Sector = said("Sector.")
    stage: DrawStage = said("How much of it is public.")
    algorithm: str = said("The algorithm, as docs/draw.md specifies it.")
    software: str = said("The software that froze it, with its version.")
    commitment: str = said("SHA-256 of the frozen text, in hexadecimal digits.")
    entropy_source: EntropySource = said("Where the chance comes from.")
    draw_at: dt.datetime = said("When the draw is due.")
    frozen_at: dt.datetime = said("When the pool was frozen and the commitment published.")
    drawn_at: dt.datetime | None = said("When it was drawn.")
    revealed_at: dt.datetime | None = said("When the nonce was revealed.")
    reveal_due_on: dt.date = said("Last day to reveal; after it the draw is listed as failed.")
    reveal_due_is_provisional: bool = said(
        "Whether that day lies beyond the loaded holiday notices."
    )
    void_reason: str | None = said("Why it was voided or failed.")
    redraw_of_code: str | None = said("Code of the voided task that it draws anew.")
    redraw_no: int = said("How many draws of the same were voided before it.")
    replacement_count: int = said("How many officers were replaced since.")
    proof: str = said(
        "The proof as JSON text, for `verify_draw.py` and the page `/verify`; two at most at a time."
    )


@strawberry.type(description="What a risk class came to in the frozen pool.")
class PoolStratum:
    risk_class: RiskClass = said("The class.")
    label: str = said("The opaque label it has in the proof.")
    row_count: int = said("Objects of the class.")
    eligible_count: int = said("Objects left after exclusion.")
    drawn_count: int = said("Objects that are drawn.")


@strawberry.type(description="An inspector as a draw saw one.")
class PoolOfficer:
    officer: Officer | None = said("The officer; null where the caller may not see officers.")
    authority: Authority | None = said("The department.")
    officer_no: str = said("The number under which the proof shows the officer.")
    may_lead: bool = said("Whether the officer may lead.")
    max_load: int = said("How many objects at most.")
    exclusion: OfficerExclusion | None = said("Why the officer is not dealt.")
    object_count: int = said("How many objects the officer has.")


@strawberry.type(description="An officer dealt to an object.")
class Pairing:
    officer: PoolOfficer | None = said("The officer.")
    position: int = said("Place in the team of the department, from 1.")
    is_leader: bool = said("Whether the officer leads the team.")


@strawberry.type(description="An object of the frozen pool.")
class PoolObject:
    institution: LazyInstitution | None = said("The institution.")
    pseudonym: str = said("The pseudonym under which the proof shows it.")
    risk_class: RiskClass = said("Its risk class when the pool was frozen.")
    exclusion: ExclusionGround | None = said("Why it could not be drawn.")
    rank: int | None = said("Place in the ranking of its class, from 1.")
    visit_no: int | None = said("Place among those drawn, from 1; null where it was not drawn.")
    is_unstaffed: bool = said("Drawn, and no full team was left for it.")
    pairings: list[Pairing] = said("The officers dealt to it, leaders first.")
    inspection: LazyInspection | None = said("The visit.")


@strawberry.type(description="An entry of the trail of a draw.")
class DrawEvent:
    position: int = said("From 1.")
    event: str = said("What happened.")
    at: dt.datetime = said("When.")
    by_role: str = said("The role of whoever did it.")
    hash: str = said("SHA-256 over the entry and the one before it.")


@strawberry.type(description="Who went instead of whom.")
class OfficerReplacement:
    inspection: LazyInspection | None = said("The visit.")
    outgoing: Officer | None = said("Who left.")
    incoming: Officer | None = said("Who follows in the draw.")
    reason: ReplacementReason = said("Why.")
    replaced_at: dt.datetime = said("When the head approved it.")


@strawberry.type(description="A party's share of the entropy of a draw.")
class DrawShare(Node):
    id: strawberry.ID = said("Opaque id, `share_…`.")
    party: str = said("The name under which the share counts.")
    authority: Authority | None = said("The authority, if the party is one.")
    institution: LazyInstitution | None = said("The institution, if the party is one.")
    commitment: str = said("What was committed to: SHA-256 in hexadecimal digits.")
    committed_at: dt.datetime = said("When.")
    revealed_at: dt.datetime | None = said("When the secret was revealed.")


@strawberry.type(description="A department that draws officers of its own for a task.")
class TaskDepartment:
    authority: Authority | None = said("The department.")
    position: int = said("The first leads.")
    officers_per_object: int = said("How many officers to each object.")
    max_load: int = said("To how many objects one officer is dealt at most.")


@strawberry.type(description="How many objects of a risk class a task draws.")
class TaskQuota:
    risk_class: RiskClass = said("The class.")
    ratio_bp: int | None = said("As a ratio, in basis points of the rows left after exclusion.")
    object_count: int | None = said("As a number.")
    min_count: int = said("At least so many where the class is not empty.")
    max_per_year: int = said("Visits of one object for one item in a year.")


@strawberry.type(
    description="A line of an authority's policy of drawing; the newest version counts."
)
class DrawPolicy:
    authority: Authority | None = said("The authority.")
    version_no: int = said("Version, from 1.")
    risk_class: RiskClass = said("The class.")
    ratio_bp: int = said("How many are drawn, in basis points.")
    min_count: int = said("At least so many where the class is not empty.")
    max_per_year: int = said("Visits of one object for one item in a year.")
    adopted_at: dt.datetime = said("When it was adopted.")


@strawberry.input(description="Which objects of the pool.")
class PoolObjectFilter:
    risk_class: RiskClass | None = strawberry.field(default=UNSET, description="Of this class.")
    is_drawn: bool | None = strawberry.field(
        default=UNSET, description="Only those drawn, or only those not."
    )
    is_excluded: bool | None = strawberry.field(
        default=UNSET, description="Only those excluded, or only those not."
    )
    is_unstaffed: bool | None = strawberry.field(
        default=UNSET, description="Only those left without a team, or only the others."
    )
    exclusions: list[ExclusionGround] | None = strawberry.field(
        default=UNSET, description="Excluded on one of these grounds."
    )


@strawberry.enum(description="What objects of a pool are ordered by.")
class PoolObjectOrderField(Enum):
    REGISTERED_AT = strawberry.enum_value(
        "REGISTERED_AT", description="When the institutions were registered."
    )


@strawberry.input(description="Order of objects of a pool.")
class PoolObjectOrder:
    field: PoolObjectOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


@strawberry.input(description="Which inspectors of the draw.")
class PoolOfficerFilter:
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this department."
    )
    is_excluded: bool | None = strawberry.field(
        default=UNSET, description="Only those excluded, or only those not."
    )


@strawberry.enum(description="What inspectors of a draw are ordered by.")
class PoolOfficerOrderField(Enum):
    OBJECT_COUNT = strawberry.enum_value("OBJECT_COUNT", description="How many objects they have.")
    OFFICER_NO = strawberry.enum_value("OFFICER_NO", description="Their number in the proof.")


@strawberry.input(description="Order of inspectors of a draw.")
class PoolOfficerOrder:
    field: PoolOfficerOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


PoolObjectConnection = Connection[PoolObject]
PoolOfficerConnection = Connection[PoolOfficer]


@strawberry.type(description="A draw as its managers and overseers see it.")
class Draw:
    task_code: str = said("Code of the task.")
    authority: Authority | None = said("The organ that draws.")
    sector: Sector = said("Sector.")
    stage: DrawStage = said("How much of it is public.")
    algorithm: str = said("The algorithm, as docs/draw.md specifies it.")
    software: str = said("The software that froze it, with its version.")
    commitment: str = said("SHA-256 of the frozen text, in hexadecimal digits.")
    entropy_source: EntropySource = said("Where the chance comes from.")
    draw_at: dt.datetime = said("When the draw is due.")
    frozen_at: dt.datetime = said("When the pool was frozen and the commitment published.")
    drawn_at: dt.datetime | None = said("When it was drawn.")
    revealed_at: dt.datetime | None = said("When the nonce was revealed.")
    reveal_due_on: dt.date = said("Last day to reveal; after it the draw is listed as failed.")
    reveal_due_is_provisional: bool = said(
        "Whether that day lies beyond the loaded holiday notices."
    )
    void_reason: str | None = said("Why it was voided or failed.")
    redraw_of_code: str | None = said("Code of the voided task that it draws anew.")
    redraw_no: int = said("How many draws of the same were voided before it.")
    replacement_count: int = said("How many officers were replaced since.")
    task: LazyTask | None = said("The task.")
    locked_at: dt.datetime | None = said("When the result was locked.")
    object_count: int = said("Objects of the pool.")
    eligible_count: int = said("Objects left after exclusion.")
    drawn_count: int = said("Objects drawn; before the draw: how many will be.")
    unstaffed_count: int = said("Objects drawn for which no full team was left.")
    strata: list[PoolStratum] = said("The pool by risk class.")
    events: list[DrawEvent] = said("The trail, each entry chained to the one before.")
    replacements: list[OfficerReplacement] = said("Who was replaced by whom.")

    @answered
    def objects(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: PoolObjectFilter | None = UNSET,
        order_by: PoolObjectOrder | None = UNSET,
    ) -> PoolObjectConnection:
        """The frozen pool: drawn, not drawn, and excluded with the ground."""
        raise AnsweredByShape

    @answered
    def officers(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: PoolOfficerFilter | None = UNSET,
        order_by: PoolOfficerOrder | None = UNSET,
    ) -> PoolOfficerConnection:
        """The inspectors of the departments with the load each was dealt."""
        raise AnsweredByShape


@strawberry.input(description="Which draws.")
class DrawFilter:
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this authority."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="Of authorities in this region's subtree."
    )
    stages: list[DrawStage] | None = strawberry.field(
        default=UNSET, description="In one of these stages."
    )
    redraw_of_code: str | None = strawberry.field(
        default=UNSET, description="That draw anew what this task drew."
    )


@strawberry.enum(description="What draws are ordered by.")
class DrawOrderField(Enum):
    FROZEN_AT = strawberry.enum_value("FROZEN_AT", description="When they were frozen.")


@strawberry.input(description="Order of draws.")
class DrawOrder:
    field: DrawOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


@strawberry.input(description="Which policies.")
class DrawPolicyFilter:
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this authority."
    )


@strawberry.enum(description="What policies are ordered by.")
class DrawPolicyOrderField(Enum):
    ADOPTED_AT = strawberry.enum_value("ADOPTED_AT", description="When they were adopted.")


@strawberry.input(description="Order of policies.")
class DrawPolicyOrder:
    field: DrawPolicyOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.DESC, description="Which way.")


DrawConnection = Connection[Draw]
DrawPolicyConnection = Connection[DrawPolicy]
DrawProofConnection = Connection[DrawProof]

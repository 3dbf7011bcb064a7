"""External registrations, their differences from our register, and reports of the national platform."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.permissions import Permission
from domain.registrations import (
    DifferenceField,
    DifferenceState,
    RegistrationKind,
    RegistrationState,
)
from schema.connections import Node
from schema.fields import field, optional
from schema.history.types import history_of
from schema.pages import order_of

if TYPE_CHECKING:
    from schema.institutions.types import Institution


@strawberry.type(
    description="A registration of an institution with another organ, such as its ICP record (S4 四(一)). Somebody "
    "looks it up there from time to time; a verification that is too old is `STALE`."
)
class ExternalRegistration(Node):
    id: strawberry.ID = field("Opaque id of the registration, `xreg_…`.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The institution that is registered.")
    )
    kind: RegistrationKind = field("What kind of registration it is.")
    number: str = field("Number under which the institution is registered there.")
    level: int | None = field("Level of an MLPS filing, from 1 to 5; null for other kinds.")
    source: str = field("Register or organ where it was looked up, or from which it was recorded.")
    valid_to: dt.date | None = field(
        "Last day of the registration, inclusive; null where its register names none."
    )
    verified_on: dt.date | None = field(
        "Day on which somebody last found it in its register as it is here; null if nobody has."
    )
    stale_on: dt.date | None = field(
        "First day on which that verification counts as too old; null if there is none."
    )
    ended_on: dt.date | None = field("First day without the registration; null while it lasts.")
    state: RegistrationState = field(
        "What the registration is worth today. `DIFFERS`, while a difference waits for somebody, is "
        "disclosed to the offices that keep the entry and to oversight; others see what it was before."
    )
    verified_by: str | None = field(
        "Displayed name of who verified it; null outside the caller's scope and if nobody has.",
        Permission.HISTORY_READ,
    )
    verified_for: str | None = field(
        "Name of the authority for which it was verified; null outside the caller's scope and if nobody has.",
        Permission.HISTORY_READ,
    )
    version: int = field("Version of the registration, raised by every change.")
    recorded_at: dt.datetime = field("When the registration was recorded here.")
    history = history_of("the registration")


@strawberry.type(
    description="What another register says otherwise than ours. It waits until somebody decides; nothing is "
    "ever written over. Of each field of an entry one waits at a time."
)
class RegistrationDifference(Node):
    id: strawberry.ID = field("Opaque id of the difference, `rdif_…`.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The institution whose entry differs.")
    )
    registration: ExternalRegistration | None = field(
        "The registration that differs; null where it is the institution's entry itself."
    )
    # The attribute cannot have the name of the function that declares it.
    what: DifferenceField = strawberry.field(
        name="field", description="What of the entry or of the registration differs."
    )
    ours: str | None = field("What our register had when it was seen; null if there was nothing.")
    theirs: str | None = field(
        "What the other register says; null where it knows no such registration."
    )
    source: str = field("The register that says otherwise.")
    source_updated_at: dt.datetime | None = field(
        "When that register last changed its entry, as it says itself; null where it does not."
    )
    seen_at: dt.datetime = field("When the difference was seen.")
    seen_by: str | None = field(
        "Displayed name of who saw or reported it; null for the institution."
    )
    state: DifferenceState = field("What has become of the difference.")
    question: str | None = field("What the institution was asked; null if it was not.")
    asked_at: dt.datetime | None = field("When the institution was asked; null if it was not.")
    explanation: str | None = field("What the institution answered; null if it has not.")
    explained_at: dt.datetime | None = field("When the institution answered; null if it has not.")
    reason: str | None = field("Reason of the decision; null while there is none.")
    decided_at: dt.datetime | None = field("When it was decided; null while it was not.")
    decided_by: str | None = field(
        "Displayed name of who decided; null for the institution, and while nobody has."
    )
    version: int = field("Version of the difference, raised by every step.")


@strawberry.type(description="A row of a report that was not heard, and why.")
class RejectedPlatformRow:
    index: int = field("Place of the row among the items of the report, from 0.")
    external_ref: str = field("Reference of the row, as it was reported.")
    field: str = strawberry.field(description="Field of the item that is wrong, or `items`.")
    zh: str = strawberry.field(description="What is wrong and what to do, in Chinese.")
    en: str = strawberry.field(description="What is wrong and what to do, in English.")


@strawberry.type(
    description="What a report of the national platform's entries came to. The rows that were heard stand, "
    "whatever was wrong with others."
)
class PlatformReport(Node):
    id: strawberry.ID = field("Opaque id of the report, `prep_…`.")
    reported_at: dt.datetime = field("When the entries were reported.")
    row_count: int = field("How many rows the report had.")
    heard_count: int = field("Rows that were compared with our register.")
    outdated_count: int = field(
        "Rows older than what the platform said of the institution before; nothing came of them."
    )
    difference_count: int = field("How many differences were queued by the report.")
    rejected: list[RejectedPlatformRow] = field("Rows that were not heard, each with its reason.")


@strawberry.input(
    description="Conditions on one registration; one of the institution must meet all that are given."
)
class RegistrationCondition:
    kinds: list[RegistrationKind] | None = optional("It is of one of these kinds.")
    states: list[RegistrationState] | None = optional(
        "It is in one of these states as the public sees it: `DIFFERS` finds none, "
        "`registrationDifferences` has them."
    )


@strawberry.input(description="Conditions on differences; all that are given must hold.")
class RegistrationDifferenceFilter:
    institution_id: strawberry.ID | None = optional("Only differences of this institution.")
    registration_id: strawberry.ID | None = optional("Only differences of this registration.")
    fields: list[DifferenceField] | None = optional("Only differences of one of these fields.")
    states: list[DifferenceState] | None = optional("Only differences in one of these states.")
    is_settled: bool | None = optional(
        "False for those that wait for a decision or an answer, true for the others."
    )
    region_code: str | None = optional(
        "Only differences of institutions in this region or below it."
    )


RegistrationDifferenceOrder = order_of(
    "RegistrationDifference", "differences", {"SEEN_AT": "By the time at which they were seen."}
)

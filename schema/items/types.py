"""Items of the list, in all their versions."""

import datetime as dt
from enum import Enum

import strawberry
from strawberry import UNSET

from domain.authorities import Sector
from domain.inspections.terms import Method
from domain.institutions import InstitutionKind
from domain.items import ItemClass
from schema.answering import said
from schema.connections import Connection, Node
from schema.ordering import Direction
from schema.regions.types import Authority


@strawberry.type(description="A version of an item of the list: no list, no check.")
class InspectionItem(Node):
    id: strawberry.ID = said("Opaque id, `item_…`.")
    code: str = said("Code of the item; its versions share it.")
    version_no: int = said("Version, from 1.")
    authority: Authority | None = said("Who published it; null for the common list.")
    sector: Sector = said("Sector.")
    item_class: ItemClass = said("General or key.")
    title: str = said("Title, in Chinese.")
    english_title: str | None = said("Title, in English.")
    legal_basis: list[str] = said("Documents and articles.")
    applies_to: list[InstitutionKind] = said("Kinds of institutions it is checked at.")
    ratio_bp: int = said("Share of the objects drawn, in basis points: a limit for a general item.")
    max_per_year: int = said("How often one object is checked for it in a year.")
    methods: list[Method] = said("How it is checked.")
    checklist_code: str = said("The checklist it belongs to.")
    checklist_version: int = said("Version of the checklist.")
    checklist_item_codes: list[str] = said("The parts of the checklist that belong to it.")
    violation_codes: list[str] = said("Violations that a problem with it may be.")
    threshold_codes: list[str] = said("Thresholds of the rules that it compares with.")
    effective_from: dt.date = said("First day in force.")
    effective_to: dt.date | None = said("Last day in force; null while open.")
    published_at: dt.datetime = said("When it was published.")


@strawberry.input(description="Which items.")
class InspectionItemFilter:
    code: str | None = strawberry.field(default=UNSET, description="All versions of this code.")
    item_class: ItemClass | None = strawberry.field(default=UNSET, description="Of this class.")
    sectors: list[Sector] | None = strawberry.field(
        default=UNSET, description="Of one of these sectors."
    )
    applies_to: list[InstitutionKind] | None = strawberry.field(
        default=UNSET, description="Checked at one of these kinds."
    )
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Published by this authority."
    )
    in_force_on: dt.date | None = strawberry.field(
        default=UNSET, description="In force on this day."
    )


@strawberry.enum(description="What items are ordered by.")
class InspectionItemOrderField(Enum):
    CODE = strawberry.enum_value("CODE", description="Code, then version.")


@strawberry.input(description="Order of items.")
class InspectionItemOrder:
    field: InspectionItemOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


InspectionItemConnection = Connection[InspectionItem]

"""Items of the list in all their versions."""

import datetime as dt

import strawberry

from domain.authorities import Sector
from domain.inspections.terms import Method
from domain.institutions import InstitutionKind
from domain.items import ItemClass
from schema.connections import Node
from schema.fields import field, optional
from schema.legal_bases import INSTEAD, LegalBasis
from schema.pages import order_of
from schema.regions.types import Authority


@strawberry.type(
    description="One version of an item on the list of random inspections; what is not on a"
    " list is not checked."
)
class InspectionItem(Node):
    id: strawberry.ID = field("Opaque id of this version of the item, `item_…`.")
    code: str = field("Code of the item; all its versions share it.")
    version_no: int = field("Number of this version, counted from 1.")
    authority: Authority | None = field(
        "Authority that published it; null for an item of the common list."
    )
    sector: Sector = field("Sector in which the item is checked.")
    item_class: ItemClass = field(
        "Whether it is a general or a key item; only the share drawn for a general one is limited."
    )
    title: str = field("Title of the item in Chinese.")
    english_title: str | None = field("Title of the item in English; null if there is none.")
    legal_basis: list[str] = field(
        "Documents on which the check rests, as marks or as the authority named them, never empty.",
        deprecated=INSTEAD,
    )
    legal_bases: list[LegalBasis] = field(
        "Documents and articles on which the check rests; empty where the authority named `INF` or"
        " `K` alone, which stand for no document."
    )
    applies_to: list[InstitutionKind] = field("Kinds of institutions at which it is checked.")
    ratio_bp: int = field(
        "Share of the objects to draw, in basis points (100 are 1 per cent); for a general item"
        " an upper limit."
    )
    max_per_year: int = field("Greatest number of checks of one object for this item in a year.")
    methods: list[Method] = field("Methods by which the item is checked.")
    checklist_code: str = field("Code of the checklist that the item belongs to.")
    checklist_version: int = field("Edition of that checklist, fixed at publication.")
    checklist_item_codes: list[str] = field("Codes of the checklist items that belong to it.")
    violation_codes: list[str] = field(
        "Codes of the violations that a problem with this item can be."
    )
    threshold_codes: list[str] = field(
        "Codes of the thresholds with which the check compares; empty if there are none."
    )
    effective_from: dt.date = field("First day on which this version is in force.")
    effective_to: dt.date | None = field("Last day in force, inclusive; null while none is set.")
    published_at: dt.datetime = field("When this version was published.")


@strawberry.input(description="Conditions on items; all that are given must hold.")
class InspectionItemFilter:
    code: str | None = optional("Only versions of the item with this code.")
    item_class: ItemClass | None = optional("Only items of this class.")
    sectors: list[Sector] | None = optional("Only items of one of these sectors.")
    applies_to: list[InstitutionKind] | None = optional(
        "Only items checked at one of these kinds of institutions."
    )
    authority_id: strawberry.ID | None = optional("Only items published by this authority.")
    in_force_on: dt.date | None = optional("Only versions in force on this day.")


InspectionItemOrder = order_of(
    "InspectionItem",
    "items",
    {
        "CODE": "By code, then by version.",
    },
)

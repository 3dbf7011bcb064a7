"""Regions, authorities, and the number of institutions by region."""

import datetime as dt

import strawberry

from domain.authorities import AuthorityKind, Sector
from domain.permissions import Permission
from domain.regions import RegionLevel
from schema.connections import Node
from schema.fields import field, optional
from schema.pages import order_of, page_of


@strawberry.type(description="An administrative region, by its six-digit code (GB/T 2260).")
class Region:
    code: str = field("Code of six digits; the codes of a subtree are a contiguous range.")
    name: str = field("Name of the region in Chinese.")
    level: RegionLevel = field("Level of the region: nation, province, city or county.")
    parent: "Region | None" = field("The region above; null for the nation.")
    children: "list[Region]" = field(
        "Regions directly below, by code, also those that have ended; empty if there are none."
    )
    ended_on: dt.date | None = field(
        "Day from which the region is no more, which may lie ahead; null where none is set."
        " Institutions registered there stay until they are moved, and nothing new is registered"
        " there from that day."
    )
    successor: "Region | None" = field(
        "Region to which it belongs from `endedOn`, which may have ended since; null where no end is"
        " set."
    )


@strawberry.type(description="Number of institutions in a region, including all regions below it.")
class InstitutionStatistics:
    region: Region = field("The region whose institutions are counted.")
    total: int = field("Number of all institutions in the region.")
    subject_total: int = field("Number of institutions of the subject type.")


@strawberry.type(
    description="A body that supervises institutions: administrative organ or social organisation."
)
class Authority(Node):
    id: strawberry.ID = field("Opaque id of the authority, `auth_…`.")
    kind: AuthorityKind = field(
        "Administrative organ or social organisation; only an organ inspects."
    )
    name: str = field("Name of the authority, as registered.")
    region: Region | None = field(
        "Region for which, with all regions below it, the authority is responsible."
    )
    sectors: list[Sector] = field("Sectors for which the authority is responsible.")
    level: RegionLevel = field("Level of the authority, which is that of its region.")
    parent: "Authority | None" = field("The authority above; null if there is none.")
    child_count: int = field("Number of authorities directly below that are not closed.")
    complaint_phone: str | None = field(
        "Published telephone number for complaints; null if there is none."
    )
    complaint_hours: str | None = field(
        "When complaints are taken at that number, as published; null if not stated."
    )
    yearly_cap: int | None = field(
        "How many routine and campaign visits it makes to one institution in a year, as it has published;"
        " null where it published none and the number of the register counts, which is 2 (X43; X45)."
    )
    yearly_cap_from: dt.date | None = field(
        "First day on which that number counts; null where it counted at once."
    )
    yearly_cap_before: int | None = field(
        "The number that counts until the day before `yearlyCapFrom`; null where there is none."
    )
    closed_at: dt.datetime | None = field(
        "When the authority was closed; null while it is not. What it did stays under its name."
    )
    successor: "Authority | None" = field(
        "The authority that does its work since it was closed; null if there is none."
    )
    version: int = field(
        "Version of the entry, raised by every change; mutations of authorities expect it."
    )
    updated_at: dt.datetime = field("When the entry was last changed.")

    history = page_of(
        "history.FieldChange",
        "What was changed of the authority, latest first by default.",
        permission=Permission.ACCOUNT_READ,
    )


@strawberry.input(description="Conditions on authorities; all that are given must hold.")
class AuthorityFilter:
    region_code: str | None = strawberry.field(
        default=strawberry.UNSET,
        description="Only authorities of this region or a region below it.",
    )
    kind: AuthorityKind | None = strawberry.field(
        default=strawberry.UNSET, description="Only authorities of this kind."
    )
    sector: Sector | None = strawberry.field(
        default=strawberry.UNSET, description="Only authorities responsible for this sector."
    )
    level: RegionLevel | None = optional("Only authorities of this level.")
    parent_id: strawberry.ID | None = optional("Only authorities directly below this one.")
    search: str | None = optional(
        "Only authorities whose name contains this text, as it is written. From 1 to 100 characters."
    )
    is_closed: bool | None = optional(
        "Only authorities that are closed, or, with false, those that are not."
    )


AuthorityOrder = order_of(
    "Authority",
    "authorities",
    {
        "REGION": "By the code of the region.",
        "REGISTERED_AT": "By the time of registration on this platform.",
    },
)

"""Regions, authorities, and the register counted by region."""

from enum import Enum

import strawberry

from domain.authorities import AuthorityKind, Sector
from domain.regions import RegionLevel
from schema.answering import said
from schema.connections import Connection, Node
from schema.ordering import Direction


@strawberry.type(description="An administrative region, by its six-digit code (GB/T 2260).")
class Region:
    code: str = said("Six digits; the codes of a subtree are a contiguous range.")
    name: str = said("Name in Chinese.")
    level: RegionLevel = said("Nation, province, city or county level.")
    parent: "Region | None" = said("The region above; null for the nation.")
    children: "list[Region]" = said("The regions directly below, by code.")


@strawberry.type(description="How many institutions a region has, its subtree included.")
class InstitutionStatistics:
    region: Region = said("The region counted.")
    total: int = said("All institutions.")
    subject_total: int = said("Institutions of the subject type.")


@strawberry.type(description="A body that supervises.")
class Authority(Node):
    id: strawberry.ID = said("Opaque id, `auth_…`.")
    kind: AuthorityKind = said("Administrative organ or social organisation.")
    name: str = said("Name.")
    region: Region | None = said("The region whose subtree it answers for.")
    sectors: list[Sector] = said("The sectors it answers for.")
    parent: "Authority | None" = said("The authority above.")
    complaint_phone: str | None = said("The published telephone number for complaints.")


@strawberry.input(description="Which authorities.")
class AuthorityFilter:
    region_code: str | None = strawberry.field(
        default=strawberry.UNSET, description="Of this region's subtree."
    )
    kind: AuthorityKind | None = strawberry.field(
        default=strawberry.UNSET, description="Of this kind."
    )
    sector: Sector | None = strawberry.field(
        default=strawberry.UNSET, description="Answering for this sector."
    )


@strawberry.enum(description="What authorities are ordered by.")
class AuthorityOrderField(Enum):
    REGION = strawberry.enum_value("REGION", description="Region code.")
    REGISTERED_AT = strawberry.enum_value("REGISTERED_AT", description="When they were entered.")


@strawberry.input(description="Order of authorities.")
class AuthorityOrder:
    field: AuthorityOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


AuthorityConnection = Connection[Authority]

"""Accounts, what they were granted, officers and inspectors."""

import datetime as dt
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry
from strawberry import UNSET

from domain.authorities import Sector
from domain.complaints.terms import RealName
from domain.roles import Role
from schema.answering import said
from schema.connections import Connection, Node
from schema.ordering import Direction
from schema.regions.types import Authority

if TYPE_CHECKING:
    from schema.institutions.types import Institution


@strawberry.type(description="What makes an officer an inspector.")
class InspectorProfile:
    public_no: str = said("Number under which the officer appears in public draws.")
    certificate_no: str = said("Enforcement certificate number.")
    certificate_valid_from: dt.date = said("First day of its validity.")
    certificate_valid_to: dt.date = said("Last day of its validity.")
    specialities: list[Sector] = said("Sectors the officer knows.")
    is_expert: bool = said("Whether marked as expert.")
    may_lead: bool = said("Whether the officer may lead a visit.")
    entered_on: dt.date = said("Since when in the inspector registry.")
    left_on: dt.date | None = said("When the officer left it.")


@strawberry.type(description="A member of an authority's staff.")
class Officer(Node):
    id: strawberry.ID = said("Opaque id, `ofcr_…`.")
    name: str = said("Name.")
    staff_no: str = said("Staff number within the authority.")
    post: str | None = said("Post.")
    authority: Authority | None = said("The authority.")
    inspector: InspectorProfile | None = said(
        "Inspector profile; null for an officer who does not inspect."
    )


@strawberry.type(description="A role held at an authority, at an institution, or for oneself.")
class RoleGrant:
    role: Role = said("The role.")
    authority: Authority | None = said("Where an official holds it.")
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        said("Which institution it administers.")
    )
    granted_at: dt.datetime = said("Since when.")


@strawberry.type(description="Someone who can sign in.")
class Account(Node):
    id: strawberry.ID = said("Opaque id, `acct_…`.")
    login: str | None = said("Sign-in name; parents sign in by telephone number.")
    display_name: str = said("Name shown.")
    masked_phone: str | None = said("Telephone number with the middle digits hidden.")
    real_name: RealName | None = said("How sure the register is of a parent's name.")
    must_change_password: bool = said("Whether the password has to be changed first.")
    is_disabled: bool = said("Whether the account is disabled.")
    created_at: dt.datetime = said("When it was made.")
    grants: list[RoleGrant] = said("Roles held now.")
    officer: Officer | None = said("The officer who signs in with it.")


@strawberry.input(description="Which accounts.")
class AccountFilter:
    login: str | None = strawberry.field(default=UNSET, description="With this sign-in name.")


@strawberry.enum(description="What accounts are ordered by.")
class AccountOrderField(Enum):
    CREATED_AT = strawberry.enum_value("CREATED_AT", description="When they were made.")


@strawberry.input(description="Order of accounts.")
class AccountOrder:
    field: AccountOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


AccountConnection = Connection[Account]


@strawberry.input(description="Which officers.")
class OfficerFilter:
    authority_id: strawberry.ID | None = strawberry.field(
        default=UNSET, description="Of this authority."
    )
    region_code: str | None = strawberry.field(
        default=UNSET, description="Of authorities in this region's subtree."
    )
    certificate_valid_on: dt.date | None = strawberry.field(
        default=UNSET, description="Inspectors whose certificate is valid on this day."
    )


@strawberry.enum(description="What officers are ordered by.")
class OfficerOrderField(Enum):
    REGISTERED_AT = strawberry.enum_value("REGISTERED_AT", description="When they were entered.")
    STAFF_NO = strawberry.enum_value("STAFF_NO", description="Staff number.")


@strawberry.input(description="Order of officers.")
class OfficerOrder:
    field: OfficerOrderField = strawberry.field(description="What to order by.")
    direction: Direction = strawberry.field(default=Direction.ASC, description="Which way.")


OfficerConnection = Connection[Officer]

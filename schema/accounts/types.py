"""Accounts, the roles granted to them, officers and inspectors."""

import datetime as dt
from typing import TYPE_CHECKING, Annotated

import strawberry

from domain.authorities import Sector
from domain.complaints.terms import RealName
from domain.permissions import Permission
from domain.roles import Role
from schema.connections import Node
from schema.fields import field, optional
from schema.pages import order_of, page_of
from schema.regions.types import Authority

if TYPE_CHECKING:
    from schema.authorities.types import ChangeProposal
    from schema.institutions.types import Institution


@strawberry.type(
    description="One of an officer's enforcement certificates: past, current or to come."
)
class EnforcementCertificate(Node):
    id: strawberry.ID = field("Opaque id of the certificate, `cert_…`.")
    number: str = field("The number of the certificate.")
    valid_from: dt.date = field("The first day on which the certificate is valid.")
    valid_to: dt.date = field("The last day on which the certificate is valid, inclusive.")
    recorded_at: dt.datetime = field("When the certificate was recorded here.")


@strawberry.type(description="The details that make an officer an inspector.")
class InspectorProfile:
    public_no: str = field(
        "The number that stands for the officer in public draws, instead of the name."
    )
    certificate_no: str = field("The number of the latest enforcement certificate.")
    shares_certificate_no: bool = field(
        "Whether another officer's certificate has the same number but for its spelling: from before "
        "numbers were compared without it."
    )
    certificate_valid_from: dt.date = field(
        "The first day of the latest certificate, or of an earlier one that it followed without a day "
        "between."
    )
    certificate_valid_to: dt.date = field(
        "The last day on which the latest certificate is valid, inclusive."
    )
    certificates: list[EnforcementCertificate] = field("All certificates, the latest first.")
    suspended_at: dt.datetime | None = field(
        "Since when the officer is suspended and not drawn; null while not suspended."
    )
    specialities: list[Sector] = field("The sectors in which the officer is a specialist.")
    is_expert: bool = field(
        "Whether the officer is marked as an expert. Experts assist and are never drawn as "
        "inspectors."
    )
    may_lead: bool = field("Whether the officer may lead a visit.")
    entered_on: dt.date = field("The day on which the officer entered the inspector registry.")
    left_on: dt.date | None = field(
        "The day on which the officer left the registry; null while still on it."
    )


@strawberry.type(description="A member of an authority's staff.")
class Officer(Node):
    id: strawberry.ID = field("Opaque id of the officer, `ofcr_…`.")
    name: str = field("The full name of the officer.")
    staff_no: str = field("Staff number, unique within the authority.")
    shares_staff_no: bool = field(
        "Whether another officer of the authority has the same staff number but for its spelling: "
        "from before numbers were compared without it."
    )
    post: str | None = field("The post held at the authority; null if not recorded.")
    authority: Authority | None = field("The authority on whose staff the officer is.")
    inspector: InspectorProfile | None = field(
        "The inspector profile; null for an officer who does not inspect."
    )
    is_confirmed: bool = field(
        "Whether a second person has confirmed the entry; until then, nobody draws or sends the officer."
    )
    proposal: Annotated["ChangeProposal", strawberry.lazy("schema.authorities.types")] | None = (
        field(
            "What confirms the entry, or has confirmed it; null for officers who came with their account."
        )
    )
    version: int = field("Version of the entry, raised by every change; mutations expect it.")

    history = page_of(
        "history.FieldChange",
        "What was changed of the officer, latest first by default.",
        permission=Permission.ACCOUNT_READ,
    )


@strawberry.type(description="A role held at an authority, at an institution, or at neither.")
class RoleGrant:
    role: Role = field("The role that the account holds.")
    authority: Authority | None = field(
        "The authority at which an official holds the role; null for other roles."
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institutions.types")] | None = (
        field("The institution that the account represents; null for other roles.")
    )
    granted_at: dt.datetime = field("The moment at which the role was granted.")


@strawberry.type(description="A device that is signed in to an account.")
class Session(Node):
    id: strawberry.ID = field("Opaque id of the session, `sess_…`; it is no token.")
    device_id: str = field("The name that the device gave itself when it signed in.")
    created_at: dt.datetime = field("The moment at which the device signed in.")
    last_used_at: dt.datetime = field(
        "The moment at which the session was continued last with its refresh token, or began."
    )
    expires_at: dt.datetime = field(
        "The moment at which the session ends unless it is continued before."
    )
    is_current: bool = field("Whether it is the session of this request.")


@strawberry.type(description="An account with which a person can sign in.")
class Account(Node):
    id: strawberry.ID = field("Opaque id of the account, `acct_…`.")
    login: str | None = field(
        "The sign-in name; null for parents, who sign in by telephone number."
    )
    display_name: str = field("The name displayed to others.")
    masked_phone: str | None = field(
        "The telephone number with its middle digits hidden; null if none is registered."
    )
    real_name: RealName | None = field(
        "How reliably the register knows a parent's name; null for other accounts."
    )
    must_change_password: bool = field(
        "Whether the holder must change the password before anything else."
    )
    is_disabled: bool = field("Whether the account is disabled and cannot sign in.")
    created_at: dt.datetime = field("The moment at which the account was created.")
    grants: list[RoleGrant] = field(
        "The roles held now; revoked ones are left out, and those not confirmed yet."
    )
    unconfirmed_grants: list[RoleGrant] = field(
        "The roles that were granted and wait until a security administrator confirms them."
    )
    permissions: list[str] = field(
        "The permissions that the roles held now give, as `@requires` names them, in alphabetical"
        " order; those of a visitor while the account is disabled or its password must be changed."
    )
    sessions: list[Session] = field(
        "The devices that are signed in now, the one used last first; for the holder, and for those who "
        "see the account."
    )
    officer: Officer | None = field(
        "The officer who signs in with this account; null if there is none."
    )


@strawberry.input(description="Conditions that the accounts must meet.")
class AccountFilter:
    login: str | None = optional("Returns only the account with this sign-in name.")


AccountOrder = order_of(
    "Account",
    "accounts",
    {
        "CREATED_AT": "Order by the moment the account was created.",
    },
)


@strawberry.input(description="Conditions that the officers must meet.")
class OfficerFilter:
    authority_id: strawberry.ID | None = optional("Returns only officers of this authority.")
    region_code: str | None = optional(
        "Returns only officers of authorities in this region or the regions below it."
    )
    certificate_valid_on: dt.date | None = optional(
        "Returns only inspectors whose certificate is valid on this day."
    )
    certificate_ends_by: dt.date | None = optional(
        "Returns only inspectors on the list whose certificate ends on this day or before."
    )
    shares_number: bool | None = optional(
        "Returns only officers whose staff or certificate number is, or is not, another's too but for "
        "its spelling."
    )


OfficerOrder = order_of(
    "Officer",
    "officers",
    {
        "REGISTERED_AT": "Order by the moment the officer was registered.",
        "STAFF_NO": "Order by the officer's staff number.",
    },
)

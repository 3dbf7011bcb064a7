"""Accounts, what they were granted, officers and inspector profiles."""

import sqlalchemy as sa

from domain import identifiers
from domain.permissions import Permission
from persistence.accounts.policies import (
    officer_in_scope,
    own_or_administered_account,
    seen_by_account,
    seen_by_officer,
    session_of_seen_account,
)
from persistence.accounts.table import Account, RoleGrant, Session
from persistence.authorities.table import (
    CERTIFICATE_NO,
    STAFF_NO,
    Authority,
    EnforcementCertificate,
    InspectorProfile,
    Officer,
)
from persistence.history.shape import HISTORY
from persistence.reading.conditions import equals_folded, holds, refers_to, within
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    Column,
    DerivedValue,
    Expression,
    KeysetOrder,
    Many,
    One,
    Page,
    Predicate,
    Row,
    Shape,
    referenced_by,
    references,
)
from persistence.reading.statement import NO_ROWS
from persistence.reading.viewer import CLOCKS_DAY, Value


def has_valid_certificate(row: Row, value: Value) -> Predicate:
    profile = alias_of(InspectorProfile.__table__)
    day = value.bind(sa.Date())
    return sa.exists().where(
        profile.c.officer_id == row.c.id,
        profile.c.left_on.is_(None),
        day.between(profile.c.certificate_valid_from, profile.c.certificate_valid_to),
    )


def certificate_ends_by(row: Row, value: Value) -> Predicate:
    profile = alias_of(InspectorProfile.__table__)
    return sa.exists().where(
        profile.c.officer_id == row.c.id,
        profile.c.left_on.is_(None),
        profile.c.certificate_valid_to <= value.bind(sa.Date()),
    )


def has_shared_number(row: Row) -> Predicate:
    """The staff number, or the certificate's, is another officer's too but for its spelling."""
    return row.c.id.in_(sa.union_all(STAFF_NO.sharing("id"), CERTIFICATE_NO.sharing("officer_id")))


def of_authority_within(row: Row, value: Value) -> Predicate:
    authority = alias_of(Authority.__table__)
    return sa.exists().where(
        authority.c.id == row.c.authority_id, within("region_code")(authority, value)
    )


def is_going_on(row: Row) -> Predicate:
    """Was not ended, and had not expired by the beginning of the day."""
    expires_on = sa.cast(
        sa.func.timezone(sa.literal_column("'Asia/Shanghai'"), row.c.expires_at), sa.Date
    )
    return sa.and_(row.c.ended_at.is_(None), expires_on >= CLOCKS_DAY)


def roles_in_use(row: Row) -> Expression:
    """The roles that give the account its permissions: none while it is disabled, or while its
    password must be changed."""
    grant = alias_of(RoleGrant.__table__)
    roles = (
        sa.select(sa.func.json_agg(grant.c.role))
        .where(
            grant.c.account_id == row.c.id,
            grant.c.revoked_at.is_(None),
            grant.c.in_force_at.is_not(None),
            row.c.disabled_at.is_(None),
            sa.not_(row.c.must_change_password),
        )
        .correlate(row)
        .scalar_subquery()
    )
    return sa.func.coalesce(roles, NO_ROWS)


ACCOUNT = Shape(
    "Account",
    Account.__table__,
    {
        "maskedPhone": DerivedValue(
            (
                lambda row: sa.func.encode(row.c.phone_sealed, sa.literal_column("'hex'")),
                lambda row: sa.cast(row.c.id, sa.Text),
            ),
            derive="masked_phone",
        ),
        "permissions": DerivedValue((roles_in_use,), derive="permissions"),
        "isDisabled": Column(lambda row: row.c.disabled_at.is_not(None)),
        "grants": Many(
            "RoleGrant",
            on=referenced_by("account_id"),
            where=lambda row, _: sa.and_(
                row.c.revoked_at.is_(None), row.c.in_force_at.is_not(None)
            ),
            order=lambda row: [row.c.role, row.c.id],
        ),
        "unconfirmedGrants": Many(
            "RoleGrant",
            on=referenced_by("account_id"),
            where=lambda row, _: sa.and_(row.c.revoked_at.is_(None), row.c.in_force_at.is_(None)),
            order=lambda row: [row.c.role, row.c.id],
        ),
        "officer": One("Officer", on=referenced_by("account_id")),
        "sessions": Many(
            "Session",
            on=referenced_by("account_id"),
            where=lambda row, _: is_going_on(row),
            order=lambda row: [row.c.last_used_at.desc(), row.c.id],
        ),
    },
    own_or_administered_account,
)

ROLE_GRANT = Shape(
    "RoleGrant",
    RoleGrant.__table__,
    {
        "authority": One("Authority", on=references("authority_id")),
        "institution": One("Institution", on=references("institution_id")),
    },
    seen_by_account,
)

SESSION = Shape(
    "Session",
    Session.__table__,
    {
        "isCurrent": Column(
            lambda row: sa.true(),
            visible_if=lambda row, viewer: viewer.is_session(row.c.id),
            fallback=lambda row: sa.false(),
        )
    },
    session_of_seen_account,
)

OFFICER = Shape(
    "Officer",
    Officer.__table__,
    {
        "authority": One("Authority", on=references("authority_id")),
        "inspector": One("InspectorProfile", on=referenced_by("officer_id")),
        "sharesStaffNo": Column(STAFF_NO.is_shared),
        "proposal": One("ChangeProposal", on=references("proposal_id")),
        "isConfirmed": Column(lambda row: row.c.confirmed_at.is_not(None)),
        "history": HISTORY(referenced_by("object_id"), Permission.ACCOUNT_READ),
    },
    officer_in_scope,
)

_CERTIFICATES = 3
"""One in five years."""


def _same_officer(parent: Row, row: Row) -> Predicate:
    return row.c.officer_id == parent.c.officer_id


INSPECTOR_PROFILE = Shape(
    "InspectorProfile",
    InspectorProfile.__table__,
    {
        "sharesCertificateNo": Column(CERTIFICATE_NO.is_shared),
        "certificates": Many(
            "EnforcementCertificate",
            on=_same_officer,
            order=lambda row: [row.c.valid_from.desc(), row.c.id],
            weight=_CERTIFICATES,
        ),
    },
    seen_by_officer,
)

ENFORCEMENT_CERTIFICATE = Shape(
    "EnforcementCertificate", EnforcementCertificate.__table__, {}, seen_by_officer
)

SHAPES = (ACCOUNT, ROLE_GRANT, SESSION, OFFICER, INSPECTOR_PROFILE, ENFORCEMENT_CERTIFICATE)

OFFICERS = Page(
    "Officer",
    orders={
        "REGISTERED_AT": KeysetOrder(()),
        "STAFF_NO": KeysetOrder((lambda row: row.c.staff_no,)),
    },
    default_order=("REGISTERED_AT", "ASC"),
    filters={
        "authorityId": refers_to("Authority", "authority_id"),
        "regionCode": of_authority_within,
        "certificateValidOn": has_valid_certificate,
        "certificateEndsBy": certificate_ends_by,
        "sharesNumber": holds(has_shared_number),
    },
    permission=Permission.OFFICER_READ,
    # Most certificates are valid on most days, of which a plan without the day knows nothing.
    planned_for=frozenset({"certificateValidOn"}),
)

ROOTS = {
    "me": One("Account", where=lambda row, viewer: viewer.is_account(row.c.id)),
    "accounts": Page(
        "Account",
        orders={"CREATED_AT": KeysetOrder(())},
        default_order=("CREATED_AT", "ASC"),
        filters={"login": equals_folded("login", identifiers.login)},
        permission=Permission.ACCOUNT_READ,
    ),
    "officers": OFFICERS,
}

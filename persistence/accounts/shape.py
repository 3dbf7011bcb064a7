"""Accounts, what they were granted, officers and inspector profiles."""

import sqlalchemy as sa

from domain.permissions import Permission
from persistence.accounts.policies import (
    officer_in_scope,
    own_or_administered_account,
    seen_by_account,
    seen_by_officer,
)
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import Authority, InspectorProfile, Officer
from persistence.reading import ids
from persistence.reading.conditions import equals, refers_to, within
from persistence.reading.rows import alias_of
from persistence.reading.shape import (
    Column,
    DerivedValue,
    KeysetOrder,
    Many,
    One,
    Page,
    Predicate,
    Row,
    Shape,
    column,
    moment,
)
from persistence.reading.viewer import Value


def has_valid_certificate(row: Row, value: Value) -> Predicate:
    profile = alias_of(InspectorProfile.__table__)
    day = value.bind(sa.Date())
    return sa.exists().where(
        profile.c.officer_id == row.c.id,
        profile.c.left_on.is_(None),
        day.between(profile.c.certificate_valid_from, profile.c.certificate_valid_to),
    )


def of_authority_within(row: Row, value: Value) -> Predicate:
    authority = alias_of(Authority.__table__)
    return sa.exists().where(
        authority.c.id == row.c.authority_id, within("region_code")(authority, value)
    )


ACCOUNT = Shape(
    "Account",
    Account.__table__,
    {
        "id": Column(lambda row: ids.expression("Account", row.c.id)),
        "login": column("login"),
        "displayName": column("display_name"),
        "maskedPhone": DerivedValue(
            (
                lambda row: sa.func.encode(row.c.phone_sealed, sa.literal_column("'hex'")),
                lambda row: sa.cast(row.c.id, sa.Text),
            ),
            derive="masked_phone",
        ),
        "realName": column("real_name"),
        "mustChangePassword": column("must_change_password"),
        "isDisabled": Column(lambda row: row.c.disabled_at.is_not(None)),
        "createdAt": moment("created_at"),
        "grants": Many(
            "RoleGrant",
            on=lambda parent, row: row.c.account_id == parent.c.id,
            where=lambda row, _: row.c.revoked_at.is_(None),
            order=lambda row: [row.c.role, row.c.id],
        ),
        "officer": One("Officer", on=lambda parent, row: row.c.account_id == parent.c.id),
    },
    own_or_administered_account,
)

ROLE_GRANT = Shape(
    "RoleGrant",
    RoleGrant.__table__,
    {
        "role": column("role"),
        "authority": One("Authority", on=lambda parent, row: row.c.id == parent.c.authority_id),
        "institution": One(
            "Institution", on=lambda parent, row: row.c.id == parent.c.institution_id
        ),
        "grantedAt": moment("granted_at"),
    },
    seen_by_account,
)

OFFICER = Shape(
    "Officer",
    Officer.__table__,
    {
        "id": Column(lambda row: ids.expression("Officer", row.c.id)),
        "name": column("name"),
        "staffNo": column("staff_no"),
        "post": column("post"),
        "authority": One("Authority", on=lambda parent, row: row.c.id == parent.c.authority_id),
        "inspector": One(
            "InspectorProfile", on=lambda parent, row: row.c.officer_id == parent.c.id
        ),
    },
    officer_in_scope,
)

INSPECTOR_PROFILE = Shape(
    "InspectorProfile",
    InspectorProfile.__table__,
    {
        "publicNo": column("public_no"),
        "certificateNo": column("certificate_no"),
        "certificateValidFrom": column("certificate_valid_from"),
        "certificateValidTo": column("certificate_valid_to"),
        "specialities": column("specialities"),
        "isExpert": column("is_expert"),
        "mayLead": column("may_lead"),
        "enteredOn": column("entered_on"),
        "leftOn": column("left_on"),
    },
    seen_by_officer,
)

SHAPES = (ACCOUNT, ROLE_GRANT, OFFICER, INSPECTOR_PROFILE)

ROOTS = {
    "me": One("Account", where=lambda row, viewer: viewer.is_account(row.c.id)),
    "accounts": Page(
        "Account",
        orders={"CREATED_AT": KeysetOrder(())},
        default_order=("CREATED_AT", "ASC"),
        filters={"login": equals("login")},
        permission=Permission.ACCOUNT_READ,
    ),
    "officers": Page(
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
        },
        permission=Permission.OFFICER_READ,
    ),
}

"""Accounts, their roles, and how they sign in."""

import datetime as dt
from typing import Any
from uuid import UUID

from domain.links import LinkPurpose
from domain.roles import Role
from persistence.accounts.table import (
    Account,
    AccountLink,
    OneTimeCode,
    RefreshToken,
    RoleGrant,
    Session,
)
from tests.factories import NOW, row
from tests.people import Person, Place


def account(login: str, /, **facts: Any) -> Account:
    """Nobody signs in with it unless a password's hash is given."""
    return row(Account, facts, login=login, display_name=login, password_hash="")


def grant(
    person: Person, role: Role | None = None, place: Place | None = None, **facts: Any
) -> RoleGrant:
    """Their own role at their own place, unless another one is given."""
    place = place or person.place
    return row(
        RoleGrant,
        facts,
        account_id=person.id,
        role=role or person.role,
        authority_id=place.id if place else None,
        institution_id=person.institution_id,
    )


def session(account_id: UUID, **facts: Any) -> Session:
    return row(
        Session,
        facts,
        account_id=account_id,
        device_id="device",
        expires_at=NOW + dt.timedelta(days=30),
    )


def refresh_token(session_id: UUID, **facts: Any) -> RefreshToken:
    return row(RefreshToken, facts, token_hash=b"token", session_id=session_id)


def account_link(account_id: UUID, **facts: Any) -> AccountLink:
    return row(
        AccountLink,
        facts,
        account_id=account_id,
        purpose=LinkPurpose.INVITATION,
        token_hash=b"token",
        issued_at=NOW,
        expires_at=NOW + dt.timedelta(days=7),
        in_force_at=NOW,
    )


def one_time_code(**facts: Any) -> OneTimeCode:
    return row(
        OneTimeCode,
        facts,
        phone_hash=b"phone",
        code_hash=b"code",
        sent_at=NOW,
        expires_at=NOW + dt.timedelta(minutes=5),
        attempts_left=5,
    )

"""Accounts as actors: who someone is at this moment, with all live grants."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actors import Actor, Grant, Office
from domain.authorities import Sector
from domain.regions import subtree
from persistence.keys import Keys
from persistence.tables.accounts import Account, RoleGrant
from persistence.tables.authorities import Authority, Officer


async def actor(session: AsyncSession, account_id: UUID, keys: Keys) -> Actor | None:
    """The account as an actor; None when there is no such account, or it is disabled."""
    account = await session.get(Account, account_id)
    if account is None or account.disabled_at is not None:
        return None
    statement = (
        sa.select(RoleGrant, Authority)
        .outerjoin(Authority, Authority.id == RoleGrant.authority_id)
        .where(RoleGrant.account_id == account_id, RoleGrant.revoked_at.is_(None))
        # One order for one set of roles, so that actors alike share statements.
        .order_by(RoleGrant.role, RoleGrant.id)
    )
    rows = (await session.execute(statement)).all()
    officer_id = await session.scalar(sa.select(Officer.id).where(Officer.account_id == account_id))
    return Actor(
        account_id,
        tuple(_grant(grant, authority) for grant, authority in rows),
        officer_id,
        keys.complainant_ref(account_id),
    )


def _grant(grant: RoleGrant, authority: Authority | None) -> Grant:
    return Grant(grant.role, authority and office(authority), grant.institution_id)


def office(authority: Authority) -> Office:
    """An authority as the rules see it."""
    return Office(
        authority.id,
        authority.kind,
        subtree(authority.region_code),
        frozenset(Sector(sector) for sector in authority.sectors),
    )

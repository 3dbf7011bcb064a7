"""The first accounts of a register: its three administrators over the whole nation."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.accounts import THREE_ROLES, GrantProposal
from domain.authorities import AuthorityKind, Sector
from domain.refusals import Refusal
from domain.regions import NATION
from domain.roles import Role
from persistence.accounts import writes as accounts
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import Authority
from persistence.engine import audit
from persistence.engine.identifiers import new_key
from persistence.engine.records import Installation


class RegisterHasAccounts(
    Refusal,
    zh="系统中已有系统、安全、审计三名管理员，请由他们创建账号。",
    en="The register already has accounts of its three administrators. Ask them to create more.",
):
    """Only a register that lacks one of the three accepts another account from the command line."""


@dataclass(frozen=True, slots=True)
class FirstAccount:
    login: str
    display_name: str
    password_hash: str


async def make(
    session: AsyncSession,
    people: Mapping[Role, FirstAccount],
    *,
    authority_name: str,
    now: dt.datetime,
) -> list[Role]:
    """Those of the three that the nation lacks, each for a person of its own, and the authority where
    there is none; which were made. Raises RegisterHasAccounts.

    An installation from before has one of them, whose grants nobody could confirm.
    """
    # Two at once would both find the register empty.
    await session.execute(sa.text("lock table accounts in share row exclusive mode"))
    lacking = [role for role in people if role not in await _held(session)]
    if not lacking:
        raise RegisterHasAccounts
    authority = await _of_the_nation(session, authority_name)
    for role in lacking:
        person = people[role]
        account = Account(
            id=new_key(),
            login=person.login,
            display_name=person.display_name,
            password_hash=person.password_hash,
            must_change_password=True,
        )
        first = GrantProposal(role, accounts.office(authority))
        await accounts.add(session, account, first, by=None, at=now)
        audit.record(session, "account.created", by=None, on=account.id, **first.trace())
    return lacking


async def is_complete(session: AsyncSession, *, anywhere: bool = False) -> bool:
    """Whether the register has all three where its topmost authority answers, or at any place."""
    return await _held(session, anywhere=anywhere) >= THREE_ROLES


async def _held(session: AsyncSession, *, anywhere: bool = False) -> set[Role]:
    """Those of the three that somebody holds who is not disabled, over the nation, over what the
    register was set up for, or everywhere; or at any place."""
    statement = (
        sa.select(RoleGrant.role)
        .join(Account, Account.id == RoleGrant.account_id)
        .outerjoin(Authority, Authority.id == RoleGrant.authority_id)
        .where(
            RoleGrant.role.in_(THREE_ROLES),
            RoleGrant.revoked_at.is_(None),
            RoleGrant.in_force_at.is_not(None),
            Account.disabled_at.is_(None),
            sa.or_(
                sa.literal(anywhere),
                RoleGrant.authority_id.is_(None),
                is_of_the_nation(),
                _is_of_the_top(),
            ),
        )
    )
    return set(await session.scalars(statement))


def is_of_the_nation() -> sa.ColumnElement[bool]:
    return sa.and_(Authority.region_code == NATION, Authority.kind == AuthorityKind.ADMIN_ORGAN)


def _is_of_the_top() -> sa.ColumnElement[bool]:
    top = sa.select(Installation.top_region_code).scalar_subquery()
    return sa.and_(Authority.region_code == top, Authority.kind == AuthorityKind.ADMIN_ORGAN)


async def _of_the_nation(session: AsyncSession, name: str) -> Authority:
    """The one that answers for every sector, or a new one."""
    sectors = [sector.value for sector in Sector]
    statement = sa.select(Authority).where(is_of_the_nation(), Authority.sectors.contains(sectors))
    found = await session.scalar(statement.order_by(Authority.id).limit(1))
    if found is not None:
        return found
    authority = Authority(
        id=new_key(),
        kind=AuthorityKind.ADMIN_ORGAN,
        name=name,
        region_code=NATION,
        sectors=sectors,
    )
    session.add(authority)
    await session.flush()
    return authority

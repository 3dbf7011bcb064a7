"""The very first account of an empty register: an administrator over the whole nation."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.accounts import GrantProposal
from domain.authorities import AuthorityKind, Sector
from domain.refusals import Refusal
from domain.regions import NATION
from domain.roles import Role
from persistence.accounts import writes as accounts
from persistence.accounts.table import Account
from persistence.authorities.table import Authority
from persistence.engine import audit
from persistence.engine.identifiers import new_key


class RegisterHasAccounts(
    Refusal,
    zh="系统中已有账号，请由管理员创建。",
    en="The register already has accounts. Ask an administrator to create more.",
):
    """Only an empty register accepts a first account."""


async def make(
    session: AsyncSession,
    login: str,
    *,
    display_name: str,
    password_hash: str,
    authority_name: str,
    now: dt.datetime,
) -> Account:
    """The account, its authority of the nation and all sectors. Raises RegisterHasAccounts."""
    # Two at once would both find the register empty.
    await session.execute(sa.text("lock table accounts in share row exclusive mode"))
    if await session.scalar(sa.select(sa.exists(sa.select(Account.id)))):
        raise RegisterHasAccounts
    authority = await _of_the_nation(session, authority_name)
    account = Account(
        id=new_key(),
        login=login,
        display_name=display_name,
        password_hash=password_hash,
        must_change_password=True,
    )
    first = GrantProposal(Role.SYS_ADMIN, accounts.office(authority))
    await accounts.add(session, account, first, by=None, at=now)
    audit.record(session, "account.created", by=None, on=account.id, **first.trace())
    return account


async def _of_the_nation(session: AsyncSession, name: str) -> Authority:
    authority = Authority(
        id=new_key(),
        kind=AuthorityKind.ADMIN_ORGAN,
        name=name,
        region_code=NATION,
        sectors=[sector.value for sector in Sector],
    )
    session.add(authority)
    await session.flush()
    return authority

"""Setting up a register: the first authority and its three administrators, together."""

import base64
import datetime as dt
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain import setup as rules
from domain.accounts import GrantProposal
from domain.authorities import AuthorityKind
from domain.links import LinkPurpose
from domain.refusals import InvalidInput
from domain.regions import NATION
from domain.roles import Role
from domain.setup import FirstAuthority, FirstPerson, SetupNotOpen
from persistence.accounts import first_account, links, phones
from persistence.accounts import writes as accounts
from persistence.accounts.first_account import RegisterHasAccounts
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import Authority
from persistence.engine import audit
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import Installation
from persistence.regions.table import Region

PAGE = "/setup"
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class SetUp:
    """Of each of the three the login, and the link where the account was made now."""

    authority_id: UUID
    is_new: bool
    logins: dict[Role, str]
    links: dict[Role, UUID]


async def set_up(
    session: AsyncSession,
    authority: FirstAuthority,
    people: Mapping[Role, FirstPerson],
    *,
    keys: Keys,
    now: dt.datetime,
    request_id: str | None = None,
) -> SetUp:
    """What is lacking of these four; what is there stays as it is. Safe to repeat.

    Raises InvalidInput, LoginTaken, and RegisterHasAccounts where other people administer the register.
    """
    rules.check(authority, people)
    # Two at once would both find the register empty. In the order of who comes with a token.
    await session.execute(sa.select(Installation.is_only).with_for_update())
    await session.execute(sa.text("lock table accounts in share row exclusive mode"))
    region = await session.get(Region, authority.region_code)
    if region is None or region.ended_on is not None:
        raise InvalidInput.of("authority.regionCode", "没有此行政区划", "there is no such region")
    row = await _found(session, authority)
    logins = await _holders(session, row) if row is not None else {}
    lacking = [role for role in people if role not in logins]
    # Who sets a social organisation up beside others' is one of these; an organ is their topmost.
    anywhere = authority.kind is not AuthorityKind.ADMIN_ORGAN
    if lacking and await first_account.is_complete(session, anywhere=anywhere):
        raise RegisterHasAccounts
    is_new = row is None
    if row is None:
        row = await _enter(session, authority)
        audit.record(
            session,
            "authority.set_up",
            by=None,
            on=row.id,
            request_id=request_id,
            region=row.region_code,
        )
    made = {}
    for role in lacking:
        made[role] = await _appoint(
            session, role, people[role], row, keys=keys, now=now, request_id=request_id
        )
        logins[role] = people[role].login
    return SetUp(row.id, is_new, logins, made)


async def open_setup(database: Database, *, keys: Keys, now: dt.datetime) -> str | None:
    """A token with which a register without accounts is set up once, in place of the one before; None
    where there are accounts."""
    async with database.writing() as session:
        if await session.scalar(sa.select(sa.exists().where(Account.id.is_not(None)))):
            return None
        token = base64.urlsafe_b64encode(secrets.token_bytes(TOKEN_BYTES)).rstrip(b"=").decode()
        await session.execute(
            sa.update(Installation).values(
                setup_token_hash=_hash(keys, token), setup_expires_at=now + rules.OPEN_WITHIN
            )
        )
    return token


async def use_token(session: AsyncSession, token: str, *, keys: Keys, now: dt.datetime) -> None:
    """Use the token up, for this transaction alone. Raises SetupNotOpen."""
    row = await session.scalar(sa.select(Installation).with_for_update())
    kept = (row and row.setup_token_hash) or b""
    is_right = hmac.compare_digest(kept, _hash(keys, token))
    if not is_right or row is None or row.setup_expires_at is None or row.setup_expires_at <= now:
        raise SetupNotOpen
    if await session.scalar(sa.select(sa.exists().where(Account.id.is_not(None)))):
        raise SetupNotOpen
    row.setup_token_hash = row.setup_expires_at = None


async def _found(session: AsyncSession, authority: FirstAuthority) -> Authority | None:
    statement = sa.select(Authority).where(
        Authority.name == authority.name,
        Authority.region_code == authority.region_code,
        Authority.kind == authority.kind,
    )
    return await session.scalar(statement.order_by(Authority.id).limit(1))


async def _holders(session: AsyncSession, authority: Authority) -> dict[Role, str]:
    """One login for each of the three that somebody has at this authority, who is not disabled."""
    statement = (
        sa.select(RoleGrant.role, Account.login)
        .join(Account, Account.id == RoleGrant.account_id)
        .where(
            RoleGrant.role.in_(rules.ADMINISTRATORS),
            RoleGrant.authority_id == authority.id,
            RoleGrant.revoked_at.is_(None),
            RoleGrant.in_force_at.is_not(None),
            Account.disabled_at.is_(None),
            Account.login.is_not(None),
        )
        .order_by(RoleGrant.role, RoleGrant.id.desc())
    )
    return {row.role: row.login for row in await session.execute(statement)}


async def _enter(session: AsyncSession, authority: FirstAuthority) -> Authority:
    row = Authority(
        id=new_key(),
        kind=authority.kind,
        name=authority.name,
        region_code=authority.region_code,
        sectors=sorted(sector.value for sector in authority.sectors),
    )
    session.add(row)
    await session.flush()
    if authority.kind is AuthorityKind.ADMIN_ORGAN and authority.region_code != NATION:
        # A register of the nation, to which one of the three is lacking, stays one.
        await session.execute(
            sa.update(Installation)
            .where(
                Installation.top_region_code.is_(None),
                ~sa.exists().where(first_account.is_of_the_nation()),
            )
            .values(top_region_code=authority.region_code)
        )
    return row


async def _appoint(
    session: AsyncSession,
    role: Role,
    person: FirstPerson,
    authority: Authority,
    *,
    keys: Keys,
    now: dt.datetime,
    request_id: str | None,
) -> UUID:
    """An account with the role, in force; the link with which its holder sets the password."""
    account = Account(
        id=new_key(),
        login=person.login,
        display_name=person.display_name,
        password_hash=accounts.NO_PASSWORD,
    )
    if person.phone is not None:
        phones.register(account, person.phone, keys)
    first = GrantProposal(role, accounts.office(authority))
    await accounts.add(session, account, first, by=None, at=now)
    link = await links.issue(
        session, account.id, LinkPurpose.INVITATION, by=None, keys=keys, now=now
    )
    audit.record(
        session,
        "account.created",
        by=None,
        on=account.id,
        request_id=request_id,
        **first.trace(),
        link=str(link.id),
    )
    return link.id


def _hash(keys: Keys, token: str) -> bytes:
    return keys.hash("setup token", token.encode("utf-8", "surrogatepass"))

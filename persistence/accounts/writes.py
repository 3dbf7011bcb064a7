"""Accounts: as actors, with all live grants, and as rows that mutations change."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain import accounts as rules
from domain import identifiers
from domain.accounts import GrantProposal, InstitutionTarget
from domain.actors import Actor, Grant, Office
from domain.authorities import AuthorityKind, Sector
from domain.credentials import LoginTaken, PhoneTaken
from domain.links import LinkPurpose
from domain.permissions import Permission
from domain.refusals import NotFound
from domain.regions import NATION, subtree
from domain.roles import Role
from persistence.accounts.policies import own_or_administered_account
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities import writes as authorities
from persistence.authorities.table import Authority, Officer
from persistence.derived_fields import PHONE
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from persistence.engine.records import Installation
from persistence.institutions.table import Institution
from persistence.reading.logic import any_of, there_is
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer

violations.means("uq_accounts_login", LoginTaken)
violations.means("uq_accounts_phone_hash", PhoneTaken)
violations.means("uq_role_grants_live", rules.RoleAlreadyHeld)
violations.UNREACHABLE["ck_accounts_can_be_named"] = "accounts are made with login or telephone"
violations.UNREACHABLE["ck_role_grants_held_in_one_place"] = "`may_grant` refuses two places"


NO_PASSWORD = ""
"""What is kept of the password of an account whose holder has not set one yet; nothing matches it."""
_ONE_AT_A_TIME = sa.text("select pg_advisory_xact_lock(hashtextextended('last administrator', 0))")


async def actor(session: AsyncSession, account_id: UUID, keys: Keys) -> Actor | None:
    """The account as an actor, at its offices and at those that closed and have them for successors;
    None when there is no such account, or it is disabled."""
    account = await session.get(Account, account_id)
    if account is None or account.disabled_at is not None:
        return None
    statement = (
        sa.select(RoleGrant, Authority)
        .outerjoin(Authority, RoleGrant.authority_id.in_((Authority.id, Authority.successor_id)))
        .where(
            RoleGrant.account_id == account_id,
            RoleGrant.revoked_at.is_(None),
            RoleGrant.in_force_at.is_not(None),
        )
        # One order for one set of roles, so that actors alike share statements.
        .order_by(
            RoleGrant.role, RoleGrant.id, Authority.id != RoleGrant.authority_id, Authority.id
        )
    )
    rows = (await session.execute(statement)).all()
    officer_id = await session.scalar(sa.select(Officer.id).where(Officer.account_id == account_id))
    return Actor(
        account_id,
        tuple(_grant(grant, authority) for grant, authority in rows),
        officer_id,
        keys.complainant_ref(account_id),
    )


async def signed_in(session: AsyncSession, account_id: UUID, keys: Keys) -> Actor | None:
    """The same for who came with a password: one set by someone else gives no role but the way to
    change it."""
    found = await actor(session, account_id, keys)
    account = await session.get(Account, account_id)
    if found is None or account is None or not account.must_change_password:
        return found
    return replace(found, grants=(), officer_id=None)


def _grant(grant: RoleGrant, authority: Authority | None) -> Grant:
    return Grant(grant.role, office(authority) if authority else None, grant.institution_id)


def office(authority: Authority) -> Office:
    """An authority as the rules see it."""
    return Office(
        authority.id,
        authority.kind,
        subtree(authority.region_code),
        frozenset(Sector[sector] for sector in authority.sectors),
        authority.closed_at is not None,
        authority.successor_id,
    )


async def by_login(session: AsyncSession, login: str) -> Account | None:
    """The account of this sign-in name, however it is typed: names are kept as they are folded."""
    wanted = Account.login == identifiers.login(login)
    return await session.scalar(sa.select(Account).where(wanted))


async def by_phone(session: AsyncSession, phone: str, keys: Keys) -> Account | None:
    """The account of this mobile number, however its digits are grouped."""
    phone_hash = keys.hash(PHONE, identifiers.mobile(phone).encode("utf-8", "surrogatepass"))
    return await session.scalar(sa.select(Account).where(Account.phone_hash == phone_hash))


def purpose_of_link(account: Account) -> LinkPurpose:
    """What a new link is for: an account whose holder has not come yet is invited once more."""
    has_come = account.password_hash != NO_PASSWORD
    return LinkPurpose.PASSWORD_RESET if has_come else LinkPurpose.INVITATION


async def claim(session: AsyncSession, actor: Actor, account_id: UUID) -> Account:
    """Lock one account for the rest of the transaction: one's own, or one that is administered.

    Ended grants count: an account that lost its last role here can get another. Accounts that
    belong nowhere (parents) are in no list, but the nation's administrators reach them by their id.
    """
    return await claim_visible(session, actor, Account, _within_scope, account_id)


async def lock(session: AsyncSession, account_id: UUID) -> Account:
    """Lock an account that was proven to be one's own, as it is now."""
    found = await session.get(Account, account_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotFound
    return found


async def live_grants(session: AsyncSession, account_id: UUID) -> list[RoleGrant]:
    """Also those that wait for a second person: until it is revoked, each stands in another's way."""
    statement = sa.select(RoleGrant).where(
        RoleGrant.account_id == account_id, RoleGrant.revoked_at.is_(None)
    )
    return list((await session.scalars(statement)).all())


async def takes_two(session: AsyncSession, account_id: UUID | None, *, at: dt.datetime) -> bool:
    """Whether a second administrator has to let the holder in again; the same step for nobody."""
    statement = sa.select(RoleGrant.role).where(
        RoleGrant.account_id == account_id,
        RoleGrant.revoked_at.is_(None) | (RoleGrant.revoked_at > at - rules.STILL_TAKES_TWO),
    )
    return rules.takes_two(await session.scalars(statement))


async def live_grant(session: AsyncSession, account_id: UUID, held: GrantProposal) -> RoleGrant:
    """The grant that stands behind what is held. Raises RoleNotHeld."""
    office_id = held.office and held.office.authority_id
    institution_id = held.institution and held.institution.id
    for grant in await live_grants(session, account_id):
        if (grant.role, grant.authority_id, grant.institution_id) == (
            held.role,
            office_id,
            institution_id,
        ):
            return grant
    raise rules.RoleNotHeld


async def refuse_last_administrator(session: AsyncSession, going: Iterable[RoleGrant]) -> None:
    """Raise LastAdministrator where these grants may not all end. Of two who would end each other's at
    once, the second waits here and finds the first one's gone."""
    ending = [row for row in going if row.role in rules.KEPT_ROLES and row.in_force_at is not None]
    if not ending:
        return
    await session.execute(_ONE_AT_A_TIME)
    statement = (
        sa.select(RoleGrant, Authority)
        .join(Account, Account.id == RoleGrant.account_id)
        .outerjoin(Authority, Authority.id == RoleGrant.authority_id)
        .where(
            RoleGrant.role.in_({row.role for row in ending}),
            RoleGrant.revoked_at.is_(None),
            RoleGrant.in_force_at.is_not(None),
            RoleGrant.id.not_in([row.id for row in ending]),
            Account.disabled_at.is_(None),
            Account.password_hash != NO_PASSWORD,
            # Who came with another's password holds no role yet.
            Account.must_change_password.is_(False),
        )
    )
    staying: Sequence[tuple[RoleGrant, Authority | None]]
    staying = [(row, at) for row, at in (await session.execute(statement)).all()]
    rules.refuse_last(
        await proposals(session, ending),
        [
            GrantProposal(row.role, None if authority is None else office(authority))
            for row, authority in staying
        ],
    )


async def proposal(
    session: AsyncSession, role: Role, authority_id: UUID | None, institution_id: UUID | None
) -> GrantProposal:
    """The role and its place as the rules see them. Raises NotFound for a place that is none."""
    authority = await authorities.get(session, authority_id) if authority_id else None
    target = None
    if institution_id is not None:
        institution = await session.get(Institution, institution_id)
        if institution is None:
            raise NotFound
        target = InstitutionTarget(institution.id, institution.region_code, institution.sector)
    # Who administers everywhere is appointed by the nation, in every register.
    reached_from = await top(session) if role is Role.PARENT else NATION
    return GrantProposal(role, office(authority) if authority else None, target, reached_from)


async def top(session: AsyncSession) -> str:
    """The region of the authority that the register was set up for."""
    return await session.scalar(sa.select(Installation.top_region_code)) or NATION


async def proposals(session: AsyncSession, grants: list[RoleGrant]) -> list[GrantProposal]:
    """As the rules see them; who has none belongs nowhere, like a parent."""
    if not grants:
        return [GrantProposal(Role.PARENT, top=await top(session))]
    return [
        await proposal(session, grant.role, grant.authority_id, grant.institution_id)
        for grant in grants
    ]


async def add(
    session: AsyncSession,
    account: Account,
    first: GrantProposal,
    *,
    by: UUID | None,
    at: dt.datetime,
    waits: bool = False,
) -> None:
    """A new account with its first role, in force unless it `waits` for a second person. Its sessions
    count from the moment our own clock shows."""
    account.created_by, account.created_at, account.sessions_valid_from = by, at, at
    session.add(account)
    await session.flush()
    await grant(session, account.id, first, by=by, at=at, waits=waits)


async def grant_again(
    session: AsyncSession, held: Iterable[RoleGrant], *, by: UUID | None, at: dt.datetime
) -> None:
    """End these grants and have each wait for a second person; nobody ever confirmed a parent's."""
    for ended in held:
        if ended.role is Role.PARENT:
            continue
        ended.record_revocation(by=by, at=at)
        await session.flush()
        again = RoleGrant(
            id=new_key(),
            account_id=ended.account_id,
            role=ended.role,
            authority_id=ended.authority_id,
            institution_id=ended.institution_id,
            granted_by=by,
            granted_at=at,
            in_force_at=sa.null(),
        )
        session.add(again)
        await session.flush()


async def grant(
    session: AsyncSession,
    account_id: UUID,
    proposal: GrantProposal,
    *,
    by: UUID | None,
    at: dt.datetime,
    waits: bool,
) -> None:
    row = RoleGrant(
        id=new_key(),
        account_id=account_id,
        role=proposal.role,
        authority_id=proposal.office and proposal.office.authority_id,
        institution_id=proposal.institution and proposal.institution.id,
        granted_by=by,
        granted_at=at,
        # None alone would be the column's default, which is now.
        in_force_at=sa.null() if waits else at,
    )
    session.add(row)
    await session.flush()


def _within_scope(row: Row, viewer: Viewer) -> Predicate:
    return any_of(
        own_or_administered_account(row, viewer),
        *(
            sa.and_(scoped_grant.first == _TOP, _belongs_nowhere(row))
            for scoped_grant in viewer.scoped_grants(Permission.ACCOUNT_READ)
            if scoped_grant.kind is AuthorityKind.ADMIN_ORGAN
        ),
    )


_TOP = sa.func.coalesce(sa.select(Installation.top_region_code).scalar_subquery(), NATION)


def _belongs_nowhere(row: Row) -> Predicate:
    grant = RoleGrant.__table__.alias()
    placed = sa.func.num_nonnulls(grant.c.authority_id, grant.c.institution_id) > 0
    return ~there_is(row, grant.c.account_id == row.c.id, placed)

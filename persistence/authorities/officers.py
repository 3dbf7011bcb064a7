"""Officers and inspector profiles: entered with the account of their person, and their numbers corrected."""

import base64
import datetime as dt
import secrets
from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.accounts import THREE_ROLES, CertificateNoTaken, StaffNoTaken
from domain.actors import Actor
from domain.authorities.officers import AccountOfAnotherOfficer
from domain.inspections.certificates import Certificate
from domain.permissions import Permission
from domain.refusals import NotFound
from persistence.accounts.policies import own_or_administered_account, seen_by_officer
from persistence.accounts.table import Account, RoleGrant
from persistence.authorities.table import (
    CERTIFICATE_NO,
    STAFF_NO,
    Authority,
    EnforcementCertificate,
    InspectorProfile,
    Officer,
)
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.engine.identifiers import new_key
from persistence.reading.logic import any_of, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row, Visibility
from persistence.reading.viewer import Binds, Viewer

violations.means("uq_officers_authority_id_staff_no", StaffNoTaken)
violations.means("uq_inspector_profiles_certificate_no", CertificateNoTaken)
violations.means("uq_officers_account_id", AccountOfAnotherOfficer)
violations.UNREACHABLE["ck_enforcement_certificates_days_in_order"] = "checked by the rule"
violations.UNREACHABLE["uq_inspector_profiles_public_no"] = "40 random bits"
violations.UNREACHABLE["ck_inspector_profiles_certificate_days_in_order"] = "checked as input"
violations.UNREACHABLE["ck_inspector_profiles_specialities_words"] = "an enum in the schema"


async def add(
    session: AsyncSession, officer: Officer, inspector: InspectorProfile | None = None
) -> None:
    session.add(officer)
    await session.flush()
    if inspector is not None:
        await enter_in_list(session, officer, inspector)


def certificate_of(inspector: InspectorProfile) -> EnforcementCertificate:
    """The first certificate of a new profile."""
    return EnforcementCertificate(
        id=new_key(),
        officer_id=inspector.officer_id,
        number=inspector.certificate_no,
        valid_from=inspector.certificate_valid_from,
        valid_to=inspector.certificate_valid_to,
    )


async def enter_in_list(
    session: AsyncSession, officer: Officer, inspector: InspectorProfile
) -> None:
    """Make an officer an inspector."""
    inspector.officer_id, inspector.public_no = officer.id, new_public_no()
    session.add(inspector)
    await session.flush()
    session.add(certificate_of(inspector))
    await session.flush()


async def certificates(session: AsyncSession, officer_id: UUID) -> list[EnforcementCertificate]:
    """All of a claimed officer's, the earliest first."""
    statement = sa.select(EnforcementCertificate).where(
        EnforcementCertificate.officer_id == officer_id
    )
    return list(await session.scalars(statement.order_by(EnforcementCertificate.valid_from)))


async def officer_of(session: AsyncSession, certificate_id: UUID) -> UUID:
    """Whose certificate it is. Raises NotFound."""
    found = await session.get(EnforcementCertificate, certificate_id)
    if found is None:
        raise NotFound
    return found.officer_id


async def have_latest(
    session: AsyncSession, profile: InspectorProfile, number: str, days: Certificate
) -> None:
    """Have a claimed profile show the latest certificate. Raises CertificateNoTaken."""
    if number != profile.certificate_no:
        await CERTIFICATE_NO.correct(session, profile, number)
    profile.certificate_valid_from, profile.certificate_valid_to = days.valid_from, days.valid_to


async def live_grants(session: AsyncSession, officer: Officer) -> list[RoleGrant]:
    """The roles that the officer's account holds at its authority, confirmed or not."""
    if officer.account_id is None:
        return []
    statement = sa.select(RoleGrant).where(
        RoleGrant.account_id == officer.account_id,
        RoleGrant.authority_id == officer.authority_id,
        RoleGrant.revoked_at.is_(None),
    )
    return list(await session.scalars(statement.with_for_update()))


async def lock(session: AsyncSession, officer_id: UUID) -> Officer:
    await STAFF_NO.lock_group(session, officer_id)
    return await session.get_one(Officer, officer_id, with_for_update=True, populate_existing=True)


async def move(
    session: AsyncSession,
    officer: Officer,
    authority_id: UUID,
    *,
    staff_no: str,
    by: UUID | None,
    confirmed_by: UUID | None,
    at: dt.datetime,
) -> None:
    """Move a locked officer, and the roles held at the one authority to the other; administrations, and
    what nobody confirmed, end. Raises StaffNoTaken."""
    grants = await live_grants(session, officer)
    there = sa.select(RoleGrant.role).where(
        RoleGrant.account_id == officer.account_id,
        RoleGrant.authority_id == authority_id,
        RoleGrant.revoked_at.is_(None),
    )
    known = {*THREE_ROLES, *await session.scalars(there)}
    changes = {"authority_id": authority_id, "staff_no": staff_no, "staff_no_spelling": 0}
    officer.record_change(changes, at=at)
    for grant in grants:
        grant.record_revocation(by=confirmed_by, at=at)
        if grant.in_force_at is not None and grant.role not in known:
            session.add(
                RoleGrant(
                    id=new_key(),
                    account_id=grant.account_id,
                    role=grant.role,
                    authority_id=authority_id,
                    granted_by=by,
                    granted_at=at,
                    in_force_at=at,
                    confirmed_by=confirmed_by,
                )
            )
    await session.flush()


def have_wait(officer: Officer, proposal_id: UUID) -> None:
    """Have an officer wait for a second person. Of a new row None alone would be the column's default."""
    is_new = sa.inspect(officer, raiseerr=True).transient
    officer.confirmed_at = sa.null() if is_new else None
    officer.proposal_id = proposal_id


async def proposed(session: AsyncSession, proposal_id: UUID) -> list[Officer]:
    statement = sa.select(Officer).where(Officer.proposal_id == proposal_id)
    return list(await session.scalars(statement.order_by(Officer.id).with_for_update()))


async def proposed_grants(session: AsyncSession, proposal_id: UUID) -> list[RoleGrant]:
    statement = sa.select(RoleGrant).where(
        RoleGrant.proposal_id == proposal_id, RoleGrant.revoked_at.is_(None)
    )
    return list(await session.scalars(statement.order_by(RoleGrant.id).with_for_update()))


async def account_for(session: AsyncSession, actor: Actor, account_id: UUID) -> Account:
    """An account in reach that no officer has yet. Raises NotFound, AccountOfAnotherOfficer."""
    account = await claim_visible(session, actor, Account, own_or_administered_account, account_id)
    taken = sa.select(Officer.id).where(Officer.account_id == account.id)
    if await session.scalar(taken) is not None:
        raise AccountOfAnotherOfficer
    return account


async def claim(
    session: AsyncSession, actor: Actor, officer_id: UUID
) -> tuple[Officer, InspectorProfile | None]:
    """Lock an officer of an authority where the actor may create accounts, with those whose numbers are
    spelt otherwise. Raises NotFound."""
    await STAFF_NO.lock_group(session, officer_id)
    await CERTIFICATE_NO.lock_group(session, officer_id)
    officer = await claim_visible(session, actor, Officer, _administered, officer_id)
    return officer, await session.get(InspectorProfile, officer_id, with_for_update=True)


async def correct_staff_no(session: AsyncSession, officer: Officer, number: str) -> None:
    await STAFF_NO.correct(session, officer, number)


async def correct_certificate_no(
    session: AsyncSession, inspector: InspectorProfile, number: str
) -> None:
    await CERTIFICATE_NO.correct(session, inspector, number)


def _administered(row: Row, viewer: Viewer) -> Predicate:
    authority = alias_of(Authority.__table__)
    offices = viewer.scoped_grants(Permission.ACCOUNT_CREATE)
    return there_is(
        row,
        authority.c.id == row.c.authority_id,
        any_of(*(office.over_authority(authority) for office in offices)),
    )


def is_on_staff() -> sa.ColumnElement[bool]:
    """Of Officer: a second person confirmed the officer, and once a role of the account; until then, an
    administrator who entered the officer alone has put nobody into a draw or a visit."""
    confirmed = sa.exists().where(
        RoleGrant.account_id == Officer.account_id, RoleGrant.in_force_at.is_not(None)
    )
    is_known = sa.or_(Officer.account_id.is_(None), confirmed)
    return sa.and_(Officer.confirmed_at.is_not(None), is_known)


async def on_staff_of(
    session: AsyncSession, authority_ids: Collection[UUID], *, is_locked: bool
) -> list[tuple[Officer, InspectorProfile | None, list[EnforcementCertificate], str | None]]:
    """All officers of these authorities with their certificates and logins; locked in one order, unless
    nothing is to be written."""
    statement = (
        sa.select(Officer, InspectorProfile, Account.login)
        .outerjoin(InspectorProfile, InspectorProfile.officer_id == Officer.id)
        .outerjoin(Account, Account.id == Officer.account_id)
        .where(Officer.authority_id.in_(authority_ids))
        # Of those that share a number the one that holds its key comes last, and stays.
        .order_by(Officer.staff_no_spelling.desc(), Officer.id)
    )
    if is_locked:
        statement = statement.with_for_update(of=Officer)
    rows = (await session.execute(statement)).all()
    held: dict[UUID, list[EnforcementCertificate]] = {}
    of_them = EnforcementCertificate.officer_id.in_([officer.id for officer, _, _ in rows])
    for each in await session.scalars(sa.select(EnforcementCertificate).where(of_them)):
        held.setdefault(each.officer_id, []).append(each)
    return [(row, profile, held.get(row.id, []), login) for row, profile, login in rows]


async def holders_of(
    session: AsyncSession, keys: Collection[str], actor: Actor | None
) -> dict[str, UUID]:
    """Whose the certificates with these folded numbers are; with an actor, of officers that one sees."""
    profile = InspectorProfile.__table__
    seen, values = _seen_by(actor, profile, seen_by_officer)
    statement = sa.select(profile.c.certificate_no_key, profile.c.officer_id).where(
        profile.c.certificate_no_key.in_(keys), seen
    )
    found = await session.execute(statement, values)
    return {row.certificate_no_key: row.officer_id for row in found}


async def taken_logins(
    session: AsyncSession, logins: Collection[str], actor: Actor | None
) -> set[str]:
    """Those of these that somebody has; with an actor, an account that one sees."""
    account = Account.__table__
    seen, values = _seen_by(actor, account, own_or_administered_account)
    statement = sa.select(account.c.login).where(account.c.login.in_(logins), seen)
    return {login for login in await session.scalars(statement, values) if login is not None}


def _seen_by(
    actor: Actor | None, row: Row, visible_to: Visibility
) -> tuple[Predicate, dict[str, Any]]:
    """Who sees all is nobody in particular."""
    if actor is None:
        return sa.true(), {}
    binds = Binds()
    predicate = visible_to(row, Viewer(actor, binds))
    return predicate, {name: get({}, actor) for name, get in binds.getters.items()}


def new_public_no() -> str:
    """Tells nothing of the officer, not even who was entered first."""
    return "P" + base64.b32encode(secrets.token_bytes(5)).decode()

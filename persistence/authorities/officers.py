"""Officers and inspector profiles: entered with the account of their person, and their numbers corrected."""

import base64
import secrets
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.accounts import CertificateNoTaken, StaffNoTaken
from domain.actors import Actor
from domain.permissions import Permission
from persistence.accounts.table import RoleGrant
from persistence.authorities.table import (
    CERTIFICATE_NO,
    STAFF_NO,
    Authority,
    InspectorProfile,
    Officer,
)
from persistence.engine import violations
from persistence.engine.claims import claim_visible
from persistence.reading.logic import any_of, there_is
from persistence.reading.rows import alias_of
from persistence.reading.shape import Predicate, Row
from persistence.reading.viewer import Viewer

violations.means("uq_officers_authority_id_staff_no", StaffNoTaken)
violations.means("uq_inspector_profiles_certificate_no", CertificateNoTaken)
violations.UNREACHABLE["uq_officers_account_id"] = "an officer comes with a new account"
violations.UNREACHABLE["uq_inspector_profiles_public_no"] = "40 random bits"
violations.UNREACHABLE["ck_inspector_profiles_certificate_days_in_order"] = "checked as input"
violations.UNREACHABLE["ck_inspector_profiles_specialities_words"] = "an enum in the schema"


async def add(
    session: AsyncSession, officer: Officer, inspector: InspectorProfile | None = None
) -> None:
    session.add(officer)
    await session.flush()
    if inspector is not None:
        inspector.officer_id, inspector.public_no = officer.id, _public_no()
        session.add(inspector)
        await session.flush()


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
    """Of Officer: a second person once confirmed a role of the account; until then, an administrator
    who entered the officer alone has put nobody into a draw or a visit."""
    confirmed = sa.exists().where(
        RoleGrant.account_id == Officer.account_id, RoleGrant.in_force_at.is_not(None)
    )
    return sa.or_(Officer.account_id.is_(None), confirmed)


def _public_no() -> str:
    """Tells nothing of the officer, not even who was entered first."""
    return "P" + base64.b32encode(secrets.token_bytes(5)).decode()

"""Officers and inspector profiles, entered together with the account of their person."""

import base64
import secrets

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from domain.accounts import CertificateNoTaken, StaffNoTaken
from persistence.accounts.table import RoleGrant
from persistence.authorities.table import InspectorProfile, Officer
from persistence.engine import violations

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

"""An officer that is claimed for a change, as the change expects it, and what several of them share."""

from typing import Any
from uuid import UUID

from domain.authorities import ChangeKind
from domain.authorities.officers import ListedOfficer, NotAnInspector
from domain.refusals import ChangedMeanwhile
from persistence.authorities import officers, register
from persistence.authorities.table import Authority, ChangeProposal, InspectorProfile, Officer
from schema.inputs import key_of
from schema.mutations import Transaction

OFFICER_ID = "Opaque id of the officer."
EXPECTED_VERSION = "The `version` of the officer that the change is based on."
VALID_FROM = "The first day on which the certificate is valid."
VALID_TO = "The last day on which the certificate is valid, inclusive."


async def claimed(
    transaction: Transaction, officer_id: str, expected_version: int
) -> tuple[Officer, InspectorProfile | None]:
    """Raises NotFound, ChangedMeanwhile."""
    key = key_of("Officer", officer_id, "officerId")
    officer, profile = await officers.claim(transaction.session, transaction.actor, key)
    if officer.version != expected_version:
        raise ChangedMeanwhile(expected_version, officer.version)
    return officer, profile


async def claimed_inspector(
    transaction: Transaction, officer_id: str, expected_version: int
) -> tuple[Officer, InspectorProfile]:
    """The same of an inspector. Raises NotAnInspector."""
    officer, profile = await claimed(transaction, officer_id, expected_version)
    if profile is None:
        raise NotAnInspector
    return officer, profile


def listed(profile: InspectorProfile) -> ListedOfficer:
    return ListedOfficer(profile.left_on, profile.suspended_at is not None)


def proposed(
    transaction: Transaction, kind: ChangeKind, authority: Authority, reason: str, **target: Any
) -> ChangeProposal:
    """What waits for a second person, added to the transaction."""
    proposal = register.proposal(
        authority,
        kind,
        reason,
        by=transaction.actor.account_id,
        at=transaction.now,
        **target,
    )
    transaction.session.add(proposal)
    return proposal


async def wait_for_second(
    transaction: Transaction, officer: Officer, authority: Authority, reason: str
) -> UUID:
    """Have an officer wait for a second person before the first draw; which proposal it is."""
    proposal = proposed(transaction, ChangeKind.OFFICERS, authority, reason)
    await transaction.session.flush()
    officers.have_wait(officer, proposal.id)
    return proposal.id

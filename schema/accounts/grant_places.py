"""Where a role is held, as inputs name it."""

from uuid import UUID

from domain import accounts as rules
from domain.accounts import GrantProposal
from domain.actors import AuthorityIsClosed
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.roles import Role
from persistence.accounts import writes as accounts
from persistence.engine.database import AsyncSession
from schema.inputs import is_given, key_of

ACCOUNT_ID = "The account that the mutation changes."
AUTHORITY_ID = "The authority at which an official holds the role; required for official roles."
INSTITUTION_ID = (
    "The institution that an institution administrator represents; required for that role."
)

MISPLACED = (
    rules.RoleNotGrantable,
    rules.NotASocialOrganisation,
    NotAnAdministrativeOrgan,
    AuthorityIsClosed,
    OutsideJurisdiction,
)
"""How a place is refused where a role is to be held."""


async def place_of(
    session: AsyncSession, role: Role, authority_id: str | None, institution_id: str | None
) -> GrantProposal:
    """The role at its place. Raises InvalidInput for a malformed id, NotFound where there is no
    such place."""
    return await accounts.proposal(
        session,
        role,
        _key("Authority", authority_id, "authorityId"),
        _key("Institution", institution_id, "institutionId"),
    )


def _key(type_name: str, text: str | None, field: str) -> UUID | None:
    return key_of(type_name, text, field) if is_given(text) and text is not None else None

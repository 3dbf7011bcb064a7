"""Root fields for changes of authorities that wait for a second person."""

import strawberry

from domain.permissions import Permission
from schema.authorities.types import ChangeProposal
from schema.pages import query_page_of


@strawberry.type
class AuthorityQueries:
    change_proposals = query_page_of(
        ChangeProposal,
        "Proposed changes of the authorities within the caller's jurisdiction.",
        permission=Permission.ACCOUNT_READ,
    )

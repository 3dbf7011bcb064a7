"""Changes of authorities that wait for a second person, or waited."""

from dataclasses import replace

from domain.permissions import Permission
from persistence.accounts.shape import OFFICERS
from persistence.authorities.policies import change_within_reach
from persistence.authorities.table import ChangeProposal
from persistence.reading.conditions import equals, refers_to
from persistence.reading.shape import KeysetOrder, One, Page, Shape, referenced_by, references
from persistence.regions.shape import of_region

CHANGE_PROPOSAL = Shape(
    "ChangeProposal",
    ChangeProposal.__table__,
    {
        "authority": One("Authority", on=references("authority_id")),
        "region": One("Region", on=of_region),
        "parent": One("Authority", on=references("parent_id")),
        "successor": One("Authority", on=references("successor_id")),
        "officer": One("Officer", on=references("officer_id")),
        "officers": replace(OFFICERS, on=referenced_by("proposal_id")),
    },
    change_within_reach,
)

SHAPES = (CHANGE_PROPOSAL,)

ROOTS = {
    "changeProposals": Page(
        "ChangeProposal",
        orders={"PROPOSED_AT": KeysetOrder((lambda row: row.c.proposed_at,))},
        default_order=("PROPOSED_AT", "DESC"),
        filters={"authorityId": refers_to("Authority", "authority_id"), "state": equals("state")},
        permission=Permission.ACCOUNT_READ,
    ),
}

"""A system administrator proposes another region, other sectors or another place in the tree for an authority."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.authorities import ChangeKind, Sector
from domain.authorities import register as rules
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.refusals import ChangedMeanwhile, InvalidInput
from persistence.authorities import register as authorities
from schema.authorities import entries
from schema.authorities.types import ChangeProposal
from schema.authorities.versions import refuse_unless_current
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, key_of
from schema.institutions import jurisdiction
from schema.mutations import StoredAs, begin_transaction, mutation


@strawberry.input(description="Where an authority is to stand; what is left out stays as it is.")
class MoveAuthorityInput:
    operation_id: UUID = field(OPERATION_ID)
    authority_id: strawberry.ID = field("Opaque id of the authority.")
    expected_version: int = field("The `version` of the authority that the change is based on.")
    reason: str = field(entries.REASON)
    region_code: str | None = optional("Code of the region that it is to answer for.")
    sectors: list[Sector] | None = optional("Sectors that it is to answer for, at least one.")
    parent_id: strawberry.ID | None = optional(
        "Opaque id of the authority that is to stand above it; null for none."
    )


@strawberry.type(
    description="The change waits until a security administrator confirms it with `confirmChange`."
)
class AuthorityMoved:
    proposal_id: Annotated[UUID, StoredAs("proposal_id")]
    proposal: ChangeProposal | None = refetched(
        "proposal_id", "The change as it waits for a second person."
    )


@mutation(
    permission=Permission.AUTHORITY_MANAGE,
    description="Propose another region, other sectors or another authority above for an authority of "
    "the caller's jurisdiction. As it changes what officials reach, a security administrator confirms "
    "it with `confirmChange`.",
    refuses=(
        ChangedMeanwhile,
        rules.AuthorityNameTaken,
        rules.AuthorityCycle,
        rules.RegionOutsideParent,
        rules.SectorInUse,
        AuthorityIsClosed,
        NotAnAdministrativeOrgan,
        OutsideJurisdiction,
    ),
)
async def move_authority(info: Info, input: MoveAuthorityInput) -> AuthorityMoved:
    faults = InputFaults()
    given = entries.columns(faults, input, today=info.context.today())
    reason = entries.reason(faults, input.reason)
    faults.refuse()
    key = key_of("Authority", input.authority_id, "authorityId")
    if input.parent_id is not strawberry.UNSET:
        parent = input.parent_id
        given["parent_id"] = None if parent is None else key_of("Authority", parent, "parentId")
    async with begin_transaction(info, input) as transaction:
        session = transaction.session
        await authorities.lock_tree(session)
        row = await authorities.claim(session, key)
        before = await authorities.node(session, row)
        rules.correct(before.office, by=transaction.actor)
        refuse_unless_current(row, input.expected_version)
        if all(getattr(row, name) == value for name, value in given.items()):
            zh, en = "没有变更", "nothing would change"
            raise InvalidInput.of("regionCode", zh, en)
        if "region_code" in given:
            await jurisdiction.places(session, {"regionCode": given["region_code"]})
        rules.propose_move(
            before,
            await authorities.node(session, row, given),
            used=await authorities.used_sectors(session, row.id),
            by=transaction.actor,
        )
        target = {
            "region_code": given.get("region_code", row.region_code),
            "sectors": given.get("sectors", row.sectors),
            "parent_id": given.get("parent_id", row.parent_id),
        }
        if await authorities.is_named(session, row.name, target["region_code"], but=row.id):
            raise rules.AuthorityNameTaken(row.name)
        proposal = authorities.proposal(
            row,
            ChangeKind.JURISDICTION,
            reason,
            by=transaction.actor.account_id,
            at=transaction.now,
            **target,
        )
        session.add(proposal)
        transaction.audit("authority.move_proposed", on=row.id, proposal=str(proposal.id))
        return transaction.succeed(AuthorityMoved(proposal_id=proposal.id))

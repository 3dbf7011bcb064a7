"""A registrar transfers institutions in bulk from one supervising authority to another."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain import institutions as rules
from domain.actors import AuthorityIsClosed
from domain.authorities import Sector
from domain.institutions import InstitutionKind, RegisteredPlace
from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from persistence.accounts import writes as accounts
from persistence.authorities import writes as authorities
from persistence.authorities.table import Authority
from persistence.institutions import writes as institutions
from persistence.institutions.table import Institution
from schema.authorities import entries
from schema.fields import Info, field, optional, refetched
from schema.inputs import OPERATION_ID, InputFaults, is_given, key_of
from schema.institutions.checks import region_code
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation
from schema.regions import types

_MOST = 5_000


@strawberry.input(
    description="Institutions that another authority is to supervise: those listed, or all of a region, of a "
    "sector, or of both, that the one supervises."
)
class TransferInstitutionsInput:
    operation_id: UUID = field(OPERATION_ID)
    from_authority_id: strawberry.ID = field("The authority that supervises them now.")
    to_authority_id: strawberry.ID = field("The authority that is to supervise them.")
    institution_ids: list[strawberry.ID] | None = optional(
        "The institutions, at most 5,000; each supervised by the first authority."
    )
    region_code: str | None = optional("Only those in this region or below it; without a list.")
    sector: Sector | None = optional("Only those of this sector; without a list.")
    reason: str = field(entries.REASON)


@strawberry.type(description="The institutions are supervised by the other authority.")
class InstitutionsTransferred:
    authority_id: Annotated[UUID, StoredAs("authority_id")]
    authority: types.Authority | None = refetched(
        "authority_id", "The authority that supervises them now."
    )


@mutation(
    permission=Permission.INSTITUTION_REGISTER,
    description="Transfer institutions of the caller's jurisdiction from one supervising authority to "
    "another, 5,000 at most at once; all of them or none.",
    refuses=(AuthorityIsClosed, NotAnAdministrativeOrgan, OutsideJurisdiction),
)
async def transfer_institutions(
    info: Info, input: TransferInstitutionsInput
) -> InstitutionsTransferred:
    faults = InputFaults()
    reason = entries.reason(faults, input.reason)
    ids = _listed(faults, input)
    if is_given(input.region_code) and input.region_code is not None:
        region_code(faults, "regionCode", input.region_code)
    before_id = key_of("Authority", input.from_authority_id, "fromAuthorityId")
    after_id = key_of("Authority", input.to_authority_id, "toAuthorityId")
    if before_id == after_id:
        faults.add("toAuthorityId", "须是另一机关", "must be another authority")
    faults.refuse()
    async with begin_transaction(info, input) as transaction:
        before = await authorities.get(transaction.session, before_id)
        after = await authorities.get_shared(transaction.session, after_id)
        found = await institutions.supervised(
            transaction.session,
            before.id,
            ids=ids,
            region_code=input.region_code or None,
            sector=input.sector or None,
            most=_MOST + 1,
        )
        _refuse_uncounted(len(found), ids)
        transaction.because(reason)
        for row in found:
            _transfer(transaction, row, before, after)
        transaction.audit(
            "institutions.transferred", on=after.id, before=str(before.id), count=len(found)
        )
        return transaction.succeed(InstitutionsTransferred(authority_id=after.id))


def _listed(faults: InputFaults, input: TransferInstitutionsInput) -> set[UUID] | None:
    has_conditions = is_given(input.region_code) or is_given(input.sector)
    if not is_given(input.institution_ids) or input.institution_ids is None:
        if not has_conditions:
            zh, en = "须列出机构，或指明地区或领域", "list institutions, or give a region or sector"
            faults.add("institutionIds", zh, en)
        return None
    if has_conditions:
        zh, en = "已列出机构时不填地区和领域", "must be left out beside a region or sector"
        faults.add("institutionIds", zh, en)
    faults.number("institutionIds.length", len(input.institution_ids), least=1, most=_MOST)
    return {
        key_of("Institution", text, f"institutionIds[{i}]")
        for i, text in enumerate(input.institution_ids)
    }


def _refuse_uncounted(count: int, ids: set[UUID] | None) -> None:
    """More than go at once, or not all of those listed are supervised by the authority."""
    faults = InputFaults()
    if ids is not None and count < len(ids):
        zh = f"其中{len(ids) - count}家不由该机关监管"
        en = f"{len(ids) - count} of them are not supervised by that authority"
        faults.add("institutionIds", zh, en)
    if ids is None:
        zh, en = f"一次1至{_MOST}家，请缩小范围", f"1 to {_MOST} at once: narrow it down"
        if not 1 <= count <= _MOST:
            faults.add("regionCode", zh, f"{count if count <= _MOST else 'too many'} fit; {en}")
    faults.refuse()


def _transfer(
    transaction: Transaction, row: Institution, before: Authority, after: Authority
) -> None:
    """As `updateInstitution` would, one by one."""
    facts = [
        rules.Institution(
            kinds=frozenset(InstitutionKind[kind] for kind in row.kinds),
            sector=row.sector,
            place=RegisteredPlace(row.region_code, is_leaf=True),
            supervisor=accounts.office(supervisor),
        )
        for supervisor in (before, after)
    ]
    rules.update(
        *facts,
        institution_id=row.id,
        changed={"supervising_authority_id"},
        by=transaction.actor,
    )
    row.record_correction({"supervising_authority_id": after.id}, at=transaction.now)

"""A head publishes an item on the authority's own list, or the next version of one."""

import datetime as dt
import re
from typing import Annotated
from uuid import UUID

import strawberry

from domain import checklists
from domain.actors import AuthorityIsClosed
from domain.authorities import Sector
from domain.inspections.terms import Method
from domain.institutions import InstitutionKind
from domain.items import ItemClass
from domain.items import editions as rules
from domain.items.catalogue import violation_codes
from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from persistence.engine.identifiers import new_key
from persistence.items import writes as items
from persistence.items.table import InspectionItem
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, InputFaults
from schema.items import types
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.offices import AUTHORITY_ID, SECTOR, office_of, sector_of

_CODE = re.compile(r"[A-Z][A-Z0-9-]{1,19}")


@strawberry.input(description="An item to publish on the list.")
class PublishInspectionItemInput:
    operation_id: UUID = field(OPERATION_ID)
    authority_id: strawberry.ID | None = strawberry.field(default=None, description=AUTHORITY_ID)
    sector: Sector | None = strawberry.field(default=None, description=SECTOR)
    code: str = field(
        "Code of the item: 2 to 20 capital letters, digits and hyphens. A code that"
        " the authority already uses makes the next version of that item."
    )
    item_class: ItemClass = field("Whether it is a general or a key item.")
    title: str = field("Title in Chinese, up to 100 characters.")
    english_title: str | None = strawberry.field(
        default=None, description="Title in English, up to 200 characters."
    )
    legal_basis: list[str] = field(
        "Documents and articles on which the check rests: 1 to 20, of up to 100 characters each,"
        " by a mark of the register with its place (`X15 Art. 16`) or in the authority's own words."
    )
    applies_to: list[InstitutionKind] = field(
        "Kinds of institutions at which it is checked, at least one."
    )
    ratio_bp: int = field(
        "Share of the objects to draw, from 1 to 10,000 basis points; 100 are 1 per cent."
    )
    max_per_year: int = field("Greatest number of checks of one object in a year, from 1 to 12.")
    methods: list[Method] = field("Methods by which it is checked, at least one.")
    checklist_code: str = field("Code of the checklist, which is taken in its newest edition.")
    checklist_item_codes: list[str] = field(
        "Codes of the checklist items that belong to it, at least one."
    )
    effective_from: dt.date = field("First day in force; not in the past.")


@strawberry.type(description="The item is published on the list.")
class InspectionItemPublished:
    item_id: Annotated[UUID, StoredAs("item_id")]
    item: types.InspectionItem | None = refetched(
        "item_id", "The item after the change, as the caller sees it."
    )


@mutation(
    permission=Permission.ITEM_PUBLISH,
    description="Publish an item on the authority's own list, or the next version of one.",
    refuses=(rules.ItemOfAnotherAuthority, NotAnAdministrativeOrgan, AuthorityIsClosed),
)
async def publish_inspection_item(
    info: Info, input: PublishInspectionItemInput
) -> InspectionItemPublished:
    title, english_title, legal_basis = _checked(input)
    async with begin_transaction(info, input) as transaction:
        office = office_of(transaction.actor, Permission.ITEM_PUBLISH, input.authority_id)
        sector = sector_of(office, input.sector)
        newest = await items.newest(transaction.session, input.code)
        edition = rules.publish(
            office,
            newest.listing() if newest is not None else None,
            effective_from=input.effective_from,
            by=transaction.actor,
            today=transaction.today,
        )
        if newest is not None and (
            newest.effective_to is None or newest.effective_to > edition.earlier_ends_on
        ):
            newest.effective_to = edition.earlier_ends_on
        checklist = checklists.current(input.checklist_code)
        item = InspectionItem(
            id=new_key(),
            code=input.code,
            version_no=edition.version_no,
            authority_id=office.authority_id,
            sector=sector,
            item_class=input.item_class,
            title=title,
            english_title=english_title,
            legal_basis=legal_basis,
            applies_to=list(dict.fromkeys(input.applies_to)),
            ratio_bp=input.ratio_bp,
            max_per_year=input.max_per_year,
            methods=list(dict.fromkeys(input.methods)),
            checklist_code=checklist.code,
            checklist_version=checklist.version,
            checklist_item_codes=list(dict.fromkeys(input.checklist_item_codes)),
            violation_codes=list(violation_codes(checklist, input.checklist_item_codes)),
            threshold_codes=[],
            effective_from=edition.effective_from,
            published_by=transaction.actor.account_id,
            published_at=transaction.now,
        )
        transaction.session.add(item)
        transaction.audit("item.published", on=item.id, code=item.code, version=item.version_no)
        return transaction.succeed(InspectionItemPublished(item_id=item.id))


def _checked(input: PublishInspectionItemInput) -> tuple[str, str | None, list[str]]:
    faults = InputFaults()
    if _CODE.fullmatch(input.code) is None:
        faults.add(
            "code", "须为2至20位大写字母、数字或连字符", "must have 2 to 20 of A-Z, 0-9 and -"
        )
    title = faults.name("title", input.title, longest=100)
    english_title = faults.optional_name("englishTitle", input.english_title, longest=200)
    faults.number("legalBasis", len(input.legal_basis), least=1, most=20)
    basis = [
        faults.name(f"legalBasis[{i}]", text, longest=100)
        for i, text in enumerate(input.legal_basis[:20])
    ]
    for name, values in (("appliesTo", input.applies_to), ("methods", input.methods)):
        if not values:
            faults.add(name, "至少选择一项", "must have at least one entry")
    faults.number("ratioBp", input.ratio_bp, least=1, most=10_000)
    faults.number("maxPerYear", input.max_per_year, least=1, most=12)
    known = {each.code for each in checklists.CHECKLISTS}
    if input.checklist_code not in known:
        faults.add("checklistCode", "该检查表不存在", "must be the code of a checklist")
    else:
        codes = checklists.current(input.checklist_code).item_codes
        if not input.checklist_item_codes:
            faults.add("checklistItemCodes", "至少选择一项", "must have at least one entry")
        for i, code in enumerate(input.checklist_item_codes[:100]):
            if code not in codes:
                zh, en = "该检查表中无此检查项目", "must be the code of an item of the checklist"
                faults.add(f"checklistItemCodes[{i}]", zh, en)
    faults.refuse()
    return title, english_title, basis

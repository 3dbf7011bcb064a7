"""Who ordered a campaign, as plans and tasks give it."""

from uuid import UUID

import strawberry

from domain.actors import Office
from domain.inspections.terms import TaskCategory
from domain.plans import campaigns as rules
from persistence.accounts import writes as accounts
from persistence.authorities import register
from persistence.authorities import writes as authorities
from persistence.engine.database import AsyncSession
from schema.inputs import InputFaults, is_given, key_of

ORDERED_BY = "The authority above that ordered the campaign; its visits leave the caller's yearly cap as it was."
ORDER_NO = (
    "Number of the document that orders it, up to 100 characters; required with that authority."
)


def ordered(
    faults: InputFaults,
    category: TaskCategory,
    ordered_by_id: strawberry.ID | None,
    order_no: str | None,
) -> tuple[UUID | None, str | None]:
    """The keys given, checked as far as an input can be."""
    number = faults.optional_name("orderNo", order_no, longest=100)
    key = None
    if is_given(ordered_by_id) and ordered_by_id is not None:
        key = key_of("Authority", ordered_by_id, "orderedById")
    if key is not None and category is not TaskCategory.CAMPAIGN:
        zh, en = "仅专项检查可填写部署机关", "is possible for a campaign only"
        faults.add("orderedById", zh, en)
    if (key is None) != (number is None):
        zh, en = "部署机关与文号须同时填写", "must come with the authority that ordered it"
        faults.add("orderNo", zh, en)
    return key, number


async def refuse_unless_above(session: AsyncSession, office: Office, key: UUID | None) -> None:
    """Raise what the rule refuses, NotFound for an authority that is none."""
    if key is not None:
        ordering = accounts.office(await authorities.get_shared(session, key))
        own = await authorities.get(session, office.authority_id)
        rules.order(office, ordering, await register.above(session, own.parent_id))

"""A head adopts how many objects of each risk class their authority draws."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.permissions import Permission
from domain.tasks import policy as rules
from persistence import tasks
from schema.answering import Asked, shown
from schema.deeds import StoredAs, writing
from schema.inputs import OPERATION_ID
from schema.offices import AUTHORITY_ID, office_of
from schema.regions import types
from schema.tasks.inputs import QuotaInput, quota


@strawberry.input(description="The policy that the authority adopts.")
class AdoptDrawPolicyInput:
    operation_id: UUID = strawberry.field(description=OPERATION_ID)
    authority_id: strawberry.ID | None = strawberry.field(default=None, description=AUTHORITY_ID)
    quotas: list[QuotaInput] = strawberry.field(
        description="One line for each risk class, each with a ratio."
    )


@strawberry.type(description="The policy is adopted and applies to tasks created from now on.")
class DrawPolicyAdopted:
    authority_id: Annotated[UUID, StoredAs("authority_id")]
    authority: types.Authority | None = shown(
        "authority_id", "The authority that adopted the policy."
    )


async def adopt_draw_policy(info: Asked, input: AdoptDrawPolicyInput) -> DrawPolicyAdopted:
    async with writing(info, input) as deed:
        office = office_of(deed.actor, Permission.DRAW_SET_POLICY, input.authority_id)
        adopted = rules.adopt(office, [quota(each) for each in input.quotas[:20]], by=deed.actor)
        _, version_no = await tasks.newest_policy(deed.session, office.authority_id)
        assert deed.actor.account_id is not None
        deed.session.add_all(
            tasks.policy_rows(
                office.authority_id,
                adopted,
                version_no=version_no + 1,
                by=deed.actor.account_id,
                at=deed.now,
            )
        )
        deed.audit("draw_policy.adopted", on=office.authority_id, version=version_no + 1)
        return deed.done(DrawPolicyAdopted(authority_id=office.authority_id))

"""A head adopts how many objects of each risk class their authority draws."""

from typing import Annotated
from uuid import UUID

import strawberry

from domain.actors import AuthorityIsClosed
from domain.offices import NotAnAdministrativeOrgan
from domain.permissions import Permission
from domain.tasks import policy as rules
from persistence.tasks import writes as tasks
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID
from schema.mutations import StoredAs, begin_transaction, mutation
from schema.offices import AUTHORITY_ID, office_of
from schema.regions import types
from schema.tasks.inputs import QuotaInput, quota


@strawberry.input(description="The policy that the authority adopts.")
class AdoptDrawPolicyInput:
    operation_id: UUID = field(OPERATION_ID)
    authority_id: strawberry.ID | None = strawberry.field(default=None, description=AUTHORITY_ID)
    quotas: list[QuotaInput] = field("One line for each risk class, each with a ratio.")


@strawberry.type(description="The policy is adopted and applies to tasks created from now on.")
class DrawPolicyAdopted:
    authority_id: Annotated[UUID, StoredAs("authority_id")]
    authority: types.Authority | None = refetched(
        "authority_id", "The authority that adopted the policy."
    )


@mutation(
    permission=Permission.DRAW_SET_POLICY,
    description="Adopt a policy: how many objects of each risk class the authority draws.",
    refuses=(
        NotAnAdministrativeOrgan,
        AuthorityIsClosed,
    ),
)
async def adopt_draw_policy(info: Info, input: AdoptDrawPolicyInput) -> DrawPolicyAdopted:
    async with begin_transaction(info, input) as transaction:
        office = office_of(transaction.actor, Permission.DRAW_SET_POLICY, input.authority_id)
        adopted = rules.adopt(
            office, [quota(each) for each in input.quotas[:20]], by=transaction.actor
        )
        _, version_no = await tasks.newest_policy(transaction.session, office.authority_id)
        assert transaction.actor.account_id is not None
        transaction.session.add_all(
            tasks.policy_rows(
                office.authority_id,
                adopted,
                version_no=version_no + 1,
                by=transaction.actor.account_id,
                at=transaction.now,
            )
        )
        transaction.audit("draw_policy.adopted", on=office.authority_id, version=version_no + 1)
        return transaction.succeed(DrawPolicyAdopted(authority_id=office.authority_id))

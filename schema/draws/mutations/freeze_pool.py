"""A task manager freezes the pool and commits to it before the randomness exists."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

import strawberry

from domain.draws import entropy, pool_freeze
from domain.draws.entropy import Chain, Source
from domain.permissions import Permission
from domain.tasks import draw_steps as rules
from domain.tasks.policy import QuotaAbovePolicy
from domain.transitions import IllegalTransition
from persistence.draws import freeze, shares
from persistence.tasks import writes as tasks
from schema.draws import inputs
from schema.draws.inputs import EntropySourceInput
from schema.fields import Info, field, refetched
from schema.inputs import OPERATION_ID, key_of
from schema.inspections import types
from schema.mutations import StoredAs, Transaction, begin_transaction, mutation
from schema.tasks.transitions import move, refuse_case


@strawberry.input(description="The pool that is to be frozen, and how it will be drawn from.")
class FreezePoolInput:
    operation_id: UUID = field(OPERATION_ID)
    task_id: strawberry.ID = field("The id of the approved task.")
    draw_at: dt.datetime = field(
        "The moment of the draw: after the randomness exists and before the first visit."
    )
    entropy: EntropySourceInput = field("The source of randomness for the draw.")


@strawberry.type(description="The pool is frozen and the commitment to it is public.")
class PoolFrozen:
    task_id: Annotated[UUID, StoredAs("task_id")]
    task: types.InspectionTask | None = refetched("task_id", "The task whose pool is frozen.")


@mutation(
    permission=Permission.TASK_MANAGE,
    description="Freeze the pool of an approved task and publish a commitment to it.",
    refuses=(
        rules.NothingToDraw,
        rules.PoolBusy,
        QuotaAbovePolicy,
        pool_freeze.TooFewOfficersForDraw,
        entropy.EntropySourceUnclear,
        entropy.EntropyAlreadyExists,
        IllegalTransition,
    ),
)
async def freeze_pool(info: Info, input: FreezePoolInput) -> PoolFrozen:
    task_id = key_of("InspectionTask", input.task_id, "taskId")
    async with begin_transaction(info, input) as transaction:
        task = await tasks.claim(transaction.session, transaction.actor, task_id)
        refuse_case(task)
        rules.refuse_unless_managed(task.authority_id, by=transaction.actor)
        move(transaction, task, "freeze_pool")
        rules.freeze(
            task.authority_id,
            draw_at=input.draw_at,
            window_from=task.window_from,
            by=transaction.actor,
            now=transaction.now,
            today=transaction.today,
            margin=rules.MARGIN_OF_PARTIES if input.entropy.share_ids else rules.MARGIN,
        )
        assert transaction.actor.account_id is not None
        made = freeze.FrozenBy(
            transaction.actor.account_id, "TASK_MANAGER", transaction.now, transaction.today
        )
        source = await _source(transaction, task.id, input, info.context.chains)
        rules.refuse_near(source, now=transaction.now)
        draw = await freeze.freeze(
            transaction.session, task, source, made, transaction.keys, draw_at=input.draw_at
        )
        transaction.audit("pool.frozen", on=task.id, commitment=draw.commitment)
        transaction.enqueue("draw.committed", about=task.id, task_code=task.code)
        return transaction.succeed(PoolFrozen(task_id=task.id))


async def _source(
    transaction: Transaction, task_id: UUID, input: FreezePoolInput, chains: Mapping[str, Chain]
) -> Source:
    given = input.entropy
    if given.beacon:
        return inputs.beacon(given.beacon, input.draw_at, chains)
    if given.figure:
        return inputs.figure(given.figure)
    share_ids = [
        key_of("DrawShare", each, f"entropy.shareIds[{i}]")
        for i, each in enumerate(given.share_ids or ())
    ]
    return await shares.parties(
        transaction.session,
        task_id,
        share_ids,
        committed_at=transaction.now,
        draw_at=input.draw_at,
    )

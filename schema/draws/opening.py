"""What is opened of a draw to whom it concerns, and the check on the server's side."""

import asyncio
import hashlib
from typing import Annotated

import orjson
import strawberry

from domain.draw import verifying
from domain.draw.differences import DifferenceKind
from domain.permissions import Permission
from persistence.drawing import opening
from schema.answering import Asked, said
from schema.inputs import key_of
from schema.permissions import requires

LARGEST = 2_000_000
"""Characters; what is larger is checked by `verify_draw.py` and the page."""

TaskCode = Annotated[str, strawberry.argument(description="Code of the task.")]


@strawberry.type(description="What a check of a draw found.")
class DrawVerification:
    is_checked: bool = said(
        "Whether there was something to check here: revealed, and not too large."
    )
    is_valid: bool = said("Whether everything is as published.")
    difference: DifferenceKind | None = said("The first difference.")
    where: str = said("Where it is.")


async def verify_draw(info: Asked, task_code: TaskCode) -> DrawVerification | None:
    async with info.context.database.writing() as session:
        proof = await opening.published(session, task_code, most=LARGEST)
    if proof is None:
        return None
    found = await checked(proof)
    if found is None:
        return DrawVerification(is_checked=False, is_valid=False, difference=None, where="")
    return DrawVerification(
        is_checked=True, is_valid=found.is_valid, difference=found.difference, where=found.where
    )


async def checked(proof: str) -> verifying.Verification | None:
    """Each text once in a process: asked again and again, it would be a way to keep it busy."""
    name = hashlib.sha256(proof.encode()).digest()
    if name not in _FOUND:
        # Half a second of CPU for a large one: not on the loop, and one at a time.
        async with _ONE_AT_A_TIME:
            # Whoever waited for one that asked the same finds the answer here.
            if name not in _FOUND:
                found = await asyncio.to_thread(_verified, proof)
                if len(_FOUND) >= _MOST:
                    _FOUND.clear()
                _FOUND[name] = found
                return found
    return _FOUND.get(name)


def _verified(proof: str) -> verifying.Verification | None:
    """None where there is nothing to check."""
    document = orjson.loads(proof) if proof else {}
    return verifying.verify(document) if verifying.is_revealed(document) else None


_MOST = 10_000
_FOUND: dict[bytes, verifying.Verification | None] = {}
_ONE_AT_A_TIME = asyncio.Semaphore(1)


async def draw_slip(
    info: Asked,
    task_code: TaskCode,
    institution_id: Annotated[
        strawberry.ID, strawberry.argument(description="One's own institution.")
    ],
) -> str | None:
    context = info.context
    context.actor.needs(Permission.DRAW_CONTRIBUTE)
    key = key_of("Institution", institution_id, "institutionId")
    if key not in tuple(context.actor.institutions_with(Permission.DRAW_CONTRIBUTE)):
        return None
    async with context.database.writing() as session:
        return await opening.slip(session, task_code, key, context.keys, today=context.today())


async def draw_edition(info: Asked, task_code: TaskCode) -> str | None:
    context = info.context
    context.actor.needs(Permission.DRAW_READ)
    async with context.database.writing() as session:
        return await opening.whole(session, context.actor, task_code, context.keys)


VERIFY = strawberry.field(
    resolver=verify_draw,
    description="Do a revealed draw again on the server's side; null where there is none.",
)
SLIP = strawberry.field(
    resolver=draw_slip,
    description="What proves one's own row of a revealed draw and reveals no other, as JSON text; null"
    " while anybody's row would tell of a visit that is still to come.",
    directives=requires(Permission.DRAW_CONTRIBUTE),
)
EDITION = strawberry.field(
    resolver=draw_edition,
    description="A revealed draw with who stands behind every row, for oversight, as JSON text.",
    directives=requires(Permission.DRAW_READ),
)

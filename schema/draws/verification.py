"""What is disclosed of a draw to the parties concerned, and verification by the server."""

import asyncio
import hashlib
from typing import Annotated

import orjson
import strawberry

from domain.draws import verification
from domain.draws.differences import DifferenceKind
from domain.draws.signatures import BeaconSignature
from domain.permissions import Permission
from persistence.draws import beacons, editions
from schema.fields import Info, field
from schema.inputs import key_of
from schema.permissions import requires

LARGEST = 2_000_000
"""Characters; larger proofs are verified with `verify_draw.py` and on the page."""

TaskCode = Annotated[str, strawberry.argument(description="The code of the task that was drawn.")]


@strawberry.type(description="The outcome of verifying a draw on the server.")
class DrawVerification:
    is_checked: bool = field(
        "Whether the server verified the draw; false while it is not revealed, and for "
        "proofs above 2 MB."
    )
    is_valid: bool = field("Whether everything is as published; false if nothing was verified.")
    difference: DifferenceKind | None = field("The first difference found; null if there is none.")
    where: str = field("The place of the first difference in the proof; empty if there is none.")
    signature: BeaconSignature | None = field(
        "What is known of the beacon's signature; null if the randomness came from another source, "
        "or if the draw was not verified that far."
    )


async def verify_draw(info: Info, task_code: TaskCode) -> DrawVerification | None:
    async with info.context.database.writing() as session:
        proof = await editions.published(session, task_code, most=LARGEST)
    if proof is None:
        return None
    found = await verify_once(proof)
    if found is None:
        return DrawVerification(
            is_checked=False, is_valid=False, difference=None, where="", signature=None
        )
    return DrawVerification(
        is_checked=True,
        is_valid=found.is_valid,
        difference=found.difference,
        where=found.where,
        signature=found.signature,
    )


async def verify_once(proof: str) -> verification.Verification | None:
    """Each proof is verified once in a process: repeated requests would otherwise keep it busy."""
    name = hashlib.sha256(proof.encode()).digest()
    if name not in _FOUND:
        # A large proof takes half a second of CPU: in a thread, and one at a time.
        async with _ONE_AT_A_TIME:
            # A request that waited for the same proof finds its verification here.
            if name not in _FOUND:
                found = await asyncio.to_thread(_verified, proof)
                if len(_FOUND) >= _MOST:
                    _FOUND.clear()
                _FOUND[name] = found
                return found
    return _FOUND.get(name)


def _verified(proof: str) -> verification.Verification | None:
    """None where there is nothing to verify."""
    document = orjson.loads(proof) if proof else {}
    if not verification.is_revealed(document):
        return None
    return verification.verify(document, is_signed=beacons.is_signed)


_MOST = 10_000
_FOUND: dict[bytes, verification.Verification | None] = {}
_ONE_AT_A_TIME = asyncio.Semaphore(1)


async def draw_slip(
    info: Info,
    task_code: TaskCode,
    institution_id: Annotated[
        strawberry.ID,
        strawberry.argument(description="The id of the institution that the caller represents."),
    ],
) -> str | None:
    context = info.context
    context.actor.needs(Permission.DRAW_CONTRIBUTE)
    key = key_of("Institution", institution_id, "institutionId")
    if key not in tuple(context.actor.institutions_with(Permission.DRAW_CONTRIBUTE)):
        return None
    async with context.database.writing() as session:
        return await editions.slip(session, task_code, key, context.keys, today=context.today())


async def draw_edition(info: Info, task_code: TaskCode) -> str | None:
    context = info.context
    context.actor.needs(Permission.DRAW_READ)
    async with context.database.writing() as session:
        return await editions.whole(session, context.actor, task_code, context.keys)


VERIFY = strawberry.field(
    resolver=verify_draw,
    description="Verify a revealed draw on the server; null if the task has no public draw.",
)
SLIP = strawberry.field(
    resolver=draw_slip,
    description="The proof of the caller's own row in a revealed draw, as JSON text; it "
    "discloses no other row. Null while a row could disclose a visit that is still "
    "to come.",
    directives=requires(Permission.DRAW_CONTRIBUTE),
)
EDITION = strawberry.field(
    resolver=draw_edition,
    description="A revealed draw with the names behind every row, as JSON text; for oversight.",
    directives=requires(Permission.DRAW_READ),
)

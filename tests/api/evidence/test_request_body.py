"""Bodies as they come in: whatever ends them, what has come is kept."""

import asyncio
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from api.evidence.answers import OffsetDiffers, TooManyBytes
from api.evidence.request_body import Body, Interrupted, append
from persistence.storage import Store
from persistence.storage.parts import PART

UPLOAD = UUID(int=4)
GONE = {"type": "http.disconnect"}


def receiving(*messages: Any) -> Callable[[], Any]:
    """Bytes as messages, and then silence."""
    left = list(messages)

    async def receive() -> Any:
        if not left:
            await asyncio.Event().wait()
        message = left.pop(0)
        if isinstance(message, bytes):
            return {"type": "http.request", "body": message, "more_body": True}
        return message

    return receive


async def arrived(store: Store) -> bytes:
    return b"".join(
        [await store.objects.read(part.key) for part in await store.parts.arrived(UPLOAD)]
    )


async def test_what_came_before_the_client_left_is_kept(store: Store) -> None:
    with pytest.raises(Interrupted):
        await append(Body(receiving(b"abc", b"def", GONE), 100), store.parts, UPLOAD, 0)

    assert await arrived(store) == b"abcdef"


async def test_who_sends_nothing_any_more_is_not_waited_for(store: Store) -> None:
    with pytest.raises(Interrupted):
        await append(Body(receiving(b"abc"), 100, idle=0.01), store.parts, UPLOAD, 0)

    assert await arrived(store) == b"abc"


async def test_a_server_that_is_told_to_stop_keeps_what_came(store: Store) -> None:
    is_waiting = asyncio.Event()
    messages = receiving(b"abc")

    async def receive() -> Any:
        message = asyncio.ensure_future(messages())
        await asyncio.sleep(0)
        if not message.done():
            is_waiting.set()
        return await message

    task = asyncio.create_task(append(Body(receive, 100), store.parts, UPLOAD, 0))
    await is_waiting.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert await arrived(store) == b"abc"


async def test_bytes_beyond_the_end_are_refused(store: Store) -> None:
    with pytest.raises(TooManyBytes):
        await append(Body(receiving(b"abc", b"defg"), 6), store.parts, UPLOAD, 0)

    assert await arrived(store) == b""


async def test_a_second_sender_is_refused(store: Store) -> None:
    await store.parts.add(UPLOAD, 0, b"first")

    with pytest.raises(OffsetDiffers):
        await append(Body(receiving(b"second", GONE), 100), store.parts, UPLOAD, 0)

    assert await arrived(store) == b"first"


async def test_what_is_there_already_is_skipped(store: Store) -> None:
    await store.parts.add(UPLOAD, 0, b"abc")

    with pytest.raises(Interrupted):
        await append(Body(receiving(b"ab", b"cd", b"ef", GONE), 6), store.parts, UPLOAD, 3, skip=3)

    assert await arrived(store) == b"abcdef"


async def test_a_part_is_written_as_soon_as_it_is_full(store: Store) -> None:
    with pytest.raises(Interrupted):
        await append(
            Body(receiving(*[bytes(60_000)] * 20, GONE), 2_000_000), store.parts, UPLOAD, 0
        )

    sizes = [part.size for part in await store.parts.arrived(UPLOAD)]
    assert sizes == [300_000] * 4
    assert all(PART <= size < PART + 60_000 for size in sizes)

"""What a receiver gets can be verified, and whatever it answers but a 2xx is no delivery."""

import asyncio
import base64
import contextlib
import datetime as dt
import hashlib
import hmac
import time
from pathlib import Path
from typing import Any

import pytest

from jobs.channels import Undelivered
from jobs.hooks import MOST_BYTES, Hook, read_secrets, signed
from persistence.engine.keys import SecretUnusable
from tests.jobs.conftest import SECRET, hook, now
from tests.jobs.receiver import Receiver, answering

CONTENT: dict[str, Any] = {"id": "0197", "topic": "visit.tested", "payload": {"姓名": "无"}}
SECRETS = [f"whsec_{base64.b64encode(bytes([each]) * 32).decode()}" for each in range(3)]


async def undelivered(channel: Hook) -> Undelivered:
    with pytest.raises(Undelivered) as found:
        await channel(CONTENT)
    return found.value


async def test_a_message_comes_signed_by_each_secret(receiver: Receiver) -> None:
    older = b"another secret of 32 bytes, so."
    await Hook(receiver.url, [SECRET, older], now)(CONTENT)

    ((headers, body),) = receiver.requests
    assert receiver.contents == [CONTENT]
    assert headers["content-type"] == "application/json"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 10
    text = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    macs = [hmac.new(secret, text, hashlib.sha256).digest() for secret in (SECRET, older)]
    signatures = [f"v1,{base64.b64encode(mac).decode()}" for mac in macs]
    assert headers["webhook-signature"] == " ".join(signatures)
    assert headers["webhook-id"] == CONTENT["id"]


def test_the_signature_is_that_of_standard_webhooks() -> None:
    """The example of its specification."""
    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = dt.datetime.fromtimestamp(1614265330, dt.UTC)

    headers = signed("msg_p5jXN8AQM9LWM0D4loKWxJek", at, b'{"test": 2432232314}', [secret])

    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    ("status", "is_final"), [("500 Broken", False), ("404 No", False), ("410 Gone", True)]
)
async def test_another_status_is_no_delivery(
    status: str, is_final: bool, receiver: Receiver
) -> None:
    receiver.answer = answering(status, body="你的验证码".encode())

    failure = await undelivered(hook(receiver))

    assert (failure.error, failure.is_final) == (f"HTTP {status[:3]}", is_final)


async def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    for status in ("301 There", "307 There"):
        receiver.answer = answering(status, f"location: {receiver.url}")
        assert (await undelivered(hook(receiver))).error == f"HTTP {status[:3]}"

    assert len(receiver.requests) == 2


async def test_a_receiver_that_asks_for_time_gets_it(receiver: Receiver) -> None:
    for text, seconds in (("120", 120), ("999999999999", 86_400), ("soon", None), ("-3", None)):
        receiver.answer = answering("429 Slowly", f"retry-after: {text}")
        after = (await undelivered(hook(receiver))).after
        assert after == (None if seconds is None else dt.timedelta(seconds=seconds))
    at = (now() + dt.timedelta(minutes=5)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    receiver.answer = answering("503 Away", f"retry-after: {at}")
    after = (await undelivered(hook(receiver))).after
    assert after is not None
    assert 290 < after.total_seconds() <= 300


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"\x00\xff rubbish \r\n\r\n", "RemoteProtocolError"),
        (b"", "RemoteProtocolError"),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf", "RemoteProtocolError"),
        (b"HTTP/1.1 200 OK\r\n" + b"x: " + b"y" * 500_000, "RemoteProtocolError"),
    ],
    ids=["rubbish", "nothing", "half", "no-end-of-headers"],
)
async def test_rubbish_is_no_delivery(answer: bytes, error: str, receiver: Receiver) -> None:
    async def reply(_content: object) -> bytes:
        return answer

    receiver.answer = reply

    assert (await undelivered(hook(receiver))).error == error


async def test_of_a_large_answer_little_is_read(receiver: Receiver) -> None:
    receiver.answer = answering("200 OK", body=b"x" * MOST_BYTES * 400)
    began = time.process_time()

    await hook(receiver)(CONTENT)

    assert time.process_time() - began < 0.5


async def test_a_slow_answer_is_none(receiver: Receiver) -> None:
    async def reply(_content: object) -> bytes:
        return await receiver.hang()

    receiver.answer = reply

    assert (await undelivered(hook(receiver, timeout=0.1))).error == "TIMEOUT"


async def test_an_answer_that_never_ends_is_none_however_lively_it_is() -> None:
    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n")
        while not reader.at_eof():
            writer.write(b"x")
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(reader.read(99_999), 0.02)
        writer.close()

    server = await asyncio.start_server(drip, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        assert (await undelivered(Hook(url, [SECRET], now, timeout=0.3))).error == "TIMEOUT"
        await asyncio.sleep(0.05)


async def test_nobody_there_is_named_without_the_address() -> None:
    failure = await undelivered(Hook("http://127.0.0.1:1/in?token=hunter2", [SECRET], now))

    assert str(failure) == "ConnectError"
    assert failure.__cause__ is None


def test_secrets_are_one_on_a_line(tmp_path: Path) -> None:
    file = tmp_path / "secrets"
    file.touch(0o600)
    file.write_text("\n".join([SECRETS[0], "", SECRETS[1] + "  ", ""]))

    assert read_secrets(file) == (b"\0" * 32, b"\1" * 32)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hunter2",
        "whsec_hunter2",
        "whsec_" + base64.b64encode(b"x" * 23).decode(),
        "whsec_" + base64.b64encode(b"x" * 65).decode(),
        f"{SECRETS[0]}\n{SECRETS[1].removeprefix('whsec_')}",
    ],
    ids=["nothing", "a-word", "no-base64", "too-short", "too-long", "one-without-its-prefix"],
)
def test_a_secret_that_is_none_is_refused_and_not_repeated(text: str, tmp_path: Path) -> None:
    file = tmp_path / "secrets"
    file.touch(0o600)
    file.write_text(text)

    with pytest.raises(SecretUnusable, match="must be whsec_") as refused:
        read_secrets(file)

    assert "hunter2" not in str(refused.value)


def test_a_file_that_others_can_read_or_that_is_missing_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secrets"
    with pytest.raises(SecretUnusable, match="cannot be read: FileNotFoundError"):
        read_secrets(file)
    file.touch(0o600)
    file.write_text(SECRETS[0])
    file.chmod(0o644)

    with pytest.raises(SecretUnusable, match="chmod 600"):
        read_secrets(file)

import re
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any
from uuid import RFC_4122, UUID

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send

from api.requests import (
    Address,
    RequestId,
    RequestIds,
    address_key,
    client_address,
    language,
    subnet_key,
)

TRUSTED = (ip_network("10.0.0.0/8"), ip_network("fd00::/8"))


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    state = Request(scope).state
    facts = {
        "id": state.request_id,
        "address": str(state.client_address),
        "language": state.language,
    }
    await JSONResponse(facts)(scope, receive, send)


def ask(peer: str, headers: dict[str, str]) -> tuple[dict[str, Any], str]:
    client = TestClient(RequestId(echo, TRUSTED), client=(peer, 5000))
    answer = client.get("/", headers=headers)
    return answer.json(), answer.headers["x-request-id"]


def test_every_request_gets_an_id_of_its_own_that_sorts_by_time() -> None:
    ids = [ask("203.0.113.9", {})[1] for _ in range(3)]

    assert len(set(ids)) == 3
    assert all(
        re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab].{3}-.{12}", i) for i in ids
    )
    assert ids[0][:8] <= ids[1][:8] <= ids[2][:8]


def test_ids_stay_different_and_well_formed_when_the_count_begins_again() -> None:
    ids = RequestIds()
    ids.count = 0x3FF_FFFF - 500

    made = [ids.next() for _ in range(1_000)]

    assert len(set(made)) == 1_000
    assert all(UUID(each).version == 7 and UUID(each).variant == RFC_4122 for each in made)


def test_the_id_in_the_state_is_the_one_sent_back() -> None:
    facts, sent = ask("203.0.113.9", {})

    assert facts["id"] == sent


def test_a_trusted_proxy_may_bring_the_id() -> None:
    facts, sent = ask("10.1.2.3", {"X-Request-Id": "edge-0000000001"})

    assert facts["id"] == sent == "edge-0000000001"


@pytest.mark.parametrize("id", ["short", "x" * 65, "spaced out id", "<script>alert(1)", ""])
def test_not_even_a_proxy_brings_a_malformed_id(id: str) -> None:
    assert ask("10.1.2.3", {"X-Request-Id": id})[1] != id


def test_a_stranger_does_not_choose_the_id() -> None:
    assert ask("203.0.113.9", {"X-Request-Id": "edge-0000000001"})[1] != "edge-0000000001"


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        pytest.param("203.0.113.9", "198.51.100.1", "203.0.113.9", id="stranger-claims"),
        pytest.param("10.0.0.1", "", "10.0.0.1", id="proxy-itself"),
        pytest.param("10.0.0.1", "198.51.100.1", "198.51.100.1", id="one-proxy"),
        pytest.param("10.0.0.1", "1.1.1.1, 198.51.100.1", "198.51.100.1", id="forged-left"),
        pytest.param("10.0.0.1", "198.51.100.1, 10.9.9.9", "198.51.100.1", id="two-proxies"),
        pytest.param("10.0.0.1", "10.8.8.8,10.9.9.9", "10.8.8.8", id="all-trusted"),
        pytest.param("10.0.0.1", "1.1.1.1, rubbish", "10.0.0.1", id="rubbish-right"),
        pytest.param("10.0.0.1", "rubbish, 10.9.9.9", "10.9.9.9", id="rubbish-beyond"),
        pytest.param("10.0.0.1", "198.51.100.1:5555", "198.51.100.1", id="with-port"),
        pytest.param("fd00::1", "[2001:db8::7]:443", "2001:db8::7", id="v6-with-port"),
        pytest.param("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1", id="mapped-peer"),
        pytest.param("10.0.0.1", "1.1.1.1" + ",10.0.0.2" * 5000, "10.0.0.2", id="endless"),
    ],
)
def test_the_client_is_the_rightmost_hop_that_no_proxy_of_ours_is(
    peer: str, forwarded: str, expected: str
) -> None:
    scope = {"client": (peer, 1), "headers": [(b"x-forwarded-for", forwarded.encode())]}

    assert client_address(scope, TRUSTED) == ip_address(expected)


def test_several_forwarded_headers_are_read_as_one() -> None:
    headers = [(b"X-Forwarded-For", b"1.1.1.1"), (b"x-forwarded-for", b"198.51.100.1, 10.0.0.2")]

    assert client_address({"client": ("10.0.0.1", 1), "headers": headers}, TRUSTED) == IPv4Address(
        "198.51.100.1"
    )


def test_a_socket_without_an_address_has_none() -> None:
    assert client_address({"client": None, "headers": []}, TRUSTED) is None
    assert client_address({"client": ("testclient", 1), "headers": []}, TRUSTED) is None


@pytest.mark.parametrize(
    ("address", "one", "neighbourhood"),
    [
        (ip_address("198.51.100.77"), "198.51.100.77/32", "198.51.100.0/24"),
        (ip_address("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64", "2001:db8:1::/48"),
        (None, "local", "local"),
    ],
)
def test_addresses_are_counted_by_what_one_customer_is_given(
    address: Address | None, one: str, neighbourhood: str
) -> None:
    assert address_key(address) == one
    assert subnet_key(address) == neighbourhood


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("", "zh"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("en;q=0.3, zh-Hans;q=0.2", "en"),
        ("EN", "en"),
        ("fr, de;q=0.9", "zh"),
        ("fr, en;q=0.1", "en"),
        ("*", "zh"),
        ("zh;q=0, *", "en"),
        ("en;q=0", "zh"),
        ("en;q=2, zh;q=0.1", "zh"),
        ("en;q=;q=;;;,,zh", "zh"),
        ("english", "zh"),
        (";" * 5000 + "en", "zh"),
    ],
    ids=lambda text: repr(text[:20]),
)
def test_the_language_is_chinese_unless_english_is_preferred(wanted: str, expected: str) -> None:
    headers = [(b"Accept-Language", wanted.encode())] if wanted else []

    assert language(headers) == expected

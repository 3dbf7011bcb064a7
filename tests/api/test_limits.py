import asyncio
import socket
import threading
import time
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from typing import Any

import pytest
import uvicorn
from cachetools import LRUCache
from graphql import build_schema, get_introspection_query, parse, validate
from graphql.validation.rules import overlapping_fields_can_be_merged as merging
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api import limits
from api.limits import (
    ANONYMOUS,
    SIGNED_IN,
    BodyCap,
    Budget,
    Limits,
    RateLimiter,
    SlidingWindow,
)
from api.logs import RequestLog
from api.requests import RequestId
from domain.refusals import Refusal

NUL = "\0"
HALF_PAIR = "\ud800"


async def measure(scope: Scope, receive: Receive, send: Send) -> None:
    body = await Request(scope, receive).body()
    await JSONResponse({"read": len(body)})(scope, receive, send)


def post(size: int, headers: dict[str, str] | None = None, *, chunked: bool = False) -> Any:
    body = b"x" * size
    pieces = (body[start : start + 1000] for start in range(0, size, 1000))
    return TestClient(BodyCap(measure)).post(
        "/", content=pieces if chunked else body, headers=headers
    )


@pytest.mark.parametrize("chunked", [False, True], ids=["declared", "chunked"])
@pytest.mark.parametrize(
    ("headers", "cap"),
    [({}, 65_536), ({"Authorization": "Bearer x"}, 1_048_576), ({"Authorization": " "}, 65_536)],
    ids=["anonymous", "signed-in", "empty-credentials"],
)
def test_a_body_passes_at_the_cap_and_not_one_byte_beyond(
    headers: dict[str, str], cap: int, chunked: bool
) -> None:
    assert post(cap, headers, chunked=chunked).json() == {"read": cap}

    refused = post(cap + 1, headers, chunked=chunked)

    assert refused.status_code == 413
    assert refused.headers["connection"] == "close"
    assert refused.json() == {
        "errors": [
            {
                "message": f"请求过大，最多{cap}字节。",
                "extensions": {"code": "REQUEST_TOO_LARGE", "maximumBytes": cap},
            }
        ]
    }


def test_the_refusal_speaks_english_to_who_prefers_it() -> None:
    refused = post(70_000, {"Accept-Language": "en"})

    assert (
        refused.json()["errors"][0]["message"]
        == "The request is too large: at most 65536 bytes are allowed."
    )


async def test_a_declared_length_beyond_the_cap_is_refused_without_reading() -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("read")

    async def send(message: Message) -> None:
        sent.append(message)

    for length in (b"65537", b"9" * 5000):
        scope = {"type": "http", "headers": [(b"content-length", length)]}
        await BodyCap(measure)(scope, receive, send)

    assert [message["status"] for message in sent[::2]] == [413, 413]


async def test_reading_stops_at_the_first_chunk_beyond_the_cap() -> None:
    sent: list[Message] = []
    received = 0

    async def receive() -> Message:
        nonlocal received
        received += 1
        return {"type": "http.request", "body": b"x" * 40_000, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    # The length lies, as only a broken proxy would let it.
    await BodyCap(measure)({"type": "http", "headers": [(b"content-length", b"5")]}, receive, send)

    assert received == 2
    assert sent[0]["status"] == 413


async def test_what_is_not_a_request_passes_untouched() -> None:
    seen: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    async def never(*_: Any) -> Message:
        raise AssertionError("used")

    for wrapped in (BodyCap(app), RequestLog(app), RequestId(app)):
        await wrapped({"type": "lifespan"}, never, never)  # type: ignore[arg-type]

    assert seen == ["lifespan"] * 3


async def test_after_the_body_the_app_waits_for_the_disconnect_as_before() -> None:
    messages: Iterator[Message] = iter(
        [{"type": "http.request", "body": b"{}"}, {"type": "http.disconnect"}]
    )
    heard: list[Message] = []

    async def receive() -> Message:
        return next(messages)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        heard.extend([await receive(), await receive()])

    async def send(message: Message) -> None:
        raise AssertionError("answered")

    await BodyCap(app)({"type": "http", "headers": []}, receive, send)

    assert heard == [
        {"type": "http.request", "body": b"{}", "more_body": False},
        {"type": "http.disconnect"},
    ]


async def test_a_client_that_leaves_half_way_is_not_served() -> None:
    messages: Iterator[Message] = iter(
        [{"type": "http.request", "body": b"{", "more_body": True}, {"type": "http.disconnect"}]
    )

    async def receive() -> Message:
        return next(messages)

    async def nobody(scope: Scope, receive: Receive, send: Send) -> None:
        raise AssertionError("called")

    async def send(message: Message) -> None:
        raise AssertionError("answered")

    await BodyCap(nobody)({"type": "http", "headers": []}, receive, send)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The cap behind a real server, because closing the connection is between the two."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(BodyCap(measure), log_config=None, access_log=False, lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listener.getsockname()[1]
    server.should_exit = True
    thread.join()
    listener.close()


def test_an_endless_body_is_cut_off_and_the_connection_closed(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in range(9):
            connection.sendall(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")
        answer = b""
        while piece := connection.recv(65_536):
            answer += piece

    assert answer.startswith(b"HTTP/1.1 413")
    assert b"REQUEST_TOO_LARGE" in answer


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def spend(attempts: SlidingWindow, key: str, times: int) -> None:
    for _ in range(times):
        attempts.take(key)


def test_a_budget_slides_rather_than_starting_afresh(clock: Clock) -> None:
    attempts = SlidingWindow(Budget(3, within=60), clock)
    for clock.now in (0.0, 20.0, 40.0):
        attempts.take("a")

    with pytest.raises(limits.TooManyAttempts) as refused:
        attempts.take("a")
    clock.now = 60.0
    attempts.take("a")
    with pytest.raises(limits.TooManyAttempts):
        attempts.take("a")

    assert refused.value.retry_after == 20
    assert refused.value.extensions == {"code": "TOO_MANY_ATTEMPTS", "retryAfter": 20}


def test_waiting_as_long_as_told_is_enough(clock: Clock) -> None:
    attempts = SlidingWindow(Budget(1, within=59.3), clock)
    attempts.take("a")
    clock.now = 0.1

    with pytest.raises(limits.TooManyAttempts) as refused:
        attempts.take("a")

    clock.now += refused.value.retry_after
    attempts.take("a")


def test_a_refused_attempt_is_not_counted(clock: Clock) -> None:
    attempts = SlidingWindow(Budget(1, within=60), clock)
    attempts.take("a")
    for clock.now in (10.0, 50.0):
        with pytest.raises(limits.TooManyAttempts):
            attempts.take("a")
    clock.now = 60.0

    attempts.take("a")


def test_being_right_gives_back_one_attempt_only(clock: Clock) -> None:
    attempts = SlidingWindow(Budget(3, within=60), clock)
    spend(attempts, "a", 3)

    attempts.give_back("a")

    attempts.take("a")
    with pytest.raises(limits.TooManyAttempts):
        attempts.take("a")


def test_giving_back_what_was_never_taken_gains_nothing(clock: Clock) -> None:
    attempts = SlidingWindow(Budget(1, within=60), clock)

    attempts.give_back("a")

    attempts.take("a")
    with pytest.raises(limits.TooManyAttempts):
        attempts.take("a")


def test_memory_is_bounded_whatever_is_tried(clock: Clock) -> None:
    attempts = SlidingWindow(Budget(1, within=60), clock, capacity=100)

    for number in range(1000):
        attempts.take(f"{number}{HALF_PAIR}" * 10)

    assert len(attempts._taken) == 100


def a_limiter(clock: Clock) -> RateLimiter:
    return RateLimiter(
        clock,
        by_address=Budget(3, within=60),
        by_subnet=Budget(5, within=60),
        by_subject=Budget(4, within=60),
    )


def test_one_address_cannot_go_on_with_other_logins(clock: Clock) -> None:
    limiter, address = a_limiter(clock), ip_address("198.51.100.7")
    for login in ("a", "b", "c"):
        limiter.acquire(address, login)

    with pytest.raises(limits.TooManyAttempts):
        limiter.acquire(address, "d")


def test_neighbours_share_the_budget_of_their_subnet(clock: Clock) -> None:
    limiter = a_limiter(clock)
    for host in range(5):
        limiter.acquire(ip_address(f"198.51.100.{host}"), f"login{host}")

    with pytest.raises(limits.TooManyAttempts):
        limiter.acquire(ip_address("198.51.100.99"), "another")
    limiter.acquire(ip_address("198.51.101.1"), "another")


def test_one_login_is_protected_from_many_addresses(clock: Clock) -> None:
    limiter = a_limiter(clock)
    for host in range(4):
        limiter.acquire(ip_address(f"198.51.{host}.1"), "Wang")

    with pytest.raises(limits.TooManyAttempts):
        limiter.acquire(ip_address("203.0.113.1"), " wang ")


def test_what_one_address_has_of_a_subject_leaves_others_theirs(clock: Clock) -> None:
    limiter = RateLimiter(clock, by_both=Budget(1, within=60))
    limiter.acquire(ip_address("198.51.100.7"), "wang")

    with pytest.raises(limits.TooManyAttempts):
        limiter.acquire(ip_address("198.51.100.7"), "wang")
    limiter.acquire(ip_address("198.51.100.7"), "li")
    limiter.acquire(ip_address("198.51.100.8"), "wang")


def test_an_attempt_refused_by_one_budget_costs_nothing_in_the_others(clock: Clock) -> None:
    limiter, address = a_limiter(clock), ip_address("198.51.100.7")
    for _ in range(3):
        limiter.acquire(address, "wang")
    for _ in range(10):
        with pytest.raises(limits.TooManyAttempts):
            limiter.acquire(address, "wang")

    limiter.acquire(ip_address("203.0.113.1"), "wang")


def test_an_own_account_does_not_wash_an_address_clean(clock: Clock) -> None:
    limiter, address = a_limiter(clock), ip_address("198.51.100.7")
    for victim in ("a", "b"):
        limiter.acquire(address, victim)
    for _ in range(5):
        limiter.acquire(address, "own")
        limiter.refund(address, "own")
    limiter.acquire(address, "c")

    with pytest.raises(limits.TooManyAttempts):
        limiter.acquire(address, "d")


def test_what_was_longest_unused_is_forgotten() -> None:
    memory: LRUCache[str, int] = LRUCache(2)
    memory["a"] = 1
    memory["b"] = 2
    memory.get("a")

    memory["c"] = 3

    assert (memory.get("a"), memory.get("b"), memory.get("c")) == (1, None, 3)
    assert len(memory) == 2


def test_putting_again_replaces_and_dropping_forgets() -> None:
    memory: LRUCache[str, int] = LRUCache(2)
    memory["a"] = 1
    memory["a"] = 2

    assert memory.get("a") == 2
    memory.pop("a", None)
    memory.pop("never", None)
    assert memory.get("a") is None
    memory["b"] = 1
    memory.clear()
    assert len(memory) == 0


def test_a_memory_of_nothing_is_refused() -> None:
    memory: LRUCache[str, int] = LRUCache(0)

    with pytest.raises(ValueError, match="too large"):
        memory["a"] = 1


def refusal_of(text: str, within: Limits = ANONYMOUS) -> str:
    with pytest.raises(Refusal) as refused:
        limits.check_document(text, within)
    return refused.value.code


def nested(levels: int) -> str:
    return "{" + "a{" * (levels - 1) + "a" + "}" * levels


def chain(fragments: int, body: str) -> str:
    """`body` in each fragment, which ends in the next one; `NEXT` marks the place."""
    links = [
        f"fragment F{each} on Q{{{body.replace('NEXT', f'...F{each + 1}')}}}"
        for each in range(fragments - 1)
    ]
    return " ".join(["{...F0}", *links, f"fragment F{fragments - 1} on Q{{a}}"])


def times(count: int, text: str, around: str = "{{{}}}") -> str:
    return around.format(" ".join(text.replace("N", str(each)) for each in range(count)))


@pytest.mark.parametrize(
    ("passes", "refused", "code"),
    [
        pytest.param(times(998, "a"), times(999, "a"), "TOO_MANY_TOKENS", id="tokens"),
        pytest.param("#\n" * 1000 + "{a}", "#\n" * 1001 + "{a}", "TOO_MANY_TOKENS", id="comments"),
        pytest.param(
            "{a}" + " " * 65_533, "{a}" + " " * 65_534, "DOCUMENT_TOO_LONG", id="characters"
        ),
        pytest.param(nested(8), nested(9), "TOO_DEEP", id="depth"),
        pytest.param(
            chain(8, "a{NEXT}"), chain(9, "a{NEXT}"), "TOO_DEEP", id="depth-through-fragments"
        ),
        pytest.param(
            "{...{...on Q{a{..." + nested(7) + "}}}}",
            "{...{...on Q{a{..." + nested(8) + "}}}}",
            "TOO_DEEP",
            id="depth-through-inline-fragments",
        ),
        pytest.param(times(30, "xN:a"), times(31, "xN:a"), "TOO_MANY_ALIASES", id="aliases"),
        pytest.param(
            times(10, "aN{...F}") + "fragment F on Q{x:a y:a z:a}",
            times(11, "aN{...F}") + "fragment F on Q{x:a y:a z:a}",
            "TOO_MANY_ALIASES",
            id="aliases-through-fragments",
        ),
        pytest.param(
            chain(10, "a NEXT NEXT"), chain(11, "a NEXT NEXT"), "TOO_MANY_FIELDS", id="fields"
        ),
        pytest.param(
            times(50, "@d", "{{a {}}}"),
            times(51, "@d", "{{a {}}}"),
            "TOO_MANY_DIRECTIVES",
            id="directives",
        ),
        pytest.param(
            times(51, "@d", "query {} {{a}}").replace("@d", "", 1),
            times(25, "@d", "query($v: Int {0}) {{a}} fragment F on Q {0} @d {{a}}"),
            "TOO_MANY_DIRECTIVES",
            id="directives-anywhere",
        ),
        pytest.param(
            "{a}" + times(50, "fragment FN on Q{a}", "{}"),
            "{a}" + times(51, "fragment FN on Q{a}", "{}"),
            "TOO_MANY_FRAGMENTS",
            id="fragments",
        ),
    ],
)
def test_a_document_passes_at_each_limit_and_not_beyond(
    passes: str, refused: str, code: str
) -> None:
    limits.check_document(passes)

    assert refusal_of(refused) == code


def test_the_signed_in_may_reach_deeper() -> None:
    limits.check_document(nested(12), SIGNED_IN)

    assert refusal_of(nested(13), SIGNED_IN) == "TOO_DEEP"


def test_nesting_beyond_the_parser_is_too_deep_and_no_fault() -> None:
    assert refusal_of(nested(300)) == "TOO_DEEP"
    assert refusal_of("{a(x:" + "[" * 900) == "TOO_DEEP"


@pytest.mark.parametrize(
    "query",
    [get_introspection_query(), get_introspection_query(input_value_deprecation=True)],
    ids=["plain", "as-graphiql-asks"],
)
def test_the_introspection_query_passes(query: str) -> None:
    limits.check_document(query)


def test_introspection_has_a_depth_of_its_own() -> None:
    shallow = Limits(introspection_depth=3)

    limits.check_document("{__schema{types{name}} a{a{a{a}}}}", shallow)

    assert refusal_of("{__schema{types{fields{name}}}}", shallow) == "TOO_DEEP"
    assert refusal_of('{__type(name:"Q"){...T}} fragment T on T{a{a{a}}}', shallow) == "TOO_DEEP"


@pytest.mark.parametrize(
    "text",
    [
        "{...A} fragment A on Q{...A}",
        "{...A} fragment A on Q{a{...B}} fragment B on Q{b:a{...A}}",
        "{...Unknown}",
        "{...A} fragment A on Q{a} fragment A on Q{a}",
        "type Q{a:Int}",
        "{}",
    ],
)
def test_what_validation_refuses_is_left_to_validation(text: str) -> None:
    limits.check_document(text)


@pytest.mark.parametrize("text", ["", "{", "}", "{a", "query", "{a(x:)}", "\ufeff", "{a}}", "'"])
def test_a_syntax_error_says_where(text: str) -> None:
    with pytest.raises(limits.SyntaxRefused) as refused:
        limits.check_document(text)

    assert refused.value.code == "SYNTAX_ERROR"
    assert (refused.value.line, refused.value.column) >= (1, 1)


def test_a_syntax_error_does_not_echo_the_document() -> None:
    with pytest.raises(limits.SyntaxRefused) as refused:
        limits.check_document("{a\n b " + '"' + "x" * 60_000 + '"')

    assert (refused.value.line, refused.value.column) == (2, 4)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    "text",
    [
        f'{{a(x:"{NUL}")}}',
        '{a(x:"\\u0000")}',
        '{a(x:"\\u{0}")}',
        f'{{a(x:"""{NUL}""")}}',
        f"{{a}} #{NUL}",
        f'{{a(x:"{HALF_PAIR}")}}',
        f'query($v:S="{NUL}"){{a}}',
        '{a(x:[{y:"\\u0000"}])}',
        '{a @d(x:"\\u0000")}',
        '{...F} fragment F on Q{a(x:"\\u0000")}',
    ],
    ids=range(10),
)
def test_a_document_holds_no_character_that_cannot_be_stored(text: str) -> None:
    assert refusal_of(text) == "INVALID_TEXT"


def test_half_a_pair_written_as_an_escape_is_a_syntax_error() -> None:
    assert refusal_of('{a(x:"\\uD800")}') == "SYNTAX_ERROR"
    limits.check_document('{a(x:"\\uD83D\\uDE00")}')


def test_every_refusal_speaks_both_languages() -> None:
    for refusal in limits.DocumentRefused.__subclasses__():
        refused = refusal(*range(len(refusal.__dataclass_fields__)))  # type: ignore[attr-defined]
        assert refused.message("zh") != refused.message("en") != ""
        assert refused.extensions == {"code": refused.code}


@pytest.fixture
def bounded_validation() -> Iterator[None]:
    before = merging.MAX_COMPLEXITY_BUDGET
    limits.bound_validation()
    yield
    merging.MAX_COMPLEXITY_BUDGET = before


HOSTILE = {
    "fields": times(998, "a"),
    "duplicates": times(199, "q{a}"),
    "duplicates of duplicates": times(124, "q{q{a}}"),
    "duplicates with arguments": times(140, "a(x:1)"),
    "inline fragments": times(199, "...{a}"),
    "fragments all merged": times(50, "...FN") + times(50, "fragment FN on Q{a a a a a a}", "{}"),
    "fragments in a circle": chain(50, "q{a NEXT}").replace("{a}", "{...F0}"),
    "fragments doubling": chain(50, "a NEXT NEXT"),
    "long string": '{a(x:"' + "x" * 65_000 + '")}',
    "block string": '{a(x:"""' + "\n" * 65_000 + '""")}',
    "long name": "{" + "a" * 65_000 + "}",
    "long number": "{a(x:" + "9" * 65_000 + ")}",
    "spaces": " ," * 32_000 + "{a}",
    "braces": "{a" * 30_000,
    "escapes": '{a(x:"' + "\\u0041" * 10_000 + '")}',
    "variables": times(240, "$vN:Int", "query({}){{a}}"),
    "operations": times(240, "{a}", "{}"),
}


@pytest.mark.usefixtures("bounded_validation")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_cheap_to_refuse(name: str) -> None:
    schema = build_schema("type Query{a(x:Int):String q:Query}")
    started = time.process_time()

    try:
        document = limits.check_document(HOSTILE[name].replace(" on Q{", " on Query{"))
    except Refusal as refused:
        outcome = refused.code
    else:
        outcome = "; ".join(error.message[:40] for error in validate(schema, document)[:1])

    spent = time.process_time() - started
    print(f"{name}: {spent * 1_000:.1f} ms CPU, {outcome or 'valid'}")
    # The aim is 0.15 s; the bound only catches what grows faster than the document.
    assert spent < 2


@pytest.mark.usefixtures("bounded_validation")
def test_a_large_honest_document_stays_far_from_the_comparison_budget(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    schema = build_schema("type Query{a(x:Int):String q:Query l:[Query]}")
    selections = "a q{a l{a}} l{a q{a ...G}}"
    text = (
        times(25, "kN:q{...F ...G}")
        + f"fragment F on Query{{{selections}}} fragment G on Query{{a l{{a}}}}"
    )
    monkeypatch.setattr(merging, "MAX_COMPLEXITY_BUDGET", 2_000)

    assert validate(schema, parse(text)) == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b'{"a":"\\u0000"}', "INVALID_TEXT"),
        (b'{"\\u0000":1}', "INVALID_TEXT"),
        (b'{"a":[{"b":"\\u0000"}]}', "INVALID_TEXT"),
        (b'{"a":"\\ud800"}', "INVALID_TEXT"),
        (b'{"a":"\\udc00\\ud800"}', "INVALID_TEXT"),
        (b'{"a":"\xed\xa0\x80"}', "INVALID_TEXT"),
        (b'{"a":"\xff"}', "INVALID_TEXT"),
        (b'{"a":"\x00"}', "INVALID_JSON"),
        (b"", "INVALID_JSON"),
        (b'{"a":', "INVALID_JSON"),
        (b'{"a":NaN}', "INVALID_JSON"),
        (b"[" * 60_000, "INVALID_JSON"),
        (b"\xef\xbb\xbf{}", "INVALID_JSON"),
        (b"[" + b"9" * 60_000, "INVALID_JSON"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_body_that_cannot_be_stored_or_read_is_refused_by_name(body: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        limits.read_json(body)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b'{"a":"\\ud83d\\ude00"}', {"a": "😀"}),
        (b'{"a":"\\\\u0000"}', {"a": "\\u0000"}),
        ('{"督":[1,2.5,true,null]}'.encode(), {"督": [1, 2.5, True, None]}),
    ],
    ids=["pair", "escaped-backslash", "chinese"],
)
def test_honest_json_is_read(body: bytes, value: object) -> None:
    assert limits.read_json(body) == value


@pytest.mark.parametrize("make", [list, dict], ids=["list", "dict"])
def test_deep_values_are_looked_through_without_recursion(make: Callable[[], Any]) -> None:
    value: Any = NUL
    for _ in range(10_000):
        value = [value] if make is list else {"k": value}

    with pytest.raises(limits.InvalidText):
        limits.check_text(value)

import asyncio
import io
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import sqlalchemy as sa
import structlog
from graphql import GraphQLError, Source
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from api import logs
from api.app import application
from api.logs.configuration import Bridge
from api.logs.requests import RequestLog
from api.logs.stream import MOST_WAITING, WRITE_WITHIN
from api.requests import RequestId
from api.settings import Settings
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.api.browser import Browser
from tests.people import PASSWORD

PHONE = "13800000000"
SIGN_IN = """mutation ($password: String!) {
  signIn(input: {login: "yin", password: $password, deviceId: "d"}) { ... on SignedIn { accessToken } }
}"""
Lines = Callable[[], list[dict[str, Any]]]


class Written(io.StringIO):
    """What was written, and what waits to be."""

    def getvalue(self) -> str:
        logs.flush()
        return super().getvalue()


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """Where the log goes during one test; afterwards logging is as it was."""
    root = logging.getLogger()
    level = root.level
    yield Written()
    # pytest hangs its own handlers here again for each phase of a test; only ours is ours to take.
    root.handlers[:] = [each for each in root.handlers if not isinstance(each, Bridge)]
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture
def lines(out: io.StringIO) -> Lines:
    logs.configure("info", "json", is_production=True, stream=out)
    return lambda: [orjson.loads(line) for line in out.getvalue().splitlines()]


async def answer(request: Request) -> Response:
    logs.note(request.scope, operation=request.headers.get("x-operation", ""))
    return PlainTextResponse("督查", status_code=201)


async def sign(request: Request) -> Response:
    logs.note(request.scope, actor="acct_1", code="NOT_FOUND")
    return JSONResponse({})


async def fail(request: Request) -> Response:
    try:
        raise KeyError(PHONE)
    except KeyError as error:
        raise ValueError(f"no such telephone: {PHONE}") from error


async def listen(socket: WebSocket) -> None:
    await socket.accept()
    await socket.close()


async def turn_away(socket: WebSocket) -> None:
    await socket.close()


def an_app() -> ASGIApp:
    routes = [
        Route("/graphql", answer, methods=["POST"]),
        Route("/complaints/{receipt}", answer),
        Route("/sign", sign),
        Route("/fail", fail),
        Route("/healthz", answer),
        WebSocketRoute("/listen", listen),
        WebSocketRoute("/closed", turn_away),
    ]
    return RequestId(RequestLog(Starlette(routes=routes)))


def test_a_request_leaves_one_line(lines: Lines) -> None:
    sent = TestClient(an_app()).post(
        "/graphql?token=secret", headers={"X-Operation": "InstitutionPage"}, content=b"{}"
    )

    (line,) = lines()
    assert line.pop("duration_ms") >= 0
    assert line.pop("at").endswith("Z")
    assert line == {
        "level": "info",
        "event": "request",
        "request_id": sent.headers["x-request-id"],
        "method": "POST",
        "path": "/graphql",
        "operation": "InstitutionPage",
        "status": 201,
        "bytes": 6,
        "actor": "anonymous",
    }


def test_the_endpoint_says_who_asked_and_what_was_refused(lines: Lines) -> None:
    TestClient(an_app()).get("/sign")

    assert lines()[0]["actor"] == "acct_1"
    assert lines()[0]["code"] == "NOT_FOUND"


def test_the_route_is_written_and_not_what_stood_in_its_place(lines: Lines) -> None:
    client = TestClient(an_app())

    client.get(f"/complaints/{PHONE}?name=Zhang")
    client.get(f"/nowhere/{PHONE}")

    assert [line["path"] for line in lines()] == ["/complaints/{receipt}", "unmatched"]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Page", "Page"),
        ("x" * 65, "unusual"),
        ("two\twords", "unusual"),
        ("a; drop table", "unusual"),
        (f"Call{PHONE}", "Call#"),
    ],
    ids=["honest", "long", "tab", "spaces", "telephone"],
)
def test_an_operation_name_is_cut_to_what_a_name_may_be(
    lines: Lines, name: str, written: str
) -> None:
    TestClient(an_app()).post("/graphql", headers={"X-Operation": name})

    assert lines()[0]["operation"] == written


def test_a_method_that_nobody_knows_is_not_repeated(lines: Lines) -> None:
    TestClient(an_app()).request("BREW", "/graphql")

    assert lines()[0]["method"] == "OTHER"


def test_a_fault_is_masked_and_its_message_not_written(lines: Lines) -> None:
    sent = TestClient(an_app()).get("/fail")

    request_id = sent.headers["x-request-id"]
    fault, request = lines()
    assert sent.status_code == 500
    assert PHONE not in sent.text
    assert fault["error"] == "ValueError < KeyError"
    assert fault["request_id"] == request["request_id"] == request_id
    assert fault["trace"][-1].endswith(" fail")
    assert (request["status"], request["level"]) == (500, "error")
    assert PHONE not in str(lines())


def test_a_fault_outside_the_framework_is_answered_in_graphql(lines: Lines) -> None:
    async def broken(*_: Any) -> None:
        raise ValueError(PHONE)

    sent = TestClient(RequestId(RequestLog(broken))).get("/")

    assert sent.json() == {
        "errors": [
            {
                "message": "Unexpected error.",
                "extensions": {
                    "code": "UNEXPECTED_ERROR",
                    "requestId": sent.headers["x-request-id"],
                },
            }
        ]
    }
    assert lines()[0]["error"] == "ValueError"


def test_a_fault_shows_its_message_in_development(out: io.StringIO) -> None:
    logs.configure("info", "json", stream=out)

    logs.fault(ValueError("column missing"))

    assert orjson.loads(out.getvalue())["error"] == "ValueError: column missing"


def test_a_circle_of_causes_ends(lines: Lines) -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first

    logs.fault(first)

    assert lines()[0]["error"] == "ValueError < KeyError"


def test_what_is_not_on_the_list_is_dropped(lines: Lines) -> None:
    structlog.get_logger().info(
        "request", variables={"phone": PHONE}, authorization="Bearer x", path={"phone": PHONE}
    )

    (line,) = lines()
    assert set(line) == {"at", "level", "event", "path"}
    assert line["path"] == "dict"


def test_a_line_stays_one_line_and_short(lines: Lines) -> None:
    structlog.get_logger().info("forged\n{}\x1b[2J\u202e" + "x" * 1000, trace=["a\nb"])

    (line,) = lines()
    assert line["event"].startswith("forged?{}?[2J?")
    assert len(line["event"]) == 200
    assert line["trace"] == ["a?b"]


def test_the_health_check_is_not_worth_a_line(lines: Lines) -> None:
    TestClient(an_app()).get("/healthz")

    assert lines() == []


def test_a_web_socket_leaves_one_line_too(lines: Lines) -> None:
    client = TestClient(an_app())

    with client.websocket_connect("/listen?token=secret"):
        pass
    with pytest.raises(WebSocketDisconnect), client.websocket_connect("/closed"):
        pass

    assert [(line["method"], line["path"], line["status"]) for line in lines()] == [
        ("WEBSOCKET", "/listen", 101),
        ("WEBSOCKET", "/closed", 403),
    ]


def test_a_fault_in_a_web_socket_closes_it(lines: Lines) -> None:
    async def broken(*_: Any) -> None:
        raise ValueError(PHONE)

    with (
        pytest.raises(WebSocketDisconnect),
        TestClient(RequestId(RequestLog(broken))).websocket_connect("/"),
    ):
        pass

    assert [(line["event"], line.get("status")) for line in lines()] == [
        ("fault", None),
        ("request", 403),
    ]


async def test_a_client_that_left_before_the_answer_is_told_apart(lines: Lines) -> None:
    async def silent(*_: Any) -> None:
        return

    async def never(*_: Any) -> Any:
        raise AssertionError("used")

    await RequestLog(silent)({"type": "http", "method": "POST", "headers": []}, never, never)
    assert lines()[0]["status"] == 499


def test_libraries_are_heard_only_as_far_as_they_name_nobody(lines: Lines) -> None:
    logging.getLogger("uvicorn.error").info("Uvicorn running on %s", "http://127.0.0.1:8000")
    logging.getLogger("uvicorn.error").info('%s - "WebSocket %s" [accepted]', "1.2.3.4", "/?t=x")
    logging.getLogger("uvicorn.access").info("%s", PHONE)
    logging.getLogger("strawberry.execution").error("Variable got invalid value '%s'", PHONE)
    logging.getLogger("asyncio").info("too quiet")
    try:
        raise ValueError(PHONE)
    except ValueError:
        logging.getLogger("some.library").exception("failed for %s", PHONE)

    written = lines()
    assert [(line["logger"], line["event"]) for line in written] == [
        ("uvicorn.error", "Uvicorn running on http://127.0.0.1:8000"),
        ("strawberry.execution", "a library's message, withheld"),
        ("some.library", "a library's message, withheld"),
    ]
    assert written[-1]["error"] == "ValueError"
    assert PHONE not in str(written)


def test_a_library_that_logs_wrongly_does_no_harm(lines: Lines) -> None:
    record = logging.LogRecord("uvicorn.error", logging.ERROR, "", 0, "%d", ("wrong",), None)

    Bridge(with_messages=True).emit(record)

    assert lines()[0]["event"] == "a library's message, unreadable"


def test_a_level_between_the_standard_ones_is_rounded_down(lines: Lines) -> None:
    logging.getLogger("uvicorn.error").log(25, "noticed")

    assert lines()[0]["level"] == "info"


RECEIPT = "1357913579135799"
REFUSED = {
    "permission": (
        "{ __typename drawSlip(taskCode: $t, institutionId: $r) }",
        403,
        "NOT_PERMITTED",
    ),
    "document": ("{ nothing(receipt: $r, t: $t) }", 400, "INVALID_DOCUMENT"),
    "syntax": ("{ complaintByReceipt(receipt: $r $t", 400, "SYNTAX_ERROR"),
    "payload": (
        '{ signIn(input: {login: $r, password: $t, deviceId: "d"}) { __typename } }',
        200,
        "SIGN_IN_REFUSED",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
@pytest.mark.parametrize("env", ["development", "production"])
async def test_a_no_is_one_line_with_its_code(
    out: io.StringIO, database: Database, keys: Keys, world: None, case: str, env: str
) -> None:
    selected, status, code = REFUSED[case]
    kind = "mutation" if case == "payload" else "query"
    of = "ID" if case == "permission" else "String"
    body = {
        "query": f"{kind} Q($r: {of}!, $t: String!) {selected}",
        "variables": {"r": RECEIPT, "t": PHONE},
    }
    whole = application(Settings.from_environment({"ENV": env}), database, keys)
    logs.configure("info", "json", is_production=env == "production", stream=out)

    answer = await Browser(whole).post(body, accept="application/graphql-response+json")

    (line,) = map(orjson.loads, out.getvalue().splitlines())
    assert answer.status_code == status
    assert (line["level"], line["status"], line["code"]) == ("info", status, code)


@pytest.mark.parametrize("env", ["development", "production"])
async def test_a_no_of_a_resolver_quotes_nothing(
    out: io.StringIO, database: Database, keys: Keys, world: None, env: str
) -> None:
    document = (
        f'{{ slip: complaintByReceipt(receipt: "{RECEIPT}") {{ state }}'
        f' drawSlip(taskCode: "x", institutionId: "{PHONE}") }}'
    )
    whole = Browser(application(Settings.from_environment({"ENV": env}), database, keys))
    logs.configure("info", "json", is_production=env == "production", stream=out)
    token = (await whole.ask(SIGN_IN, {"password": PASSWORD}))["data"]["signIn"]["accessToken"]

    answer = await whole.ask(document, token=token)

    _signed_in, line = map(orjson.loads, out.getvalue().splitlines())
    assert answer["errors"][0]["extensions"]["code"] == line["code"] == "INVALID_INPUT"
    assert line["level"] == "info"
    assert RECEIPT not in str(line)


async def test_a_fault_within_an_answer_is_one_line_of_level_error(
    lines: Lines, database: Database, keys: Keys, world: None
) -> None:
    whole = application(Settings.from_environment({}), database, keys)
    async with database.writing() as session:
        await session.execute(sa.text("alter table draws rename to drawn"))
    try:
        document = '{ __typename verifyDraw(taskCode: "x") { isValid } }'
        answer = await Browser(whole).post({"query": document})
    finally:
        async with database.writing() as session:
            await session.execute(sa.text("alter table drawn rename to draws"))

    fault, request = lines()
    assert answer.status_code == 200
    assert (fault["event"], fault["level"]) == ("fault", "error")
    assert fault["trace"][-1]
    assert fault["request_id"] == answer.headers["x-request-id"]
    assert (request["event"], request["level"]) == ("request", "info")
    assert request["code"] == "UNEXPECTED_ERROR"


def test_of_a_fault_the_first_line_is_kept(out: io.StringIO) -> None:
    logs.configure("info", "json", stream=out)

    logs.fault(GraphQLError("Wrong.", source=Source(f"{{ a(b: {PHONE}) }}"), positions=[2]))
    logging.getLogger("strawberry.execution").error("Variable got '%s'", PHONE)

    assert "GraphQLError: Wrong." in out.getvalue()
    assert PHONE not in out.getvalue()


@pytest.mark.parametrize(
    ("format", "is_production", "is_terminal", "is_json"),
    [
        ("auto", False, True, False),
        ("auto", False, False, True),
        ("auto", True, True, True),
        ("json", False, True, True),
        ("console", True, False, False),
    ],
)
def test_people_at_a_terminal_get_a_readable_line(
    out: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
    format: Any,
    is_production: bool,
    is_terminal: bool,
    is_json: bool,
) -> None:
    monkeypatch.setattr(out, "isatty", lambda: is_terminal)
    logs.configure("info", format, is_production=is_production, stream=out)

    structlog.get_logger().info("request", path="/graphql")

    assert out.getvalue().startswith("{") is is_json
    assert "/graphql" in out.getvalue()


def test_a_log_that_nobody_reads_any_more_does_not_fail_a_request(out: io.StringIO) -> None:
    logs.configure("info", "json", stream=out)
    out.close()

    assert TestClient(an_app()).get("/sign").status_code == 200


def test_the_level_is_obeyed(out: io.StringIO) -> None:
    logs.configure("warning", "json", stream=out)

    TestClient(an_app()).get("/sign")

    assert out.getvalue() == ""


def test_the_operators_page_names_every_key_of_a_line() -> None:
    page = (Path(__file__).parents[2] / "docs" / "operating.md").read_text()

    assert [key for key in logs.KNOWN if f"| `{key}` |" not in page] == []


# Lines of requests wait for one another


async def _ask(status: int) -> None:
    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def client(*_: Any) -> Any:
        return None

    await RequestLog(app)({"type": "http", "method": "GET", "headers": []}, client, client)


def _statuses(out: io.StringIO) -> list[int]:
    return [orjson.loads(line)["status"] for line in io.StringIO.getvalue(out).splitlines()]


async def test_lines_of_requests_are_written_together_and_soon(
    lines: Lines, out: io.StringIO
) -> None:
    for status in (200, 201, 202):
        await _ask(status)
    at_once = _statuses(out)

    await asyncio.sleep(3 * WRITE_WITHIN)

    assert at_once == []
    assert _statuses(out) == [200, 201, 202]


async def test_an_error_does_not_wait_nor_do_the_lines_before_it(
    lines: Lines, out: io.StringIO
) -> None:
    for status in (200, 500, 201):
        await _ask(status)

    assert _statuses(out) == [200, 500]


async def test_no_more_than_so_many_wait(lines: Lines, out: io.StringIO) -> None:
    for _ in range(MOST_WAITING):
        await _ask(200)

    assert len(_statuses(out)) == MOST_WAITING


async def test_what_else_is_said_keeps_its_place(lines: Lines) -> None:
    await _ask(200)
    logs.fault(ValueError())
    await _ask(201)

    assert [line.get("status") for line in lines()] == [200, None, 201]


def test_what_waits_is_written_when_the_process_ends() -> None:
    ending = """
import asyncio
from api import logs
from api.logs.configuration import line_writer

async def one() -> None:
    line_writer()(20, {"event": "request"})

logs.configure("info", "json", is_production=True)
asyncio.run(one())
"""
    ran = subprocess.run([sys.executable, "-c", ending], capture_output=True, check=True)

    assert orjson.loads(ran.stderr)["event"] == "request"

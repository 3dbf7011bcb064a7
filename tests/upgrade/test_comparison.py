"""A changed answer is found and shown; what cannot be begun with is refused."""

import json
import re
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from tests.upgrade import checks
from tests.upgrade.__main__ import main
from tests.upgrade.client import NotAnswered, RecordingClient, SentMutation
from tests.upgrade.comparison import Difference, check_same, excerpts
from tests.upgrade.pages import ListQuery, middle_of
from tests.upgrade.proxy import recording_proxy

PLAN = {"__typename": "PlanCreated", "plan": {"id": "plan_1"}}
REFUSED = {"__typename": "NotPermitted", "code": "NOT_PERMITTED", "message": "No."}
INPUT = {"operationId": "0b9f", "name": "Prepayments", "year": 2026}
Answer = Callable[[httpx2.Request], Any]


def client_of(answer: Answer) -> RecordingClient:
    """A client whose server answers so."""
    client = RecordingClient("http://server")
    answering = httpx2.MockTransport(lambda request: httpx2.Response(200, json=answer(request)))
    client.http = httpx2.Client(base_url="http://server", transport=answering)
    return client


def always(payload: dict[str, Any]) -> Answer:
    return lambda _: {"data": {"createPlan": payload}}


def test_what_is_the_same_prints_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    check_same("the receipt opens its complaint", b"{}", b"{}")

    assert re.fullmatch("the receipt opens its complaint {2,}ok\n", capsys.readouterr().out)


def test_a_difference_shows_both_sides_around_the_place() -> None:
    old, new = "a" * 500 + "INTACT" + "b" * 500, "a" * 500 + "SWAPPED" + "b" * 500

    first, second = excerpts(old, new)

    assert first.startswith("…aaa")
    assert "aINTACTb" in first
    assert "aSWAPPEDb" in second
    assert excerpts("[1, 2]", "[1") == ("[1, 2]", "[1")
    assert excerpts("same\nold\nmore", "same\nnew") == ("old", "new")


def test_a_changed_replay_is_found() -> None:
    client = client_of(always(PLAN))
    client.do("createPlan", "PlanCreated", "plan { id }", by=None, **INPUT)
    name, read = next(iter(checks.replays(client)))
    old = read(client)

    check_same(name, old, read(client))
    client.http = client_of(always({**PLAN, "plan": None})).http
    with pytest.raises(Difference) as found:
        check_same(name, old, read(client))

    lines = str(found.value).splitlines()
    assert lines[0] == "replay: createPlan (1)  DIFFERS"
    assert lines[1].endswith('"plan":{"id":"plan_1"}}}}')
    assert lines[2].endswith('"plan":null}}}')


def test_only_what_succeeded_is_sent_again() -> None:
    client = client_of(always(REFUSED))

    with pytest.raises(NotAnswered, match="NOT_PERMITTED"):
        client.do("createPlan", "PlanCreated", "plan { id }", by=None, **INPUT)

    assert client.sent == []


def test_a_fault_is_no_answer() -> None:
    client = client_of(lambda _: {"data": None, "errors": [{"message": "Unexpected error."}]})

    with pytest.raises(NotAnswered, match="Unexpected error"):
        client.ask("{ me { login } }")


def test_a_page_that_is_refused_is_shown_beside_what_was_expected() -> None:
    client = client_of(lambda _: {"errors": [{"extensions": {"code": "INVALID_CURSOR"}}]})
    found = checks.answer_or_reason(client, lambda c: ListQuery("courses", "{}").rest(c, "cursor"))

    with pytest.raises(Difference, match=r"old: \['cour_1'\]\n  new: .*INVALID_CURSOR"):
        check_same("pages: courses", ["cour_1"], found)


def test_another_input_differs_in_one_text() -> None:
    body = json.dumps({"query": "mutation", "variables": {"input": INPUT}}).encode()

    other = json.loads(SentMutation("createPlan", body, None).with_other_input())

    assert other["variables"]["input"] == {**INPUT, "name": "Prepayments And more."}


def test_an_operation_id_that_is_taken_twice_is_found() -> None:
    client = client_of(always(PLAN))
    client.do("createPlan", "PlanCreated", "plan { id }", by=None, **INPUT)

    with pytest.raises(Difference, match="old: OPERATION_ID_REUSED\n  new: PlanCreated"):
        checks.check_other_inputs(client)


def page(ids: list[str], total: int, *, has_next: bool) -> dict[str, Any]:
    return {
        "totalCount": total,
        "nodes": [{"id": each} for each in ids],
        "pageInfo": {"endCursor": ids[-1], "hasNextPage": has_next},
    }


@pytest.mark.parametrize(
    "rest",
    [pytest.param(["g", "h"], id="repeated"), pytest.param(["i"], id="lost")],
)
def test_a_list_that_repeats_or_loses_a_row_is_no_beginning(rest: list[str]) -> None:
    def answer(request: httpx2.Request) -> Any:
        is_first = json.loads(request.content)["variables"]["after"] is None
        first, second = page(list("abcdefg"), 9, has_next=True), page(rest, 9, has_next=False)
        return {"data": {"courses": first if is_first else second}}

    with pytest.raises(NotAnswered, match="rows of 9"):
        middle_of(client_of(answer), ListQuery("courses", "{field: STARTS_ON}"))


def test_the_proxy_passes_on_and_keeps_a_story() -> None:
    client = client_of(always(PLAN))
    body = json.dumps({"query": "mutation", "variables": {"input": INPUT}}).encode()

    with recording_proxy(client) as url, httpx2.Client(base_url=url) as story:
        headers = {"authorization": "Bearer t", "content-type": "application/json"}
        answer = story.post("/graphql", content=body, headers=headers)

    assert answer.json() == {"data": {"createPlan": PLAN}}
    assert client.sent == [SentMutation("createPlan", body, "t")]


@pytest.mark.parametrize("source", ["no-such-commit", "", "--help me", "domain"])
def test_an_unknown_beginning_is_refused(source: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--", source]) == 2

    assert capsys.readouterr().err == (
        f"FROM={source} is neither a commit of this repository nor a folder of a checkout.\n"
    )

"""What a run comes to: goals, tables, JSON and a picture, from the rounds that were taken."""

import asyncio
from contextlib import suppress
from pathlib import Path
from xml.dom import minidom

import orjson
import pytest

from benchmarks import load as loads
from benchmarks.__main__ import PARTS, QUICK, WHOLE
from benchmarks.load import Load, Question
from benchmarks.measurement import Listed, PlanTimes, Results, Round, Series
from benchmarks.report import Report
from benchmarks.scenarios import MERCURIUS, ONE_ROW, OURS, RAW_CUSTOM, RAW_KEPT

FLOOR = f"{ONE_ROW} / the floor (raw ASGI, the better of custom and kept plans)"


def a_round(rate: int, p50_ms: float = 1.0) -> Round:
    return Round(Load(rate, 1.0, 0, p50_ms, 5.0, 9.0), 100.0, 50.0)


@pytest.fixture
def results() -> Results:
    """Two rounds of one scenario, in which the floor is once the one and once the other."""
    found = Results()
    for who, rates in {
        OURS: (800, 900),
        RAW_KEPT: (1_000, 500),
        RAW_CUSTOM: (400, 1_000),
        MERCURIUS: (1_000, 1_000),
    }.items():
        for rate in rates:
            found.add(Series(ONE_ROW, who), a_round(rate))
    found.lists += [
        Listed("dashboard/alerts", "supervisor, nation", 40_000, 6.0, 9.0, 5.5, 5.0),
        Listed("dashboard/tasks", "head, city", 40_000, 12.0, 19.0, 11.0, 50.0),
    ]
    found.plans.append(PlanTimes("parent/regions", "anybody", 1.0, 9.0, 1.0))
    found.left_out["graphql-yoga"] = "no way to the registry"
    return found


def test_a_ratio_is_to_the_best_of_the_floors_in_each_round(results: Results) -> None:
    report = Report.of(results, QUICK)
    goals = {each["name"]: each for each in orjson.loads(report.json)["goals"]}

    assert (goals[FLOOR]["lowest"], goals[FLOOR]["highest"]) == (0.8, 0.9)
    assert goals[FLOOR]["by_cpu"] == 1.0
    assert goals[f"{ONE_ROW} / {MERCURIUS}"]["median"] == pytest.approx(0.85)
    assert f"| {FLOOR} | 0.85 | 0.80 – 0.90 | 1.00 | ≥ 0.75 | kept |" in report.text


def test_the_report_says_what_is_missed_and_who_is_left_out(results: Results) -> None:
    text = Report.of(results, QUICK).text

    assert f"| {ONE_ROW} / {MERCURIUS} | 0.85 | 0.80 – 0.90 | 1.00 | ≥ 1 | missed |" in text
    assert "| slowest of alerts, counts, totals at 40,000 visits, p50 | 6.00 ms |" in text
    assert "| slowest other list of officials at 40,000 visits, p50 | 12.00 ms |" in text
    assert (
        "statements that are slower with the plan that is kept | 0.00 |  |  | ≤ 0 | kept |" in text
    )
    assert "graphql-yoga is left out: no way to the registry" in text
    assert "nested page" not in text


def test_the_picture_has_a_bar_for_each_goal_with_a_bound(results: Results) -> None:
    report = Report.of(results, QUICK)
    bounded = [
        each
        for each in orjson.loads(report.json)["goals"]
        if each["at_least"] is not None or each["at_most"] is not None
    ]

    picture = minidom.parseString(report.picture)  # noqa: S318  # our own

    assert len(picture.getElementsByTagName("rect")) == len(bounded) + 1  # and the ground


def test_the_quick_form_does_less_of_everything() -> None:
    assert QUICK.rounds * QUICK.seconds * 10 < WHOLE.rounds * WHOLE.seconds
    assert QUICK.institutions * 10 == WHOLE.institutions
    assert list(PARTS)[-1] == "filing"


@pytest.mark.parametrize("has_wrk", [True, False])
async def test_bodies_and_tokens_are_sent_in_turn(
    has_wrk: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_wrk:
        monkeypatch.setattr("shutil.which", lambda _: None)
    seen: set[tuple[bytes, bytes]] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:-2])
                body = await reader.readexactly(int(fields[b"content-length"]))
                seen.add((body, fields[b"authorization"]))
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}")
        except (asyncio.IncompleteReadError, ConnectionError):
            # The round is over.
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    question = Question(url, (b"one", b"two"), ("red", "green", "blue"))

    found = await asyncio.to_thread(loads.load, question, 1 if has_wrk else 0.2, folder=tmp_path)
    server.close()
    await server.wait_closed()

    assert found.requests > 10
    assert not found.failed
    assert 0 < found.p50_ms <= found.p99_ms <= found.p999_ms
    assert {token for _, token in seen} == {b"bearer red", b"bearer green", b"bearer blue"}
    assert {body for body, _ in seen} == {b"one", b"two"}

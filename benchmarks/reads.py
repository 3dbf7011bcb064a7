"""Four documents beside the floor and beside other servers; the same on a smaller register; pages deep
within; connections that were just opened."""

import asyncio
import itertools
import urllib.error
import urllib.request
from typing import Any

import orjson

from benchmarks.bench import ACCEPT, Bench
from benchmarks.load import Question
from benchmarks.measurement import Contestant, Series, measure
from benchmarks.people import CROWD, ONE_OF_CROWD
from benchmarks.scenarios import (
    FLAT,
    FLOORS,
    INSTITUTION_PAGE,
    NESTED,
    ONE_ROW,
    OURS,
    POSTGRAPHILE,
    Scenario,
    bodies,
    plain,
    scenarios,
)
from schema import app_documents

SIGNED_IN = "Spotcheck, signed in"
ONE_TOKEN, MANY_TOKENS, FIRST_TIME = (
    "one token",
    "many tokens",
    "many tokens, each for the first time",
)
ANYBODY = "anonymous"
OTHER_TREE = "Spotcheck, the other tree"
SMALLER, FRESH = "Spotcheck, smaller register", "Spotcheck, just started"
FIRST_PAGE, DEEP_PAGE = "page 1", "page deep within"
PAGES_DEEP = 1_000


def pages(bench: Bench) -> None:
    """Every server has to answer alike before any is measured."""
    contestants = [
        each
        for scenario in asyncio.run(scenarios(bench.large.url))
        for each in _contestants(bench, scenario)
    ]
    _compare(contestants)
    bench.measure(contestants)
    bench.weigh()


def tokens(bench: Bench) -> None:
    """One row asked for by anybody, with one token, and with thousands in turn; long rounds, whose
    slowest requests are looked at."""
    scenario = _named(asyncio.run(scenarios(bench.large.url)), ONE_ROW)
    logins = {ANYBODY: None, ONE_TOKEN: ONE_OF_CROWD, MANY_TOKENS: CROWD}
    contestants = [
        bench.ours(Series("tokens", who), bench.large, scenario.bodies, login)
        for who, login in logins.items()
    ]
    # Each token is read once, and remembered from then on.
    first = bench.ours(Series("tokens", FIRST_TIME), bench.large, scenario.bodies, CROWD)
    seconds = max(1.0, bench.size.tokens / 4_000)
    measure(bench.results, [first], rounds=1, seconds=seconds, folder=bench.folder, warm_up=0)
    measure(
        bench.results,
        contestants,
        rounds=bench.size.tail_rounds,
        seconds=bench.size.tail_seconds,
        folder=bench.folder,
        warm_up=seconds,
    )


def sizes(bench: Bench) -> None:
    """The same documents on a register of which this one is a multiple."""
    contestants = [
        bench.ours(
            Series(f"{scenario.name}, by size", who), register, scenario.bodies, scenario.by[-1]
        )
        for who, register in ((OURS, bench.large), (SMALLER, bench.small))
        for scenario in asyncio.run(scenarios(register.url))
        if scenario.name in (NESTED, ONE_ROW, FLAT)
    ]
    bench.measure(contestants)


def deep(bench: Bench) -> None:
    """The first page and one that is reached by as many cursors, asked for by the same document."""
    text = app_documents.text("parent/search_institutions")
    server, cursor = bench.spotcheck(bench.large), None
    for _ in range(min(PAGES_DEEP, bench.size.institutions // 100) - 1):
        (body,) = bodies(text, [{"first": 100, "after": cursor}])
        found = orjson.loads(ask(Question(server.url("/graphql"), (body,), (), ACCEPT)))
        cursor = found["data"]["institutions"]["pageInfo"]["endCursor"]
    contestants = [
        bench.ours(
            Series(name, OURS), bench.large, bodies(text, [{"first": 100, "after": at}]), None
        )
        for name, at in ((FIRST_PAGE, None), (DEEP_PAGE, cursor))
    ]
    bench.measure(contestants)


def fresh(bench: Bench) -> None:
    """A server that was just started beside the one that has answered everything so far."""
    started = bench.spotcheck(bench.large, FRESH)
    contestants = []
    for scenario in asyncio.run(scenarios(bench.large.url)):
        if scenario.name in (NESTED, INSTITUTION_PAGE):
            series = Series(f"{scenario.name}, aged and fresh", OURS)
            aged = bench.ours(series, bench.large, scenario.bodies, scenario.by[0])
            question = Question(
                started.url("/graphql"), scenario.bodies, aged.question.tokens, ACCEPT
            )
            contestants += [
                aged,
                Contestant(Series(series.scenario, FRESH), question, started, bench.large),
            ]
    bench.measure(contestants)


def _contestants(bench: Bench, scenario: Scenario) -> list[Contestant]:
    found = [
        bench.ours(
            Series(scenario.name, OURS if number == 0 else SIGNED_IN),
            bench.large,
            scenario.bodies,
            login,
        )
        for number, login in enumerate(scenario.by)
    ]
    if (other := bench.other_tree()) is not None:
        same = found[0].question
        question = Question(other.url("/graphql"), same.bodies, same.tokens, ACCEPT)
        found.append(Contestant(Series(scenario.name, OTHER_TREE), question, other, bench.large))
    page = scenario.document.rpartition("/")[2]
    for name, path in FLOORS.items():
        server = bench.floor()
        question = Question(server.url(f"/{path}/{page}"), scenario.bodies)
        found.append(Contestant(Series(scenario.name, name), question, server, bench.large))
    for name in scenario.peers:
        if (peer := bench.peer(name)) is not None:
            theirs = scenario.postgraphile_bodies if name == POSTGRAPHILE else scenario.bodies
            question = Question(peer.url("/graphql"), theirs)
            found.append(Contestant(Series(scenario.name, name), question, peer, bench.large))
    return found


def _compare(contestants: list[Contestant]) -> None:
    """Everything that is measured answers the same. Raises AssertionError where someone does not."""
    known: dict[tuple[str, str, int], Any] = {}
    for each in contestants:
        for number in range(min(len(each.question.bodies), 20)):
            found = plain(ask(each.question, number))
            # A supervisor also sees drafts.
            whose = each.series.who if each.series.who == SIGNED_IN else ""
            expected = known.setdefault((each.series.scenario, whose, number), found)
            if not found or found != expected:
                raise AssertionError(
                    f"{each.series.who} answers {each.series.scenario} differently"
                )
    print(f"  all {len(contestants)} answer alike, {len(known)} questions", flush=True)


def ask(question: Question, number: int = 0) -> bytes:
    """The body of the answer; a refusal has one too."""
    headers = dict(question.headers)
    for token in itertools.islice(question.tokens, 1):
        headers["authorization"] = f"Bearer {token}"
    request = urllib.request.Request(question.url, question.bodies[number], headers)  # noqa: S310  # ours
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
            found: bytes = response.read()
    except urllib.error.HTTPError as refused:
        found = refused.read()
    return found


def _named(found: tuple[Scenario, ...], name: str) -> Scenario:
    return next(each for each in found if each.name == name)

"""`python -m benchmarks`: every server started, shown to answer alike, measured in turn, written down."""

import argparse
import asyncio
import os
import tempfile
import time
import urllib.request
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import orjson

from benchmarks import file_result, pages, peer, place, report
from benchmarks.data import INSPECTOR, PASSWORD, SUPERVISOR
from benchmarks.measurement import Results, measure, take, weigh
from benchmarks.pages import FLAT, NESTED, PAGES, Question
from benchmarks.runner import DidNotStart, RunningServer, python, running

ROOT = Path(__file__).parents[1]
OURS, FLOOR, FLOOR_AUTO = "Spotcheck", "floor", "floor, plan_cache_mode=auto"
BESIDE = "Spotcheck, the other tree"
LOADERS, POSTGRAPHILE, SMALLER = "DataLoaders", "PostGraphile", "Spotcheck, smaller"
FIRST_PAGE, DEEP_PAGE = "page 1", "page deep within"
FILING = "filing a result"
PAGES_DEEP = 1_000
# The server answers some 400 filings a second: a round never runs out of visits.
VISITS = 1_200
_SIGN_IN = (
    "mutation ($input: SignInInput!) { signIn(input: $input) { ... on SignedIn { accessToken } } }"
)


def main() -> None:
    arguments = _arguments()
    results = Results()
    with ExitStack() as stack, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        print("the database", flush=True)
        held = stack.enter_context(place.server())
        larger = asyncio.run(place.database(held, arguments.institutions))
        smaller = asyncio.run(place.database(held, arguments.smaller))
        # Before anybody is connected to what it is made from; filing writes to it.
        copy = asyncio.run(place.copy(held, smaller, "bench_filing"))
        servers = _started(stack, larger, smaller, folder, arguments.beside)
        questions = _questions(servers)
        _compare(questions)
        size = {"rounds": arguments.rounds, "seconds": arguments.seconds, "folder": folder}
        print("the two pages", flush=True)
        measure(results, [*questions, *_smaller(servers[SMALLER])], **size)
        weigh(results, servers)
        print("a page deep within", flush=True)
        deep = min(PAGES_DEEP, arguments.institutions // 100)
        measure(results, _deep(servers[OURS], deep), **size)
        print("filing results", flush=True)
        _file(results, copy, arguments.rounds, folder)
        text = report.report(results, arguments, asyncio.run(report.server_version(larger)))
    print(text)
    if arguments.record:
        print(f"written to {report.write(text).relative_to(ROOT)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m benchmarks", description=__doc__)
    size = int(os.environ.get("BENCH_INSTITUTIONS", "100000"))
    parser.add_argument("--institutions", type=int, default=size, metavar="N")
    parser.add_argument("--smaller", type=int, default=10_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=5, metavar="N")
    parser.add_argument("--seconds", type=float, default=4, metavar="S", help="of each round")
    parser.add_argument("--beside", type=Path, metavar="FOLDER", help="another tree of Spotcheck")
    parser.add_argument("--record", action="store_true", help="write to benchmarks/results")
    return parser.parse_args()


# Servers


def _started(
    stack: ExitStack, larger: str, smaller: str, folder: Path, beside: Path | None
) -> dict[str, RunningServer]:
    def start(
        name: str, command: list[str], environment: Mapping[str, str], at: Path
    ) -> RunningServer:
        log = folder / f"{name}.log"
        return stack.enter_context(running(name, command, environment, log=log, folder=at))

    servers = {
        OURS: start(OURS, _OURS, _environment(larger, folder), ROOT),
        SMALLER: start(SMALLER, _OURS, _environment(smaller, folder), ROOT),
        FLOOR: start(FLOOR, python("benchmarks.floor", "{port}", larger), {}, ROOT),
        LOADERS: start(LOADERS, python("benchmarks.loaders", "{port}", larger), {}, ROOT),
    }
    if beside is not None:
        environment = {**_environment(larger, folder), "PYTHONPATH": str(beside.absolute())}
        servers[BESIDE] = start(BESIDE, _OURS, environment, beside)
    try:
        node, at = peer.installed(place.cache())
        production = {"NODE_ENV": "production", "GRAPHILE_ENV": "production"}
        command = [str(node), "server.mjs", larger]
        servers[POSTGRAPHILE] = start(POSTGRAPHILE, command, production, at)
    except (peer.NotInstalled, DidNotStart) as reason:
        print(f"PostGraphile is left out: {reason}", flush=True)
    return servers


_OURS = python("api", "serve")


def _environment(url: str, folder: Path) -> dict[str, str]:
    """The real thing, as an operator starts it."""
    return {
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "SECRET_KEY_FILE": str(folder / "secret.key"),
        "HOST": "127.0.0.1",
        "ENV": "production",
        "DEMO": "off",
        "LOG_FORMAT": "json",
        "LOG_LEVEL": "info",
        "ACCESS_TOKEN_MINUTES": "600",
    }


def _token(server: RunningServer, login: str) -> str:
    given = {"input": {"login": login, "password": PASSWORD, "deviceId": "bench"}}
    body = orjson.dumps({"query": _SIGN_IN, "variables": given})
    found = orjson.loads(_ask(Question(server.name, "", server.url("/graphql"), (body,)), 0))
    token: str = found["data"]["signIn"]["accessToken"]
    return token


# Questions


def _questions(servers: Mapping[str, RunningServer]) -> list[tuple[Question, RunningServer]]:
    """Every page of every server; the nested page is for people signed in, the flat one for all."""
    questions = []
    for page in PAGES:
        for name in (OURS, BESIDE):
            if name in servers:
                questions.append((_ours(servers[name], name, page), servers[name]))
        for name, mode in ((FLOOR, "custom"), (FLOOR_AUTO, "auto")):
            url = servers[FLOOR].url(f"/{mode}/{page}")
            questions.append((Question(name, page, url, pages.graphql(page)), servers[FLOOR]))
        for name, bodies in ((LOADERS, pages.graphql), (POSTGRAPHILE, pages.postgraphile)):
            if name in servers:
                url = servers[name].url("/graphql")
                questions.append((Question(name, page, url, bodies(page)), servers[name]))
    return questions


def _ours(server: RunningServer, name: str, page: str) -> Question:
    url, bodies = server.url("/graphql"), pages.graphql(page)
    if page == FLAT:
        return Question(name, page, url, bodies)
    return Question(name, page, url, bodies, pages.signed_in(_token(server, SUPERVISOR)))


def _smaller(server: RunningServer) -> list[tuple[Question, RunningServer]]:
    return [(_ours(server, SMALLER, page), server) for page in (NESTED, FLAT)]


def _deep(server: RunningServer, pages_deep: int) -> list[tuple[Question, RunningServer]]:
    """The first page and one that is reached by as many cursors, asked for by the same document."""
    document = Path(__file__).parent / "documents" / "walked_page.graphql"
    url, cursor = server.url("/graphql"), None
    for _ in range(pages_deep - 1):
        (body,) = pages.bodies(document, [{"first": 100, "after": cursor}])
        found = orjson.loads(_ask(Question(OURS, "", url, (body,)), 0))
        cursor = found["data"]["institutions"]["pageInfo"]["endCursor"]
    places = ((FIRST_PAGE, None), (DEEP_PAGE, cursor))
    return [
        (
            Question(OURS, name, url, pages.bodies(document, [{"first": 100, "after": after}])),
            server,
        )
        for name, after in places
    ]


def _compare(questions: list[tuple[Question, RunningServer]]) -> None:
    """Everything that is measured answers the same. Raises AssertionError where someone does not."""
    known: dict[tuple[str, int], Any] = {}
    for question, _ in questions:
        for i in range(len(question.bodies)):
            found = pages.plain(_ask(question, i))
            expected = known.setdefault((question.page, i), found)
            if not found or found != expected:
                raise AssertionError(f"{question.server} answers {question.page} differently")
    print(f"all {len(questions)} answer alike, {len(known)} pages", flush=True)


def _ask(question: Question, i: int) -> bytes:
    request = urllib.request.Request(question.url, question.bodies[i], dict(question.headers))  # noqa: S310  # ours
    with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
        found: bytes = response.read()
    return found


# Filing


def _file(results: Results, url: str, rounds: int, folder: Path) -> None:
    """By turns through the API and by asyncpg alone, which leave the same rows."""
    environment = _environment(url, folder)
    with running(OURS, _OURS, environment, log=folder / "filing.log", folder=ROOT) as server:
        headers = pages.signed_in(_token(server, INSPECTOR))
        kept: list[dict[str, float]] = []
        for number in range(rounds + 1):
            mine, theirs = (asyncio.run(file_result.visits(url, VISITS)) for _ in range(2))
            before = asyncio.run(file_result.rows(url))
            question = Question(
                OURS, FILING, server.url("/graphql"), file_result.bodies(mine), headers
            )
            found = take(question, server, 2, folder)
            # What was under way when the driver left is still written.
            time.sleep(0.5)
            between = asyncio.run(file_result.rows(url))
            rate = asyncio.run(file_result.raw(url, theirs))
            after = asyncio.run(file_result.rows(url))
            filed = between["inspection_records"] - before["inspection_records"]
            if filed >= len(mine) or filed < found.load.requests:
                raise RuntimeError(f"{found.load.requests} filings left {filed} records")
            kept = [_each(before, between, filed), _each(between, after, len(theirs))]
            if kept[0] != kept[1]:
                raise AssertionError(f"filings leave different rows: {kept}")
            if number:  # the first one warms up
                results.filings.append((found, rate))
        weigh(results, {"Spotcheck, filing": server})


def _each(before: dict[str, int], after: dict[str, int], filed: int) -> dict[str, float]:
    return {table: (after[table] - before[table]) / filed for table in before}


if __name__ == "__main__":
    main()

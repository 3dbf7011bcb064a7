"""What every part of a run has at hand: registers, servers started when they are first asked, results."""

import asyncio
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import peers, people, place
from benchmarks.load import JSON, Question
from benchmarks.measurement import Contestant, Results, Series, measure
from benchmarks.place import ROOT, Register
from benchmarks.runner import DidNotStart, RunningServer, python, running
from benchmarks.scenarios import LOADERS, OURS, REMEMBERING

OUR_COMMAND = python("api", "serve")
ACCEPT = {**JSON, "accept": "application/graphql-response+json"}


@dataclass(frozen=True, slots=True)
class Size:
    """How much is done; the quick form has less of everything."""

    institutions: int
    visits: int
    smaller: tuple[int, int]
    """Institutions and visits of the register that the large one is compared with."""
    lists_on: tuple[int, ...]
    """Visits of the registers that officials' lists are read on."""
    rounds: int
    seconds: float
    warm_up: float
    tail_rounds: int
    tail_seconds: float
    tokens: int
    list_seconds: float
    plan_milliseconds: float
    """For which a statement is repeated."""
    plans_of_all: bool
    """Whether plans are compared for officials of every scope, or for the demo's people only."""


@dataclass(slots=True)
class Bench:
    size: Size
    folder: Path
    results: Results
    beside: Path | None
    _stack: ExitStack
    _registers: dict[tuple[int, int], Register] = field(default_factory=dict)
    _tokens: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    _servers: dict[tuple[str, str], tuple[RunningServer, ExitStack]] = field(default_factory=dict)
    """By name and register, with what stops them."""

    @property
    def large(self) -> Register:
        return self.register(self.size.institutions, self.size.visits)

    @property
    def small(self) -> Register:
        return self.register(*self.size.smaller)

    def register(self, institutions: int, visits: int) -> Register:
        size = (institutions, visits)
        if size not in self._registers:
            found = self._stack.enter_context(place.register(*size))
            asyncio.run(people.enter(found.url, self.size.tokens))
            self._registers[size] = found
        return self._registers[size]

    def tokens(self, register: Register, login: str) -> tuple[str, ...]:
        """One token of this login; those of the crowd are as many as the run has."""
        if register.url not in self._tokens:
            self._tokens[register.url] = asyncio.run(
                people.signed_in(register.url, register.keys, self.size.tokens)
            )
        return tuple(self._tokens[register.url][login])

    def spotcheck(self, register: Register, name: str = OURS) -> RunningServer:
        """`python -m api serve` of this tree; another name is another process of it."""
        variables = environment(register, self.folder)
        if name == REMEMBERING:
            del variables["ANSWER_CACHE_MB"]
        return self._started(name, register, OUR_COMMAND, variables, ROOT)

    def other_tree(self) -> RunningServer | None:
        """Spotcheck of the tree that was named, on the large register."""
        if self.beside is None:
            return None
        ours = environment(self.large, self.folder)
        variables = {**ours, "PYTHONPATH": str(self.beside.absolute())}
        return self._started("the other tree", self.large, OUR_COMMAND, variables, self.beside)

    def floor(self) -> RunningServer:
        command = python("benchmarks.floor", "{port}", self.large.url)
        return self._started("floor", self.large, command, {}, ROOT)

    def peer(self, name: str) -> RunningServer | None:
        """None for one who cannot be had here, which the report names."""
        url = self.large.url
        try:
            if name == LOADERS:
                command = python("benchmarks.loaders", "{port}", url)
                return self._started(name, self.large, command, {}, ROOT)
            node, folder = peers.installed(place.cache())
            command = [str(node), peers.SCRIPTS[name], url]
            return self._started(name, self.large, command, peers.ENVIRONMENT, folder)
        except (peers.NotInstalled, DidNotStart) as reason:
            if name not in self.results.left_out:
                print(f"  {name} is left out: {reason}", flush=True)
            self.results.left_out[name] = str(reason).strip().splitlines()[-1]
            return None

    def ours(
        self, series: Series, register: Register, bodies: tuple[bytes, ...], login: str | None
    ) -> Contestant:
        """Spotcheck on this register, asked by a login, by the crowd, or by anybody."""
        server = self.spotcheck(register)
        tokens = () if login is None else self.tokens(register, login)
        question = Question(server.url("/graphql"), bodies, tokens, ACCEPT)
        return Contestant(series, question, server, register)

    def measure(self, contestants: list[Contestant]) -> None:
        measure(
            self.results,
            contestants,
            rounds=self.size.rounds,
            seconds=self.size.seconds,
            folder=self.folder,
            warm_up=self.size.warm_up,
        )

    def let_go(self, register: Register) -> None:
        """Stop the servers of this register: it is copied only while nobody is connected."""
        for key in [each for each in self._servers if each[1] == register.url]:
            self._servers.pop(key)[1].close()

    def weigh(self) -> None:
        """How much memory each server has by now."""
        for (name, url), (server, _) in self._servers.items():
            on_large = url == self.large.url
            label = name if on_large else f"{name}, another register"
            self.results.resident[label] = server.resident_bytes()

    def _started(
        self,
        name: str,
        register: Register,
        command: list[str],
        variables: Mapping[str, str],
        at: Path,
    ) -> RunningServer:
        key = (name, register.url)
        if key not in self._servers:
            log = self.folder / f"server-{len(self._servers)}.log"
            stack = self._stack.enter_context(ExitStack())
            server = stack.enter_context(running(name, command, variables, log=log, folder=at))
            self._servers[key] = server, stack
        return self._servers[key][0]


def environment(register: Register, folder: Path, url: str = "") -> dict[str, str]:
    """The real thing, as an operator starts it."""
    return {
        "DATABASE_URL": url or register.url,
        "DATA_DIR": str(folder),
        "SECRET_KEY_FILE": str(register.key_file),
        "HOST": "127.0.0.1",
        "ENV": "production",
        "DEMO": "off",
        "LOG_FORMAT": "json",
        "LOG_LEVEL": "info",
        # What is compared is reading; remembering is a part of its own.
        "ANSWER_CACHE_MB": "0",
    }

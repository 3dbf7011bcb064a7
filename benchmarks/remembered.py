"""Public pages from memory, beside the same read each time and beside a server that has but one answer."""

import asyncio

from benchmarks.bench import ACCEPT, Bench
from benchmarks.load import Question
from benchmarks.measurement import Contestant, Series, measure
from benchmarks.reads import ask
from benchmarks.scenarios import CONSTANT, OURS, REMEMBERING, public_pages


def remembered(bench: Bench) -> None:
    register, contestants = bench.large, list[Contestant]()
    reads, remembers = (bench.spotcheck(register, name) for name in (OURS, REMEMBERING))
    floor = bench.floor()
    for scenario in asyncio.run(public_pages(register.url)):
        given = {
            who: Question(server.url("/graphql"), scenario.bodies, (), ACCEPT)
            for who, server in ((OURS, reads), (REMEMBERING, remembers))
        }
        for number in range(len(scenario.bodies)):
            read, again = (ask(each, number) for each in given.values())
            if read != again or b'"errors"' in read:
                raise AssertionError(f"{scenario.name} is remembered otherwise than it is read")
        size = sum(len(ask(given[REMEMBERING], n)) for n in range(len(scenario.bodies)))
        path = f"/constant/{size // len(scenario.bodies)}"
        given[CONSTANT] = Question(floor.url(path), scenario.bodies)
        servers = {OURS: reads, REMEMBERING: remembers, CONSTANT: floor}
        contestants += [
            Contestant(Series(f"{scenario.name}, public", who), question, servers[who], register)
            for who, question in given.items()
        ]
    measure(
        bench.results,
        contestants,
        rounds=bench.size.rounds,
        seconds=bench.size.seconds,
        folder=bench.folder,
        warm_up=max(1.0, bench.size.warm_up),
    )
    bench.weigh()

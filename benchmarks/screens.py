"""Every document of the apps as anybody and as a role that sends it: one short round each."""

import asyncio

import asyncpg
import orjson

from benchmarks.bench import ACCEPT, Bench
from benchmarks.load import Question
from benchmarks.measurement import Contestant, Series, take
from benchmarks.reads import ANYBODY, ask
from benchmarks.scenarios import bodies
from demo.story.people import PEOPLE
from domain.roles import Role

SPENDING = ("parent/complaint_by_receipt", "parent/verify_inspection_code")
"""Who guesses is refused after a few of these."""
_WARM_UP, _SECONDS = 0.1, 1.0
_LOGINS = {person.role: person.login for person in reversed(PEOPLE)}
"""The first of the demo's people with each role."""


def screens(bench: Bench) -> None:
    register = bench.large
    server = bench.spotcheck(register)
    for name, role, body in asyncio.run(_documents(register.url)):
        for login in (None, _LOGINS[role]):
            tokens = () if login is None else bench.tokens(register, login)
            question = Question(server.url("/graphql"), (body,), tokens, ACCEPT)
            if "errors" in orjson.loads(ask(question)):
                continue  # not theirs to ask
            series = Series(name, login or ANYBODY)
            contestant = Contestant(series, question, server, register)
            take(contestant, _WARM_UP, bench.folder)
            bench.results.screens[series] = take(contestant, _SECONDS, bench.folder)


async def _documents(url: str) -> list[tuple[str, Role, bytes]]:
    # Imported here: it builds the whole schema, which no other part needs.
    from tests.documents.on_register import questions

    connection = await asyncpg.connect(url)
    try:
        return [
            (
                case.name,
                case.by.role if case.by else Role.SUPERVISOR,
                bodies(case.text, [variables])[0],
            )
            async for case, variables in questions(connection)
            if case.name not in SPENDING
        ]
    finally:
        await connection.close()

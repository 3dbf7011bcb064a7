"""`python -m api authority …`: a tree from nothing, by two people, without SQL."""

import argparse
from typing import Any

import pytest

from api.commands import authorities as commands
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.reading import ids
from tests.people import GUSU, JIANGSU, SUZHOU
from tests.schema.accounts.steps import audit_tags

pytestmark = pytest.mark.usefixtures("world")
AS, SECOND, REASON = ("--as", "shan"), ("--second", "sen"), ("--reason", "机构改革")


@pytest.fixture
def console(database: Database, keys: Keys, capsys: pytest.CaptureFixture[str]) -> Any:
    async def run(*words: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        commands.add_to(parser.add_subparsers())
        arguments = parser.parse_args(["authority", *words])
        code = await arguments.run(arguments, database, keys)
        output, errors = capsys.readouterr()
        return code, output, errors

    return run


async def test_an_authority_is_created_corrected_moved_closed_and_listed(
    console: Any, database: Database
) -> None:
    parent = ids.write("Authority", SUZHOU.id)
    code, output, _ = await console(
        "create",
        "虎丘区教育局",
        "--region",
        "320505",
        "--sector",
        "EDUCATION",
        "--parent",
        parent,
        *AS,
    )
    assert code == 0
    key = output.split("\t")[0]
    given = ("虎丘区教育局", *REASON, *AS)

    assert (await console("update", *given, "--hours", "工作日", "--yearly-cap", "1"))[0] == 0
    above = ids.write("Authority", JIANGSU.id)
    assert (await console("move", *given, "--parent", above, *SECOND))[0] == 0
    assert (await console("move", key, *REASON, *AS, "--no-parent", *SECOND))[0] == 0
    code, output, _ = await console("list", *AS, "--region", "320505")
    assert (code, output) == (0, f"{key}\t虎丘区教育局\t320505\tCOUNTY\tEDUCATION\t\tactive\n")
    assert (await console("close", *given, *SECOND))[0] == 0
    code, output, _ = await console("list", *AS, "--closed")
    assert output.rstrip().endswith("closed")

    assert (await audit_tags(database)).count("authority.moved") == 2


async def test_what_is_refused_is_said_once(console: Any, database: Database) -> None:
    code, output, errors = await console("close", GUSU.name, *REASON, *AS, *SECOND)
    assert (code, output) == (1, "")
    assert errors.startswith("OPEN_WORK_LEFT: The authority has work that is open")

    code, _, errors = await console("update", "没有的局", *REASON, *AS)
    assert (code, errors) == (
        2,
        "There is no authority 没有的局. `authority list` has their ids.\n",
    )
    code, _, errors = await console("update", GUSU.name, *REASON, "--as", "nobody")
    assert (code, errors) == (2, "There is no active account nobody.\n")


async def test_what_the_second_person_may_not_confirm_stays_proposed(
    console: Any, database: Database
) -> None:
    words = ("move", GUSU.name, *REASON, *AS, "--region", "320505", "--second", "shan")

    code, output, errors = await console(*words)

    assert code == 1
    assert output.endswith("was proposed.\n")
    assert errors.startswith("NOT_PERMITTED")
    assert await audit_tags(database) == ["authority.move_proposed"]

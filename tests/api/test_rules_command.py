"""`python -m api rules`: rules adopted and ended from a day to come, and what is refused."""

import argparse
import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from api.commands import adoptions as commands
from domain.adoptions import AdoptableRule
from domain.moments import day_of
from persistence.adoptions import writes as adoptions
from persistence.adoptions.table import AdoptedRule
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.schema.accounts.steps import audit_tags

FIRST_DAY = day_of(dt.datetime.now(dt.UTC))
"""Today, or yesterday where midnight passes: what is to come is two days away."""
RULE = AdoptableRule.CREDIT_REPAIR


def on(days: int) -> str:
    return (FIRST_DAY + dt.timedelta(days=days)).isoformat()


@pytest.fixture
def console(database: Database, keys: Keys, capsys: pytest.CaptureFixture[str]) -> Any:
    async def run(*words: str) -> tuple[int, str, str]:
        parser = argparse.ArgumentParser()
        commands.add_to(parser.add_subparsers())
        arguments = parser.parse_args(["rules", *words])
        code = await arguments.run(arguments, database, keys)
        output, errors = capsys.readouterr()
        return code, output, errors

    return run


async def holds(database: Database, days: int, region: str = "320508") -> bool:
    async with database.writing() as session:
        day = FIRST_DAY + dt.timedelta(days=days)
        return await adoptions.holds_on(session, RULE, region, day)


async def test_a_rule_holds_from_its_day_until_it_is_ended(
    console: Any, database: Database
) -> None:
    assert (await console("list"))[1] == "No rule is adopted.\n"
    adopted = await console("adopt", RULE, "--from", on(2))
    ended = await console("end", RULE, "--from", on(9), "--region", "320500")

    assert adopted == (0, f"CREDIT_REPAIR holds in 000000 from {on(2)}.\n", "")
    assert ended == (0, f"CREDIT_REPAIR holds no more in 320500 from {on(9)}.\n", "")
    assert [await holds(database, day) for day in (1, 2, 8, 9, 900)] == [
        False,
        True,
        True,
        False,
        False,
    ]
    assert await holds(database, 9, "320100")
    assert (await console("list"))[1] == adopted[1] + ended[1]
    assert sorted(await audit_tags(database)) == ["rule.adopted", "rule.ended"]


async def test_what_is_said_last_for_a_day_counts(console: Any, database: Database) -> None:
    await console("adopt", RULE, "--from", on(5))
    assert (await console("end", RULE, "--from", on(5)))[0] == 0

    assert not await holds(database, 5)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (("adopt", RULE, "--from", on(0)), "must be after today"),
        (("adopt", RULE, "--from", on(-9)), "must be after today"),
        (("end", RULE, "--from", on(2)), "holds not in 000000"),
        (("adopt", RULE, "--from", on(2), "--region", "999999"), "not the code of a region"),
    ],
)
async def test_what_is_refused_changes_nothing(
    console: Any, database: Database, words: tuple[str, ...], reason: str
) -> None:
    code, output, errors = await console(*words)

    assert (code, output) == (1, "")
    assert reason in errors
    async with database.writing() as session:
        assert (await session.scalars(sa.select(AdoptedRule))).all() == []


@pytest.mark.parametrize(
    "words",
    [
        ("adopt", "REPAIR", "--from", on(1)),
        ("adopt", RULE, "--from", "tomorrow"),
        ("adopt", RULE),
        ("adopt", RULE, "--from", on(1), "--region", "32"),
    ],
)
async def test_arguments_that_are_none_are_wrong(console: Any, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as wrong:
        await console(*words)

    assert wrong.value.code == 2

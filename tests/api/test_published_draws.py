"""A draw from its announcement to its reveal, as a stranger with curl and one file sees it."""

import subprocess
import sys
from pathlib import Path

import pytest

from api.app import application
from api.settings import Settings
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.api.browser import Browser
from tests.client import Client, Clock
from tests.schema.draws import steps
from tests.schema.draws.conftest import city, enough_to_draw_from

__all__ = ["city", "enough_to_draw_from"]

FILE = Path(__file__).parents[2] / "verify_draw.py"


def run(*arguments: Path | str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", str(FILE), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.usefixtures("city")
async def test_what_was_saved_before_and_what_is_revealed_belong_together(
    ask: Client, clock: Clock, database: Database, keys: Keys, tmp_path: Path
) -> None:
    stranger = Browser(application(Settings.from_environment({}), database, keys))
    before, after = tmp_path / "before.json", tmp_path / "proof.json"

    task = await steps.approved(ask, publishDrawnList=True)
    path = f"/draws/{task['code']}.json"
    assert (await stranger.get(path)).status_code == 404
    task = await steps.freeze(ask, task)
    announced = await stranger.get(path)
    before.write_bytes(announced.content)
    task = await steps.execute(ask, clock, task)
    await steps.issue(ask, await steps.lock(ask, task))
    revealed = await stranger.get(path)
    after.write_bytes(revealed.content)

    assert announced.headers["content-type"] == "application/json"
    assert announced.headers["cache-control"] == "no-store"
    assert run(before).returncode == 2
    ended = run(after, "--before", before)
    # All but the beacon's signature, which the file cannot check.
    assert ended.returncode == 3, ended.stdout + ended.stderr
    assert f"task {task['code']}" in ended.stdout
    assert "compared with an earlier notice: True" in ended.stdout

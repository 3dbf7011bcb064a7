"""The demo's drawn inspection: carried out once however often it is begun, public, and verified by anybody."""

import json
from pathlib import Path
from typing import Any

import pytest

import verify_draw
from api import in_story
from demo.story import loader
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.storage import Folder, Store
from tests.client import Client
from tests.demo.test_loader import silent

PROOFS = "{ drawProofs(first: 1) { nodes { taskCode stage proof } } }"
PICTURES = """{ publicInspectionResults(first: 9, filter: {inspectedFrom: "2026-10-14",
    inspectedTo: "2026-10-16"}) { nodes { resultCodes pictures { url } } } }"""


class Killed(in_story.StoryHands):
    """A process that dies after so many steps."""

    left = 20

    async def do(self, mutation: str, shows: str, *, by: str, **given: Any) -> dict[str, Any]:
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt
        return await super().do(mutation, shows, by=by, **given)


async def test_it_is_carried_out_to_its_end_by_the_next_start(
    ask: Client, database: Database, keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(Folder(tmp_path / "kept"), tmp_path / "room")
    store.prepare()
    await loader.load(database.engine, keys, silent, is_open=True)
    with monkeypatch.context() as killed:
        killed.setattr(in_story, "StoryHands", Killed)
        with pytest.raises(KeyboardInterrupt):
            await in_story.inspect(database, keys, store)
    assert await loader.is_to_be_inspected(database.engine)

    await in_story.inspect(database, keys, store)
    await in_story.inspect(database, keys, store)

    (proof,) = (await ask(PROOFS))["drawProofs"]["nodes"]
    assert proof["stage"] == "REVEALED"
    assert verify_draw.verify(json.loads(proof["proof"]), None)
    results = (await ask(PICTURES))["publicInspectionResults"]["nodes"]
    assert [each["resultCodes"] for each in results] == [["NO_PROBLEM"]] * 3
    assert sorted(len(each["pictures"]) for each in results) == [0, 0, 1]


async def test_a_demo_of_before_is_left_as_it_is(
    database: Database, keys: Keys, tmp_path: Path
) -> None:
    await loader.load(database.engine, keys, silent, is_open=True)
    async with database.writing() as session:
        connection = await session.connection()
        await connection.exec_driver_sql(
            f"delete from audit_events where tag = '{loader.TO_INSPECT}'"
        )

    await in_story.inspect(database, keys, Store(Folder(tmp_path), tmp_path))

    assert await database.value("select count(*) from draws") == 0

"""The command that compares store and database."""

import argparse
import os
from pathlib import Path

import pytest

from api.commands import evidence
from api.settings import Settings
from tests.api.evidence import files
from tests.api.evidence.evidence_client import EvidenceClient, hashed

PHOTO = files.jpeg()
LONG_AGO = 1_700_000_000


def arguments(folder: Path, *words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    evidence.add_to(parser.add_subparsers(required=True))
    given = parser.parse_args(["evidence", "tidy", *words])
    given.settings = Settings.from_environment({"EVIDENCE_STORE": str(folder)})
    return given


async def test_a_dry_run_tells_and_removes_nothing(
    client: EvidenceClient, visit: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await client.sent(visit, PHOTO)
    orphan = (await client.store.keep_bytes(b"nobody names this")).hex()
    folder = tmp_path / "evidence"
    aged(folder, orphan)
    before = client.files()

    dry = arguments(folder)
    status = await dry.run(dry, client.ask.database, client.ask.keys)
    output = capsys.readouterr().out
    unchanged = client.files()
    wet = arguments(folder, "--remove")
    await wet.run(wet, client.ask.database, client.ask.keys)

    assert status == 0
    assert "older than a day: 1 (17 bytes)" in output
    assert orphan in output
    assert "Use --remove" in output
    assert unchanged == before
    assert before.keys() - client.files().keys() == {f"sha256/{orphan[:2]}/{orphan[2:4]}/{orphan}"}
    assert "Removed: 1 files" in capsys.readouterr().out


async def test_a_missing_file_is_an_alarm(
    client: EvidenceClient, visit: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await client.sent(visit, PHOTO)
    await client.store.remove(bytes.fromhex(hashed(PHOTO)))

    given = arguments(tmp_path / "evidence")
    status = await given.run(given, client.ask.database, client.ask.keys)

    assert status == 1
    assert hashed(PHOTO) in capsys.readouterr().out


async def test_a_store_that_cannot_be_reached_is_said(
    client: EvidenceClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()

    given = arguments(tmp_path / "file" / "evidence")
    status = await given.run(given, client.ask.database, client.ask.keys)

    assert status == 1
    assert "does not answer" in capsys.readouterr().err


def aged(folder: Path, name: str) -> None:
    (path,) = (folder / "sha256").rglob(name)
    os.utime(path, (LONG_AGO, LONG_AGO))

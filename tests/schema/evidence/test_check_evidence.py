"""A file read again: whether it is what it was, for whom may see it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from persistence.engine.identifiers import new_key
from persistence.evidence import downloads
from persistence.reading import ids
from persistence.storage import Folder, Store
from tests.client import Client
from tests.people import Person, bai, chen, fang, jun, lin, mei, ou, qiao, tao
from tests.schema.evidence import evidence_steps

CHECKED = "... on EvidenceChecked { evidence { verdict checkedAt } }"


@pytest.fixture
async def store(tmp_path: Path, ask: Client) -> AsyncIterator[Store]:
    ask.store = store = Store(Folder(tmp_path / "kept"), tmp_path / "room")
    store.prepare()
    yield store
    store.close()


async def test_a_file_that_is_what_it_was(ask: Client, visit: str, store: Store) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)
    await store.keep_bytes(evidence_steps.PHOTO)
    ask.clock.now = ask.clock.now.replace(hour=9)

    payload = await ask.do("checkEvidence", {"evidenceId": evidence_id}, CHECKED, by=qiao)

    assert payload == {
        "__typename": "EvidenceChecked",
        "evidence": {"verdict": "INTACT", "checkedAt": "2026-11-18T09:00:00.000000Z"},
    }
    (event,) = await evidence_steps.events(ask, "evidence.checked")
    assert (event.actor_id, event.detail) == (qiao.id, {"verdict": "INTACT"})


async def test_a_file_that_was_swapped(
    ask: Client, visit: str, store: Store, tmp_path: Path
) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)
    await store.keep_bytes(evidence_steps.PHOTO)
    (kept,) = (path for path in (tmp_path / "kept" / "sha256").rglob("*") if path.is_file())
    kept.chmod(0o600)
    kept.write_bytes(evidence_steps.PHOTO[:-1] + b"!")

    payload = await ask.do("checkEvidence", {"evidenceId": evidence_id}, CHECKED, by=qiao)

    assert payload["evidence"]["verdict"] == "SWAPPED"
    assert (await evidence_steps.verdict_of(ask, evidence_id))["verdictEn"].startswith("Swapped: ")


async def test_a_file_that_is_gone(ask: Client, visit: str, store: Store) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)

    payload = await ask.do("checkEvidence", {"evidenceId": evidence_id}, CHECKED, by=qiao)

    assert payload["evidence"]["verdict"] == "MISSING"


async def test_a_check_is_done_once_for_one_operation(
    ask: Client, visit: str, store: Store
) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)
    given = {"evidenceId": evidence_id, "operationId": str(new_key())}

    answers = [await ask.do("checkEvidence", given, CHECKED, by=qiao) for _ in range(2)]

    assert answers[0] == answers[1]
    assert len(await evidence_steps.events(ask, "evidence.checked")) == 1


async def test_there_is_nothing_to_check_before_it_came(
    ask: Client, visit: str, store: Store
) -> None:
    (evidence_id,) = await evidence_steps.declared(ask, visit)

    payload = await ask.do("checkEvidence", {"evidenceId": evidence_id}, by=qiao)

    assert payload["code"] == "EVIDENCE_NOT_ARRIVED"
    assert await evidence_steps.events(ask, "evidence.checked") == []


async def test_what_arrives_while_it_is_checked_is_not_called_missing(
    ask: Client, visit: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    (evidence_id,) = await evidence_steps.declared(ask, visit)
    look = downloads.visible_evidence

    async def late(*given: Any) -> downloads.Visible:
        found = await look(*given)
        await evidence_steps.arrive(ask, evidence_id)
        return found

    monkeypatch.setattr(downloads, "visible_evidence", late)
    payload = await ask.do("checkEvidence", {"evidenceId": evidence_id}, by=qiao)

    assert payload["code"] == "EVIDENCE_NOT_ARRIVED"
    assert (await evidence_steps.verdict_of(ask, evidence_id))["verdict"] == "INTACT"


@pytest.mark.parametrize(
    ("person", "code"),
    [
        (None, "NOT_PERMITTED"),
        (fang, "NOT_PERMITTED"),
        (lin, "NOT_PERMITTED"),
        (chen, "NOT_PERMITTED"),
        (tao, "NOT_FOUND"),
        (bai, "NOT_FOUND"),
    ],
    ids=lambda value: value.login if isinstance(value, Person) else str(value),
)
async def test_who_may_not_have_it_checked(
    ask: Client, visit: str, store: Store, person: Person | None, code: str
) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)

    payload = await ask.do("checkEvidence", {"evidenceId": evidence_id}, by=person)

    assert payload["code"] == code
    assert await evidence_steps.events(ask, "evidence.checked") == []


@pytest.mark.parametrize("person", [mei, jun, qiao, ou], ids=lambda p: p.login)
async def test_who_may(ask: Client, visit: str, store: Store, person: Person) -> None:
    evidence_id = await evidence_steps.arrived(ask, visit)

    payload = await ask.do("checkEvidence", {"evidenceId": evidence_id}, by=person)

    assert payload["__typename"] == "EvidenceChecked"


async def test_an_id_of_something_else_is_not_checked(ask: Client, visit: str) -> None:
    unknown = ids.write("Evidence", new_key())

    missing = await ask.do("checkEvidence", {"evidenceId": unknown}, by=qiao)
    other = await ask.do("checkEvidence", {"evidenceId": visit}, by=qiao)

    assert (missing["code"], other["code"]) == ("NOT_FOUND", "INVALID_INPUT")
    assert await evidence_steps.events(ask, "evidence.checked") == []

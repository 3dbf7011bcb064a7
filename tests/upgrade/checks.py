"""What the new server has to answer: what the old one did, and what was begun goes on."""

import datetime as dt
import hashlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from tests.upgrade.client import NotAnswered, RecordingClient, SentMutation
from tests.upgrade.comparison import check_same
from tests.upgrade.pages import LISTS, ListQuery, middle_of
from tests.upgrade.prepared import (
    HEAD,
    INSPECTOR,
    MANAGER,
    TUS,
    FrozenDraw,
    HalfUpload,
    Prepared,
    expect,
    proof,
    send,
)

Read = Callable[[RecordingClient], object]
"""A question put to both servers in the same words."""

LEAST_MUTATIONS = 10
AUDITOR = "result-auditor"


def reads(client: RecordingClient, prepared: Prepared) -> dict[str, Read]:
    """All questions that both servers are to answer alike, by the name of the check."""
    return dict(
        [
            *replays(client),
            *_rests_of_pages(client),
            ("the receipt opens its complaint", lambda c: _by_receipt(c, prepared.receipt)),
            ("the seals of records and their verdicts", _seals_of_records),
            ("the seal of evidence", lambda c: _seal_of_evidence(c, prepared.sealed_id)),
            *((f"the proof of {code}", _proof_of(code)) for code in _published(client)),
        ]
    )


def expected_of(client: RecordingClient, questions: Mapping[str, Read]) -> dict[str, object]:
    """What the old server answers to each of them."""
    kinds = {mutation.name for mutation in client.sent}
    if len(kinds) < LEAST_MUTATIONS:
        raise NotAnswered(f"only {len(kinds)} kinds of mutations were sent: {sorted(kinds)}")
    return {name: read(client) for name, read in questions.items()}


def check(
    client: RecordingClient,
    prepared: Prepared,
    questions: Mapping[str, Read],
    expected: Mapping[str, object],
    trees: Mapping[str, Path],
) -> None:
    """All checks of the new server. Raises Difference at the first that fails."""
    for name, read in questions.items():
        check_same(name, expected[name], answer_or_reason(client, read))
    check_other_inputs(client)
    _check_session(client)
    _check_upload(client, prepared.upload)
    _check_evidence(client, "what had arrived before", prepared.sealed_id)
    _check_evidence(client, "what arrived now", prepared.upload.evidence_id)
    check_same("every sealed record is INTACT", {"INTACT"}, _verdicts(client))
    _check_draw(client, prepared.draw)
    for code in _published(client):
        notice = prepared.draw.notice if code == prepared.draw.code else None
        for whose, tree in trees.items():
            verdict = _verified(tree / "verify_draw.py", proof(client, code), notice)
            check_same(f"the proof of {code} by the {whose} verify_draw.py", 0, verdict)


def answer_or_reason(client: RecordingClient, read: Read) -> object:
    """What the new server answers, or why that is no answer: no less of a difference."""
    try:
        return read(client)
    except NotAnswered as reason:
        return str(reason)


def replays(client: RecordingClient) -> Iterator[tuple[str, Read]]:
    kinds: dict[str, list[SentMutation]] = {}
    for mutation in client.sent:
        kinds.setdefault(mutation.name, []).append(mutation)
    for name, mutations in kinds.items():
        yield f"replay: {name} ({len(mutations)})", _answers_again(mutations)


def _answers_again(mutations: Sequence[SentMutation]) -> Read:
    return lambda client: b"\n".join(client.replay(each) for each in mutations)


def _rests_of_pages(client: RecordingClient) -> Iterator[tuple[str, Read]]:
    for query in LISTS:
        yield f"pages: {query.name} {query.order}", _rest(query, middle_of(client, query))


def _rest(query: ListQuery, after: str) -> Read:
    return lambda client: query.rest(client, after)


def _by_receipt(client: RecordingClient, receipt: str) -> bytes:
    document = """query Q($r: String!) { complaintByReceipt(receipt: $r) {
        complaintNo kind category state receivedAt acceptDueOn steps { at fromState toState } } }"""
    answer = client.read(document, {"r": receipt})
    if b'"complaintNo"' not in answer:
        raise NotAnswered(f"the receipt opens nothing: {answer.decode()}")
    return answer


def _seals_of_records(client: RecordingClient) -> str:
    """What people signed and what the server sealed, one record a line."""
    document = """{ inspections(first: 100, orderBy: {field: REGISTERED_AT, direction: DESC}) {
        nodes { id records { versionNo hash canonical seal verdict signatures { party isValid } } }
    } }"""
    nodes = client.ask(document, by=AUDITOR)["inspections"]["nodes"]
    sealed = [
        json.dumps({"inspection": node["id"], **record}, ensure_ascii=False)
        for node in nodes
        for record in node["records"]
        if record["seal"]
    ]
    if not sealed:
        raise NotAnswered("no record is sealed")
    return "\n".join(sealed)


def _seal_of_evidence(client: RecordingClient, evidence_id: str) -> bytes:
    document = """query Q($i: ID!) { node(id: $i) { ... on Evidence {
        sha256 size mediaType fileName capturedAt state receivedAt versionNo seal verdict } } }"""
    return client.read(document, {"i": evidence_id}, by=INSPECTOR)


def _published(client: RecordingClient) -> list[str]:
    shows = "{ drawProofs(first: 100) { nodes { taskCode } } }"
    return sorted(each["taskCode"] for each in client.ask(shows)["drawProofs"]["nodes"])


def _proof_of(code: str) -> Read:
    return lambda client: proof(client, code)


def check_other_inputs(client: RecordingClient) -> None:
    """One of each kind of mutation whose input has a text that can be changed."""
    kinds = {mutation.name: mutation for mutation in client.sent}
    for name, mutation in sorted(kinds.items()):
        body = mutation.with_other_input()
        if json.loads(body) == json.loads(mutation.body):
            continue
        (payload,) = json.loads(client.post(body, mutation.token))["data"].values()
        found = payload.get("code", payload["__typename"])
        check_same(f"{name} with another input", "OPERATION_ID_REUSED", found)


def _check_session(client: RecordingClient) -> None:
    """The access token of before is good still; a session goes on by its refresh token."""
    document = "{ me { login grants { role authority { id } } } }"
    before = client.read(document, by=HEAD)
    client.refresh(HEAD)
    check_same("a session is refreshed and asks on", before, client.read(document, by=HEAD))


def _check_upload(client: RecordingClient, upload: HalfUpload) -> None:
    headers = expect(200, client.http.head(upload.location, headers=TUS)).headers
    check_same("the upload stands at its offset", upload.offset, int(headers["upload-offset"]))
    offset = send(client, upload, upload.content[upload.offset :])
    check_same("the upload is finished", len(upload.content), offset)
    shows = "query Q($i: ID!) { node(id: $i) { ... on Evidence { state sha256 originalUrl } } }"
    found = client.ask(shows, {"i": upload.evidence_id}, by=INSPECTOR)["node"]
    check_same("what was uploaded has been received", "RECEIVED", found["state"])
    content = expect(200, client.http.get(found["originalUrl"])).content
    wanted, got = (hashlib.sha256(each).hexdigest() for each in (upload.content, content))
    check_same("what was uploaded is downloaded again", wanted, got)


def _check_evidence(client: RecordingClient, which: str, evidence_id: str) -> None:
    shows = "evidence { verdict }"
    given = {"evidenceId": evidence_id}
    checked = client.do("checkEvidence", "EvidenceChecked", shows, by=INSPECTOR, **given)
    check_same(f"checkEvidence of {which}", "INTACT", checked["evidence"]["verdict"])


def _verdicts(client: RecordingClient) -> set[str]:
    return {json.loads(line)["verdict"] for line in _seals_of_records(client).splitlines()}


def _check_draw(client: RecordingClient, draw: FrozenDraw) -> None:
    for login, secret in draw.secrets.items():
        given = {"taskCode": draw.code, "secret": secret}
        client.do("revealDrawShare", "DrawShareRevealed", "share { id }", by=login, **given)
    wait = (draw.draw_at - dt.datetime.now(dt.UTC)).total_seconds()
    time.sleep(max(0.0, wait) + 0.2)
    shows = "task { state draw { stage drawnCount } }"
    given = {"taskId": draw.task_id}
    drawn = client.do("executeDraw", "DrawExecuted", shows, by=MANAGER, **given)["task"]
    check_same("the frozen draw is made", draw.drawn_count, drawn["draw"]["drawnCount"])
    client.do("lockDraw", "DrawLocked", "task { state }", by=MANAGER, **given)
    issued = client.do("issueTask", "TaskIssued", "task { state }", by=MANAGER, **given)["task"]
    check_same("its task is issued", "ISSUED", issued["state"])


def _verified(verifier: Path, content: bytes, notice: bytes | None) -> int | str:
    """The exit code of a clean check, or what the verifier printed."""
    with tempfile.TemporaryDirectory() as folder:
        file, earlier = Path(folder, "proof.json"), Path(folder, "notice.json")
        file.write_bytes(content)
        words = [str(file)]
        if notice is not None:
            earlier.write_bytes(notice)
            words += ["--before", str(earlier)]
        ended = subprocess.run(
            [sys.executable, str(verifier), *words], capture_output=True, text=True, check=False
        )
    return ended.returncode and ended.stdout + ended.stderr

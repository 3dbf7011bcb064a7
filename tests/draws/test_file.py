"""`verify_draw.py`, the one file with which a stranger checks a draw."""

import ast
import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import verify_draw
from domain.draws import proofs
from domain.draws.canonical import text
from domain.draws.differences import DifferenceKind
from domain.draws.entropy import QUICKNET
from domain.draws.signatures import BeaconSignature as Signature
from domain.draws.verification import is_revealed, verify
from persistence.draws import beacons
from tests.draws.draws import made, many
from tests.draws.edits import KINDS, tampered
from tests.draws.vectors import FOLDER, VALID, example, lines, published, written

ROOT = Path(__file__).parents[2]
FILE = ROOT / "verify_draw.py"
BEFORE = FOLDER / "oversight.before.json"
TAMPERED = {
    f"{each.name} {version}": (folder, each)
    for version, folder in ((1, FOLDER / "v1"), (2, FOLDER))
    for each in published(folder)
}
NOT_CHECKED = 3
GENERATED = many(300, 1_000)


def run(*arguments: Path | str) -> subprocess.CompletedProcess[str]:
    """As a stranger does: no packages, no environment of ours."""
    command = [sys.executable, "-I", "-S", str(FILE), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


def test_it_needs_the_standard_library_alone() -> None:
    tree = ast.parse(FILE.read_text("utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [each.name for each in node.names]
            if isinstance(node, ast.Import)
            else [str(node.module)]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert imported <= sys.stdlib_module_names
    assert "hashlib" in imported


def test_generated_draws_of_every_kind_are_verified() -> None:
    seen = {"unstaffed": 0, "OFFICER": 0, "OBJECT": 0, "by_group": 0, "several departments": 0}
    for number in range(GENERATED):
        each = made(number)
        proof = json.loads(text(each.proof()))

        verify_draw.verify(proof, each.before())

        found = verify(proof, each.before(), is_signed=beacons.is_signed)
        assert found.is_valid
        is_beacon = proof["frozen"]["entropy"]["kind"] == "BEACON"
        assert found.signature is (Signature.VERIFIED if is_beacon else None)
        seen["unstaffed"] += len(each.drawn.unstaffed)
        seen["by_group"] += each.rules.departments[0].by_group
        seen["several departments"] += len(each.rules.departments) > 1
        for replacement in each.replacements:
            seen[replacement.kind] += 1
    # What never came about was not verified.
    assert min(seen.values()) > GENERATED // 30, seen


@pytest.mark.parametrize("number", range(20))
def test_every_row_opens_and_oversight_sees_who_stands_behind_it(number: int) -> None:
    each = made(number)
    slips = [
        proofs.slip(each.frozen, each.drawn, each.salt, one.object_id) for one in each.pool.objects
    ]
    opened = proofs.oversight_edition(each.proof(), each.pool, each.salt)

    found = json.loads(text(proofs.with_slips(opened, slips)))

    verify_draw.verify(found)
    assert verify(found).is_valid
    drawn = [slip["object_id"] for slip in slips if slip["is_drawn"]]
    assert len(drawn) == len(each.drawn.drawn)


@pytest.mark.parametrize("kind", [*VALID, "v1/beacon", "v1/parties"])
def test_the_published_vectors_are_accepted(kind: str) -> None:
    """But for the signature of a beacon, which this file cannot check, and says so."""
    before = FOLDER / f"{kind}.before.json"
    is_beacon = kind.endswith("beacon")

    ended = run(FOLDER / f"{kind}.json", "--before", before)

    assert ended.returncode == (NOT_CHECKED if is_beacon else 0), ended.stdout + ended.stderr
    assert ended.stdout.startswith("AS PUBLISHED")
    assert ("NOT_CHECKED" in ended.stdout) is is_beacon
    assert ("NONE OF DRAND'S" in ended.stdout) is (kind == "beacon")
    assert run(before).returncode == 2


def test_whose_signature_it_is_makes_no_difference_to_what_was_published_before_it_was_checked() -> (
    None
):
    proof = json.loads((FOLDER / "v1/beacon.json").read_text("utf-8"))

    assert verify(proof).signature is Signature.NOT_CHECKED
    found = verify(proof, is_signed=lambda *_: False)
    assert found.is_valid
    # Of `default`, whose key cannot tell without the round before, nothing is said.
    is_known = proof["frozen"]["entropy"]["chain"] == QUICKNET
    assert found.signature is (Signature.FALSE if is_known else Signature.NOT_CHECKED)


def test_a_slip_is_checked_with_the_proof_it_belongs_to() -> None:
    accepted = run(FOLDER / "oversight.json", "--slip", FOLDER / "slip.json")
    refused = run(FOLDER / "beacon.json", "--slip", FOLDER / "slip.json")

    assert accepted.returncode == NOT_CHECKED
    assert refused.returncode == 1
    assert refused.stdout.startswith("DIFFERENT  OPENING")


@pytest.mark.parametrize("name", TAMPERED)
def test_tampering_is_caught_and_named(name: str) -> None:
    folder, each = TAMPERED[name]
    noted = json.loads((folder / "oversight.before.json").read_text("utf-8"))

    found = verify(each.proof, noted, is_signed=beacons.is_signed)

    assert found.difference == each.difference
    if each.difference == DifferenceKind.SIGNATURE:
        # What this file says of it is NOT_CHECKED.
        verify_draw.verify(each.proof, noted)
        return
    with pytest.raises(verify_draw.Difference) as caught:
        verify_draw.verify(each.proof, noted)
    assert caught.value.code == each.difference


def test_the_file_exits_with_one_and_says_the_first_difference(tmp_path: Path) -> None:
    for name in list(TAMPERED)[::10]:
        folder, each = TAMPERED[name]
        ended = run(_saved(name, tmp_path), "--before", folder / "oversight.before.json")

        assert ended.returncode == 1
        assert ended.stdout.startswith(f"DIFFERENT  {each.difference}")


def test_a_draw_made_again_is_found_only_by_what_was_saved_before(tmp_path: Path) -> None:
    """Why a notice is worth saving: the forgery agrees with itself in everything."""
    path = _saved("the_whole_draw_is_made_again_with_another_nonce 2", tmp_path)

    assert run(path).returncode == NOT_CHECKED
    assert run(path, "--before", BEFORE).returncode == 1


def _saved(name: str, folder: Path) -> Path:
    path = folder / f"{name}.json"
    path.write_text(lines(TAMPERED[name][1].proof), "utf-8")
    return path


def test_the_vectors_are_those_that_the_code_makes() -> None:
    committed = {
        str(path.relative_to(FOLDER)): path.read_text("utf-8") for path in FOLDER.rglob("*.json")
    }

    # Anew: python -m tests.draws.vectors
    assert written() == committed
    # Each row of the table makes the proof that the edit in the code makes.
    assert [(each.name, each.proof) for each in published()] == [
        (name, tampered(example(), name)) for name in KINDS
    ]
    assert len(KINDS) >= 45
    assert {kind for kind, _ in KINDS.values()} == set(DifferenceKind)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("not JSON", 2),
        ("[]", 2),
        ("{}", 2),
        ('{"format":"DR1"}', 2),
        ('{"format":"DR3","frozen":{}}', 2),
        ('{"format":["DR1"],"frozen":{}}', 2),
        ('{"format":"DR1","frozen":{}}', 1),
        ('{"format":"DR1","frozen":1.5}', 1),
        ('{"format":"DR1","frozen":{},"frozen":{}}', 1),
        ('{"format":"DR1","frozen":' + "[" * 5_000 + "]" * 5_000 + "}", 2),
    ],
    ids=[
        "text",
        "list",
        "empty",
        "only a format",
        "a later one",
        "a list",
        "nothing frozen",
        "float",
        "twice",
        "deep",
    ],
)
def test_rubbish_is_answered(tmp_path: Path, content: str, code: int) -> None:
    path = tmp_path / "proof.json"
    path.write_text(content)

    ended = run(path)

    assert ended.returncode == code
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize("hidden", ["\x1b[2K\rAS PUBLISHED  task T", "\u202ex", "\ud800"])
def test_a_proof_does_not_write_the_answer(tmp_path: Path, hidden: str) -> None:
    """A terminal obeys what an answer quotes: a forger would overwrite the difference with another."""
    slip = json.loads((FOLDER / "slip.json").read_text("utf-8"))
    slip["object_id"] = hidden
    slip["pseudonym"] = "0" * 64
    file = tmp_path / "slip.json"
    file.write_text(json.dumps(slip), "utf-8")

    done = run(FOLDER / "oversight.json", "--slip", file)

    assert done.returncode == 1
    assert done.stdout.startswith("DIFFERENT")
    assert done.stderr == ""
    assert done.stdout.rstrip("\n").isprintable()


def test_a_terminal_without_chinese_is_answered_too(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(kept, "ascii", write_through=True))

    code = verify_draw.main([str(FOLDER / "figure.json")])

    assert code == 0
    assert kept.getvalue().startswith(b"AS PUBLISHED")
    assert rb"\u4e0a\u8bc1" in kept.getvalue()


def test_a_file_that_is_not_there_is_nothing_to_check(tmp_path: Path) -> None:
    assert run(tmp_path / "none.json").returncode == 2


def test_whatever_is_struck_out_of_a_proof_is_answered() -> None:
    whole = json.loads((FOLDER / "oversight.json").read_text("utf-8"))
    for key in whole.keys() - {"format", "stage", "reason", "openings", "opened"}:
        wrongs: tuple[Any, ...] = (None, [], {}, 7, "x", True)
        for wrong in wrongs:
            proof = {**whole, key: wrong}
            if wrong == whole[key] or not is_revealed(proof):
                continue

            with pytest.raises((verify_draw.Difference, verify_draw.NothingToCheck)):
                verify_draw.verify(proof)

            assert not verify(proof).is_valid, (key, wrong)

"""A published proof, checked by doing the draw again and comparing."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.draws import forms, pool, pool_freeze, proofs, replacements
from domain.draws.canonical import (
    digest,
    instant,
    is_hash,
    keyed,
    text,
)
from domain.draws.differences import DifferenceKind as Kind
from domain.draws.draw import Drawn, NonceDoesNotFit, draw
from domain.draws.entropy import Beacon, BeaconRound, IsSigned, revelation_of
from domain.draws.pool_freeze import ROUNDING, Frozen
from domain.draws.replacements import Replacement
from domain.draws.rules import MOST_DEPARTMENTS
from domain.draws.signatures import BeaconSignature as Signature
from domain.refusals import Refusal

_ROWS = {
    "objects": re.compile(r"[0-9a-f]{64}\|s[0-9a-f]{12}\|[01]"),
    "officers": re.compile(
        r"[0-9a-f]{24}(\|[A-Za-z0-9._:-]{1,64}){2}(\|[01]){2}"
        r"\|(0|[1-9][0-9]{0,8})\|[1-9][0-9]{0,3}\|[A-Za-z0-9._:-]*(,[A-Za-z0-9._:-]+)*"
    ),
    "recusals": re.compile(r"[0-9a-f]{64}\|[0-9a-f]{24}"),
}
_CHANGED = {
    "objects": Kind.OBJECT_LIST,
    "officers": Kind.OFFICER_LIST,
    "recusals": Kind.RECUSALS,
}
_HASHED = ("event", "at", "by", "detail_digest", "previous")


@dataclass(frozen=True, slots=True)
class Verification:
    """The first difference, where it is and what; none where all is as published.

    `signature` is None where the chance is no beacon's, and where the draw itself differs.
    """

    difference: Kind | None = None
    where: str = ""
    what: str = ""
    signature: Signature | None = None

    @property
    def is_valid(self) -> bool:
        return self.difference is None


class Differs(Exception):
    """The first difference; it ends the looking."""

    def __init__(
        self, kind: Kind, where: str, what: str = "", signature: Signature | None = None
    ) -> None:
        super().__init__(f"{kind}: {where} ({what})")
        self.found = Verification(kind, where, what, signature)


def is_revealed(proof: Mapping[str, Any]) -> bool:
    """Whether there is a draw in it to do again."""
    return proof.get("format") in proofs.FORMATS and "frozen" in proof


def verify(
    proof: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
    *,
    is_signed: IsSigned | None = None,
) -> Verification:
    """Do the draw again. `before` is the proof as it was saved before the draw; without `is_signed`
    the signature of a beacon is not checked.

    Whatever comes in is answered; a proof that is not revealed yet differs in its FORMAT.
    """
    try:
        return Verification(signature=_verify(proof, before, is_signed))
    except Differs as differs:
        return differs.found
    except (
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
        OverflowError,
    ) as error:
        return Verification(Kind.FORMAT, "", repr(error))


def _verify(
    proof: Mapping[str, Any], before: Mapping[str, Any] | None, is_signed: IsSigned | None
) -> Signature | None:
    if proof["format"] not in proofs.FORMATS:
        raise Differs(Kind.FORMAT, "format", "no version that there is")
    for where in forms.misfits(proof):
        raise Differs(Kind.FORMAT, where, "missing, unknown, or not of the form specified")
    text(proof).encode()
    frozen = Frozen.of(proof["frozen"])
    _check_commitment(proof, frozen)
    _same(Kind.NOTICE, "notice", proofs.notice(frozen), proof["notice"])
    _check_lists(frozen)
    _check_rules(frozen, proof["format"])
    if before is not None:
        _same(Kind.BEFORE, "commitment", before.get("commitment"), proof["commitment"])
        _same(Kind.BEFORE, "notice", before.get("notice"), proof["notice"])
    drawn = _drawn(proof, frozen)
    _check_result(proof, frozen, drawn)
    _check_trail(proof, frozen)
    _check_replacements(proof, frozen, drawn)
    for slip in proof.get("openings", ()):
        _check_slip(slip, frozen, drawn)
    if "opened" in proof:
        _check_opened(proof["opened"], frozen)
    return _check_signature(proof, frozen, is_signed)


def _check_signature(
    proof: Mapping[str, Any], frozen: Frozen, is_signed: IsSigned | None
) -> Signature | None:
    """Last, because not every reader can: what else differs is named alike by all.

    The first version did not promise it: there it is said, and makes no difference.
    """
    source, revealed = frozen.source, revelation_of(proof["revealed"])
    if not (isinstance(source, Beacon) and isinstance(revealed, BeaconRound)):
        return None
    if is_signed is None or source.key is None:
        return Signature.NOT_CHECKED
    if is_signed(source.key, source.round, revealed.signature):
        return Signature.VERIFIED
    if source.public_key is None:
        return Signature.FALSE
    what = "no signature of this round by the chain's key"
    raise Differs(Kind.SIGNATURE, "revealed.signature", what, Signature.FALSE)


def _check_commitment(proof: Mapping[str, Any], frozen: Frozen) -> None:
    if frozen.commitment == proof["commitment"]:
        return
    for name, kind in _CHANGED.items():
        if digest(text(frozen.document[name])) != proof["notice"]["digests"][name]:
            raise Differs(kind, f"frozen.{name}", "its hash is not the one announced")
    rules = {key: each for key, each in frozen.document.items() if key not in proofs.LISTS}
    _same(Kind.RULES, "frozen", {key: proof["notice"].get(key) for key in rules}, rules)
    raise Differs(Kind.COMMITMENT, "commitment", "the hash of what was frozen is another")


def _check_lists(frozen: Frozen) -> None:
    for name, pattern in _ROWS.items():
        last = ""
        for index, line in enumerate(frozen.document[name]):
            where = f"frozen.{name}[{index}]"
            if not pattern.fullmatch(line):
                raise Differs(Kind.ROW, where, "not a row")
            key = line if name == "recusals" else line.partition("|")[0]
            if key <= last:
                raise Differs(Kind.LIST_ORDER, where, "out of order, or twice")
            last = key
    for index, row in enumerate(frozen.objects):
        if row.stratum not in frozen.quantities:
            raise Differs(Kind.ROW, f"frozen.objects[{index}]", "a stratum without a rule")


def _check_rules(frozen: Frozen, version: str) -> None:
    document = frozen.document
    if document["algorithm"] != f"{version}-HMAC-SHA256" or document["rounding"] != ROUNDING:
        raise Differs(Kind.RULES, "frozen", "another algorithm or rounding")
    codes = {each.code for each in frozen.departments}
    if not 1 <= len(codes) == len(frozen.departments) <= MOST_DEPARTMENTS:
        raise Differs(Kind.RULES, "frozen.departments", "none, too many, or one twice")
    for index, each in enumerate(frozen.departments):
        if not each.is_bounded:
            raise Differs(Kind.RULES, f"frozen.departments[{index}]", "too many seats or needs")
        if each.per_object < (1 if each.by_group else 2):
            raise Differs(Kind.RULES, f"frozen.departments[{index}].per_object", "less than two")
    if frozen.draw_at <= frozen.committed_at:
        raise Differs(Kind.RULES, "frozen.draw_at", "not after the commitment")
    try:
        frozen.source.refuse_unless_open(frozen.committed_at)
    except Refusal as refusal:
        raise Differs(Kind.ENTROPY_SOURCE, "frozen.entropy", str(refusal)) from refusal
    due = pool_freeze.due(frozen.source)
    if due is not None and due > frozen.draw_at:
        raise Differs(Kind.ENTROPY_SOURCE, "frozen.entropy", "it did not exist at the draw")


def _drawn(proof: Mapping[str, Any], frozen: Frozen) -> Drawn:
    if not is_hash(proof["nonce"]) or digest(proof["nonce"]) != frozen.document["nonce_commitment"]:
        raise Differs(Kind.NONCE, "nonce", "its hash is not the one committed to")
    try:
        drawn = draw(frozen, bytes.fromhex(proof["nonce"]), revelation_of(proof["revealed"]))
    except NonceDoesNotFit as refusal:
        raise Differs(Kind.NONCE, "nonce", str(refusal)) from refusal
    except Refusal as refusal:
        raise Differs(Kind.ENTROPY, "revealed", str(refusal)) from refusal
    _same(Kind.ENTROPY, "entropy", drawn.selection.entropy, proof["entropy"])
    _same(Kind.SEED, "seed", drawn.seed, proof["seed"])
    return drawn


def _check_result(proof: Mapping[str, Any], frozen: Frozen, drawn: Drawn) -> None:
    result = proofs.result(frozen, drawn)
    _same(Kind.QUANTITY, "quantities", result["quantities"], proof["quantities"])
    _same(Kind.RANKING, "rankings", result["rankings"], proof["rankings"])
    _same(Kind.DRAWN, "drawn", sorted(drawn.drawn), sorted(proof["drawn"]))
    _same(Kind.ORDER, "drawn", list(drawn.drawn), proof["drawn"])
    for index, team in enumerate(proof["teams"]):
        away = frozen.recused.get(team["object"], frozenset())
        if recused := sorted(away.intersection(team["officers"])):
            raise Differs(Kind.RECUSED, f"teams[{index}]", f"{recused[0]} is excluded here")
    for index, (found, published) in enumerate(zip(drawn.teams, proof["teams"], strict=False)):
        document = replacements.team_document(found)
        if {**document, "leader": published.get("leader")} == published:
            _same(Kind.LEADER, f"teams[{index}].leader", found.leader, published["leader"])
        _same(Kind.TEAM, f"teams[{index}]", document, published)
    _same(Kind.UNSTAFFED, "unstaffed", result["unstaffed"], proof["unstaffed"])
    _same(Kind.TEAM, "teams", result["teams"], proof["teams"])


def _check_trail(proof: Mapping[str, Any], frozen: Frozen) -> None:
    previous, last = proof["commitment"], ""
    first = proof["trail"][0] if proof["trail"] else {}
    if (first.get("event"), first.get("at")) != ("COMMITTED", frozen.document["committed_at"]):
        raise Differs(Kind.TRAIL, "trail[0]", "it begins with the commitment")
    for index, entry in enumerate(proof["trail"]):
        where = f"trail[{index}]"
        hashed = digest(text({key: entry[key] for key in _HASHED}))
        if entry["previous"] != previous or hashed != entry["hash"]:
            raise Differs(Kind.TRAIL, where, "the chain of hashes is broken")
        if digest(text(entry["detail"])) != entry["detail_digest"]:
            raise Differs(Kind.TRAIL, where, "the detail was changed")
        if entry["at"] < last:
            raise Differs(Kind.TRAIL, where, "earlier than the entry before it")
        if entry["detail"].get("seed", proof["seed"]) != proof["seed"]:
            raise Differs(Kind.TRAIL, where, "another seed was recorded")
        if entry["event"] == "DRAWN" and instant(entry["at"]) < frozen.draw_at:
            raise Differs(Kind.TRAIL, where, "drawn before the time announced")
        previous, last = entry["hash"], entry["at"]
    _check_ends(proof)


def _check_ends(proof: Mapping[str, Any]) -> None:
    """What is said about the draw is what happened to it."""
    events = Counter(entry["event"] for entry in proof["trail"])
    if (events["COMMITTED"], events["DRAWN"]) != (1, 1):
        raise Differs(Kind.TRAIL, "trail", "committed to once and drawn once")
    if (proof["stage"] == "VOIDED") is not ("VOIDED" in events):
        raise Differs(Kind.TRAIL, "stage", "not what the record says of it")
    ends = [e["detail"] for e in proof["trail"] if e["event"] in ("VOIDED", "FAILED")]
    if proof["reason"] != (ends[-1].get("reason") if ends else None):
        raise Differs(Kind.TRAIL, "reason", "not the one recorded")


def _check_replacements(proof: Mapping[str, Any], frozen: Frozen, drawn: Drawn) -> None:
    course = replacements.ReplacementSequence(frozen, drawn)
    for where, detail in _replaced(proof["trail"]):
        replacement = Replacement.read(detail)
        try:
            found = course.again(replacement)
        except Refusal as refusal:
            raise Differs(Kind.REPLACEMENT, where, str(refusal)) from refusal
        _same(Kind.REPLACEMENT, where, found.detail(), replacement.detail())


def _replaced(trail: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for index, entry in enumerate(trail):
        if entry["event"] == "REPLACED":
            yield f"trail[{index}].detail", entry["detail"]


def _check_slip(slip: Mapping[str, Any], frozen: Frozen, drawn: Drawn) -> None:
    where = f"slip of {slip['object_id']}"
    if pool.pseudonym_of(slip["opening"], slip["object_id"]) != slip["pseudonym"]:
        raise Differs(Kind.OPENING, where, "it does not open this pseudonym")
    disclosed = None if slip["is_drawn"] is None else drawn
    try:
        found = proofs.slip_of(frozen, disclosed, slip["opening"], slip["object_id"])
    except KeyError as error:
        raise Differs(Kind.OPENING, where, "no such row was frozen") from error
    _same(Kind.OPENING, where, found, slip)


def _check_opened(opened: Mapping[str, Any], frozen: Frozen) -> None:
    if digest(f"DR1-SALT|{opened['pool_salt']}") != frozen.document["salt_commitment"]:
        raise Differs(Kind.SALT, "opened.pool_salt", "its hash is not the one committed to")
    salt = bytes.fromhex(opened["pool_salt"])
    rows = sorted(
        f"{pool.pseudonym(salt, object_id)}|{pool.stratum_label(salt, stratum)}|{ground is None:d}"
        for object_id, stratum, ground in opened["objects"]
    )
    _same(Kind.REGISTRY, "opened.objects", rows, frozen.document["objects"])
    grounds = {pool.officer_number(salt, each): ground for each, ground in opened["officers"]}
    numbers = [row.number for row in frozen.officers]
    _same(Kind.REGISTRY, "opened.officers", sorted(grounds), numbers)
    for row in frozen.officers:
        if row.is_eligible and grounds[row.number] is not None:
            raise Differs(Kind.REGISTRY, "opened.officers", f"{row.number} was excluded")
    registry = {"objects": opened["objects"], "officers": opened["officers"]}
    if keyed(salt, text(registry)) != frozen.document["registry_commitment"]:
        raise Differs(Kind.REGISTRY, "opened", "another registry was committed to")


def _same(kind: Kind, where: str, found: object, published: object) -> None:
    """Raise at the first place where two values differ."""
    if isinstance(found, Mapping) and isinstance(published, Mapping):
        for key in sorted(found.keys() | published.keys()):
            _same(kind, f"{where}.{key}", found.get(key, "nothing"), published.get(key, "nothing"))
    elif isinstance(found, list) and isinstance(published, list):
        for index, (one, other) in enumerate(zip(found, published, strict=False)):
            _same(kind, f"{where}[{index}]", one, other)
        if len(found) != len(published):
            raise Differs(kind, where, f"{len(published)} published, {len(found)} found")
    elif type(found) is not type(published) or found != published:
        raise Differs(kind, where, f"published {published!r}, found {found!r}")

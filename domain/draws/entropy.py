"""Random sources nobody controls: a beacon's future round, an agreed figure, or shares of parties.

The source is named when the pool is frozen, before its value exists; what it yields is entered
afterwards and checked against what was named.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from domain.draws.canonical import Json, digest, instant, is_hash, is_line, moment
from domain.moments import in_shanghai
from domain.refusals import Refusal

LEAST_PARTIES = 3
_END_OF_CALENDAR = 253_402_300_799
_FIGURE = re.compile(r"[0-9][0-9.,:-]{0,63}")
_SECRET = re.compile(r"[0-9a-f]{32,128}")
_SIGNATURE = re.compile(r"(?:[0-9a-f]{2}){48,96}")


@dataclass(eq=False)
class EntropyAlreadyExists(
    Refusal,
    zh="所选随机源在{exists_on}已经产生，或产生过早，请选择更晚的随机源。",
    en="The chosen random source is available from {exists_on} (Shanghai time), too early. "
    "Choose a later one.",
):
    """`exists_at` is the canonical text of the moment, in UTC; the message has Shanghai time."""

    exists_at: str

    def __post_init__(self) -> None:
        self.exists_on = in_shanghai(dt.datetime.fromisoformat(self.exists_at))


@dataclass(eq=False)
class EntropySourceUnclear(
    Refusal,
    zh="随机源不明确：{fault_zh}。",
    en="The random source is not specified correctly: {fault_en}.",
):
    fault_zh: str
    fault_en: str


@dataclass(eq=False)
class EntropyDoesNotFit(
    Refusal,
    zh="录入的随机值与冻结时约定的随机源不符：{fault_zh}。",
    en="The value entered does not match the random source agreed at the freeze: {fault_en}.",
):
    fault_zh: str
    fault_en: str


@dataclass(eq=False)
class ShareMissing(
    Refusal,
    zh="下列各方尚未揭示其随机数：{missing}。缺少任何一方，本次抽取须公开作废。",
    en="These parties have not revealed their shares: {missing}. Without every share the draw "
    "must be declared void.",
):
    parties: tuple[str, ...]

    def __post_init__(self) -> None:
        self.missing = ", ".join(self.parties)


@dataclass(frozen=True, slots=True)
class Beacon:
    """A round of a drand chain; `genesis` (Unix seconds) and `period` say when it is due."""

    chain: str
    genesis: int
    period: int
    round: int

    @property
    def at(self) -> dt.datetime:
        seconds = self.genesis + (self.round - 1) * self.period
        return dt.datetime.fromtimestamp(seconds, dt.UTC)

    @property
    def is_dated(self) -> bool:
        """Whether there is such a round, within the calendar."""
        counts = self.genesis >= 0 and self.period >= 1 and self.round >= 1
        return counts and self.genesis + (self.round - 1) * self.period <= _END_OF_CALENDAR

    def document(self) -> dict[str, Json]:
        return {
            "kind": "BEACON",
            "chain": self.chain,
            "genesis": self.genesis,
            "period": self.period,
            "round": self.round,
        }

    def refuse_unless_open(self, committed_at: dt.datetime) -> None:
        known = CHAINS.get(self.chain, (self.genesis, self.period))
        if not is_hash(self.chain) or known != (self.genesis, self.period):
            raise EntropySourceUnclear("信标链参数有误", "the beacon chain's parameters are wrong")
        if not self.is_dated:
            raise EntropySourceUnclear("信标轮次有误", "the beacon has no such round")
        if self.at <= committed_at:
            raise EntropyAlreadyExists(moment(self.at))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure to be published by a third party; `source` says which, so that all find the same."""

    source: str
    published_at: dt.datetime

    def document(self) -> dict[str, Json]:
        return {
            "kind": "FIGURE",
            "source": self.source,
            "published_at": moment(self.published_at),
        }

    def refuse_unless_open(self, committed_at: dt.datetime) -> None:
        if not is_line(self.source):
            raise EntropySourceUnclear(
                "请写明数据名称与发布者", "name the figure and its publisher"
            )
        if self.published_at <= committed_at:
            raise EntropyAlreadyExists(moment(self.published_at))


@dataclass(frozen=True, slots=True)
class Party:
    """One who holds a share, and the commitment to it; `is_outside` the authority, or of it."""

    name: str
    is_outside: bool
    commitment: str


@dataclass(frozen=True, slots=True)
class Parties:
    """Three or more who each committed to a share of their own before the freeze."""

    parties: tuple[Party, ...]

    def document(self) -> dict[str, Json]:
        return {
            "kind": "PARTIES",
            "parties": [
                {"name": each.name, "is_outside": each.is_outside, "commitment": each.commitment}
                for each in self.parties
            ],
        }

    def refuse_unless_open(self, committed_at: dt.datetime) -> None:
        names = {each.name for each in self.parties}
        shares = {each.commitment for each in self.parties}
        if len(self.parties) < LEAST_PARTIES:
            raise EntropySourceUnclear("参与方至少三方", "at least three parties are required")
        # Equal commitments are one party's share under two names.
        if len(names) < len(self.parties) or len(shares) < len(self.parties):
            raise EntropySourceUnclear(
                "各方须互不相同", "parties and their shares must all be different"
            )
        if not all(is_line(each.name) and is_hash(each.commitment) for each in self.parties):
            raise EntropySourceUnclear(
                "承诺值须为64位十六进制数字", "a commitment must be 64 hexadecimal digits"
            )
        if not any(each.is_outside for each in self.parties):
            raise EntropySourceUnclear(
                "至少一方须在机关之外", "at least one party must be outside the authority"
            )


@dataclass(frozen=True, slots=True)
class BeaconRound:
    """What the beacon said, in hexadecimal digits as drand prints it."""

    signature: str
    randomness: str

    def document(self) -> dict[str, Json]:
        return {"signature": self.signature, "randomness": self.randomness}


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """The figure, as it was published: digits and the signs between them."""

    figure: str

    def document(self) -> dict[str, Json]:
        return {"figure": self.figure}


@dataclass(frozen=True, slots=True)
class Shares:
    """What each party held, by its name: 32 to 128 hexadecimal digits."""

    secrets: Mapping[str, str]

    def document(self) -> dict[str, Json]:
        return {"shares": [[name, self.secrets[name]] for name in sorted(self.secrets)]}


Source = Beacon | Figure | Parties
Revelation = BeaconRound | PublishedFigure | Shares

QUICKNET = "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971"
DEFAULT = "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce"
CHAINS = {QUICKNET: (1_692_803_367, 3), DEFAULT: (1_595_431_050, 30)}
"""drand's public chains: genesis in Unix seconds, and seconds between rounds."""


def beacon(chain: str, round: int) -> Beacon:
    """A round of a known chain. EntropySourceUnclear for a chain that is not known."""
    if chain not in CHAINS:
        raise EntropySourceUnclear("未知的信标链", "the beacon chain is unknown")
    return Beacon(chain, *CHAINS[chain], round)


def beacon_after(chain: str, at: dt.datetime) -> Beacon:
    """The first round of a known chain that is due later than the moment."""
    first = beacon(chain, 1)
    passed = int((at - first.at).total_seconds() // first.period)
    return beacon(chain, max(1, passed + 2))


def party_commitment(task_code: str, name: str, secret: str) -> str:
    """What a party publishes before the freeze; it keeps the secret until the draw."""
    return digest(f"DR1-PARTY|{task_code}|{name}|{secret}")


def is_secret(value: str) -> bool:
    """Whether a party's share is written as every verifier reads it."""
    return _SECRET.fullmatch(value) is not None


def source_of(document: Mapping[str, Any]) -> Source:
    """What `Source.document` wrote."""
    match document["kind"]:
        case "BEACON":
            return Beacon(
                document["chain"], document["genesis"], document["period"], document["round"]
            )
        case "FIGURE":
            return Figure(document["source"], instant(document["published_at"]))
        case "PARTIES":
            return Parties(
                tuple(
                    Party(each["name"], each["is_outside"], each["commitment"])
                    for each in document["parties"]
                )
            )
        case kind:
            raise ValueError(f"no source of chance: {kind!r}")


def revelation_of(document: Mapping[str, Any]) -> Revelation:
    """What `Revelation.document` wrote."""
    if "shares" in document:
        pairs: Sequence[Sequence[str]] = document["shares"]
        return Shares({each[0]: each[1] for each in pairs})
    if "figure" in document:
        return PublishedFigure(document["figure"])
    return BeaconRound(document["signature"], document["randomness"])


def entropy_of(source: Source, revealed: Revelation, task_code: str) -> str:
    """The text that goes into the seed. EntropyDoesNotFit; ShareMissing where a party is silent."""
    match source, revealed:
        case Beacon(), BeaconRound():
            return _beacon_text(source, revealed)
        case Figure(), PublishedFigure(figure):
            if not _FIGURE.fullmatch(figure):
                raise EntropyDoesNotFit(
                    "数据只能包含数字和. , : -", "a figure may contain only digits and . , : -"
                )
            return f"FIGURE|{source.source}|{figure}"
        case Parties(), Shares():
            return _parties_text(source, revealed, task_code)
        case _:
            raise EntropyDoesNotFit("随机源类别不同", "it is a different kind of source")


def _beacon_text(source: Beacon, revealed: BeaconRound) -> str:
    if not (_SIGNATURE.fullmatch(revealed.signature) and is_hash(revealed.randomness)):
        raise EntropyDoesNotFit(
            "签名和随机值须为十六进制数字", "signature and randomness must be hexadecimal digits"
        )
    hashed = hashlib.sha256(bytes.fromhex(revealed.signature)).hexdigest()
    if hashed != revealed.randomness:
        raise EntropyDoesNotFit(
            "随机值不是签名的SHA-256", "the randomness is not the SHA-256 of the signature"
        )
    return f"BEACON|{source.chain}|{source.round}|{revealed.randomness}"


def _parties_text(source: Parties, revealed: Shares, task_code: str) -> str:
    missing = tuple(each.name for each in source.parties if each.name not in revealed.secrets)
    if missing:
        raise ShareMissing(missing)
    if len(revealed.secrets) > len(source.parties):
        raise EntropyDoesNotFit(
            "有未约定的参与方", "a share was revealed by someone who is not a party"
        )
    for each in source.parties:
        secret = revealed.secrets[each.name]
        if not is_secret(secret):
            raise EntropyDoesNotFit(
                "份额须为32至128位十六进制数字", "a share must be 32 to 128 hexadecimal digits"
            )
        if party_commitment(task_code, each.name, secret) != each.commitment:
            raise EntropyDoesNotFit(
                f"{each.name}揭示的值与其承诺不符",
                f"{each.name}'s share does not match its commitment",
            )
    secrets = (f"{each.name}|{revealed.secrets[each.name]}" for each in source.parties)
    return f"PARTIES|{'|'.join(secrets)}"

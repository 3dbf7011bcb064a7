"""Random sources nobody controls: a beacon's future round, an agreed figure, or shares of parties.

The source is named when the pool is frozen, before its value exists; what it yields is entered
afterwards and checked against what was named.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from domain.draws.canonical import Json, digest, instant, is_hash, is_line, moment
from domain.moments import in_shanghai
from domain.refusals import Refusal

LEAST_PARTIES = 3
FIRST_VERSION, SECOND_VERSION = "DR1-HMAC-SHA256", "DR2-HMAC-SHA256"
"""The second names the key of a beacon, and of parties how they are called and how long they have."""
USUAL_MINUTES = 120
"""The time that a party has to reveal its share, unless it agreed to less."""
_END_OF_CALENDAR = 253_402_300_799
_FIGURE = re.compile(r"[0-9][0-9.,:-]{0,63}")
_SECRET = re.compile(r"[0-9a-f]{32,128}")
_SIGNATURE = re.compile(r"(?:[0-9a-f]{2}){48,96}")
_PUBLIC_KEY = re.compile(r"[0-9a-f]{192}")

IsSigned = Callable[[str, int, str], bool]
"""Whether the holder of the public key signed the round: (key, round, signature). The mathematics are
no part of the standard library; the caller brings them."""


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
    zh="下列各方尚未揭示其随机数：{missing_zh}。缺少任何一方，本次抽取须公开作废。",
    en="These parties have not revealed their shares: {missing_en}. Without every share the draw "
    "must be declared void.",
):
    missing_zh: str
    missing_en: str


@dataclass(frozen=True, slots=True)
class Chain:
    """A drand chain of unchained rounds (`bls-unchained-g1-rfc9380`); its key is a point of G2, in 192
    hexadecimal digits. `genesis` is in Unix seconds, `period` in seconds."""

    hash: str
    genesis: int
    period: int
    public_key: str


def own_chain(public_key: str, genesis: int, period: int) -> Chain:
    """A chain that is none of drand's. Its hash says which key it has, so that nobody exchanges it."""
    name = digest(f"DR2-CHAIN|{public_key}|{genesis}|{period}")
    return Chain(name, genesis, period, public_key)


@dataclass(frozen=True, slots=True)
class Beacon:
    """A round of a drand chain; `genesis` (Unix seconds) and `period` say when it is due.

    Draws of the first version name no key.
    """

    chain: str
    genesis: int
    period: int
    round: int
    public_key: str | None = None

    @property
    def algorithm(self) -> str:
        return FIRST_VERSION if self.public_key is None else SECOND_VERSION

    @property
    def key(self) -> str | None:
        """The key that the rules name, or that everybody knows; None for `default`, whose rounds are
        chained: their signatures cover what no proof holds."""
        return QUICKNET_KEY if self.chain == QUICKNET else self.public_key

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
        named: dict[str, Json] = {
            "kind": "BEACON",
            "chain": self.chain,
            "genesis": self.genesis,
            "period": self.period,
            "round": self.round,
        }
        return named if self.public_key is None else {**named, "public_key": self.public_key}

    def refuse_unless_open(self, committed_at: dt.datetime) -> None:
        if not self._is_chain:
            raise EntropySourceUnclear("信标链参数有误", "the beacon chain's parameters are wrong")
        if not self.is_dated:
            raise EntropySourceUnclear("信标轮次有误", "the beacon has no such round")
        if self.at <= committed_at:
            raise EntropyAlreadyExists(moment(self.at))

    @property
    def _is_chain(self) -> bool:
        counting = self.genesis, self.period
        if self.public_key is None:
            return is_hash(self.chain) and CHAINS.get(self.chain, counting) == counting
        if not _PUBLIC_KEY.fullmatch(self.public_key):
            return False
        if self.chain == QUICKNET:
            return (*counting, self.public_key) == (*CHAINS[QUICKNET], QUICKNET_KEY)
        return self.chain == own_chain(self.public_key, *counting).hash


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure to be published by a third party; `source` says which, so that all find the same."""

    source: str
    published_at: dt.datetime

    @property
    def algorithm(self) -> str:
        return FIRST_VERSION

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
    """One who holds a share, and the commitment to it; `is_outside` the authority, or of it.

    `party` is what stands in the commitment. From the second version on it has the `name` of its
    organisation, the `office` (zh, en) of who committed for it, and the `minutes` it agreed to for
    revealing.
    """

    party: str
    is_outside: bool
    commitment: str
    name: str | None = None
    office: tuple[str, str] | None = None
    minutes: int = USUAL_MINUTES

    @property
    def called(self) -> tuple[str, str]:
        """How a reader is told of it, in zh and en."""
        name = self.party if self.name is None else self.name
        if self.office is None:
            return name, name
        return f"{name}（{self.office[0]}）", f"{name} ({self.office[1]})"

    def document(self) -> dict[str, Json]:
        if self.name is None:
            return {
                "name": self.party,
                "is_outside": self.is_outside,
                "commitment": self.commitment,
            }
        zh, en = self.office or (None, None)
        return {
            "party": self.party,
            "name": self.name,
            "office": None if self.office is None else {"zh": zh, "en": en},
            "is_outside": self.is_outside,
            "commitment": self.commitment,
            "minutes": self.minutes,
        }

    @classmethod
    def read(cls, document: Mapping[str, Any]) -> Self:
        outside, commitment = document["is_outside"], document["commitment"]
        if "party" not in document:
            return cls(document["name"], outside, commitment)
        office = document["office"]
        return cls(
            document["party"],
            outside,
            commitment,
            document["name"],
            None if office is None else (office["zh"], office["en"]),
            document["minutes"],
        )


@dataclass(frozen=True, slots=True)
class Parties:
    """Three or more who each committed to a share of their own before the freeze.

    Until `reveal_by` nobody is silent; draws of the first version name no such moment.
    """

    parties: tuple[Party, ...]
    reveal_by: dt.datetime | None = None

    @property
    def algorithm(self) -> str:
        return FIRST_VERSION if self.reveal_by is None else SECOND_VERSION

    @property
    def time(self) -> dt.timedelta:
        """The least time for revealing to which all agreed."""
        return dt.timedelta(minutes=max((each.minutes for each in self.parties), default=0))

    def document(self) -> dict[str, Json]:
        named: dict[str, Json] = {
            "kind": "PARTIES",
            "parties": [each.document() for each in self.parties],
        }
        if self.reveal_by is not None:
            named["reveal_by"] = moment(self.reveal_by)
        return named

    def refuse_unless_open(self, committed_at: dt.datetime) -> None:
        names = {each.party for each in self.parties}
        shares = {each.commitment for each in self.parties}
        if len(self.parties) < LEAST_PARTIES:
            raise EntropySourceUnclear("参与方至少三方", "at least three parties are required")
        # Equal commitments are one party's share under two names.
        if len(names) < len(self.parties) or len(shares) < len(self.parties):
            raise EntropySourceUnclear(
                "各方须互不相同", "parties and their shares must all be different"
            )
        if not all(is_line(each.party) and is_hash(each.commitment) for each in self.parties):
            raise EntropySourceUnclear(
                "承诺值须为64位十六进制数字", "a commitment must be 64 hexadecimal digits"
            )
        if not any(each.is_outside for each in self.parties):
            raise EntropySourceUnclear(
                "至少一方须在机关之外", "at least one party must be outside the authority"
            )
        if self.reveal_by is not None:
            self._refuse_unless_told(self.reveal_by, committed_at)

    def _refuse_unless_told(self, reveal_by: dt.datetime, committed_at: dt.datetime) -> None:
        """Everybody stands there by name, and has the time that was agreed."""
        for each in self.parties:
            if not all(is_line(line) for line in (each.name or "", *(each.office or ()))):
                raise EntropySourceUnclear(
                    "须写明各方名称与职务", "each party must be named with its office"
                )
        if reveal_by < committed_at + self.time:
            raise EntropySourceUnclear(
                "揭示期限短于各方同意的时间",
                "the parties have less time to reveal their shares than they agreed to",
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
QUICKNET_KEY = (
    "83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d106451"
    "0d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a"
)
DEFAULT = "8990e7a9aaed2ffed73dbd7092123d6f289930540d7651336225dc172e51b2ce"
CHAINS = {QUICKNET: (1_692_803_367, 3), DEFAULT: (1_595_431_050, 30)}
"""drand's public chains: genesis in Unix seconds, and seconds between rounds. `default` stands in draws
of the first version alone."""
PUBLIC_CHAIN = Chain(QUICKNET, *CHAINS[QUICKNET], QUICKNET_KEY)


def chains(own: Chain | None = None) -> Mapping[str, Chain]:
    """By its hash, each chain that a new draw may name: drand's, and the installation's own."""
    named = (PUBLIC_CHAIN,) if own is None else (PUBLIC_CHAIN, own)
    return {each.hash: each for each in named}


def beacon(chain: Chain, round: int) -> Beacon:
    return Beacon(chain.hash, chain.genesis, chain.period, round, chain.public_key)


def beacon_after(chain: Chain, at: dt.datetime) -> Beacon:
    """The first round of the chain that is due later than the moment."""
    first = beacon(chain, 1)
    passed = int((at - first.at).total_seconds() // first.period)
    return beacon(chain, max(1, passed + 2))


def refuse_forged(source: Source, revealed: Revelation, is_signed: IsSigned) -> None:
    """Raise EntropyDoesNotFit where the round was not signed with the chain's key.

    Draws over `default`, frozen before the keys were known here, pass unchecked.
    """
    if not (isinstance(source, Beacon) and isinstance(revealed, BeaconRound)):
        return
    if source.key is not None and not is_signed(source.key, source.round, revealed.signature):
        raise EntropyDoesNotFit(
            "签名未通过该信标链公钥的验证",
            "the signature is not one of this round by the beacon chain's key",
        )


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
                document["chain"],
                document["genesis"],
                document["period"],
                document["round"],
                document.get("public_key"),
            )
        case "FIGURE":
            return Figure(document["source"], instant(document["published_at"]))
        case "PARTIES":
            until = document.get("reveal_by")
            return Parties(
                tuple(Party.read(each) for each in document["parties"]),
                None if until is None else instant(until),
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
    missing = [each.called for each in source.parties if each.party not in revealed.secrets]
    if missing:
        raise ShareMissing("、".join(zh for zh, _ in missing), ", ".join(en for _, en in missing))
    if len(revealed.secrets) > len(source.parties):
        raise EntropyDoesNotFit(
            "有未约定的参与方", "a share was revealed by someone who is not a party"
        )
    for each in source.parties:
        secret = revealed.secrets[each.party]
        if not is_secret(secret):
            raise EntropyDoesNotFit(
                "份额须为32至128位十六进制数字", "a share must be 32 to 128 hexadecimal digits"
            )
        if party_commitment(task_code, each.party, secret) != each.commitment:
            raise EntropyDoesNotFit(
                f"{each.called[0]}揭示的值与其承诺不符",
                f"the share of {each.called[1]} does not match its commitment",
            )
    secrets = (f"{each.party}|{revealed.secrets[each.party]}" for each in source.parties)
    return f"PARTIES|{'|'.join(secrets)}"

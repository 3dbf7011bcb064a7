"""The draw itself: the seed, the ranking of each stratum, and the teams."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.draws.canonical import digest, keyed
from domain.draws.deck import Deck
from domain.draws.entropy import Revelation, entropy_of
from domain.draws.pool_freeze import Frozen
from domain.refusals import Refusal


class NonceDoesNotFit(
    Refusal,
    zh="封存的随机数与冻结时公布的承诺值不符，不能抽取。",
    en="The sealed nonce does not match the published commitment, so the draw cannot go ahead.",
):
    """A nonce or a commitment was exchanged: the draw is void."""


@dataclass(frozen=True, slots=True)
class DrawSelection:
    """Which objects are drawn.

    `rankings` holds every eligible row of a stratum, the next in line after those drawn;
    `drawn` is in the one order in which teams are dealt.
    """

    entropy: str
    seed: str
    rankings: Mapping[str, tuple[str, ...]]
    drawn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Team:
    """The officers of one department for one object, in the order in which they were taken."""

    object: str
    department: str
    officers: tuple[str, ...]
    leader: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """Objects, teams, and (object, department) where no team could be filled."""

    selection: DrawSelection
    teams: tuple[Team, ...]
    unstaffed: tuple[tuple[str, str], ...]
    loads: Mapping[str, int]

    @property
    def seed(self) -> str:
        return self.selection.seed

    @property
    def drawn(self) -> tuple[str, ...]:
        return self.selection.drawn


def draw(frozen: Frozen, nonce: bytes, revealed: Revelation) -> Drawn:
    """Objects and teams: a pure function of its three arguments."""
    return deal(frozen, select(frozen, nonce, revealed))


def select(frozen: Frozen, nonce: bytes, revealed: Revelation) -> DrawSelection:
    """Rank every stratum and take the first of each.

    NonceDoesNotFit, EntropyDoesNotFit, ShareMissing. Source: domain analysis §3.6, steps 3 and 4,
    after RFC 3797.
    """
    if digest(nonce.hex()) != frozen.document["nonce_commitment"]:
        raise NonceDoesNotFit
    entropy = entropy_of(frozen.source, revealed, frozen.task_code)
    seed = digest(f"DR1|{frozen.commitment}|{entropy}|{nonce.hex()}")
    scores = _scores(frozen, bytes.fromhex(seed))
    wanted = {label: each.drawn for label, each in frozen.foreseen().items()}
    first = sorted(card for label, ranked in scores.items() for card in ranked[: wanted[label]])
    rankings = {label: tuple(name for _, name in ranked) for label, ranked in scores.items()}
    return DrawSelection(entropy, seed, rankings, tuple(name for _, name in first))


def _scores(frozen: Frozen, seed: bytes) -> Mapping[str, list[tuple[str, str]]]:
    scores: dict[str, list[tuple[str, str]]] = {label: [] for label in frozen.quantities}
    prefixes = {label: f"OBJ|{frozen.task_code}|{label}|" for label in scores}
    for name, label, is_eligible in frozen.objects:
        if is_eligible:
            scores[label].append((keyed(seed, prefixes[label] + name), name))
    for ranked in scores.values():
        ranked.sort()
    return scores


def deal(frozen: Frozen, selection: DrawSelection) -> Drawn:
    """A team of each department for each object drawn. Source: domain analysis §3.6, step 5."""
    table = DealtDecks(frozen, selection)
    loads: dict[str, int] = {}
    for deck in table.decks.values():
        loads.update(deck.loads)
    return Drawn(selection, tuple(table.teams.values()), tuple(table.unstaffed), loads)


class DealtDecks:
    """The decks after all objects were visited: where a replacement goes on."""

    def __init__(self, frozen: Frozen, selection: DrawSelection) -> None:
        self.decks = {
            each.code: Deck(
                each,
                frozen.officers,
                frozen.recused,
                bytes.fromhex(selection.seed),
                frozen.task_code,
            )
            for each in frozen.departments
        }
        self.teams: dict[tuple[str, str], Team] = {}
        self.unstaffed: list[tuple[str, str]] = []
        for name in selection.drawn:
            for department in self.decks:
                self.seat(name, department)

    def seat(
        self,
        name: str,
        department: str,
        stay: tuple[str, ...] = (),
        barred: frozenset[str] = frozenset(),
    ) -> Team | None:
        """Fill the department's team for the object, or note that it cannot be filled."""
        deck = self.decks[department]
        officers = deck.team(name, stay, barred)
        if officers is None:
            if not stay:
                self.unstaffed.append((name, department))
            return None
        team = Team(name, department, officers, deck.leader(officers))
        self.teams[name, department] = team
        return team

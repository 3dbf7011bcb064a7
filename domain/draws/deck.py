"""How officers come to objects: each department's deck, round by round, a card to a seat."""

from bisect import insort
from collections.abc import Iterable, Mapping, Sequence

from domain.draws.canonical import keyed
from domain.draws.pool import OfficerRow
from domain.draws.rules import LEAD, Department

Card = tuple[int, str]
"""Where the card lies, counted from the first one ever dealt, and whose it is."""


class Deck:
    """One department's cards. What does not fit an object stays where it lies for the next one.

    Cards lie in piles by what their officers can do for a team, so that a scarce leader under
    thousands of others is found without turning them all over; the card taken is still the first
    in the one order that fits.
    """

    def __init__(
        self,
        department: Department,
        officers: Iterable[OfficerRow],
        recused: Mapping[str, frozenset[str]],
        seed: bytes,
        task_code: str,
    ) -> None:
        self._department, self._recused, self._seed = department, recused, seed
        self._prefix = f"OFF|{task_code}|{department.code}"
        self._needs = department.needs
        self._capacity: dict[str, int] = {}
        self._fills: dict[str, frozenset[str]] = {}
        for row in officers:
            if row.department == department.code and row.is_eligible and row.capacity > 0:
                # A pair formed beforehand is a team; a group of one is not.
                if department.by_group and row.size < 2:
                    continue
                self._capacity[row.number] = row.capacity
                leads = {LEAD} if row.may_lead else set[str]()
                # The flag says who may lead, never a speciality of that name.
                self._fills[row.number] = (row.specialities - {LEAD} | leads) & self._needs
        self._piles: dict[frozenset[str], list[Card]] = {}
        self._lying: dict[str, int] = dict.fromkeys(self._capacity, 0)
        self._loads: dict[str, int] = dict.fromkeys(self._capacity, 0)
        # Who may be dealt a card: none lies in the deck, and capacity is left.
        self._waiting = dict.fromkeys(self._capacity)
        self._round = self._dealt = 0

    @property
    def loads(self) -> Mapping[str, int]:
        """How many objects each officer who could be dealt was dealt to."""
        return self._loads

    def team(
        self, name: str, stay: Sequence[str] = (), barred: frozenset[str] = frozenset()
    ) -> tuple[str, ...] | None:
        """Fill the seats of the object's team beside those who stay; None where it cannot be.

        Officers who are barred are not taken. Cards taken for a team that cannot be filled go back
        to where they lay.
        """
        away = self._recused.get(name, frozenset()) | barred
        team, taken = list(stay), list[Card]()
        while len(team) < self._department.per_object:
            card = self._take(team, away)
            if card is None and self._deal(team[len(stay) :]):
                continue
            if card is None:
                for each in taken:
                    self._lay(each)
                return None
            taken.append(card)
            team.append(card[1])
        for _, number in taken:
            self._loads[number] += 1
            self._note(number)
        return tuple(team)

    def release(self, number: str) -> None:
        """One object fewer for this officer; the card that was played stays played."""
        self._loads[number] -= 1
        self._note(number)

    def leader(self, team: Sequence[str]) -> str:
        """The first who may lead."""
        return next(number for number in team if LEAD in self._fills[number])

    def _take(self, team: Sequence[str], away: frozenset[str]) -> Card | None:
        filled = frozenset[str]().union(*(self._fills[number] for number in team))
        unmet = self._needs - filled
        seats = self._department.per_object - len(team) - 1
        best: tuple[Card, list[Card], int] | None = None
        for fills, pile in self._piles.items():
            if len(unmet - fills) > seats:
                continue
            for index, card in enumerate(pile):
                if best is not None and card > best[0]:
                    break
                if self._fits(card[1], team, away):
                    best = (card, pile, index)
                    break
        if best is None:
            return None
        card, pile, index = best
        del pile[index]
        self._lying[card[1]] -= 1
        self._note(card[1])
        return card

    def _fits(self, number: str, team: Sequence[str], away: frozenset[str]) -> bool:
        return (
            number not in away
            and number not in team
            and self._loads[number] < self._capacity[number]
        )

    def _deal(self, in_hand: Sequence[str]) -> bool:
        """Add the next round of cards below the deck; False where every officer already has one.

        An officer whose last card is still in the deck gets no second one, nor does one whose
        capacity is used up, the current seat included.
        """
        without = [
            number
            for number in self._waiting
            if self._loads[number] + (number in in_hand) < self._capacity[number]
        ]
        if not without:
            return False
        self._round += 1
        message = f"{self._prefix}|{self._round}|"
        for _, number in sorted(
            (keyed(self._seed, message + number), number) for number in without
        ):
            self._dealt += 1
            self._lay((self._dealt, number))
        return True

    def _lay(self, card: Card) -> None:
        insort(self._piles.setdefault(self._fills[card[1]], []), card)
        self._lying[card[1]] += 1
        self._note(card[1])

    def _note(self, number: str) -> None:
        """Whether the officer is waiting for a card."""
        if self._lying[number] or self._loads[number] >= self._capacity[number]:
            self._waiting.pop(number, None)
        else:
            self._waiting[number] = None

"""Replacements: the next suitable officer or object of the same draw, never a person's choice."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from domain.draws.canonical import Json
from domain.draws.draw import DealtDecks, Drawn, Team
from domain.draws.pool_freeze import Frozen
from domain.refusals import Refusal


class NobodyIsNext(
    Refusal,
    zh="本次抽取中没有可以顺位替补的人员或对象。",
    en="The draw has no further officer or institution to take the place.",
):
    """Every other officer is recused, at capacity or already there; or the stratum is used up."""


class NotInTheDraw(
    Refusal,
    zh="该检查对象或检查人员不在当前抽取结果中。",
    en="This institution or officer is not part of the current result of the draw.",
):
    """Not drawn, replaced already, or never dealt to this object."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Who left and who came; `teams` are those of the object that changed, as they are now.

    Of an object, `department` is None, and where a department could fill no team it has none here.
    """

    kind: Literal["OFFICER", "OBJECT"]
    object: str
    department: str | None
    out: str
    into: str
    reason: str
    teams: tuple[Team, ...]

    def detail(self) -> dict[str, Json]:
        """As it stands in the trail."""
        return {
            "kind": self.kind,
            "object": self.object,
            "department": self.department,
            "out": self.out,
            "into": self.into,
            "reason": self.reason,
            "teams": [team_document(team) for team in self.teams],
        }

    @classmethod
    def read(cls, detail: Mapping[str, Any]) -> Self:
        """What `detail` wrote; what was added to it (an approver) is left aside."""
        teams = (
            Team(each["object"], each["department"], tuple(each["officers"]), each["leader"])
            for each in detail["teams"]
        )
        return cls(
            detail["kind"],
            detail["object"],
            detail["department"],
            detail["out"],
            detail["into"],
            detail["reason"],
            tuple(teams),
        )


def team_document(team: Team) -> dict[str, Json]:
    return {
        "object": team.object,
        "department": team.department,
        "officers": list(team.officers),
        "leader": team.leader,
    }


def replace_officer(
    frozen: Frozen,
    drawn: Drawn,
    earlier: Iterable[Replacement],
    *,
    object: str,
    department: str,
    officer: str,
    reason: str,
) -> Replacement:
    """The next card of the department's deck that fits takes the seat. NotInTheDraw, NobodyIsNext.

    An officer who left an object does not return to it. The others stay, and the first of them
    who may lead becomes the leader.
    """
    return ReplacementSequence(frozen, drawn, earlier).officer(object, department, officer, reason)


def replace_object(
    frozen: Frozen, drawn: Drawn, earlier: Iterable[Replacement], *, object: str, reason: str
) -> Replacement:
    """The next of the object's stratum comes instead, with teams of its own. As above."""
    return ReplacementSequence(frozen, drawn, earlier).object(object, reason)


def current_teams(frozen: Frozen, drawn: Drawn, earlier: Iterable[Replacement]) -> tuple[Team, ...]:
    """The teams as they are after all replacements."""
    return tuple(ReplacementSequence(frozen, drawn, earlier).table.teams.values())


class ReplacementSequence:
    """The draw and every replacement so far, gone through again."""

    def __init__(self, frozen: Frozen, drawn: Drawn, earlier: Iterable[Replacement] = ()) -> None:
        self.table = DealtDecks(frozen, drawn.selection)
        self._rankings = drawn.selection.rankings
        self._stratum = {row.pseudonym: row.stratum for row in frozen.objects}
        self._ever, self._now = set(drawn.drawn), set(drawn.drawn)
        self._left: dict[tuple[str, str], set[str]] = {}
        for each in earlier:
            self.again(each)

    def again(self, replacement: Replacement) -> Replacement:
        """The replacement that follows from the draw where this one is said to have happened."""
        if replacement.kind == "OBJECT":
            return self.object(replacement.out, replacement.reason)
        return self.officer(
            replacement.object, replacement.department or "", replacement.out, replacement.reason
        )

    def officer(self, name: str, department: str, number: str, reason: str) -> Replacement:
        team = self.table.teams.get((name, department))
        if team is None or number not in team.officers:
            raise NotInTheDraw
        left = self._left.get((name, department), set()) | {number}
        stay = tuple(each for each in team.officers if each != number)
        self.table.decks[department].release(number)
        found = self.table.seat(name, department, stay, frozenset(left))
        if found is None:
            raise NobodyIsNext
        self._left[name, department] = left
        return Replacement(
            "OFFICER", name, department, number, found.officers[-1], reason, (found,)
        )

    def object(self, name: str, reason: str) -> Replacement:
        if name not in self._now:
            raise NotInTheDraw
        ranking = self._rankings[self._stratum[name]]
        following = next((each for each in ranking if each not in self._ever), None)
        if following is None:
            raise NobodyIsNext
        for department, deck in self.table.decks.items():
            team = self.table.teams.pop((name, department), None)
            for number in team.officers if team else ():
                deck.release(number)
        self._now = (self._now - {name}) | {following}
        self._ever.add(following)
        seated = (self.table.seat(following, department) for department in self.table.decks)
        teams = tuple(team for team in seated if team is not None)
        return Replacement("OBJECT", name, None, name, following, reason, teams)

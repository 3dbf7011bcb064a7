"""State machines as data: which event takes an entity from which state to which."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.refusals import Refusal
from domain.terms import Term

State = TypeVar("State", bound=Term)


@dataclass(eq=False)
class IllegalTransition(
    Refusal,
    zh="当前状态为“{state.zh}”，不能进行此操作（{event}）。当前可进行：{allowed_events}。",
    en="This is not possible now ({event}). Current state: {state.en}. Possible: {allowed_events}.",
):
    state: Term
    event: str
    allowed: tuple[str, ...]

    def __post_init__(self) -> None:
        self.allowed_events = ", ".join(self.allowed) or "–"


@dataclass(frozen=True, slots=True)
class Transition(Generic[State]):
    entity: str
    from_state: State
    event: str
    to_state: State


def transition(table: Iterable[Transition[State]], state: State, event: str) -> State:
    """The state an event leads to, or IllegalTransition with the events possible instead."""
    possible = {each.event: each.to_state for each in table if each.from_state is state}
    if event not in possible:
        raise IllegalTransition(state, event, tuple(sorted(possible)))
    return possible[event]

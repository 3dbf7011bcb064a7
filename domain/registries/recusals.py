"""Standing recusals: declared before a draw, applied in it, never shown with their ground (X38, X44)."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from domain.actors import Actor
from domain.permissions import Permission
from domain.refusals import NotPermitted, Refusal
from domain.roles import Role


class RecusalStands(
    Refusal, zh="该回避已登记。", en="This recusal is already registered.", basis="X38"
):
    """One live recusal for each officer and object."""


@dataclass(eq=False)
class RecusalLiftedAlready(
    Refusal,
    zh="该回避已于{lifted_at}解除。",
    en="This recusal was already lifted at {lifted_at} (Shanghai time).",
):
    lifted_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Subject:
    """The officer a recusal is about, and the officer's authority."""

    officer_id: UUID
    authority_id: UUID


def refuse_unless_concerned(subject: Subject, *, by: Actor) -> None:
    """An inspector may declare their own recusal, a head those of their authority's officers."""
    by.needs(Permission.RECUSAL_DECLARE)
    if subject.officer_id != by.officer_id and not _heads(subject, by):
        raise NotPermitted(Permission.RECUSAL_DECLARE)


def lift(subject: Subject, lifted_at: dt.datetime | None, *, by: Actor) -> None:
    """Only the head lifts a recusal, once, and never their own.

    NotPermitted, RecusalLiftedAlready.
    """
    by.needs(Permission.RECUSAL_DECLARE)
    if subject.officer_id == by.officer_id or not _heads(subject, by):
        raise NotPermitted(Permission.RECUSAL_DECLARE)
    if lifted_at is not None:
        raise RecusalLiftedAlready(lifted_at)


def _heads(subject: Subject, by: Actor) -> bool:
    return any(
        grant.role is Role.HEAD
        and grant.office is not None
        and grant.office.authority_id == subject.authority_id
        for grant in by.grants
    )

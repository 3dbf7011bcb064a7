"""Mutations: one transaction each, carried out once, answered by a success or a refusal."""

import dataclasses
import datetime as dt
import re
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from enum import Enum
from functools import cache
from typing import Any, Generic, TypeVar, get_args
from uuid import UUID

import orjson
import strawberry
from graphql import GraphQLObjectType
from strawberry.annotation import StrawberryAnnotation
from strawberry.extensions import FieldExtension
from strawberry.schema.name_converter import NameConverter
from strawberry.types.base import get_object_definition
from strawberry.types.field import StrawberryField
from strawberry.types.private import StrawberryPrivate
from strawberry.types.union import StrawberryUnion

from domain.moments import day_of
from domain.permissions import Permission
from domain.refusals import (
    InvalidInput,
    NotFound,
    NotPermitted,
    OperationIdReused,
    OperationInProgress,
    Refusal,
)
from persistence.engine import (
    audit,
    history,
    operations,
    outbox,
    transitions,
)
from persistence.engine.columns import Table
from persistence.engine.database import AsyncSession
from persistence.engine.drafts import CarriedOut, Draft, GuardLost
from persistence.engine.operations import OperationKey
from schema import refusals
from schema.context import Context
from schema.fields import Info
from schema.permissions import requires

Success = TypeVar("Success")

COMMON_REFUSALS: tuple[type[Refusal], ...] = (
    NotFound,
    NotPermitted,
    InvalidInput,
    OperationIdReused,
    OperationInProgress,
)
"""Refusals that every mutation of the register can end in."""


class StoredAs(StrawberryPrivate):
    """Marks a private id of a success with its name in the stored operation: what was stored stays
    readable when the attribute is renamed. `Annotated[UUID, StoredAs("plan_id")]`."""

    def __init__(self, name: str) -> None:
        self.name = name


class OperationReplayed(Exception):
    """The operation was carried out before; its success is returned again."""

    def __init__(self, success: Any) -> None:
        super().__init__()
        self.success = success


class Traces(Enum):
    """What the records of a mutation disclose of its actor (decision 0020)."""

    NAMED = "audit entries and transitions name the account"
    PSEUDONYMOUS = "they name nobody; the operation is stored under a keyed hash of its own"
    ANONYMOUS = "they name nobody; the operation is stored as any visitor's"


Target = TypeVar("Target", AsyncSession, Draft)


class _Recorded(Generic[Target]):
    """What a mutation leaves beside the register: audit entries, transitions and outgoing messages."""

    def __init__(
        self, info: Info, target: Target, traces: Traces, now: dt.datetime | None = None
    ) -> None:
        context = info.context
        self._target: Target = target
        self._info, self._traces = info, traces
        self.actor, self.keys = context.actor, context.keys
        self.now: dt.datetime = now or context.now()
        self.today = day_of(self.now)
        is_named = traces is Traces.NAMED
        self._by = self.actor.account_id if is_named else None
        # The log names the account of a request: without the id, it cannot be looked up there.
        self.request_id = context.request_id if is_named else None
        self.success: Any = None

    def audit(self, tag: str, *, on: UUID | None, **detail: Any) -> None:
        """Add an audit entry, `resource.past_tense`; codes and ids only."""
        audit.record(self._target, tag, by=self._by, on=on, request_id=self.request_id, **detail)

    def record_transition(
        self,
        entity: str,
        subject_id: UUID,
        *,
        from_state: str | None,
        to_state: str,
        event: str,
        ground: str | None = None,
    ) -> None:
        """Record a change of state."""
        transitions.record(
            self._target,
            entity,
            subject_id,
            from_state=from_state,
            to_state=to_state,
            event=event,
            by=self._by,
            ground=ground,
        )

    def enqueue(
        self,
        topic: str,
        *,
        about: UUID | None,
        sealed: bytes | None = None,
        until: dt.datetime | None = None,
        **payload: Any,
    ) -> None:
        """Queue an effect outside the database, delivered after the commit. What is `sealed`
        (`outbox.seal`) goes to a telephone: ask `context.refuse_without_phones()` first."""
        outbox.add(self._target, topic, about=about, sealed=sealed, until=until, **payload)

    def succeed(self, success: Success) -> Success:
        """Answer with this success, which the operation id will return from now on."""
        self.success = success
        return success


class Transaction(_Recorded[AsyncSession]):
    """One transaction of a mutation, in which what it claims is locked."""

    @property
    def session(self) -> AsyncSession:
        return self._target

    def because(self, reason: str | None) -> None:
        """Keep this reason in the history of all that is changed from here on."""
        history.because(self.session, reason)

    def note(self, row: Table, field: str, before: Any = None, after: Any = None) -> None:
        """Keep in a row's history a change of what is no column of it."""
        history.note(self.session, row, field, before, after)


class DraftedTransaction(_Recorded[Draft]):
    """A mutation that reads once, and writes all in one statement if that still holds."""

    @property
    def draft(self) -> Draft:
        return self._target

    async def under_locks(self) -> Transaction:
        """The transaction in which the mutation reads on and writes more than its draft does. Where it
        was not begun under its locks yet, it is carried out again under them."""
        return Transaction(self._info, await self.draft.under_locks(), self._traces, self.now)


@asynccontextmanager
async def begin_transaction(
    info: Info, input: Any, *, traces: Traces = Traces.NAMED
) -> AsyncIterator[Transaction]:
    """One transaction for one operation id. An operation seen before is answered here."""
    key = _operation_key(info, input, traces)
    async with info.context.database.writing() as session:
        before = await operations.claim(session, key)
        if before is not None:
            raise OperationReplayed(_restored(before.success, before.ids))
        transaction = Transaction(info, session, traces)
        if traces is Traces.NAMED:
            history.begin(session, transaction.actor, operation=key.mutation)
        yield transaction
        _record_success(session, key, transaction.success)


@asynccontextmanager
async def begin_draft(
    info: Info, input: Any, *, traces: Traces = Traces.NAMED
) -> AsyncIterator[DraftedTransaction]:
    """As `begin_transaction`, in two round trips: what is read through the draft is looked at once more
    when all is written. Where it was changed meanwhile the mutation is carried out again, under locks."""
    context, key = info.context, _operation_key(info, input, traces)
    lost, context.lost = context.lost, None
    try:
        async with Draft.begin(context.database, key, lost) as draft:
            transaction = DraftedTransaction(info, draft, traces)
            yield transaction
            _record_success(draft, key, transaction.success)
    except CarriedOut as before:
        done = before.operation
        raise OperationReplayed(_restored(done.success, done.ids)) from None


def _operation_key(info: Info, input: Any, traces: Traces) -> OperationKey:
    context, mutation = info.context, info.field_name
    digest = context.keys.hash("operation", canonical(input))
    return OperationKey(_actor_key(context, mutation, traces), input.operation_id, mutation, digest)


def _record_success(target: AsyncSession | Draft, key: OperationKey, success: Any) -> None:
    assert success is not None, f"{key.mutation} ended without an answer"
    operations.record(target, key, success=_stored_name(type(success)), ids=_stored_ids(success))


async def _success_before(info: Info, input: Any) -> Any:
    """The success of an operation that was carried out before its input was judged as it is now, or
    None: what is refused from a day on was accepted until then, and is answered as it was.

    What an input leaves of its actor is known only once it has been judged: it is looked for as all of
    `Traces` would keep it.
    """
    async with info.context.database.writing() as session:
        for key in dict.fromkeys(_operation_key(info, input, each) for each in Traces):
            found = await operations.find(session, key)
            if found is not None:
                return _restored(found.success, found.ids)
    return None


def _actor_key(context: Context, mutation: str, traces: Traces) -> bytes:
    account_id = None if traces is Traces.ANONYMOUS else context.actor.account_id
    apart = mutation if traces is Traces.PSEUDONYMOUS else ""
    return operations.key_of(context.keys, account_id, apart=apart)


def canonical(input: Any) -> bytes:
    """The input's only spelling: what was not given is left out, keys are sorted.

    Fields are spelt after their GraphQL names, which are promised; attributes may be renamed.
    """
    return orjson.dumps(_given(input), default=_text, option=_CANONICAL)


_CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATACLASS


def mutation(
    *,
    description: str,
    permission: Permission | None = None,
    refuses: Sequence[type[Refusal]] = (),
) -> Callable[[Callable[..., Any]], Any]:
    """Declare a mutation. Its payload is the union of the function's success and the refusals."""
    return _declared(description, permission, (*COMMON_REFUSALS, *refuses))


def session_mutation(
    *,
    description: str,
    refuses: Sequence[type[Refusal]] = (),
    permission: Permission | None = None,
) -> Callable[[Callable[..., Any]], Any]:
    """A mutation that is no operation on the register: starting, continuing or ending a session."""
    return _declared(description, permission, (InvalidInput, *refuses))


def _declared(
    description: str, permission: Permission | None, refused_with: tuple[type[Refusal], ...]
) -> Callable[[Callable[..., Any]], Any]:
    def declare(function: Callable[..., Any]) -> Any:
        made = strawberry.mutation(
            resolver=function,
            description=description,
            extensions=[_PayloadExtension(permission, refused_with)],
            directives=requires(permission),
        )
        made.python_name = function.__name__
        return made

    return declare


class _PayloadExtension(FieldExtension):
    """Checks the permission before any I/O and turns what was raised into a member of the
    payload."""

    def __init__(
        self, permission: Permission | None, refused_with: tuple[type[Refusal], ...]
    ) -> None:
        self.permission, self.refused_with = permission, refused_with

    def apply(self, field: StrawberryField) -> None:
        success: Any = field.type
        self.success: str = _stored_name(success)
        _SUCCESSES[self.success] = success
        if OperationIdReused in self.refused_with:
            assert _ids_of(success), f"{self.success} would be stored without an id"
        for argument in field.arguments:
            argument.description = argument.description or "The values that the mutation needs."
        mutation_name = _NAMES.get_graphql_name(field)
        name = f"{mutation_name[0].upper()}{mutation_name[1:]}Payload"
        members = [success, *(refusals.type_of(refusal) for refusal in self.refused_with)]
        field.type = StrawberryUnion(
            name=name,
            type_annotations=tuple(StrawberryAnnotation(member) for member in members),
            description=f"What `{mutation_name}` returns: its success or a refusal.",
        )

    def _check_payload(self, info: Info) -> None:
        """Refuse a field of the answer that the actor may not read, before anything is changed."""
        raw, context = info._raw_info, info.context
        success = raw.schema.type_map[self.success]
        assert isinstance(success, GraphQLObjectType)
        path = tuple(step for step in raw.path.as_list() if isinstance(step, str))
        context.operation.check_payload(
            raw.field_nodes, success, path, info.variable_values, context.actor
        )

    async def resolve_async(self, next_: Any, source: Any, info: Info, **kwargs: Any) -> Any:
        try:
            if self.permission is not None:
                info.context.actor.needs(self.permission)
                self._check_payload(info)
            return await self._carry_out(next_, source, info, **kwargs)
        except OperationReplayed as done:
            return done.success
        except Refusal as refusal:
            if isinstance(refusal, InvalidInput) and OperationIdReused in self.refused_with:
                done_before = await _success_before(info, kwargs["input"])
                if done_before is not None:
                    return done_before
            if type(refusal) not in self.refused_with:
                raise
            info.context.refused.append(refusal)
            return refusals.answer(refusal, info.context.language)

    async def _carry_out(self, next_: Any, source: Any, info: Info, **kwargs: Any) -> Any:
        """Once more from the beginning, where another changed what was read. What changes even then no
        lock is for: sent again later, it will be read as it is then."""
        try:
            return await next_(source, info, **kwargs)
        except GuardLost as lost:
            info.context.lost = lost
        try:
            return await next_(source, info, **kwargs)
        except GuardLost:
            raise OperationInProgress from None
        finally:
            # Refused before it began: what it would have locked is no affair of the next mutation.
            info.context.lost = None


_SUCCESSES: dict[str, type[Any]] = {}
"""By the names that operations keep: those of their GraphQL types."""


def _stored_name(success: type[Any]) -> str:
    return get_object_definition(success, strict=True).name


def _stored_ids(success: Any) -> dict[str, str | None]:
    """The private ids of a success: all that is needed to return it again."""
    kind: Any = type(success)
    held = ((stored, getattr(success, name)) for name, stored in _ids_of(kind))
    return {stored: None if value is None else str(value) for stored, value in held}


def _restored(success: str, kept: dict[str, str | None]) -> Any:
    kind: Any = _SUCCESSES[success]
    values = ((name, kept[stored]) for name, stored in _ids_of(kind))
    return kind(**{name: None if text is None else UUID(text) for name, text in values})


@cache
def _ids_of(success: Any) -> tuple[tuple[str, str], ...]:
    """The private ids of a success as its attributes, and as operations keep them."""
    found = []
    for field in dataclasses.fields(success):
        if field.init:
            marks = [each for each in get_args(field.type) if isinstance(each, StoredAs)]
            assert marks, f"{success.__name__}.{field.name} has no name to be stored by"
            found.append((field.name, marks[0].name))
    return tuple(found)


def _given(value: Any) -> Any:
    """Inputs as dicts by stored spellings; `strawberry.asdict` copies everything twice."""
    kind: Any = type(value)
    if kind is list:
        return [_given(item) for item in value if item is not strawberry.UNSET]
    spellings = _spellings_of(kind)
    if spellings is None:
        return value
    given = vars(value).items()
    # A call for each leaf would take as long as all the rest.
    return {
        spellings[name]: item if type(item) in _LEAVES else _given(item)
        for name, item in given
        if item is not strawberry.UNSET
    }


_LEAVES = frozenset({str, int, float, bool, type(None), bytes, UUID, dt.datetime, dt.date, dt.time})


@cache
def _spellings_of(kind: Any) -> dict[str, str] | None:
    """How the attributes of an input are spelt in what is hashed; None for what is no input."""
    definition = get_object_definition(kind)
    if definition is None:
        return None
    return {
        field.python_name: stored_spelling(_NAMES.get_graphql_name(field))
        for field in definition.fields
    }


def stored_spelling(name: str) -> str:
    """A GraphQL name as operations spell it: `expectedVersion` is `expected_version`."""
    return _CAPITAL.sub(r"_\g<0>", name).lower()


def _text(value: Any) -> str:
    """What JSON has no word for."""
    if dataclasses.is_dataclass(value):
        raise TypeError(f"{value!r} would be spelt by its attributes")
    return str(value)


_NAMES = NameConverter()
_CAPITAL = re.compile(r"(?<!^)[A-Z]")

"""The words, by kind. A line is one word with what belongs to it; lines of a kind are sorted."""

import argparse
import ast
import datetime as dt
import hashlib
import importlib
import re
import types
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import jwt
import orjson
import sqlalchemy as sa
import strawberry
from alembic.script import ScriptDirectory
from graphql import GraphQLEnumType, GraphQLUnionType, get_named_type
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.types.base import StrawberryObjectDefinition

from api import __main__ as console
from api.app import application
from api.connections import BoundedConnection
from api.logs import KNOWN
from api.logs.configuration import SPEAKERS
from api.requests import refuse
from api.settings import SETTINGS, Settings
from api.tokens import AccessTokens
from domain import permissions
from domain.accounts import GrantProposal, InstitutionTarget
from domain.actors import Office
from domain.authorities import AuthorityKind, Sector
from domain.draws import pool as draw_pool
from domain.inspections.reports import Answer, Report
from domain.permissions import GRANTS, Permission
from domain.refusals import OperationIdReused, Refusal
from domain.regions import subtree
from domain.roles import Role
from domain.terms import Term
from domain.transitions import Transition
from domain.versions import rules_version
from domain.visits import canonical as record_text
from domain.visits.canonical import RecordIdentity
from ledgers.layouts import LAYOUTS
from persistence.accounts import links, sessions
from persistence.accounts import one_time_codes as codes
from persistence.engine import (
    audit,
    migrator,
    operations,
    outbox,
    transitions,
)
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from persistence.engine.outages import Outage
from persistence.evidence import sealed
from persistence.evidence.addresses import Addresses
from persistence.evidence.table import Evidence
from persistence.inspections.table import InspectionRecord
from persistence.reading.ids import PART_PREFIX_OF, PREFIX_OF
from persistence.reading.refused import ReadRefused
from persistence.reading.shape import Page
from persistence.regions.recalculation import Move
from persistence.register import REGISTER
from schema.assembly import build, core
from schema.mutations import _SUCCESSES, Transaction, _stored_ids, canonical
from tests.draws.draws import made
from tests.pins.sources import DYNAMIC, Call, calls_of, calls_of_method, sources, texts

Lines = Iterator[str]

ROOT = Path(__file__).parents[2]
SECRET = b"only for pins, never for anything else"
UUID_1, UUID_2 = (UUID(f"01900000-0000-7000-8000-00000000000{i}") for i in (1, 2))
MOMENT = dt.datetime(2026, 11, 18, 1, 30, 15, 123456, dt.UTC)


def printed() -> str:
    return "".join(
        f"{kind} {line}\n" for kind, lines in KINDS.items() for line in sorted(set(lines()))
    )


# The language


def _mutations() -> Lines:
    """Each with its success and the ids that an operation keeps of it."""
    schema = core(build())
    assert schema.mutation_type is not None
    for name, declared in schema.mutation_type.fields.items():
        union = get_named_type(declared.type)
        assert isinstance(union, GraphQLUnionType)
        members = [member.name for member in union.types]
        (success,) = (member for member in members if member in _SUCCESSES)
        if OperationIdReused.__name__ in members:
            yield f"{name} -> {success} ids {' '.join(sorted(_stored_ids(_made(success))))}"
        else:
            yield f"{name} -> {success} not kept"


def _made(success: str) -> Any:
    """A success as its mutation makes it: all that it holds are ids."""
    kind: Any = _SUCCESSES[success]
    return kind(**{name: UUID_1 for name in kind.__dataclass_fields__ if _is_given(kind, name)})


def _is_given(kind: Any, name: str) -> bool:
    found: bool = kind.__dataclass_fields__[name].init
    return found


def _inputs() -> Lines:
    """How each field of an input is spelt in what is hashed."""
    name_of = build().config.name_converter.from_field
    for definition in _definitions():
        if definition.is_input:
            for field in definition.fields:
                given = {each.python_name: strawberry.UNSET for each in definition.fields}
                given[field.python_name] = "x"
                (spelt,) = orjson.loads(canonical(definition.origin(**given)))
                yield f"{definition.name}.{name_of(field)} {spelt}"


def _definitions() -> Iterator[StrawberryObjectDefinition]:
    for each in build().schema_converter.type_map.values():
        if isinstance(each.definition, StrawberryObjectDefinition):
            yield each.definition


@strawberry.input
class _Inner:
    amount: int
    note: str | None = strawberry.UNSET


@strawberry.input
class _Sample:
    operation_id: UUID
    moment_at: dt.datetime
    day_on: dt.date
    time_of_day: dt.time
    sha256: bytes
    role: Role
    rows: list[_Inner]
    is_true: bool
    nothing: str | None = None
    left_out: str | None = strawberry.UNSET


def _canonical_sample() -> Lines:
    """One of each kind of value, spelt whole."""
    sample = _Sample(
        operation_id=UUID_1,
        moment_at=MOMENT,
        day_on=MOMENT.date(),
        time_of_day=MOMENT.time(),
        sha256=bytes(range(4)),
        role=Role.PARENT,
        rows=[_Inner(amount=1, note="中文"), _Inner(amount=2)],
        is_true=True,
    )
    yield canonical(sample).decode()


def _enums() -> Lines:
    """The words of code lists, as stored and sent; a member is found by its value."""
    for term in _below(Term):
        for name, member in term.__members__.items():
            assert name == member.value
            yield f"{term.list_name()}.{member.value}"
    for name, kind in core(build()).type_map.items():
        if isinstance(kind, GraphQLEnumType) and not name.startswith("__"):
            for value in kind.values:
                yield f"{name}.{value}"


def _refusals() -> Lines:
    """Codes with the names of their types, where they have one, and all other codes."""
    named = core(build()).type_map
    for refusal in _below(Refusal):
        name = refusal.type_name
        yield f"{refusal.code} {name}" if name in named else refusal.code
    yield from (outage.code for outage in _below(Outage) if "code" in vars(outage))
    for call in calls_of(ReadRefused):
        yield from call.texts(0, "code") - {DYNAMIC}
    for call in calls_of(refuse):
        yield from call.texts(2) - {DYNAMIC}
    for call in calls_of_method(BoundedConnection._refuse):
        yield from call.texts(1)
    for node, source in _nodes(ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "code":
                yield from (each for each in texts(value, source, None) if each.isupper())


def _below(kind: Any) -> Iterator[Any]:
    assert sources()
    for each in kind.__subclasses__():
        if not each.__module__.startswith("tests."):
            yield each
            yield from _below(each)


def _nodes(kind: Any) -> Iterator[tuple[Any, Any]]:
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, kind):
                yield node, source


# What a transaction leaves


def _audit() -> Lines:
    """Tags with the keys of their details."""
    for call in calls_of_method(Transaction.audit):
        for tag in call.texts(0, "tag"):
            if "." in tag:  # the rules have a verb of this name
                yield _noted(tag, call, {"on"})
    for call in _outside(Transaction, audit.record):
        for tag in call.texts(1, "tag"):
            yield _noted(tag, call, {"by", "on", "request_id"})
    proposal = GrantProposal(
        Role.PARENT, _office(), InstitutionTarget(UUID_1, "320508", Sector.SPORTS)
    )
    yield f"(grant) {' '.join(proposal.trace())}"
    moved = Move("Entity", UUID_1, MOMENT.date(), MOMENT.date(), True)
    yield f"(deadline) {_json(moved.as_json())}"


def _office() -> Office:
    return Office(UUID_1, AuthorityKind.ADMIN_ORGAN, subtree("320508"), frozenset())


def _outbox() -> Lines:
    """Topics with the keys of their payloads."""
    for call in calls_of_method(Transaction.enqueue):
        for topic in call.texts(0, "topic"):
            yield _noted(topic, call, {"about", "until"})
    for call in _outside(Transaction, outbox.add):
        for topic in call.texts(1, "topic"):
            yield _noted(topic, call, {"about", "until"})


def _outside(kind: type, function: Any) -> Iterator[Call]:
    """Calls of the function but those by which this class hands on what it was given."""
    return (call for call in calls_of(function) if call.source.module.__name__ != kind.__module__)


def _noted(word: str, call: Call, but: set[str]) -> str:
    keys = sorted(each.arg or "(grant)" for each in call.node.keywords if each.arg not in but)
    return " ".join((word, *keys))


def _recorded() -> Lines:
    """Entities and events as changes of state are recorded."""
    for place, calls in (
        (0, calls_of_method(Transaction.record_transition)),
        (1, _outside(Transaction, transitions.record)),
    ):
        for call in calls:
            for entity in call.texts(place, "entity"):
                yield from (f"{entity} {event}" for event in call.texts(-1, "event"))


def _transitions() -> Lines:
    """The state machines: entity, state, event, state."""
    for source in sources():
        for value in vars(source.module).values():
            if isinstance(value, tuple) and value and isinstance(value[0], Transition):
                for each in value:
                    yield f"{each.entity} {each.from_state} {each.event} {each.to_state}"


# Who may what


def _roles() -> Lines:
    yield from (role.value for role in Role)


def _permissions() -> Lines:
    yield from (permission.value for permission in Permission)


def _grants() -> Lines:
    for role, held in GRANTS.items():
        yield from (f"{role.value} {permission.value}" for permission in held)
    yield from (f"(anonymous) {permission.value}" for permission in permissions.ANONYMOUS)


# Keys, ids, tokens and what is signed


def _prefixes() -> Lines:
    yield from (f"{name} {prefix}" for name, prefix in (PREFIX_OF | PART_PREFIX_OF).items())


def _purposes() -> Lines:
    for method in (Keys.hash, Keys.seal, Keys.open, Keys.derive):
        for call in calls_of_method(method):
            if call.source.module.__name__ == Keys.__module__:
                # What is handed on within was given outside.
                if isinstance(given := call.node.args[0], ast.Constant):
                    yield str(given.value)
            elif _is_of_keys(call.node.func):
                yield from call.texts(0, "purpose")


def _is_of_keys(called: Any) -> bool:
    owner = called.value
    name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
    return name.strip("_") == "keys"


def _cursors() -> Lines:
    """The list that a cursor is of: its field, what is listed, and by which order."""
    fields = [*REGISTER.roots.items()]
    for shape in REGISTER.shapes.values():
        fields += shape.fields.items()
    for name, answer in fields:
        if isinstance(answer, Page):
            yield from (f"{name}:{answer.target}:{order}" for order in answer.orders)


def _keyed() -> Lines:
    """What the keys of one secret make of one value."""
    keys = Keys(SECRET)
    yield f"hash {keys.hash('operation', b'x').hex()}"
    yield f"complainant {keys.complainant_ref(UUID_1).hex()}"
    yield f"receipt {keys.receipt(UUID_1)}"
    yield f"receipt digest {keys.receipt_digest(keys.receipt(UUID_1)).hex()}"
    yield f"actor of an operation {operations.key_of(keys, UUID_1).hex()}"
    yield f"actor apart {operations.key_of(keys, UUID_1, apart='raiseComplaint').hex()}"
    yield f"no actor {operations.key_of(keys, None).hex()}"
    yield f"refresh token {sessions._hash(keys, 'token').hex()}"
    yield f"one-time code {codes._hash(keys, '13800000000', '123456').hex()}"
    yield f"link {links._hash(keys, links.token(keys, UUID(int=1))).hex()}"
    yield f"telephone {codes._phone_hash(keys, '13800000000').hex()}"
    addresses = Addresses(keys)
    yield f"upload address {addresses.creation(UUID_1)}"
    for variant in ("original", "picture", "thumbnail"):
        for account, receipt in ((UUID_2, None), (None, b"digest"), (None, None)):
            address = addresses.download(
                UUID_1,
                variant,
                account_id=account,
                receipt_digest=receipt,
                until=MOMENT,
            )
            yield f"served address {address}"


def _token() -> Lines:
    """An access token, its header and claims."""
    tokens = AccessTokens(Keys(SECRET), lambda: MOMENT, valid_within=dt.timedelta(minutes=15))
    token, _ = tokens.make(UUID_1, UUID_2)
    yield f"header {_json(jwt.get_unverified_header(token))}"
    yield f"claims {_json(jwt.decode(token, options={'verify_signature': False}))}"
    yield f"whole {token}"


def _seals() -> Lines:
    """The texts that seals cover, as PostgreSQL is asked for them."""
    evidence, record = Evidence.__table__, InspectionRecord.__table__
    for name, text in (
        ("evidence", sealed.evidence_text(evidence)),
        ("record", sealed.record_text(record)),
    ):
        statement = sa.select(text).compile(
            dialect=_POSTGRESQL, compile_kwargs={"literal_binds": True}
        )
        yield f"{name} {' '.join(str(statement).split())}"


_POSTGRESQL: Any = sa.create_mock_engine("postgresql://", lambda *_: None).dialect


def _signed() -> Lines:
    """The text that a person signs, and its digest."""
    methods, measures, results = (_report_words(name) for name in ("methods", "measures", "codes"))
    report = Report(
        MOMENT,
        MOMENT + dt.timedelta(hours=1),
        results,
        measures,
        methods,
        "查看。",
        answers=(Answer("I-1", True, False), Answer("I-2", False)),
        attempts=(MOMENT,),
        correction_reason="更正",
    )
    whose = RecordIdentity(
        "insp_1", 2, "机构", "91320508MA1MAPLE0X", ("ofcr_2", "ofcr_1"), "LIST", 3
    )
    text = record_text.text(
        whose,
        report,
        started_at=MOMENT,
        ended_at=MOMENT,
        notes=[None, "注"],
        details=[],
        orders=("order_2", "order_1"),
    )
    yield f"text {text}"
    yield f"digest {record_text.digest(text)}"


def _report_words(of: str) -> tuple[Any, ...]:
    from domain.inspections.terms import Measure, Method, ResultCode

    kind: type[Term] = {"methods": Method, "measures": Measure, "codes": ResultCode}[of]
    return tuple(kind)[:2]


def _draws() -> Lines:
    """Canonical bytes of draws made up at random: commitments, digests of proofs and of pool rows."""
    for kind in ("BEACON", "FIGURE", "PARTIES"):
        each = made(1, kind, objects=12, version=1)
        yield f"{kind} commitment {each.frozen.commitment}"
        for name, proof in (("proof", each.proof()), ("before", each.before())):
            yield f"{kind} {name} {hashlib.sha256(_json(proof).encode()).hexdigest()}"
    for kind in ("BEACON", "PARTIES"):
        each = made(1, kind, objects=12)
        yield f"DR2 {kind} commitment {each.frozen.commitment}"
        yield f"DR2 {kind} proof {hashlib.sha256(_json(each.proof()).encode()).hexdigest()}"
        terms = sorted(set(_paths(each.frozen.document["entropy"])))
        yield f"DR2 {kind} keys of its chance {' '.join(terms)}"
    each = next(
        one for i in range(99) if (one := made(i, "BEACON", objects=12, version=1)).frozen.objects
    )
    yield f"pseudonym {draw_pool.pseudonym(b'salt', 'inst_1')}"
    yield f"object {each.frozen.objects[0].line}"
    yield f"officer {each.frozen.officers[0].line}"
    yield f"keys of a proof {' '.join(sorted(set(_paths(each.proof()))))}"


def _paths(value: Any, above: str = "") -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, part in value.items():
            # Codes and labels of this draw are no words of ours.
            if re.fullmatch(r"[a-z_]+", key):
                yield f"{above}{key}"
                yield from _paths(part, f"{above}{key}.")
    elif isinstance(value, list):
        for each in value:
            yield from _paths(each, above)


def _json(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def _rules() -> Lines:
    """Changes with every change to a table of rules, and only with that."""
    yield rules_version()


# What an operator and a browser know


def _settings() -> Lines:
    yield from (f"{each.name}={each.default}" for each in SETTINGS)


def _commands() -> Lines:
    """Commands with their arguments and exit codes."""
    for command in ("serve", "migrate", *console.COMMANDS):
        parser = console._parser([command])
        (found,) = (
            each for each in parser._actions if isinstance(each, argparse._SubParsersAction)
        )
        yield from _arguments(command, found.choices[command])
    for command, (module, _) in console.COMMANDS.items():
        yield f"{command} exits {' '.join(_exits(importlib.import_module(module)))}"
    yield f"(all) exits {' '.join(_exits(console))}"


def _arguments(command: str, parser: argparse.ArgumentParser) -> Lines:
    yield command
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from _arguments(f"{command} {name}", below)
        elif not isinstance(action, argparse._HelpAction):
            name = " ".join(action.option_strings) or str(action.metavar or action.dest)
            choices = f" {{{','.join(map(str, action.choices))}}}" if action.choices else ""
            required = " required" if action.required else ""
            yield f"{command} {name}{choices}{required}"


def _exits(module: types.ModuleType) -> list[str]:
    assert module.__file__ is not None
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant):
            found.add(node.value.value)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "sys.exit":
            found |= {each.value for each in node.args if isinstance(each, ast.Constant)}
    return [str(each) for each in sorted(each for each in found if type(each) is int)]


def _targets() -> Lines:
    text = (ROOT / "Makefile").read_text("utf-8")
    yield from (match[1] for match in re.finditer(r"^([a-z][a-z-]*):.*## ", text, re.M))


def _routes() -> Lines:
    """Addresses with their methods, in development and in production."""
    for env in ("development", "production"):
        settings = Settings.from_environment({"ENV": env, "DATA_DIR": "/nowhere"})
        database = Database("postgresql://nobody@localhost/nowhere")
        app: Any = application(settings, database, Keys(SECRET))
        for route in _starlette(app).routes:
            if isinstance(route, Route):
                methods = ",".join(sorted(route.methods or ("any",)))
                yield f"{route.path} {methods} {env}"
            else:
                yield f"{getattr(route, 'path', '?')} below {env}"


def _starlette(app: Any) -> Starlette:
    """The router within its layers."""
    layers = [app]
    for layer in layers:
        if isinstance(layer, Starlette):
            return layer
        inner = vars(layer).values() if hasattr(layer, "__dict__") else ()
        layers += (each for each in inner if callable(each) and not isinstance(each, type))
    raise LookupError("no router")


def _log() -> Lines:
    """Keys of lines, libraries that may speak, and our own events."""
    yield from (f"key {key}" for key in KNOWN)
    yield from (f"speaks {each}" for each in SPEAKERS)
    for source in sources():
        for call in source.calls:
            called = call.node.func
            if (
                isinstance(called, ast.Attribute)
                and called.attr in ("debug", "info", "warning", "error", "critical")
                and isinstance(called.value, ast.Call)
                and isinstance(called.value.func, ast.Attribute)
                and called.value.func.attr == "get_logger"
            ):
                yield from (f"event {each}" for each in call.texts(0, "event"))


def _ledgers() -> Lines:
    for layout in LAYOUTS.values():
        for column in layout.columns:
            aliases = " / ".join((column.zh, column.en, *column.aliases, *column.stand_ins))
            yield f"{layout.name} {column.key}: {aliases}"


def _revisions() -> Lines:
    """Migrations, as a database remembers the last of them."""
    scripts = ScriptDirectory.from_config(migrator.configuration())
    yield from (each.revision for each in scripts.walk_revisions())


KINDS: dict[str, Any] = {
    "mutation": _mutations,
    "input": _inputs,
    "canonical": _canonical_sample,
    "enum": _enums,
    "refusal": _refusals,
    "audit": _audit,
    "outbox": _outbox,
    "recorded": _recorded,
    "transition": _transitions,
    "role": _roles,
    "permission": _permissions,
    "grant": _grants,
    "prefix": _prefixes,
    "cursor": _cursors,
    "purpose": _purposes,
    "keyed": _keyed,
    "token": _token,
    "sealed": _seals,
    "signed": _signed,
    "draw": _draws,
    "rules": _rules,
    "setting": _settings,
    "command": _commands,
    "target": _targets,
    "route": _routes,
    "log": _log,
    "ledger": _ledgers,
    "revision": _revisions,
}
"""What is printed, in this order."""

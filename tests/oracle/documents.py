"""Random documents with random variables, in as many ways of asking as GraphQL has."""

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
)

from persistence.engine.identifiers import new_key
from tests.oracle.pages import (
    DEFAULT_ORDER,
    FILTERED_AS,
    FILTERS,
    ID_FILTERS,
    ORDER_NEEDS,
    ORDERS,
)
from tests.oracle.refusals import permission_of
from tests.oracle.register import PREFIX_OF, Register, Viewer
from tests.oracle.story import REGIONS

ALIASES = (
    "r", "row", "one", "one_1", "nodes", "node", "id", "key", "place", "item", "number", "total",
    "position", "value", "pairs", "fetched", "page", "select", "from", "null", "true", "query",
    "on", "_", "_0", "v0", "answer", "tableoid", "ctid", "xmin", "Id", "ID",
    "a" * 63, "a" * 64, "a" * 65, "b" * 63 + "1", "b" * 63 + "2", "z" * 120,
)  # fmt: skip
DAYS = ("1900-01-01", "2026-11-02", "2026-11-11", "2026-11-18", "2026-11-23", "2027-01-01")
INSTANTS = (
    "2026-11-18T02:00:00Z",
    "2026-11-18T10:00:00+08:00",
    "2026-11-18T02:00:00.123456Z",
    "2026-11-18T02:00:00.1Z",
    "1970-01-01T00:00:00Z",
)
NOWHERE = ("999999", "12345", "", "32050a", "３２０５００")
NO_CURSORS = ("", "x", "!!!!", "bnVsbA==", "WzFd", "é", "W10=", "eyJhIjoxfQ==")
SEARCHES = (
    "学", "同名", "枫叶", "tongming", "tongmingx", "tmxx", "tm", "t", "suzhoufengyejiaoyu",
    "szfyjypx", "ｆｙ", "FengYe", "培训 苏州", "fengye 苏州", "同名 tm", "一句话", "putong", "观前街",
    "0508", "sl-2026", "证'1", "emoji", "EMOJI 😀", "%", "_", "\\", "'", '"json"', "null", "drop table",
    "长", "长长长", "line", "é", "e\u0301", "x", "没有这样的机构", "qqqqq", "xi'an", "\u202e",
)  # fmt: skip
NOTHING_TO_SEARCH = ("", " \u3000", "\n", "长" * 101, "长" * 1_001)
PLACES = ((31.31, 120.63), (31.26, 120.5), (0.0, 0.0), (0.1, 0.3), (-90.0, 180.0), (90.0, -180.0))
CODE_LISTS = ("codeLists", "violationCodes", "checklists", "creditCommitmentTexts")
ELSEWHERE = (
    "verifyDraw", "drawSlip", "drawEdition", "verifyInspectionCode",
    "registerHistory", "tombstone", "tombstones",
)  # fmt: skip
"""What a resolver answers, and what there is as of earlier moments alone: tested by themselves."""
_PART = re.compile("(Connection|Edge)$")
_TYPE = re.compile(r"(\w+?)(Connection|Edge)?\b")
"""Of a field, filter or order: the type of its rows."""
MOST_ROWS = 300
WAYS = ("ASC", "DESC")
ROWS_OF = {"children": 14, "grants": 2, "unconfirmedGrants": 2}


@dataclass
class RandomDocument:
    document: str
    variables: dict[str, Any]


@dataclass
class Author:
    """Writes documents; remembers what was asked least, and the cursors seen in answers."""

    schema: GraphQLSchema
    register: Register
    chance: random.Random
    wanted: set[str]
    """What has to be answered sooner or later: fields, filters, orders."""
    cursors: dict[str, set[str]] = field(default_factory=dict)
    written: Counter[str] = field(default_factory=Counter)
    fields_seen: set[str] = field(default_factory=set)
    is_hunting: bool = False
    """Whether documents go straight for what has not been answered yet, else for this once in a
    while."""

    def write(self, viewer: Viewer) -> RandomDocument:
        """A document, seldom one too large or with fields in conflict."""
        return _DocumentBuilder(self, viewer).build()

    def learn(self, fields: set[str], cursors: dict[str, set[str]]) -> None:
        self.fields_seen |= fields
        for tag, seen in cursors.items():
            known = self.cursors.setdefault(tag, set())
            known.update(sorted(seen)[: 60 - len(known)] if len(known) < 60 else ())

    def unseen(self) -> list[str]:
        """Types of which something has not been answered yet."""
        return sorted({_TYPE.match(what)[1] for what in self.wanted - self.fields_seen})  # type: ignore[index]  # each has a type

    def distances(self, targets: Collection[str]) -> dict[str, int]:
        """How many fields lie between a type and the nearest of these, where some way leads there."""
        found = dict.fromkeys(targets, 0)
        reached = set(targets)
        while reached:
            reached = {kind for each in reached for kind in self._above[each]} - found.keys()
            found |= dict.fromkeys(reached, max(found.values()) + 1)
        return found

    @cached_property
    def _above(self) -> Mapping[str, set[str]]:
        """The types with a field that leads to rows of a type."""
        found: dict[str, set[str]] = defaultdict(set)
        for name, kind in self.schema.type_map.items():
            if isinstance(kind, GraphQLObjectType) and not _PART.search(name):
                for each in kind.fields:
                    found[_below(kind, each)].add(name)
        return found


class _DocumentBuilder:
    """One document in the making."""

    def __init__(self, author: Author, viewer: Viewer) -> None:
        self.author, self.viewer = author, viewer
        self.schema, self.register, self.chance = author.schema, author.register, author.chance
        self.variables: dict[str, Any] = {}
        self.definitions: list[str] = []
        self.fragments: list[str] = []
        self.has_receipt = False
        self.is_plain = False
        self.aliases_left, self.fields_left = 28, self.chance.choice((15, 40, 90))
        targets = author.unseen()
        if author.is_hunting:
            self.fields_left = 90
            targets = [self.chance.choice(targets)]
        self.distances = author.distances(targets)
        self.by_id: list[str] = list(PREFIX_OF)
        """Types whose ids nodes are asked for by: what nothing else leads to, in a hunt for it."""
        if author.is_hunting and "Query" not in self.distances:
            self.by_id = [min(PREFIX_OF, key=lambda each: self.distances.get(each, 99))]
            self.distances = author.distances(["Node"])

    def build(self) -> RandomDocument:
        root = self.schema.query_type
        assert root is not None
        deepest = 7 if self.viewer.account_id is None else 10
        items: list[str] = []
        keys: set[str] = set()
        is_hunting = self.author.is_hunting
        for _ in range(1 if is_hunting else self.chance.choice((1, 1, 1, 2, 2, 3))):
            names = [n for n in root.fields if self._is_open(root, n)]
            names = self._towards_unseen(root, names) or names
            name = self._rare(names, "Query")
            depth = deepest if is_hunting else self.chance.randint(3, deepest)
            items += self.field(root, name, keys, depth, 1)
        if self.chance.random() < 0.1:
            items.append("__typename")
        body = self.braced(root, items)
        head = f"query Q({', '.join(self.definitions)})" if self.definitions else "query Q"
        document = " ".join([head + body, *self.fragments])
        return RandomDocument(document, self.variables)

    def _is_open(self, parent: GraphQLObjectType, name: str) -> bool:
        if name in ELSEWHERE:
            return False
        if name in CODE_LISTS:
            return self.chance.random() < 0.15
        if name == "complaintByReceipt":
            return not self.has_receipt and self.chance.random() < 0.3
        permission = permission_of(parent.fields[name])
        return (
            permission is None
            or permission in self.viewer.permissions
            or self.chance.random() < 0.004
        )

    def _rare(self, names: Sequence[str], parent: str) -> str:
        """Most of the time what was written least often."""
        if self.chance.random() < 0.6:
            name = min(names, key=lambda n: (self.author.written[f"{parent}.{n}"], n))
        else:
            name = self.chance.choice(names)
        return name

    # Selections

    def selection(self, kind: GraphQLObjectType, depth: int, rows: int) -> list[str]:
        """Selections on one type, each under a key of its own; a field may come in parts."""
        leaves: list[str] = []
        inner: list[str] = []
        for name, definition in kind.fields.items():
            if self._is_open(kind, name):
                is_leaf = not isinstance(
                    get_named_type(definition.type), GraphQLObjectType | GraphQLInterfaceType
                )
                (leaves if is_leaf else inner).append(name)
        items: list[str] = []
        keys: set[str] = set()
        names: list[str] = []
        if leaves:
            if self.chance.random() < 0.08:
                names += leaves
            else:
                names += [self._rare(leaves, kind.name) for _ in range(self.chance.randint(1, 4))]
                names += [n for n in leaves if f"{kind.name}.{n}" not in self.author.fields_seen][
                    :8
                ]
        if depth > 1 and inner:
            most = 2 if kind.name.endswith(("Connection", "Edge")) else 3
            unseen = self._towards_unseen(kind, inner)
            if unseen:
                names.append(self.chance.choice(unseen))
            if self.author.is_hunting:
                seen = self.author.fields_seen
                names += [n for n in inner if f"{kind.name}.{n}" not in seen][:3]
            if not (unseen and self.author.is_hunting):
                names += [self._rare(inner, kind.name) for _ in range(self.chance.randint(1, most))]
        for name in names:
            items += self.field(kind, name, keys, depth, rows)
        if not items or self.chance.random() < 0.15:
            items.append("__typename")
        if self.chance.random() < 0.05:
            items.append("kind: __typename" if "kind" not in keys else "__typename")
        if kind.name == "Institution" and self.aliases_left > 25 and self.chance.random() < 0.3:
            self.aliases_left = 0
            items += self._many_aliases(keys)
        self.chance.shuffle(items)
        return items

    def _towards_unseen(self, kind: GraphQLObjectType, names: list[str]) -> list[str]:
        """Those of the fields to prefer now: that lead to something not answered yet within four
        fields; a hunt takes the shortest ways."""
        far = {name: self.distances.get(_below(kind, name), 99) for name in names}
        if self.author.is_hunting and self.chance.random() < 0.9:
            nearest = min(far.values(), default=99)
            return [name for name in names if far[name] == nearest < 99]
        if self.chance.random() < 0.3:
            return [name for name in names if far[name] <= 3]
        return []

    def _many_aliases(self, keys: set[str]) -> list[str]:
        """More than fifty pairs on one object with one name too long for a column."""
        wide = [f"alias{i}: name" for i in range(20)] + ["z" * 70 + ": version"]
        fields = ("id", "kinds", "address", "website", "version", "region{code}", "updatedAt")
        return [*wide, *(f for f in fields if f.partition("{")[0] not in keys)]

    def field(
        self, parent: GraphQLObjectType, name: str, keys: set[str], depth: int, rows: int
    ) -> list[str]:
        """A field with all below it. Below code lists, which resolvers answer, nothing is refused
        before the rest is answered: no condition there may turn out to be null."""
        self.is_plain = name in CODE_LISTS or (self.is_plain and parent.name != "Query")
        return self._field(parent, name, keys, depth, rows)

    def _field(
        self, parent: GraphQLObjectType, name: str, keys: set[str], depth: int, rows: int
    ) -> list[str]:
        definition = parent.fields[name]
        if self.fields_left < 0 or (key := self._key(name, keys)) is None:
            return []
        self.fields_left -= 1
        returned = get_named_type(definition.type)
        below = depth - 1
        if isinstance(returned, GraphQLObjectType | GraphQLInterfaceType):
            if below < 1:
                return []
            rows = rows * ROWS_OF.get(name, 2) if _is_list(definition) else rows
            if rows > MOST_ROWS:
                return []
        self.author.written[f"{parent.name}.{name}"] += 1
        if name == "complaintByReceipt":
            self.has_receipt = True
        arguments, size, types = self._arguments(parent, name, definition, rows)
        lead = (f"{key}: {name}" if key != name else name) + arguments
        if isinstance(returned, GraphQLInterfaceType):
            return [lead + self._directives() + self._by_types(types, below, rows)]
        if not isinstance(returned, GraphQLObjectType):
            return [lead + self._directives()]
        within = self.selection(returned, below, rows * size)
        if not within:
            return []
        if len(within) > 1 and name != "complaintByReceipt" and self.chance.random() < 0.15:
            # The same key twice: its parts are merged, an item may be in both.
            cut = self.chance.randint(1, len(within) - 1)
            parts = within[:cut], within[cut - self.chance.randint(0, 1) :]
            return [lead + self.braced(returned, list(part)) for part in parts]
        return [lead + self._directives() + self.braced(returned, within)]

    def _key(self, name: str, keys: set[str]) -> str | None:
        key = name
        if name in keys or (self.aliases_left and self.chance.random() < 0.12):
            key = self.chance.choice(ALIASES)
            self.aliases_left -= 1
        if key in keys or self.aliases_left < 0:
            return None
        keys.add(key)
        return key

    def _by_types(self, names: list[str], depth: int, rows: int) -> str:
        """What is asked of nodes: by their types, by types that are not there, and by Node."""
        others = [n for n in PREFIX_OF if self.chance.random() < 0.1]
        items = [self.chance.choice(("id", "__typename", "x: id", "...on Node{id}"))]
        for name in dict.fromkeys([*names, *others]):
            kind = self.schema.get_type(name)
            assert isinstance(kind, GraphQLObjectType)
            if self.chance.random() < 0.9:
                items.append(f"...on {name}" + self.braced(kind, self.selection(kind, depth, rows)))
        self.chance.shuffle(items)
        return "{" + " ".join(items) + "}"

    def braced(self, kind: GraphQLObjectType, items: list[str]) -> str:
        """The selections, some of them behind fragments."""
        printed: list[str] = []
        while items:
            taken, items = items[:2], items[2:]
            text, turn = " ".join(taken), self.chance.random()
            if turn < 0.06:
                text = f"...on {kind.name}{self._directives()}{{{text}}}"
            elif turn < 0.10:
                text = f"...{self._directives()}{{{text}}}"
            elif turn < 0.16:
                name = f"F{len(self.fragments)}"
                self.fragments.append(f"fragment {name} on {kind.name}{{{text}}}")
                text = f"...{name}{self._directives()}"
                if self.chance.random() < 0.3:
                    text += f" ...{name}"
            elif turn < 0.18 and any(i.name == "Node" for i in kind.interfaces):
                text += " ...on Node{__typename ...on " + kind.name + "{__typename}}"
            printed.append(text)
        return "{" + " ".join(printed) + "}"

    def _directives(self) -> str:
        if self.is_plain or self.chance.random() > 0.06:
            return ""
        name = self.chance.choice(("skip", "include"))
        usually = name == "include"
        value = usually if self.chance.random() < 0.7 else not usually
        if self.chance.random() < 0.5:
            return f" @{name}(if: {json.dumps(value)})"
        return f" @{name}(if: {self._variable('Boolean!', value, 'true', is_needed=True)})"

    # Arguments

    def _arguments(
        self, parent: GraphQLObjectType, name: str, definition: GraphQLField, rows: int
    ) -> tuple[str, int, list[str]]:
        returned = get_named_type(definition.type).name
        size, types = 1, []
        if returned.endswith("Connection"):
            given = self._page(name, returned.removesuffix("Connection"), rows)
            size = min(100, max(1, given.get("first") or given.get("last") or 1))
        else:
            given = {}
            for argument in [each for each in definition.args if each != "asOf"]:
                given[argument] = self._value(returned, argument)
            if returned == "Node":
                texts = given.get("ids", [given.get("id")])
                known = {p: n for n, p in PREFIX_OF.items()}
                types = [known[p] for t in texts if (p := t.rpartition("_")[0]) in known]
        written = [
            f"{argument}: {self._written(definition.args[argument].type, value, argument)}"
            for argument, value in given.items()
        ]
        self.chance.shuffle(written)
        return f"({', '.join(written)})" if written else "", size, types

    def _value(self, returned: str, argument: str) -> Any:
        chance = self.chance
        match argument:
            case "id":
                kind = chance.choice(self.by_id) if returned == "Node" else returned
                return self._id(kind)
            case "ids":
                return [
                    self._id(chance.choice(self.by_id), 0.003)
                    for _ in range(chance.choice((0, 1, 2, 3, 5, 8, 8, 8)))
                ]
            case "by":
                row = chance.choice(self.register.rows["Institution"])
                licence = chance.choice(self.register.rows["Entitlement"])["number"]
                return chance.choice(
                    (
                        {"id": self._id("Institution")},
                        {"creditCode": row["unified_social_credit_code"]},
                        {"licenceNumber": licence},
                        {"licenceNumber": "no such"},
                    )
                )
            case "taskCode":
                return chance.choice([row["code"] for row in self.register.rows["InspectionTask"]])
            case "code" if returned == "InspectionTask":
                return chance.choice([row["code"] for row in self.register.rows["InspectionTask"]])
            case "code" | "parent":
                if chance.random() < 0.01:
                    return chance.choice(NOWHERE)
                return chance.choice(("320000", "320500", "110000", "320508", "999999", *REGIONS))
            case "institutionId":
                row = chance.choice(self.register.rows["InspectionLoad"])
                return f"{PREFIX_OF['Institution']}_{row['institution_id']}"
            case "year":
                return chance.choice((2025, 2026, 2026, 2026))
            case "receipt":
                return chance.choice((*self.register.story.receipts, "0", " 1 ", "9" * 70))
            case "names":
                return chance.choice((None, [], ["Role"], ["Role", "Sector", "No"]))
            case _:
                raise AssertionError(f"nothing to give for {argument}")

    def _id(self, type_name: str, wrong: float = 0.012) -> str:
        chance = self.chance
        if chance.random() < wrong:
            other = chance.choice([p for n, p in PREFIX_OF.items() if n != type_name])
            return chance.choice(
                (f"{other}_{new_key()}", "", "inst_", "inst_x", f"x_{new_key()}", "crs_" + "0" * 32)
            )
        if chance.random() < 0.06:
            return f"{PREFIX_OF[type_name]}_{new_key()}"
        row = chance.choice(self.register.rows[type_name])
        return f"{PREFIX_OF[type_name]}_{row['id']}"

    def _is_unseen(self, what: str) -> bool:
        """Not answered yet, and wanted more often than not."""
        return what not in self.author.fields_seen and self.chance.random() < 0.7

    def _page(self, name: str, type_name: str, rows: int) -> dict[str, Any]:
        chance = self.chance
        largest = max(1, min(8, MOST_ROWS // max(1, rows)))
        side = chance.choice(("first", "last"))
        given: dict[str, Any] = {side: chance.randint(1, largest)}
        if rows == 1 and chance.random() < (0.8 if self.author.is_hunting else 0.1):
            given[side] = 100
        if chance.random() < 0.004:
            given = chance.choice(({}, {"first": 1, "last": 1}, {side: 0}, {side: 101}, {side: -1}))
        order = None
        if chance.random() < 0.5:
            ways = [f"{order} {way}" for order in ORDERS[type_name] for way in ("ASC", "DESC", "")]
            unseen = [w for w in ways if w[-1] != " " and self._is_unseen(f"{type_name} by {w}")]
            way = self._rare(unseen or ways, f"{type_name} by")
            self.author.written[f"{type_name} by.{way}"] += 1
            order, _, direction = way.partition(" ")
            given["orderBy"] = {"field": order} | ({"direction": direction} if direction else {})
        often = 0.35
        if self.author.is_hunting:
            often = 0.9 if self._unseen_filters(type_name) else 0.1
        if chance.random() < often:
            given["filter"] = self._filter(type_name)
        needs = ORDER_NEEDS.get(order or "")
        if needs is not None and chance.random() < 0.98:
            kind = self.schema.get_type(f"{FILTERED_AS.get(type_name, type_name)}Filter")
            assert isinstance(kind, GraphQLInputObjectType)
            given.setdefault("filter", {})[needs] = self._filtered(needs, kind.fields[needs].type)
        for argument in ("after", "before"):
            if chance.random() < (0.05 if self.author.is_hunting else 0.25):
                given |= self._cursor(argument, name, type_name, order)
        return given

    def _cursor(
        self, argument: str, name: str, type_name: str, order: str | None
    ) -> dict[str, str]:
        known = self.author.cursors
        tag = f"{name}:{type_name}:{order or DEFAULT_ORDER[type_name][0]}"
        if self.chance.random() < 0.015:
            others = sorted({c for t, seen in known.items() if t != tag for c in seen})
            return {argument: self.chance.choice((*NO_CURSORS, *others[:5]))}
        cursors = sorted(known.get(tag, ()))
        return {argument: self.chance.choice(cursors)} if cursors else {}

    def _unseen_filters(self, type_name: str) -> list[str]:
        return [
            name
            for name in FILTERS.get(type_name, ())
            if self._is_unseen(f"{type_name} with {name}")
        ]

    def _filter(self, type_name: str) -> dict[str, Any]:
        kind = self.schema.get_type(f"{FILTERED_AS.get(type_name, type_name)}Filter")
        assert isinstance(kind, GraphQLInputObjectType)
        fields, unseen = list(kind.fields), self._unseen_filters(type_name)
        count = self.chance.randint(1, 2)
        names = [self._rare(unseen or fields, kind.name) for _ in range(count)]
        for name in names:
            self.author.written[f"{kind.name}.{name}"] += 1
        if self.chance.random() < 0.05:
            return {}
        return {name: self._filtered(name, kind.fields[name].type) for name in dict.fromkeys(names)}

    def _filtered(self, name: str, kind: GraphQLInputType) -> Any:
        chance, named = self.chance, get_named_type(kind)
        if chance.random() < 0.04:
            return None
        if isinstance(named, GraphQLEnumType):
            words = list(named.values)
            if isinstance(kind, GraphQLList):
                return chance.sample(words, chance.randint(0, min(len(words), 5)))
            return chance.choice(words)
        makers: dict[str, Callable[[], Any]] = {
            "Boolean": lambda: chance.random() < 0.5,
            "Date": lambda: chance.choice(DAYS),
            "DateTime": lambda: chance.choice(INSTANTS),
            "ID": lambda: self._id(ID_FILTERS[name]),
            "Int": lambda: chance.choice((2025, 2026, 2027)),
        }
        if name == "visitsAtLeast":
            return chance.choice((0, 1, 2, 3))
        if named.name in makers:
            return makers[named.name]()
        if name in ("kind", "fieldName"):
            return chance.choice(("Institution", "Site", "name", "no such"))
        if name in ("entitlement", "registration"):
            assert isinstance(named, GraphQLInputObjectType)
            fields = chance.sample(list(named.fields), chance.randint(0, 2))
            return {each: self._filtered(each, named.fields[each].type) for each in fields}
        if name == "text":
            return chance.choice(("同名", "a", " THE ", "学", "的", "%"))
        if name in ("chargesFromFen", "chargesToFen"):
            return chance.choice((0, 1, 99, 500_000, 2**31))
        if name == "formerName":
            return chance.choice(("旧名", "abc", " 的 ", "x"))
        if name == "search":
            return chance.choice(SEARCHES if chance.random() < 0.97 else NOTHING_TO_SEARCH)
        if name == "near":
            return self._near()
        if name == "code":
            return chance.choice(("XW01", "PJ04", "SZ-01", "no such"))
        if name == "redrawOfCode":
            return chance.choice(("T-1", "T-9", "no such"))
        if name == "login":
            return chance.choice([a["login"] or "x" for a in self.register.rows["Account"]])
        return chance.choice(NOWHERE) if chance.random() < 0.01 else chance.choice(REGIONS)

    def _near(self) -> dict[str, Any]:
        chance = self.chance
        latitude, longitude = chance.choice(PLACES)
        radius = chance.choice((1, 3_000, 20_000, 50_000))
        if chance.random() < 0.02:
            latitude, radius = chance.choice(((91.0, radius), (latitude, 0), (latitude, 50_001)))
        datum = chance.choice(("WGS84", "WGS84", "GCJ02", "BD09"))
        return {"latitude": latitude, "longitude": longitude, "datum": datum, "radiusM": radius}

    # Values, written out or given as variables

    def _written(
        self, kind: GraphQLInputType, value: Any, name: str = "", *, in_one_of: bool = False
    ) -> str:
        if self.chance.random() < 0.3:
            return self._as_variable(kind, value, name, in_one_of)
        if isinstance(kind, GraphQLNonNull):
            return self._literal(kind.of_type, value)
        return self._literal(kind, value)

    def _literal(self, kind: GraphQLInputType, value: Any) -> str:
        if value is None:
            return "null"
        if isinstance(kind, GraphQLList):
            if len(value) == 1 and self.chance.random() < 0.2:
                inner = kind.of_type
                inner = inner.of_type if isinstance(inner, GraphQLNonNull) else inner
                return self._literal(inner, value[0])
            return "[" + ", ".join(self._written(kind.of_type, item) for item in value) + "]"
        if isinstance(kind, GraphQLInputObjectType):
            parts = [
                f"{name}: "
                + self._written(kind.fields[name].type, part, name, in_one_of=kind.is_one_of)
                for name, part in value.items()
            ]
            return "{" + ", ".join(parts) + "}"
        if isinstance(kind, GraphQLEnumType):
            return str(value)
        return json.dumps(value, ensure_ascii=False)

    def _as_variable(self, kind: GraphQLInputType, value: Any, name: str, in_one_of: bool) -> str:
        is_needed = isinstance(kind, GraphQLNonNull) or in_one_of or name in ("first", "last")
        bare = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
        default = self._constant(bare, value)
        spelt = f"{bare}!" if in_one_of else str(kind)
        return self._variable(spelt, value, default, is_needed=is_needed, in_one_of=in_one_of)

    def _variable(
        self, kind: str, value: Any, default: str, *, is_needed: bool, in_one_of: bool = False
    ) -> str:
        name = f"v{len(self.definitions)}"
        bare, turn = kind.removesuffix("!"), self.chance.random()
        if is_needed:
            if kind.endswith("!") and turn < 0.15 and default != "null" and not in_one_of:
                # A default lets a nullable variable stand where null may not.
                self.definitions.append(f"${name}: {bare} = {default}")
                if self.chance.random() < 0.5:
                    is_null = not self.is_plain and self.chance.random() < 0.04
                    self.variables[name] = None if is_null else value
                return f"${name}"
            self.definitions.append(f"${name}: {kind}")
            self.variables[name] = value
            return f"${name}"
        if turn < 0.1:
            self.definitions.append(f"${name}: {bare}")  # absent
        elif turn < 0.2:
            self.definitions.append(f"${name}: {bare} = {default}")
            if self.chance.random() < 0.3:
                self.variables[name] = None
        elif turn < 0.3 and value is not None:
            self.definitions.append(f"${name}: {bare}!")
            self.variables[name] = value
        else:
            self.definitions.append(f"${name}: {bare}")
            self.variables[name] = None if turn > 0.95 else value
        return f"${name}"

    def _constant(self, kind: GraphQLInputType, value: Any) -> str:
        if value is None:
            return "null"
        if isinstance(kind, GraphQLNonNull):
            return self._constant(kind.of_type, value)
        if isinstance(kind, GraphQLList):
            return "[" + ", ".join(self._constant(kind.of_type, item) for item in value) + "]"
        if isinstance(kind, GraphQLInputObjectType):
            parts = [f"{n}: {self._constant(kind.fields[n].type, v)}" for n, v in value.items()]
            return "{" + ", ".join(parts) + "}"
        return str(value) if isinstance(kind, GraphQLEnumType) else json.dumps(value)


def _below(kind: GraphQLObjectType, name: str) -> str:
    """The type of the rows that a field leads to."""
    return str(get_named_type(kind.fields[name].type).name).removesuffix("Connection")


def _is_list(definition: GraphQLField) -> bool:
    kind: Any = definition.type
    kind = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    return isinstance(kind, GraphQLList)

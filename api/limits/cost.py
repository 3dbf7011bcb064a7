"""What a document would cost: how deep it reaches and how much it asks, fragments spread out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from graphql.language import DirectiveNode, FieldNode, FragmentSpreadNode, Node, StringValueNode

LEAVES = frozenset({"loc", "name", "alias"})


@dataclass(slots=True)
class SelectionDepth:
    """How far selections reach below their definition: fields deep, and how many of them."""

    depth: int = 0
    introspection_depth: int = 0
    aliases: int = 0
    introspection_aliases: int = 0
    fields: int = 0


@dataclass(frozen=True, slots=True)
class Spread:
    """A fragment spread at a depth of its definition, perhaps below `__schema` or `__type`."""

    name: str
    depth: int
    is_introspection: bool


@dataclass(slots=True)
class Cost:
    """What one definition holds by itself, and the fragments that it goes on into."""

    reach: SelectionDepth = field(default_factory=SelectionDepth)
    spreads: list[Spread] = field(default_factory=list)
    directives: int = 0
    strings: list[str] = field(default_factory=list)


def cost_of(definition: Node) -> Cost:
    """Walk one definition once, without recursion: its nesting is the client's."""
    cost = Cost()
    reach = cost.reach
    waiting: list[tuple[Node, int, bool]] = [(definition, 0, False)]
    while waiting:
        node, depth, is_introspection = waiting.pop()
        match node:
            case FieldNode():
                if not is_introspection and node.name.value in ("__schema", "__type"):
                    # Its own depth counts afresh: the document may show the whole schema.
                    depth, is_introspection = 0, True
                depth += 1
                reach.fields += 1
                reach.aliases += node.alias is not None
                if is_introspection:
                    reach.introspection_depth = max(reach.introspection_depth, depth)
                    reach.introspection_aliases += node.alias is not None
                else:
                    reach.depth = max(reach.depth, depth)
            case FragmentSpreadNode():
                cost.spreads.append(Spread(node.name.value, depth, is_introspection))
            case DirectiveNode():
                cost.directives += 1
            case StringValueNode():
                cost.strings.append(node.value)
            case _:
                pass
        waiting.extend((child, depth, is_introspection) for child in _children(node))
    return cost


def _children(node: Node) -> Iterator[Node]:
    for key in node.keys:
        if key in LEAVES:
            continue
        child = getattr(node, key, None)
        if isinstance(child, Node):
            yield child
        elif isinstance(child, (list, tuple)):
            yield from (item for item in child if isinstance(item, Node))


def spread_out(
    cost: Cost, fragments: Mapping[str, Cost], known: dict[str, SelectionDepth]
) -> SelectionDepth:
    """Add what the spread fragments reach; each fragment is worked out once.

    Recursion is bounded by the number of fragments, which was checked before. A fragment on the way
    to itself counts nothing there.
    """
    total = replace(cost.reach)
    for spread in cost.spreads:
        if spread.name not in fragments:
            continue
        if spread.name not in known:
            known[spread.name] = SelectionDepth()
            known[spread.name] = spread_out(fragments[spread.name], fragments, known)
        below = known[spread.name]
        total.aliases += below.aliases
        total.fields += below.fields
        deepest = spread.depth + below.depth
        if spread.is_introspection:
            # Everything below `__schema` is introspection, wherever it is written.
            deepest_there = max(deepest, spread.depth + below.introspection_depth)
            total.introspection_depth = max(total.introspection_depth, deepest_there)
            total.introspection_aliases += below.aliases
        else:
            total.depth = max(total.depth, deepest)
            total.introspection_depth = max(total.introspection_depth, below.introspection_depth)
            total.introspection_aliases += below.introspection_aliases
    return total

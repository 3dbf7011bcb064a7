"""The language that clients speak, without its descriptions."""

from dataclasses import replace

from graphql import DocumentNode, Node, Visitor, parse, print_ast, visit

from schema.assembly import build


def printed() -> str:
    return bare(build().as_str())


def bare(sdl: str) -> str:
    """The same language, no word of it described."""
    document: DocumentNode = visit(parse(sdl, no_location=True), _Bare())
    return print_ast(document) + "\n"


class _Bare(Visitor):
    def enter(self, node: Node, *_: object) -> Node | None:
        if getattr(node, "description", None) is None:
            return None
        return replace(node, description=None)  # type: ignore[call-arg]  # of those that have one

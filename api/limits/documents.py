"""Which GraphQL documents are worth validating: short, shallow, multiplying nothing by itself."""

from dataclasses import dataclass

from graphql import GraphQLSyntaxError, parse
from graphql.language import DocumentNode, FragmentDefinitionNode
from graphql.validation.rules import overlapping_fields_can_be_merged as merging

from api.limits.cost import Cost, SelectionDepth, cost_of, spread_out
from api.limits.texts import check_text
from domain.refusals import Refusal

# Units of graphql-core's budget for comparing fields that share a response key. Its own 500,000 let
# a document of 1,000 tokens take 140 ms of CPU; this lets it take 25, and documents people write
# spend less than 1,000.
COMPARISON_BUDGET = 10_000
# A syntax error repeats the token it met, which may be as long as the document.
DESCRIPTION_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may hold.

    `depth` counts fields from the root, the root field being 1; below `__schema` and `__type`
    `introspection_depth` counts instead, and fewer aliases are allowed: the whole schema is a list
    without pages, which thirty aliases made twelve seconds of. Aliases and `fields` are counted as
    executed, so a fragment counts as often as it is spread; all others as written.
    """

    tokens: int = 1_000
    characters: int = 65_536
    depth: int = 8
    introspection_depth: int = 20
    aliases: int = 30
    introspection_aliases: int = 2
    fields: int = 2_000
    directives: int = 50
    fragments: int = 50


ANONYMOUS = Limits()
SIGNED_IN = Limits(depth=12)


class DocumentRefused(Refusal):
    """A document that is refused before it is validated."""

    def __init_subclass__(cls, *, zh: str = "", en: str = "", code: str = "") -> None:
        super().__init_subclass__(zh=zh, en=en)
        cls.code = code or cls.code


@dataclass(eq=False)
class SyntaxRefused(
    DocumentRefused,
    zh="GraphQL语法错误（第{line}行第{column}列）：{description}。",
    en="Syntax error at line {line}, column {column}: {description}.",
    code="SYNTAX_ERROR",
):
    description: str
    line: int
    column: int

    @property
    def locations(self) -> list[dict[str, int]]:
        """Where an editor underlines."""
        return [{"line": self.line, "column": self.column}]


@dataclass(eq=False)
class DocumentTooLong(
    DocumentRefused,
    zh="查询文本过长，最多{limit}个字符。",
    en="The document is too long: at most {limit} characters are allowed.",
):
    limit: int


@dataclass(eq=False)
class TooManyTokens(
    DocumentRefused,
    zh="查询过大，最多{limit}个词法单元。",
    en="The document has too many tokens: at most {limit} are allowed.",
):
    limit: int


@dataclass(eq=False)
class TooDeep(
    DocumentRefused,
    zh="查询嵌套过深，最多{limit}层。",
    en="The document is nested too deeply: at most {limit} levels are allowed.",
):
    limit: int


@dataclass(eq=False)
class TooManyAliases(
    DocumentRefused,
    zh="别名过多，最多{limit}个。",
    en="The document has too many aliases: at most {limit} are allowed.",
):
    limit: int


@dataclass(eq=False)
class TooManyFields(
    DocumentRefused,
    zh="字段过多，片段展开后最多{limit}个。",
    en="The document has too many fields: at most {limit} are allowed once fragments are expanded.",
):
    limit: int


@dataclass(eq=False)
class TooManyDirectives(
    DocumentRefused,
    zh="指令过多，最多{limit}个。",
    en="The document has too many directives: at most {limit} are allowed.",
):
    limit: int


@dataclass(eq=False)
class TooManyFragments(
    DocumentRefused,
    zh="片段过多，最多{limit}个。",
    en="The document has too many fragments: at most {limit} are allowed.",
):
    limit: int


def check_document(text: str, limits: Limits = ANONYMOUS) -> DocumentNode:
    """Parse a document that keeps within its limits; linear in its length.

    Raises a DocumentRefused, or InvalidText. Whether the document fits the schema is for
    validation to say, and so are cyclic and unknown fragments, which only count nothing here.
    """
    if len(text) > limits.characters:
        raise DocumentTooLong(limits.characters)
    check_text(text)
    document = _parse(text, limits)
    costs = [cost_of(definition) for definition in document.definitions]
    for cost in costs:
        for string in cost.strings:
            check_text(string)
    _check_written(document, costs, limits)
    _check_executed(document, costs, limits)
    return document


def bound_validation() -> None:
    """Have graphql-core give up earlier on fields to be merged; once, when the process starts."""
    merging.MAX_COMPLEXITY_BUDGET = COMPARISON_BUDGET


def _parse(text: str, limits: Limits) -> DocumentNode:
    try:
        # Comments are no lexical tokens, but each is kept; nobody needs more of them than tokens.
        return parse(text, max_lexical_tokens=limits.tokens, max_comments=limits.tokens)
    except GraphQLSyntaxError as error:
        description = error.description.removesuffix(".")
        # graphql-core has one class for all; its words are pinned by our tests.
        if description.endswith("Parsing aborted"):
            if "nested too deeply" in description:
                raise TooDeep(limits.depth) from None
            raise TooManyTokens(limits.tokens) from None
        location = error.locations[0] if error.locations else None
        if len(description) > DESCRIPTION_LENGTH:
            description = f"{description[:DESCRIPTION_LENGTH]}…"
        line, column = (location.line, location.column) if location else (1, 1)
        raise SyntaxRefused(description, line, column) from None


def _check_written(document: DocumentNode, costs: list[Cost], limits: Limits) -> None:
    fragments = sum(isinstance(each, FragmentDefinitionNode) for each in document.definitions)
    if fragments > limits.fragments:
        raise TooManyFragments(limits.fragments)
    if sum(cost.directives for cost in costs) > limits.directives:
        raise TooManyDirectives(limits.directives)


def _check_executed(document: DocumentNode, costs: list[Cost], limits: Limits) -> None:
    fragments: dict[str, Cost] = {}
    for definition, cost in zip(document.definitions, costs, strict=True):
        if isinstance(definition, FragmentDefinitionNode):
            fragments.setdefault(definition.name.value, cost)
    known: dict[str, SelectionDepth] = {}
    for definition, cost in zip(document.definitions, costs, strict=True):
        # A fragment has no root to measure from, and one that nothing spreads is never executed.
        if isinstance(definition, FragmentDefinitionNode):
            continue
        reach = spread_out(cost, fragments, known)
        if reach.depth > limits.depth:
            raise TooDeep(limits.depth)
        if reach.introspection_depth > limits.introspection_depth:
            raise TooDeep(limits.introspection_depth)
        if reach.aliases > limits.aliases:
            raise TooManyAliases(limits.aliases)
        if reach.introspection_aliases > limits.introspection_aliases:
            raise TooManyAliases(limits.introspection_aliases)
        if reach.fields > limits.fields:
            raise TooManyFields(limits.fields)

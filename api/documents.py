"""Documents as they come in, made ready once and remembered within bounds."""

from collections.abc import Set

from graphql import (
    FieldNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    Visitor,
    specified_rules,
    validate,
    visit,
)
from graphql.language import DocumentNode
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from api.limits import ANONYMOUS, SIGNED_IN, check_document
from domain.refusals import Refusal
from persistence.reading.shape import Register
from schema.operations import PreparedOperation, operation_of
from schema.remembered import DEFAULT, Remembered

_STRAWBERRYS = (MaybeNullValidationRule, OneOfInputValidationRule)
GUESSABLE = frozenset({"complaintByReceipt", "signIn"})


class OneAttemptPerOperation(
    Refusal,
    zh="每次请求只能登录一次或查询一次回执，请分开发送。",
    en="Send signIn or complaintByReceipt once only in each operation.",
):
    pass


class OneComplaintPerOperation(
    Refusal,
    zh="未登录时，每次请求只能提交一件投诉举报，请分开发送。",
    en="Send raiseComplaint once only in each operation unless you are signed in.",
):
    pass


class NoSuchOperation(
    Refusal,
    zh="文档中没有指定的操作，或含有多个操作而未指明。请用operationName指明。",
    en="The document has no such operation, or has several: name one in operationName.",
):
    pass


class Invalid(Exception):
    """The document does not fit the schema."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__()
        self.errors = errors


class Documents:
    """Strangers' documents and those of people signed in are checked and remembered apart.

    `suggestions`: a name that does not exist is answered with those it may have been meant for.
    """

    def __init__(
        self,
        schema: GraphQLSchema,
        register: Register,
        *,
        introspection: bool,
        suggestions: bool = False,
        remembered: int = 2 * DEFAULT,
    ) -> None:
        self._schema, self._register = schema, register
        self._hides_suggestions = not suggestions
        self._stranger_rules = (
            tuple(specified_rules)
            if introspection
            else (*specified_rules, NoSchemaIntrospectionCustomRule)
        )
        self._known = {is_anonymous: Remembered(remembered // 2) for is_anonymous in (True, False)}

    def operation(self, text: str, name: str | None, *, is_anonymous: bool) -> PreparedOperation:
        """The operation asked for. Raises a Refusal (limits, text) or Invalid (validation)."""
        known = self._known[is_anonymous]
        found: PreparedOperation | None = known.get((text, name))
        if found is None:
            found = self._prepare(text, name, is_anonymous)
            known.put((text, name), found, found.size)
        return found

    @property
    def size(self) -> int:
        """About how many bytes are remembered."""
        return sum(each.size for each in self._known.values())

    def _prepare(self, text: str, name: str | None, is_anonymous: bool) -> PreparedOperation:
        document = check_document(text, ANONYMOUS if is_anonymous else SIGNED_IN)
        rules = self._stranger_rules if is_anonymous else tuple(specified_rules)
        errors = validate(
            self._schema,
            document,
            (*rules, *_STRAWBERRYS),
            hide_suggestions=self._hides_suggestions,
        )
        if errors:
            raise Invalid(errors)
        if _count(document, GUESSABLE) > 1:
            raise OneAttemptPerOperation
        if is_anonymous and _count(document, {"raiseComplaint"}) > 1:
            raise OneComplaintPerOperation
        operation = operation_of(
            self._schema, self._register, document, name, self._known[is_anonymous]
        )
        if operation is None:
            raise NoSuchOperation
        return operation


class _Fields(Visitor):
    def __init__(self, names: Set[str]) -> None:
        super().__init__()
        self.names, self.count = names, 0

    def enter_field(self, node: FieldNode, *_: object) -> None:
        self.count += node.name.value in self.names


def _count(document: DocumentNode, names: Set[str]) -> int:
    """How often fields of these names stand in it, under whatever alias."""
    visitor = _Fields(names)
    visit(document, visitor)
    return visitor.count

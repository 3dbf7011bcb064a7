"""GraphQL over HTTP on two roads with one answer.

A query whose root fields are all planned is answered here: coerce, run, concatenate bytes. All else
(mutations, introspection, mixed roots) goes to the executor, its reads planned first all the same,
so that a refused field refuses the operation before any I/O on either road.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

import orjson
import strawberry
from graphql import GraphQLError, OperationType
from starlette.types import Receive, Scope, Send

from api import etags, logs
from api.disconnects import WhileConnected
from api.documents import Documents, Invalid
from api.introspection import Introspection
from api.limits import read_json
from api.media_types import LEGACY_TYPE, RESPONSE_TYPE, VARY, answer_type, is_json
from api.public import Found, Public, PublicAnswer, Question
from domain.actors import ANONYMOUS, Actor
from domain.refusals import Language, Refusal, TooManyAttempts
from persistence.engine.outages import outage_of
from persistence.reading.answers import Lookup
from persistence.reading.plan import Plan, parameters_of
from persistence.reading.reader import AnswerReader, Reader
from persistence.reading.refused import AnswerTooLarge, ReadRefused
from schema import errors
from schema.context import Context
from schema.operations import PreparedOperation, Reads

PERSISTED_QUERY_NOT_SUPPORTED = {
    "message": "PersistedQueryNotSupported",
    "extensions": {"code": "PERSISTED_QUERY_NOT_SUPPORTED"},
}
"""In these very words: clients compare them, and send the document itself from then on."""
MOST_BYTES = 16 * 1024 * 1024
"""Of one answer; the proof of a province's draw has 12 MB."""

Identify = Callable[[Scope], Awaitable[Actor]]
MakeContext = Callable[[Scope, Actor, PreparedOperation], Context]


class Unauthenticated(
    Refusal, zh="登录已失效，请重新登录。", en="Your session has expired. Sign in again."
):
    """The bearer token is unknown, expired or revoked."""


class RequestMalformed(
    Refusal,
    zh="请求格式有误：应为JSON对象，含query，可含operationName与variables。",
    en="The request must be a JSON object with query, and operationName and variables if needed.",
):
    pass


class PersistedQueryNotSupported(Exception):
    """Only the hash of a document was sent, as Apollo's and urql's clients try first."""


class MutationByGet(
    Refusal,
    zh="GET请求只能用于查询，变更请使用POST。",
    en="GET is for queries only. Send mutations by POST.",
):
    pass


class Endpoint:
    """The ASGI application at `/graphql`; identity, limits and logs stand in front of both roads."""

    def __init__(
        self,
        schema: strawberry.Schema,
        documents: Documents,
        reader: Reader,
        *,
        identify: Identify,
        make_context: MakeContext,
        most_bytes: int = MOST_BYTES,
        public: Public | None = None,
    ) -> None:
        """`public` remembers what visitors are answered; without it, each is read."""
        self._schema, self._documents, self._reader = schema, documents, reader
        self._identify, self._make_context = identify, make_context
        self._most_bytes, self._public = most_bytes, public
        self._introspection = Introspection()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        answer = _Answer(scope, send, headers)
        if not answer.is_acceptable:
            await answer.plain(406, "NOT_ACCEPTABLE", "Accept application/graphql-response+json.")
            return
        if scope["method"] not in ("POST", "GET"):
            await answer.plain(405, "METHOD_NOT_ALLOWED", "POST or GET.", (b"allow", b"GET, POST"))
            return
        if scope["method"] == "POST" and not is_json(headers.get(b"content-type", b"")):
            await answer.plain(415, "UNSUPPORTED_MEDIA_TYPE", "Send application/json.")
            return
        try:
            actor, unusable = await self._actor(scope)
            is_post = scope["method"] == "POST"
            sent = await _body(receive) if is_post else b"?" + scope["query_string"]
            if self._public is not None and actor is ANONYMOUS and unusable is None:
                question = self._public.question(sent)
                if question is not None and (reads := question.reads) is not None:
                    logs.note(scope, operation=question.name)
                    with WhileConnected(receive):
                        await self._read_publicly(scope, answer, self._public, question, reads)
                    return
            request = read_json(sent) if is_post else _query(scope)
            query, name, variables = _parts(request)
            operation = self._documents.operation(query, name, is_anonymous=actor.is_anonymous)
            if unusable is not None and not operation.begins_session:
                raise unusable
            if scope["method"] == "GET" and operation.kind is not OperationType.QUERY:
                raise MutationByGet
        except PersistedQueryNotSupported:
            await answer.request_errors([PERSISTED_QUERY_NOT_SUPPORTED])
            return
        except Invalid as invalid:
            await answer.request_errors(errors.invalid(invalid.errors, errors.INVALID_DOCUMENT))
            return
        except Refusal as refusal:
            await answer.refusal(refusal)
            return
        except Exception as error:
            if outage_of(error) is None:
                raise
            await answer.failed([self._failed(scope, error)])
            return
        _note(scope, operation, actor)
        if operation.kind is not OperationType.QUERY:
            # Carried out also for a client that is gone: it asked for it, and may not ask again.
            await self._carry_out(scope, answer, operation, variables, actor)
            return
        with WhileConnected(receive):
            await self._carry_out(scope, answer, operation, variables, actor, sent)

    async def _actor(self, scope: Scope) -> tuple[Actor, Unauthenticated | None]:
        """Who asks. A token that is good no longer makes nobody of its bearer, who may begin a
        session and nothing else: clients send what they have with everything."""
        try:
            return await self._identify(scope), None
        except Unauthenticated as refusal:
            return ANONYMOUS, refusal

    async def _carry_out(
        self,
        scope: Scope,
        answer: "_Answer",
        operation: PreparedOperation,
        variables: Mapping[str, Any],
        actor: Actor,
        sent: bytes = b"",
    ) -> None:
        coerced = operation.coerced(variables)
        if isinstance(coerced, list):
            await answer.request_errors(errors.invalid(coerced, errors.INVALID_VALUE))
            return
        if operation.is_introspection:
            found = await self._introspection.answer(operation, dict(variables))
            if found is not None:
                await answer.read(found)
                return
        if operation.kind is OperationType.QUERY:
            try:
                reads = operation.reads(coerced, actor)
                parameters = parameters_of(reads.plans(), coerced, actor)
            except ReadRefused as refusal:
                await answer.refusal(refusal)
                return
            if reads.is_whole:
                if self._public is not None and actor is ANONYMOUS:
                    name = operation.name or ""
                    question = self._public.learn(sent, name, reads, parameters)
                    if question is not None:
                        await self._read_publicly(scope, answer, self._public, question, reads)
                        return
                await self._finish(
                    scope,
                    answer,
                    reads,
                    await self._run(reads, parameters, scope["state"]["language"]),
                )
                return
        await self._execute(scope, answer, operation, variables, actor, coerced)

    async def _read_publicly(
        self, scope: Scope, answer: "_Answer", public: Public, question: Question, reads: Reads
    ) -> None:
        """Answer with what others were answered, or read it, for all who ask meanwhile."""
        now = public.clock()
        lookup, parameters = question.lookup(now), question.parameters(now)
        assert lookup is not None, "the plans are here"
        if (known := public.find(lookup)) is not None:
            logs.note(scope, is_remembered=True)
            await answer.public(public, known, lookup)
            return

        async def read() -> PublicAnswer | Found:
            found = await self._run(reads, parameters, scope["state"]["language"])
            data = [each for each in found if isinstance(each, bytes)]
            if len(data) < len(found):
                return found
            return PublicAnswer(b'{"data":%b}' % _joined(reads, data))

        found = await public.answers.get(lookup, read)
        if isinstance(found, PublicAnswer):
            await answer.public(public, found, lookup)
        else:
            await self._finish(scope, answer, reads, found)

    async def _finish(
        self, scope: Scope, answer: "_Answer", reads: Reads, found: Sequence[bytes | BaseException]
    ) -> None:
        data: list[bytes] = []
        failed: list[dict[str, Any]] = []
        may_be_null = True
        for (key, is_nullable), each in zip(reads.places, found, strict=True):
            if isinstance(each, bytes):
                data.append(each)
            elif isinstance(each, ReadRefused):
                await answer.refusal(each)
                return
            elif isinstance(each, Exception):
                data.append(b"null")
                may_be_null &= is_nullable
                failed.append({**self._failed(scope, each), "path": [key]})
            else:
                raise each
        whole = _joined(reads, data) if may_be_null else b"null"
        if failed:
            await answer.data(whole, failed)
        else:
            await answer.read(whole)

    async def _run(
        self, reads: Reads, parameters: list[list[Any]], language: Language
    ) -> Sequence[bytes | BaseException]:
        """One statement for each root field; several at once where there are several. Each fails by
        itself, as the executor has it."""
        reader = self._reader.for_one_answer(self._most_bytes)
        if len(parameters) == 1 and len(reads.parts) == 1:
            (plan,) = reads.plans()
            try:
                return (await reader.run(plan, parameters[0]),)
            except Exception as error:
                return (error,)
        waiting = iter(parameters)
        return await asyncio.gather(
            *(
                reader.run(part, next(waiting))
                if isinstance(part, Plan)
                else _made(part if isinstance(part, bytes) else part[language], reader)
                for _, part in reads.parts
            ),
            return_exceptions=True,
        )

    def _failed(self, scope: Scope, error: BaseException) -> dict[str, Any]:
        state = scope["state"]
        formatted = errors.failed(error, state["language"], state["request_id"], logs.fault)
        logs.note(scope, code=formatted["extensions"]["code"])
        return formatted

    async def _execute(
        self,
        scope: Scope,
        answer: "_Answer",
        operation: PreparedOperation,
        variables: Mapping[str, Any],
        actor: Actor,
        coerced: dict[str, Any] | None = None,
    ) -> None:
        context = self._make_context(scope, actor, operation)
        context.variables = coerced
        context.reader = self._reader.for_one_answer(self._most_bytes)
        result = await self._schema.execute(
            "",
            variable_values=dict(variables),
            context_value=context,
            operation_name=operation.name,
        )
        failed = result.errors or ()
        formatted = errors.formatted(failed, context.language, context.request_id, logs.fault)
        refused = [
            # No one field is to blame for the size of all.
            (cause, () if isinstance(cause, AnswerTooLarge) else error.path or ())
            for error in failed
            if isinstance(cause := error.original_error, Refusal | ReadRefused)
        ]
        data = orjson.dumps(result.data)
        if operation.kind is OperationType.QUERY:
            if len(data) > self._most_bytes:
                refused.insert(0, (AnswerTooLarge(self._most_bytes), ()))
            if refused:
                # As on the other road: what was read beside it is not half an answer.
                await answer.refusal(*refused[0])
                return
        refusals = [*context.refused, *(cause for cause, _ in refused)]
        # Tokens, receipts and codes are given out by mutations.
        is_secret = operation.kind is not OperationType.QUERY
        await answer.data(data, formatted, refusals, is_secret=is_secret)


class _Answer:
    """One response, in the media type the client asked for; its code goes into the log."""

    def __init__(self, scope: Scope, send: Send, headers: Mapping[bytes, bytes]) -> None:
        self._scope, self._send, self._headers = scope, send, headers
        self._language: Language = scope["state"]["language"]
        self._is_legacy, self.is_acceptable = answer_type(headers.get(b"accept", b""))

    async def read(self, data: bytes) -> None:
        """What was read. Where a visitor asked by GET it is public, and may be kept by a cache that
        asks each time whether it is still the same."""
        body = b'{"data":%b}' % data
        if self._scope["method"] != "GET" or b"authorization" in self._headers:
            await self._write(200, body)
            return
        etag = etags.of(body)
        wanted = self._headers.get(b"if-none-match", b"").decode("latin-1")
        status = 304 if etags.is_held(wanted, etag) else 200
        more = [(b"etag", etag.encode())]
        await self._write(status, b"" if status == 304 else body, more=more, keep=b"no-cache")

    async def public(self, public: Public, found: PublicAnswer, lookup: Lookup) -> None:
        """What anybody is answered."""
        method, is_legacy = self._scope["method"], self._is_legacy
        head, body = public.response(found, lookup, self._headers, method, is_legacy=is_legacy)
        await self._send(head)
        await self._send({"type": "http.response.body", "body": body})

    async def failed(self, formatted: list[dict[str, Any]]) -> None:
        """Of a request as a whole: who asks could not be found out."""
        body = orjson.dumps({"errors": formatted})
        await self._write(503, body, errors.retry_after(formatted) or 0)

    async def data(
        self,
        data: bytes,
        formatted: Sequence[dict[str, Any]] = (),
        refusals: Sequence[Refusal | ReadRefused] = (),
        *,
        is_secret: bool = False,
    ) -> None:
        """`refusals` are those among the data: too many attempts have their status there too.
        `is_secret` where tokens may be in it."""
        errors_part = b',"errors":' + orjson.dumps(formatted) if formatted else b""
        self._note([*(each["extensions"]["code"] for each in formatted), *map(_code, refusals)])
        waits = [each.retry_after for each in refusals if isinstance(each, TooManyAttempts)]
        # What stands between us and the client tells by the status that we did not answer.
        again = errors.retry_after(formatted)
        await self._write(
            503 if again is not None else 429 if waits else 200,
            b'{"data":%b%b}' % (data, errors_part),
            max(waits, default=0) if again is None else again,
            keep=b"no-store, no-transform" if is_secret else b"no-store",
        )

    async def refusal(self, refusal: Refusal | ReadRefused, path: Sequence[str | int] = ()) -> None:
        code = _code(refusal)
        self._note([code])
        status = _STATUS.get(code, 400)
        if self._is_legacy and code not in _NO_GRAPHQL_REQUEST:
            status = 200
        formatted = [errors.refused(refusal, self._language, path)]
        retry_after = refusal.retry_after if isinstance(refusal, TooManyAttempts) else 0
        body = orjson.dumps({"errors": formatted})
        await self._write(status, body, retry_after, _BESIDE.get(status, ()))

    async def request_errors(self, formatted: list[dict[str, Any]]) -> None:
        self._note([each["extensions"]["code"] for each in formatted])
        await self._write(200 if self._is_legacy else 400, orjson.dumps({"errors": formatted}))

    async def plain(
        self, status: int, code: str, message: str, *headers: tuple[bytes, bytes]
    ) -> None:
        self._note([code])
        self._is_legacy = True
        body = orjson.dumps({"errors": [{"message": message, "extensions": {"code": code}}]})
        await self._write(status, body, more=headers)

    def _note(self, codes: Sequence[str]) -> None:
        if codes:
            logs.note(self._scope, code=codes[0])

    async def _write(
        self,
        status: int,
        body: bytes,
        retry_after: int = 0,
        more: Iterable[tuple[bytes, bytes]] = (),
        keep: bytes = b"no-store",
    ) -> None:
        headers = [(b"cache-control", keep), VARY, *more]
        if retry_after:
            headers.append((b"retry-after", b"%d" % retry_after))
        if status != 304:
            kind = LEGACY_TYPE if self._is_legacy else RESPONSE_TYPE
            headers += [kind, (b"content-length", b"%d" % len(body))]
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})


_STATUS = {
    "UNAUTHENTICATED": 401,
    "NOT_PERMITTED": 403,
    "TOO_MANY_ATTEMPTS": 429,
    "MUTATION_BY_GET": 405,
}
_NO_GRAPHQL_REQUEST = frozenset(
    {"INVALID_JSON", "INVALID_TEXT", "REQUEST_MALFORMED", "UNAUTHENTICATED"}
    | {"MUTATION_BY_GET", "TOO_MANY_ATTEMPTS"}
)
"""Under `application/json` these alone are no 200: clients of that type read the body of a 200 only,
and whatever is wrong with a document is for them to read (GraphQL over HTTP, 6.4.1)."""
_BESIDE = {401: ((b"www-authenticate", b"Bearer"),), 405: ((b"allow", b"POST"),)}


def _code(refusal: Refusal | ReadRefused) -> str:
    return str(refusal.extensions["code"])


_PARAMETERS = ("query", "operationName", "variables", "extensions")


def _is_too_large(error: GraphQLError) -> bool:
    return isinstance(error.original_error, AnswerTooLarge)


async def _body(receive: Receive) -> bytes:
    chunks = []
    while True:
        message = await receive()
        chunks.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(chunks)


def _query(scope: Scope) -> dict[str, Any]:
    try:
        given = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=8)
    except ValueError:
        raise RequestMalformed from None
    request: dict[str, Any] = {name: values[0] for name, values in given.items()}
    for name in request.keys() & {"variables", "extensions"}:
        request[name] = read_json(request[name].encode())
    return request


def _parts(request: Any) -> tuple[str, str | None, Mapping[str, Any]]:
    if not isinstance(request, dict):
        raise RequestMalformed
    query, name, variables, extensions = map(request.get, _PARAMETERS)
    if query is None and _is_hash_alone(extensions):
        raise PersistedQueryNotSupported
    if not isinstance(query, str) or not isinstance(name, str | None):
        raise RequestMalformed
    if not isinstance(variables, dict | None) or not isinstance(extensions, dict | None):
        raise RequestMalformed
    return query, name or None, variables or {}


def _is_hash_alone(extensions: Any) -> bool:
    return isinstance(extensions, dict) and isinstance(extensions.get("persistedQuery"), dict)


def _note(scope: Scope, operation: PreparedOperation, actor: Actor) -> None:
    if operation.is_confidential:
        logs.note(scope, operation="confidential", actor="withheld")
    else:
        logs.note(scope, operation=operation.name or "", actor=str(actor.account_id or ""))


def _joined(reads: Reads, data: Sequence[bytes]) -> bytes:
    parts = zip(reads.parts, data, strict=True)
    return b"{%b}" % b",".join([lead + each for (lead, _), each in parts])


async def _made(part: bytes, reader: AnswerReader) -> bytes:
    return reader.counted(part)

"""The demo's people over HTTP, to whichever server runs; what they did is kept to be sent again."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx2

PASSWORD = "spotcheck demo"
DEVICE = "upgrade"


class NotAnswered(Exception):
    """A request that has to succeed did not; the message says which, and what came instead."""


@dataclass(frozen=True)
class SentMutation:
    """A mutation that succeeded: all that is needed to send it again, byte for byte."""

    name: str
    body: bytes
    token: str | None

    def with_other_input(self) -> bytes:
        """The same operation id with one text of its input changed, where it has one."""
        request = json.loads(self.body)
        given = request["variables"]["input"]
        for field in ("name", "displayName", "statement", "reason", "note", "summary"):
            if isinstance(given.get(field), str):
                given[field] += " And more."
                break
        return json.dumps(request).encode()


class RecordingClient:
    """Keeps its sessions and its mutations when it is connected to another server."""

    def __init__(self, url: str) -> None:
        self.sessions: dict[str, dict[str, str]] = {}
        self.sent: list[SentMutation] = []
        self.http = httpx2.Client()
        self.connect(url)

    def connect(self, url: str) -> None:
        """Speak to another server from now on."""
        self.close()
        self.http = httpx2.Client(base_url=url, timeout=60, headers={"accept-language": "en"})

    def close(self) -> None:
        self.http.close()

    def post(self, body: bytes, token: str | None) -> bytes:
        """The bytes of the answer, whatever it says."""
        headers = {"content-type": "application/json"}
        if token is not None:
            headers["authorization"] = f"Bearer {token}"
        return self.http.post("/graphql", content=body, headers=headers).content

    def record(self, body: bytes, token: str | None, answer: bytes) -> None:
        """Keep the mutation if it is one that can be sent again, and was not refused."""
        given = (json.loads(body).get("variables") or {}).get("input")
        data = json.loads(answer).get("data")
        if not data or not isinstance(given, dict) or "operationId" not in given:
            return
        ((name, payload),) = data.items()
        if "code" not in payload:
            self.sent.append(SentMutation(name, body, token))

    def replay(self, mutation: SentMutation) -> bytes:
        return self.post(mutation.body, mutation.token)

    def read(
        self, document: str, variables: Mapping[str, Any] | None = None, *, by: str | None = None
    ) -> bytes:
        """The bytes of an answer without errors, as one of the demo's people or as anybody."""
        body = json.dumps({"query": document, "variables": variables or {}}).encode()
        token = self.token(by) if by else None
        answer = self.post(body, token)
        if b'"errors"' in answer:
            raise NotAnswered(f"{document} ({by or 'anybody'}): {answer.decode()}")
        self.record(body, token, answer)
        return answer

    def ask(
        self, document: str, variables: Mapping[str, Any] | None = None, *, by: str | None = None
    ) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.read(document, variables, by=by))["data"]
        return data

    def do(self, mutation: str, success: str, shows: str, *, by: str | None, **given: Any) -> Any:
        """Send a mutation that has to succeed; the answer's fields."""
        document = (
            f"mutation M($input: {mutation[0].upper()}{mutation[1:]}Input!) {{"
            f" {mutation}(input: $input) {{ __typename ... on {success} {{ {shows} }}"
            " ... on InvalidInput { violations { field message } }"
            " ... on Refusal { code message } } }"
        )
        given = {"operationId": str(uuid.uuid4()), **given}
        payload = self.ask(document, {"input": given}, by=by)[mutation]
        if payload["__typename"] != success:
            raise NotAnswered(f"{mutation}: {payload}")
        return payload

    def token(self, login: str) -> str:
        """The access token of a session that goes on, or begins."""
        if login not in self.sessions:
            given = {"login": login, "password": PASSWORD, "deviceId": DEVICE}
            self._open("signIn", "SignedIn", login, given)
        return self.sessions[login]["accessToken"]

    def refresh(self, login: str) -> None:
        """Go on with a session by its refresh token."""
        given = {"refreshToken": self.sessions[login]["refreshToken"], "deviceId": DEVICE}
        self._open("refreshSession", "SessionRefreshed", login, given)

    def _open(self, mutation: str, success: str, login: str, given: dict[str, str]) -> None:
        document = (
            f"mutation M($input: {mutation[0].upper()}{mutation[1:]}Input!) {{"
            f" {mutation}(input: $input) {{ ... on {success} {{ accessToken refreshToken }}"
            " ... on Refusal { code message } } }"
        )
        payload = self.ask(document, {"input": given})[mutation]
        if "accessToken" not in payload:
            raise NotAnswered(f"{mutation} of {login}: {payload}")
        self.sessions[login] = payload

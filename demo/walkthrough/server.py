"""A running server as the people of a story use it: over HTTP, through GraphQL, as the demo's people."""

import datetime as dt
import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from typing import Any

from demo.story.people import PASSWORD
from domain.moments import day_of

ACTED = "__typename ... on Refusal { code message }"


class StoryFailed(Exception):
    """The story cannot go on; the message says where and why."""


class StoryClient:
    """One server, and who is signed in there."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.passwords: dict[str, str] = {}
        """By login; of everybody else the demo's."""
        self._tokens: dict[str, str] = {}

    def ask(
        self, document: str, variables: Mapping[str, Any] | None = None, *, by: str | None = None
    ) -> dict[str, Any]:
        """The data of the answer, as one of the demo's people or as anybody."""
        headers = {"content-type": "application/json", "accept-language": "en"}
        if by is not None:
            headers["authorization"] = f"Bearer {self._token(by)}"
        body = json.dumps({"query": document, "variables": variables or {}}).encode()
        answer = json.loads(self._fetch("/graphql", body, headers))
        if "errors" in answer:
            raise StoryFailed(f"{answer['errors'][0]['message']} ({by or 'anybody'})")
        data: dict[str, Any] = answer["data"]
        return data

    def do(self, mutation: str, shows: str, *, by: str, **given: Any) -> dict[str, Any]:
        """A mutation that has to succeed; the fields of its success."""
        payload = self._send(mutation, shows, by, given)
        if "code" in payload:
            raise StoryFailed(f"{mutation}: {payload['code']}: {payload['message']}")
        return payload

    def refused(self, mutation: str, *, by: str, **given: Any) -> str:
        """A mutation that has to be refused; the code of the refusal."""
        payload = self._send(mutation, "", by, given)
        if "code" not in payload:
            raise StoryFailed(f"{mutation} was not refused.")
        return str(payload["code"])

    def _send(self, mutation: str, shows: str, by: str, given: Mapping[str, Any]) -> dict[str, Any]:
        kind = mutation[0].upper() + mutation[1:]
        document = f"mutation M($input: {kind}Input!) {{ {mutation}(input: $input) {{ {ACTED} {shows} }} }}"
        sent = {"operationId": str(uuid.uuid4()), **given}
        payload: dict[str, Any] = self.ask(document, {"input": sent}, by=by)[mutation]
        return payload

    def proof(self, code: str) -> bytes:
        """What anybody downloads."""
        return self._fetch(f"/draws/{code}.json")

    def _token(self, login: str) -> str:
        if login not in self._tokens:
            document = """mutation M($input: SignInInput!) { signIn(input: $input) {
                ... on SignedIn { accessToken } ... on Refusal { code message } } }"""
            given = {
                "login": login,
                "password": self.passwords.get(login, PASSWORD),
                "deviceId": "story",
            }
            payload = self.ask(document, {"input": given})["signIn"]
            if "accessToken" not in payload:
                raise StoryFailed(f"{login} cannot sign in: {payload['message']}")
            self._tokens[login] = payload["accessToken"]
        return self._tokens[login]

    def _fetch(
        self, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> bytes:
        if not self.url.startswith(("http://", "https://")):
            raise StoryFailed(f"{self.url} is not the address of a server.")
        request = urllib.request.Request(self.url + path, body, dict(headers or {}))  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310
                found: bytes = response.read()
                return found
        except urllib.error.HTTPError as error:
            if error.headers.get_content_subtype().endswith("json"):
                return error.read()
            raise StoryFailed(f"{self.url}{path}: {error}") from error
        except OSError as error:
            raise StoryFailed(
                f"{self.url} does not answer. Is `make serve` running? ({error})"
            ) from error


def today() -> dt.date:
    """The day in Shanghai."""
    return day_of(dt.datetime.now(dt.UTC))


def say(text: str) -> None:
    print(f"· {text}", flush=True)

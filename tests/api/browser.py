"""A client of the whole application, from the first byte of a request to the last of its answer."""

from typing import Any

import httpx2
from starlette.types import ASGIApp

BASE = "http://testserver"


class Browser:
    """Every one has an address of its own, so that budgets are not shared between tests."""

    def __init__(self, app: ASGIApp, address: str = "192.0.2.1") -> None:
        transport = httpx2.ASGITransport(app, client=(address, 50_000))
        self._client = httpx2.AsyncClient(transport=transport, base_url=BASE)

    async def ask(
        self, document: str, variables: dict[str, Any] | None = None, *, token: str = ""
    ) -> dict[str, Any]:
        answer = await self.post({"query": document, "variables": variables or {}}, token=token)
        found: dict[str, Any] = answer.json()
        return found

    async def post(self, body: Any, *, token: str = "", **headers: str) -> httpx2.Response:
        if token:
            headers["authorization"] = f"Bearer {token}"
        return await self._client.post("/graphql", json=body, headers=headers)

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        return await self._client.get(path, headers=headers)

    async def send(self, method: str, path: str, **options: Any) -> httpx2.Response:
        return await self._client.request(method, path, **options)

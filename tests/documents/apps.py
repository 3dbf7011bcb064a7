"""Somebody's app: the screens that are open, and what its cache shows of them after each mutation."""

from dataclasses import dataclass, field
from typing import Any

from persistence.engine.identifiers import new_key
from schema import app_documents
from schema.assembly import core
from tests.client import SCHEMA, Client
from tests.documents.caches import Cache, Incomplete, as_sent
from tests.people import Person


def _caches() -> dict[str, Cache]:
    return {
        "adds, as Graphcache and Relay do": Cache(core(SCHEMA), replaces=False),
        "replaces, as Apollo does": Cache(core(SCHEMA), replaces=True),
    }


@dataclass
class App:
    ask: Client
    by: Person | None
    caches: dict[str, Cache] = field(default_factory=_caches)
    screens: dict[str, dict[str, Any]] = field(default_factory=dict)

    async def open(self, name: str, /, **variables: Any) -> dict[str, Any]:
        """Ask for a screen, which stays open."""
        self.screens[name] = variables
        answer = await self._answer_to(name, variables)
        for cache in self.caches.values():
            cache.write(_sent(name), variables, answer)
        return answer

    async def send(self, name: str, /, **input: Any) -> dict[str, Any]:
        """Send a mutation, which must succeed; every open screen shows then what the server has."""
        variables = {"input": {"operationId": str(new_key()), **input}}
        answer = await self._answer_to(name, variables)
        ((root, payload),) = answer.items()
        assert "code" not in payload, f"{root}: {payload}"
        for cache in self.caches.values():
            cache.write(_sent(name), variables, answer)
        astray = await self.astray()
        assert not astray, f"{name}: {astray}"
        return dict(payload)

    async def astray(self) -> list[str]:
        """What of the open screens is not in the caches, or is other than the server has it."""
        found = []
        for screen, variables in self.screens.items():
            answer = await self._answer_to(screen, variables)
            for way, cache in self.caches.items():
                try:
                    cached = cache.read(_sent(screen), variables)
                except Incomplete as missing:
                    found.append(f"{screen}, where it {way}, lacks {missing}")
                    continue
                found += [
                    f"{screen}, where it {way}: {each}" for each in _differences(cached, answer)
                ]
        return found

    def from_cache(self, screen: str, way: str) -> dict[str, Any]:
        """A screen from the cache alone, as a phone without a network shows it."""
        return self.caches[way].read(_sent(screen), self.screens[screen])

    async def _answer_to(self, name: str, variables: dict[str, Any]) -> dict[str, Any]:
        return await self.ask(_sent(name), variables, by=self.by)


def _sent(name: str) -> str:
    if name not in _TEXTS:
        _TEXTS[name] = as_sent(app_documents.text(name))
    return _TEXTS[name]


_TEXTS: dict[str, str] = {}


def _differences(cached: Any, answer: Any, path: str = "") -> list[str]:
    """Where the two differ. Which rows a page has is not for a cache to know: of each row that it
    shows, what it shows."""
    if isinstance(cached, dict) and cached.get("__typename", "").endswith("Connection"):
        there = {str(row.get("id")): row for row in _rows(answer)}
        return [
            each
            for row in _rows(cached)
            if str(row.get("id")) in there
            for each in _differences(row, there[str(row.get("id"))], f"{path}.{row.get('id')}")
        ]
    if isinstance(cached, dict) and isinstance(answer, dict) and cached.keys() == answer.keys():
        return [
            each
            for name in cached
            for each in _differences(cached[name], answer[name], f"{path}.{name}")
        ]
    if isinstance(cached, list) and isinstance(answer, list) and len(cached) == len(answer):
        return [
            each
            for i, item in enumerate(cached)
            for each in _differences(item, answer[i], f"{path}[{i}]")
        ]
    return [] if cached == answer else [f"{path}: {cached!r} instead of {answer!r}"]


def _rows(page: dict[str, Any]) -> list[dict[str, Any]]:
    return [edge["node"] for edge in page.get("edges", ())] or list(page.get("nodes", ()))

"""`/verify` and what it loads, as the whole application serves them."""

import re

import pytest

from api.app import application
from api.pages.verification import SCRIPTS
from api.settings import Settings
from domain.draws.differences import DifferenceKind
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.api.browser import Browser


def opened(database: Database, keys: Keys, **environment: str) -> Browser:
    return Browser(application(Settings.from_environment(environment), database, keys))


@pytest.mark.parametrize("environment", ["development", "production"])
async def test_everyone_who_doubts_a_draw_finds_the_page_everywhere(
    database: Database, keys: Keys, environment: str
) -> None:
    browser = opened(database, keys, ENV=environment)

    page = await browser.get("/verify?lang=en")

    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    for name in SCRIPTS:
        served = await browser.get(f"/verify/{name}")
        assert served.status_code == 200
        assert served.headers["content-type"].startswith("text/javascript")
        assert served.headers["x-content-type-options"] == "nosniff"


async def test_it_runs_our_files_and_nothing_else(database: Database, keys: Keys) -> None:
    page = await opened(database, keys).get("/verify")
    policy = page.headers["content-security-policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'; connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script[^>]*>", page.text) == [
        '<script type="module" src="/verify/page.js">'
    ]
    assert not re.search(r"\son\w+=|https?://", page.text)


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_it_says_every_difference_in_the_readers_language(
    database: Database, keys: Keys, language: str
) -> None:
    page = await opened(database, keys).get(f"/verify?lang={language}")

    assert f'<html lang="{language}">' in page.text
    for each in DifferenceKind:
        assert getattr(each, language) in page.text


@pytest.mark.parametrize(
    "path", ["/verify/other.js", "/verify/../routes.py", "/draws/T-NONE.json", "/draws/%7C.json"]
)
async def test_what_is_not_there_is_not_found(database: Database, keys: Keys, path: str) -> None:
    assert (await opened(database, keys).get(path)).status_code == 404

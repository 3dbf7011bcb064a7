"""`/password` and `/setup`: served everywhere, in both languages; what they know stays behind `#`."""

import re
from pathlib import Path

import pytest

from api.banner import banner
from api.pages import account_links
from api.pages.account_links import SCRIPTS
from domain.authorities import Sector
from persistence.accounts import links, setup
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.api.test_pages import opened

WORDS = Path(account_links.__file__).with_name("words")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("path", [links.PAGE, setup.PAGE])
async def test_both_pages_are_served_in_production(
    database: Database, keys: Keys, path: str, language: str
) -> None:
    browser = opened(database, keys, ENV="production")

    answer = await browser.get(f"{path}?lang={language}")

    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; connect-src 'self'" in policy
    assert "form-action 'none'" in policy, "nothing that is typed becomes part of an address"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-store"
    scripts = re.findall(r'src="(/links/[a-z]+\.js)"', answer.text)
    assert len(scripts) == 1
    for name in (*scripts, "/links/ask.js"):
        script = await browser.get(name)
        assert script.headers["content-type"].startswith("text/javascript")


async def test_every_sector_can_be_chosen(database: Database, keys: Keys) -> None:
    page = (await opened(database, keys).get(f"{setup.PAGE}?lang=zh")).text

    assert re.findall(r'name="sector" value="(\w+)"', page) == [each.value for each in Sector]


def test_both_languages_have_the_same_fields_and_the_same_words() -> None:
    for name in ("password", "setup"):
        found = [
            sorted(
                re.findall(
                    r'(?:id|data-[a-z]+)="', (WORDS / f"{name}.{language}.html").read_text("utf-8")
                )
            )
            for language in ("zh", "en")
        ]
        assert found[0] == found[1]


def test_scripts_put_no_text_in_as_markup_and_no_secret_into_an_address() -> None:
    for name in SCRIPTS:
        script = (Path(account_links.__file__).with_name("links") / name).read_text("utf-8")
        assert "innerHTML" not in script
        assert "localStorage" not in script
        assert re.findall(r"fetch\(([^,]+),", script) in ([], ['"/graphql"'])


def test_a_start_shows_the_address_of_an_empty_register_alone() -> None:
    at = "http://127.0.0.1:8000"
    empty = banner(at, has_demo=False, can_sign_in=False, setup_token="secret")  # not one
    full = banner(at, has_demo=False, can_sign_in=False)

    assert f"  {at}/setup#secret\n" in empty
    assert "15 minutes" in empty
    assert "/setup" not in full

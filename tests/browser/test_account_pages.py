"""An empty register is set up in a browser, and its three administrators set their passwords there."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable

import pytest
import sqlalchemy as sa
import uvicorn

from api.app import application, now
from api.settings import Settings
from domain.authorities import AuthorityKind
from persistence import installation
from persistence.accounts import phones, setup
from persistence.accounts.table import Account
from persistence.authorities.table import Authority
from persistence.engine.database import Database
from persistence.engine.keys import Keys
from tests.browser.chromium import Chromium, Page
from tests.browser.test_pages import CONTRASTS, DESKTOP, PHONE

Keep = Callable[[str, bytes], None]


@pytest.fixture
async def empty(
    browser: Chromium, database: Database, database_url: str, keys: Keys
) -> AsyncIterator[str]:
    """Where an empty register is served, with the path of its set-up."""
    await installation.refuse_other_key(database, keys)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        own = Database(database_url, read_size=4, write_size=4)
        settings = Settings.from_environment({"ENV": "production"})
        app = application(settings, own, keys)
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, access_log=False))
        serving = asyncio.create_task(server.serve([listener]))
        token = await setup.open_setup(database, keys=keys, now=now())
        yield f"http://127.0.0.1:{listener.getsockname()[1]}{setup.PAGE}#{token}"
        server.should_exit = True
        await serving


async def _fill(page: Page, **values: str) -> None:
    for id, value in values.items():
        await page.value(
            f"(() => {{ const e = document.getElementById('{id.replace('_', '-')}');"
            f" e.value = {value!r}; e.dispatchEvent(new Event('change')); }})()"
        )


async def _outcome(page: Page) -> str:
    await page.until("!document.getElementById('outcome').hidden")
    return str(await page.value("document.getElementById('outcome').textContent"))


async def test_from_an_empty_register_to_three_passwords(
    browser: Chromium, empty: str, database: Database, keys: Keys, keep: Keep
) -> None:
    page = await browser.page()
    await page.shape(*DESKTOP)
    await page.speak("en")
    await page.go(empty)
    assert await page.value("location.hash") == "", "the secret is taken out of the address"
    await page.until("document.getElementById('province').options.length > 30")
    await _fill(page, name="示例市教育局", province="320000")
    await page.until("document.getElementById('city').options.length > 5")
    await _fill(page, city="320500")
    await page.click("[value=EDUCATION]")
    for name in ("system", "security", "audit"):
        await _fill(page, **{f"{name}_login": name, f"{name}_name": "某人"})
    await _fill(page, kind="SOCIAL_ORG", audit_phone="+86 13800000003")
    assert await page.value(CONTRASTS) == []
    keep("setup", await page.screenshot())
    await page.click("#send")
    assert (await _outcome(page)).startswith("The register is set up")
    keep("setup-done", await page.screenshot())
    links = await page.value(
        "[...document.querySelectorAll('#outcome code')].map((each) => each.textContent)"
    )
    assert len(set(links)) == 3
    async with database.writing() as session:
        assert await session.scalar(sa.select(Authority.kind)) is AuthorityKind.SOCIAL_ORG
        (audit,) = await session.scalars(sa.select(Account).where(Account.login == "audit"))
    assert phones.of(audit, keys) == "13800000003"

    again = await browser.page()
    await again.shape(*PHONE)
    for link, expected in ((links[0], "The password is set"), (links[0], "The password was not")):
        await again.speak("en")
        await again.go("about:blank#")
        await again.call("Page.navigate", url=link)
        await again.until("document.getElementById('send') && !location.hash")
        await _fill(again, password="a long password", again="a long password")  # no secret
        await again.click("#send")
        assert (await _outcome(again)).startswith(expected)
        assert await again.value(CONTRASTS) == []
        keep(f"password-{expected[-3:]}", await again.screenshot())
    assert page.console + again.console == []
    assert not [
        url for url in page.urls + again.urls if any(each.split("#")[1] in url for each in links)
    ]

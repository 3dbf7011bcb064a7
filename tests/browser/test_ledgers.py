"""An office's registrar and the page of ledgers, in a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest

from demo.story.people import PASSWORD
from tests.api.ledgers import files
from tests.browser.chromium import Chromium, Page
from tests.browser.test_pages import CONTRASTS, DESKTOP, PHONE, foreign
from tests.ledgers import samples

Keep = Callable[[str, bytes], None]
LOGIN = "registrar"
STATE = "document.getElementById('job-state').textContent"


async def signed_in(
    browser: Chromium, address: str, language: str, size: tuple[int, int], *, login: str = LOGIN
) -> Page:
    page = await browser.page()
    await page.shape(*size)
    await page.go(f"{address}/ledgers?lang={language}")
    await fill(page, "login", login)
    await fill(page, "password", PASSWORD)
    await page.click("#sign-in button")
    await page.until("!document.getElementById('desk').hidden")
    return page


async def fill(page: Page, id: str, text: str) -> None:
    await page.value(f"document.getElementById({id!r}).value = {text!r}")


async def choose(page: Page, path: Path) -> None:
    root = await page.call("DOM.getDocument")
    found = await page.call("DOM.querySelector", nodeId=root["root"]["nodeId"], selector="#file")
    await page.call("DOM.setFileInputFiles", files=[str(path)], nodeId=found["nodeId"])


@pytest.mark.parametrize(("language", "size"), [("zh", DESKTOP), ("en", PHONE)])
async def test_a_registrar_uploads_reads_imports_and_downloads(
    browser: Chromium,
    address: str,
    language: str,
    size: tuple[int, int],
    keep: Keep,
    tmp_path: Path,
) -> None:
    by = {"supervisor": "苏州市教育局"}
    rows = [samples.row(n, **by) for n in range(1, 5)] + [samples.row(5, kinds="火箭厂", **by)]
    path = tmp_path / "姑苏机构.csv"
    path.write_bytes(files.as_csv(*rows))
    page = await signed_in(browser, address, language, size)
    await page.value("window.confirm = () => true")
    await page.call("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))

    await choose(page, path)
    await page.click("#upload")
    await page.until(f"/已核对|Dry run finished/.test({STATE})")
    await page.until("document.querySelectorAll('#rows li').length === 5")
    keep(f"ledgers-{language}-checked.png", await page.screenshot())

    assert await page.value("document.documentElement.scrollWidth") == size[0]
    assert await page.value(CONTRASTS) == []
    counts = "[...document.querySelectorAll('[data-count]')].map((each) => each.textContent)"
    assert await page.value(counts) == ["4", "0", "0", "1"]

    await page.click("#apply")
    await page.until(f"/^(已导入|Imported)$/.test({STATE})")
    await page.click("#rejected")
    await page.click("#export-csv")
    await page.until("/(导出完成|Exported)/.test(document.getElementById('exporting').textContent)")
    keep(f"ledgers-{language}-imported.png", await page.screenshot())

    assert page.console == []
    assert foreign(page, address) == []


OFFERED = (
    "[...document.querySelectorAll('#{} option')].filter((o) => !o.hidden).map((o) => o.value)"
)


async def test_an_administrator_is_offered_what_administrators_upload(
    browser: Chromium, address: str, keep: Keep, tmp_path: Path
) -> None:
    row = {"机关": "苏州市教育局", "工号": "N-1", "姓名": "某一", "职务": "科员"}
    path = tmp_path / "officers.csv"
    path.write_bytes(files.plain_csv(row, row | {"工号": "N-2", "姓名": ""}))
    page = await signed_in(browser, address, "en", PHONE, login="sys-admin")
    await page.value("window.confirm = () => true")
    administrators = ["AUTHORITIES", "OFFICERS", "WORKDAYS"]
    assert await page.value(OFFERED.format("kind")) == administrators
    assert await page.value(OFFERED.format("export-kind")) == administrators

    await fill(page, "kind", "OFFICERS")
    await choose(page, path)
    await page.click("#upload")
    await page.until(f"/Dry run finished/.test({STATE})")
    await page.until("document.querySelectorAll('#rows li').length === 2")
    about = "document.getElementById('job-about').textContent"
    assert "until a security administrator confirms it" in str(await page.value(about))
    assert await page.value("document.documentElement.scrollWidth") == PHONE[0]
    assert await page.value(CONTRASTS) == []
    keep("ledgers-en-officers.png", await page.screenshot())
    await page.click("#apply")
    await page.until(f"/^Imported$/.test({STATE})")

    assert page.console == []


async def test_who_uploads_nothing_may_export_and_an_auditor_neither(
    browser: Chromium, address: str
) -> None:
    for login, sections in (("supervisor", [True, True, False]), ("audit-admin", [True] * 3)):
        page = await signed_in(browser, address, "zh", DESKTOP, login=login)
        hidden = "['import', 'uploaded', 'export'].map((id) => document.getElementById(id).hidden)"
        assert await page.value(hidden) == sections, login
        assert page.console == []


async def test_a_wrong_password_is_told(browser: Chromium, address: str) -> None:
    page = await browser.page()
    await page.go(f"{address}/ledgers?lang=en")
    await fill(page, "login", LOGIN)
    await fill(page, "password", "not the password")
    await page.click("#sign-in button")

    await page.until("!document.getElementById('problem').hidden")

    assert await page.value("document.getElementById('desk').hidden")

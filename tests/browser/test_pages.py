from collections.abc import Callable
from pathlib import Path

import pytest

from api.pages.story import story
from demo.story.people import PASSWORD
from tests.browser.chromium import Chromium, Page

Keep = Callable[[str, bytes], None]

MOST_BYTES = 300_000
DESKTOP, PHONE = (1280, 900), (390, 844)
# Every text of the page against the ground it stands on, as WCAG 2 counts it.
CONTRASTS = """(() => {
  const rgb = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = rgb(color).slice(0, 3).map((c) => {
      c /= 255;
      return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const color = getComputedStyle(e).backgroundColor;
      if ((rgb(color)[3] ?? 1) > 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const poor = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.getClientRects().length) continue;
    const [a, b] = [light(getComputedStyle(element).color), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${walker.currentNode.data.trim()}`);
  }
  return poor;
})()"""
COLOURED = """[...document.querySelectorAll('.result-window .view-line')].every(
  (line) => !line.textContent.includes(':') || line.querySelectorAll('span span').length > 1)"""
ANSWER = "document.querySelector('.result-window').textContent.includes({!r})"


def foreign(page: Page, address: str) -> list[str]:
    return [url for url in page.urls if not url.startswith((address, "data:", "blob:"))]


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_first_page_is_good_to_read_on_a_desk_and_on_a_phone(
    browser: Chromium, address: str, language: str, keep: Keep
) -> None:
    for name, size, dark in (
        ("desktop", DESKTOP, False),
        ("phone", PHONE, False),
        ("desktop-dark", DESKTOP, True),
    ):
        page = await browser.page()
        await page.shape(*size, dark=dark)
        await page.go(f"{address}/?lang={language}")

        width = await page.value("document.documentElement.scrollWidth")
        poor = await page.value(CONTRASTS)
        keep(f"first-page-{language}-{name}.png", await page.screenshot())

        assert await page.value("document.documentElement.lang") == language
        assert "251" in await page.value("document.querySelector('.counts').textContent")
        assert width == size[0]
        assert poor == []
        assert page.console == []
        assert foreign(page, address) == []


async def edited(browser: Chromium, address: str, language: str, *, dark: bool = False) -> Page:
    """A page with GraphiQL ready in it."""
    page = await browser.page()
    await page.shape(1440, 900, dark=dark)
    await page.speak(language)
    await page.go(f"{address}/graphql")
    await page.until("document.querySelector('.graphiql-query-editor .view-line span span')")
    await page.until("document.querySelector('[data-step]')")
    return page


async def step(page: Page, name: str, login: str | None) -> None:
    await page.click(f"[data-step={name}]")
    await page.until(f"document.querySelector('.who-name').dataset.login === {login or ''!r}")
    await page.until(
        f"document.querySelector('.graphiql-tab-active').textContent.includes({name!r})"
    )
    await page.click(".graphiql-execute-button")


async def test_the_editor_tells_the_whole_story(
    browser: Chromium, address: str, keep: Keep
) -> None:
    page = await edited(browser, address, "zh-CN")
    answers = {
        "Assign": "InspectionAssigned",
        "CheckIn": "CheckedIn",
        "File": "InspectionResultFiled",
        "Sign": "SignatureRecorded",
        "Confirm": "InspectionResultConfirmed",
        "Audit": "InspectionResultAudited",
        "Complain": "ComplaintRaised",
    }

    for each in story():
        await step(page, each.name, each.by)
        await page.until(ANSWER.format(answers.get(each.name, "totalCount")))
        keep(f"story-{each.name}.png", await page.screenshot())

    assert page.console == []
    assert foreign(page, address) == []


async def test_one_click_signs_in_and_nothing_of_it_stays_in_the_browser(
    browser: Chromium, address: str
) -> None:
    page = await edited(browser, address, "en")

    await page.click("[data-person=supervisor]")
    await page.until("document.querySelector('.who-name').dataset.login === 'supervisor'")
    kept = await page.value("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    await page.click(".who-out")
    await page.until("document.querySelector('.who-name').dataset.login === ''")

    # How every token of ours begins.
    assert "eyJ" not in kept
    assert PASSWORD not in kept
    assert await page.value("document.cookie") == ""
    assert page.console == []


async def test_a_query_of_a_visitor_is_refused_in_words(browser: Chromium, address: str) -> None:
    page = await edited(browser, address, "en")
    await page.click("[data-step=Queue]")
    await page.until("document.querySelector('.who-name').dataset.login === 'complaint-clerk'")
    await page.click(".who-out")
    await page.until("document.querySelector('.who-name').dataset.login === ''")

    await page.click(".graphiql-execute-button")

    await page.until(ANSWER.format("NOT_PERMITTED"))


async def test_the_picture_of_the_readme(browser: Chromium, address: str, keep: Keep) -> None:
    """Made again by: SCREENSHOTS=docs make test PYTEST_ARGS='tests/browser -k picture'."""
    page = await edited(browser, address, "en")

    await step(page, "Institution", None)
    await page.until(ANSWER.format("supervisingAuthority"))
    # Monaco colours a long answer a screenful at a time.
    await page.until(COLOURED)
    picture = await page.screenshot()
    keep("picture.png", picture)

    assert len(picture) < MOST_BYTES


def test_the_picture_that_is_committed_is_small() -> None:
    assert 20_000 < Path("docs/picture.png").stat().st_size < MOST_BYTES

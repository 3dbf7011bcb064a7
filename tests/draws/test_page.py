"""The page `/verify`, in a browser."""

import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

import verify_draw
from domain.draws.canonical import text
from tests.browser.chromium import Chromium, Page
from tests.draws.draws import made, many
from tests.draws.edits import KINDS
from tests.draws.test_every_edit import WHOLE, edited, leaves
from tests.draws.vectors import FOLDER, published

GENERATED = many(200, 1_000)
IN_ONE_CALL = 50
CHECK = """(async (texts, before) => {
  const { read, verify } = await import("/verify/dr1.js");
  return texts.map((text) => {
    try { verify(read(text), before === null ? null : read(before)); return "SAME"; }
    catch (error) { return error.code ?? String(error); }
  });
})"""
OUTCOME = "document.querySelector('#outcome').dataset"

Opened = Callable[[str], Awaitable[Page]]


@pytest.fixture
def opened(browser: Chromium, address: str) -> Opened:
    async def opened(path: str) -> Page:
        page = await browser.page()
        await page.go(f"{address}{path}")
        return page

    return opened


async def checked(page: Page, proofs: list[str], before: str | None = None) -> list[str]:
    """What the page finds of each proof."""
    found = await page.value(f"{CHECK}({json.dumps(proofs)}, {json.dumps(before)})")
    return list(found)


async def choose(page: Page, id: str, file: Path) -> None:
    document = await page.call("DOM.getDocument")
    node = await page.call(
        "DOM.querySelector", nodeId=document["root"]["nodeId"], selector=f"#{id}"
    )
    await page.call("DOM.setFileInputFiles", nodeId=node["nodeId"], files=[str(file)])


async def test_the_page_verifies_generated_draws(opened: Opened) -> None:
    page = await opened("/verify")
    for first in range(0, GENERATED, IN_ONE_CALL):
        proofs = [text(made(number).proof()) for number in range(first, first + IN_ONE_CALL)]

        assert await checked(page, proofs) == ["SAME"] * IN_ONE_CALL

    assert page.console == []


async def test_the_page_names_every_kind_of_tampering(opened: Opened) -> None:
    page = await opened("/verify")
    before = (FOLDER / "oversight.before.json").read_text("utf-8")
    tampered = published()

    found = await checked(page, [text(each.proof) for each in tampered], before)

    # The page has no pairings to check a signature with, and says so.
    assert found == [
        "SAME" if each.difference == "SIGNATURE" else each.difference for each in tampered
    ]
    assert len(tampered) == len(KINDS)
    older = published(FOLDER / "v1")
    before = (FOLDER / "v1/oversight.before.json").read_text("utf-8")
    found = await checked(page, [text(each.proof) for each in older], before)
    assert found == [each.difference for each in older]


async def test_the_page_and_the_file_agree_about_every_leaf(opened: Opened) -> None:
    page = await opened("/verify")
    paths = list(leaves(WHOLE))[:: many(7, 1)]
    found = await checked(page, [text(edited(path)) for path in paths])

    outcome = {path: of_file(path) for path in paths}
    assert dict(zip(paths, found, strict=True)) == outcome


def of_file(path: tuple[str | int, ...]) -> str:
    try:
        verify_draw.verify(edited(path))
    except verify_draw.NothingToCheck as nothing:
        return f"Error: {nothing}"
    except verify_draw.Difference as difference:
        return difference.code
    return "SAME"


@pytest.mark.parametrize(
    "task", ["T-BEACON", "T-FIGURE", "T-PARTIES", "T-V1-BEACON", "T-V1-PARTIES"]
)
async def test_a_published_draw_is_checked_by_its_tasks_code(opened: Opened, task: str) -> None:
    page = await opened(f"/verify?lang=en&task={task}")

    await page.until(f"{OUTCOME}.is === 'SAME'")

    outcome = await page.value("document.querySelector('#outcome').innerText")
    assert "As published" in outcome
    assert "not compared" in outcome
    # Committed at 01:00 in UTC; the browser's own zone does not matter.
    assert "Committed (Shanghai time)\n2026-11-24 09:00:00" in outcome
    assert ("does not check" in outcome) is ("BEACON" in task)
    assert ("none of drand’s" in outcome) is (task == "T-BEACON")
    assert page.console == []


async def test_a_file_is_checked_against_the_notice_and_the_slip(opened: Opened) -> None:
    page = await opened("/verify?lang=zh")
    await choose(page, "proof", FOLDER / "oversight.json")
    await choose(page, "before", FOLDER / "oversight.before.json")
    await choose(page, "slip", FOLDER / "slip.json")

    await page.click("#check")
    await page.until(f"{OUTCOME}.is === 'SAME'")

    outcome = await page.value("document.querySelector('#outcome').innerText")
    assert "与公布的一致" in outcome
    assert "与您保存的一致" in outcome
    assert page.console == []


async def test_tampering_is_said_in_words(opened: Opened, tmp_path: Path) -> None:
    page = await opened("/verify?lang=zh")
    (proof,) = (e.proof for e in published() if e.name == "an_object_is_taken_off_the_list")
    file = tmp_path / "tampered.json"
    file.write_text(text(proof), "utf-8")
    await choose(page, "proof", file)

    await page.click("#check")
    await page.until(f"{OUTCOME}.is === 'DIFFERENT'")

    assert await page.value(f"{OUTCOME}.code") == "OBJECT_LIST"
    outcome = await page.value("document.querySelector('#outcome').innerText")
    assert "检查对象名单与承诺不符" in outcome


@pytest.mark.parametrize(
    ("task", "words"), [("T-BEFORE", "not revealed"), ("T-NONE", "No draw has been published")]
)
async def test_where_there_is_nothing_to_check_the_page_says_so(
    opened: Opened, task: str, words: str
) -> None:
    page = await opened(f"/verify?lang=en&task={task}")

    await page.until(f"{OUTCOME}.is === 'NOTHING'")

    assert words in await page.value("document.querySelector('#outcome').innerText")


async def test_nothing_is_fetched_from_elsewhere(opened: Opened) -> None:
    page = await opened("/verify?task=T-BEACON")
    await page.until(f"{OUTCOME}.is === 'SAME'")
    own = await page.value("location.origin")

    assert [url for url in page.urls if not url.startswith((own, "data:"))] == []


async def test_a_draw_that_was_revealed_is_a_click_away(opened: Opened) -> None:
    page = await opened("/verify")

    await page.value("document.querySelector('main > .note a').click()")
    await page.until(f"{OUTCOME}?.is === 'SAME'")

    assert "task=T-BEACON" in await page.value("location.search")

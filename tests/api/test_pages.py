import asyncio
from pathlib import Path
from zoneinfo import ZoneInfo

import orjson
import pytest
from starlette.types import ASGIApp

from api.app import application, now
from api.cached import Cached
from api.pages.ide import Assets, Browsable
from api.pages.story import FOLDER, story
from api.settings import Settings
from demo.story import loader
from demo.story.people import PASSWORD, PEOPLE
from demo.story.register import LEADING_NAME
from persistence.engine.database import Database
from persistence.engine.identifiers import new_key
from persistence.engine.keys import Keys
from tests.api.browser import Browser
from tests.client import SCHEMA

HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
SIGN_IN = """mutation SignIn($input: SignInInput!) {
  signIn(input: $input) { ... on SignedIn { accessToken } }
}"""


@pytest.fixture
async def demo(database: Database, keys: Keys) -> None:
    await loader.load(database.engine, keys, lambda done, total: None, is_open=True)


def opened(database: Database, keys: Keys, **environment: str) -> Browser:
    return Browser(application(Settings.from_environment(environment), database, keys))


@pytest.mark.usefixtures("demo")
async def test_the_first_page_counts_what_a_visitor_may_see(database: Database, keys: Keys) -> None:
    page = (await opened(database, keys).get("/?lang=en")).text

    assert "<dt>training institutions</dt><dd>251</dd>" in page
    assert "<dt>published results</dt><dd>42</dd>" in page


async def test_an_empty_register_is_counted_too(database: Database, keys: Keys) -> None:
    page = (await opened(database, keys).get("/?lang=zh")).text

    assert '<html lang="zh">' in page
    assert "<dt>培训机构</dt><dd>0</dd>" in page


async def test_the_first_page_speaks_the_browsers_language_and_then_ones_own(
    database: Database, keys: Keys
) -> None:
    browser = opened(database, keys)

    assert '<html lang="en">' in (await browser.get("/", **{"accept-language": "en-GB"})).text
    assert '<html lang="zh">' in (await browser.get("/", **{"accept-language": "zh-CN"})).text
    chosen = await browser.get("/?lang=zh", **{"accept-language": "en-GB"})
    assert '<html lang="zh">' in chosen.text
    strange = await browser.get("/?lang=%3Cscript%3E", **{"accept-language": "en"})
    assert '<html lang="en">' in strange.text


async def test_a_host_that_is_markup_stays_text(database: Database, keys: Keys) -> None:
    answer = await opened(database, keys).get("/", host='"><script>alert(1)</script>')

    assert "<script" not in answer.text


@pytest.mark.usefixtures("demo")
async def test_pages_say_what_they_may_load_and_nobody_frames_them(
    database: Database, keys: Keys
) -> None:
    browser = opened(database, keys)
    for path in ("/", "/graphql"):
        headers = (await browser.get(path, accept=HTML)).headers

        assert "default-src 'none'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert "unsafe-eval" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"


@pytest.mark.usefixtures("demo")
async def test_on_this_machine_alone_the_people_are_offered_with_their_password(
    database: Database, keys: Keys
) -> None:
    browser = opened(database, keys)
    offered = (await browser.get("/ide/demo.json")).json()

    assert [person["login"] for person in offered["people"]] == [p.login for p in PEOPLE]
    assert offered["password"] == PASSWORD
    assert PASSWORD in (await browser.get("/")).text


@pytest.mark.usefixtures("demo")
async def test_where_others_reach_us_nobody_is_offered(database: Database, keys: Keys) -> None:
    browser = opened(database, keys, HOST="0.0.0.0")  # noqa: S104  # the point of the test
    offered = (await browser.get("/ide/demo.json")).json()

    assert offered["people"] == []
    assert "password" not in offered
    assert len(offered["story"]) == len(story())
    assert PASSWORD not in (await browser.get("/")).text


@pytest.mark.usefixtures("demo")
async def test_people_who_were_locked_out_are_not_offered(database: Database, keys: Keys) -> None:
    await loader.lock_out(database.engine)
    browser = opened(database, keys)

    assert (await browser.get("/ide/demo.json")).json()["people"] == []
    assert PASSWORD not in (await browser.get("/")).text


async def test_without_the_demo_there_is_no_story(database: Database, keys: Keys) -> None:
    offered = (await opened(database, keys).get("/ide/demo.json")).json()

    assert offered == {"story": [], "people": []}


@pytest.mark.usefixtures("demo")
async def test_production_has_the_first_page_and_no_other(database: Database, keys: Keys) -> None:
    browser = opened(database, keys, ENV="production")
    first = await browser.get("/")

    assert first.status_code == 200
    assert PASSWORD not in first.text
    assert 'href="/graphql"' not in first.text
    for path in ("/ide/demo.json", "/schema.graphql", "/ide/assets/index.js"):
        assert (await browser.get(path)).status_code == 404
    answer = await browser.get("/graphql", accept=HTML)
    assert not answer.headers["content-type"].startswith("text/html")


async def test_the_schema_can_be_read(database: Database, keys: Keys) -> None:
    served = await opened(database, keys).get("/schema.graphql")

    assert served.text == SCHEMA.as_str()


async def test_a_query_by_get_is_answered_even_to_a_browser(database: Database, keys: Keys) -> None:
    answer = await opened(database, keys).get("/graphql?query={__typename}", accept=HTML)

    assert answer.json() == {"data": {"__typename": "Query"}}


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/index-1a2b.js").write_text("export {}")
    (tmp_path / "secret.txt").write_text("not an asset")
    return tmp_path


def bare(app: ASGIApp) -> Browser:
    async def with_state(scope, receive, send):  # type: ignore[no-untyped-def]
        await app({**scope, "state": {"language": "en"}}, receive, send)

    return Browser(with_state)


async def nowhere(_scope: object, _receive: object, _send: object) -> None:
    raise AssertionError("a page was asked for")


async def test_before_the_build_the_page_says_how_to_build_and_what_works(built: Path) -> None:
    browser = bare(Browsable(nowhere, built))

    before = await browser.get("/graphql", accept=HTML)
    (built / "index.html").write_text("<!doctype html>the editor")
    after = await browser.get("/graphql", accept=HTML)

    assert before.status_code == 200
    assert "make web" in before.text
    assert "curl -s http://testserver/graphql" in before.text
    assert after.text == "<!doctype html>the editor"


async def test_built_files_are_kept_for_good_and_nothing_else_is_served(built: Path) -> None:
    browser = bare(Assets(built))

    kept = await browser.get("/index-1a2b.js")

    assert kept.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert "javascript" in kept.headers["content-type"]
    for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/missing.js"):
        with pytest.raises(Exception, match="404"):
            await browser.get(path)


@pytest.mark.usefixtures("demo")
async def test_every_step_of_the_story_is_answered_to_who_tells_it(
    database: Database, keys: Keys
) -> None:
    browser, visit, record_hash = opened(database, keys), "", ""
    for step in story():
        token = ""
        if step.by:
            input = {"login": step.by, "password": PASSWORD, "deviceId": "story"}
            signed_in = await browser.ask(SIGN_IN, {"input": input})
            token = signed_in["data"]["signIn"]["accessToken"]
        document = filled(step.document, visit, record_hash)

        answer = await browser.ask(document, token=token)

        assert "errors" not in answer, (step.name, answer)
        (result,) = answer["data"].values()
        if "code" in result or not result:
            pytest.fail(f"{step.name}: {result}")
        if document.startswith("mutation"):
            assert await browser.ask(document, token=token) == answer
        if step.name == "Assign":
            visit = result["inspection"]["id"]
        if step.name == "File":
            record_hash = result["inspection"]["record"]["hash"]
        if step.name == "Results":
            assert result["nodes"][0]["institution"]["name"] == LEADING_NAME
        if step.name == "Queue":
            assert result["nodes"][0]["category"] == "REFUND_DIFFICULTY"


def filled(document: str, visit: str, record_hash: str) -> str:
    """As web/src/story.js fills it in."""
    moment = now()
    return (
        document.replace('"OPERATION_ID"', f'"{new_key()}"')
        .replace('"TODAY"', f'"{moment.astimezone(ZoneInfo("Asia/Shanghai")).date()}"')
        .replace('"NOW"', f'"{moment.isoformat()}"')
        .replace('"VISIT"', f'"{visit}"')
        .replace('"HASH"', f'"{record_hash}"')
    )


def test_the_story_is_read_whole() -> None:
    steps = story()

    assert len(steps) == len(list(FOLDER.glob("*.graphql")))
    assert len({step.name for step in steps}) == len(steps)
    assert all(step.zh and step.en for step in steps)
    assert {step.by for step in steps} - {None} <= {person.login for person in PEOPLE}
    for step in steps:
        # The editor's pane shows some sixty columns beside the answer.
        assert [line for line in step.document.splitlines() if len(line) > 66] == []


def test_nothing_that_is_built_from_npm_names_a_host_it_is_fetched_from() -> None:
    lock = orjson.loads(Path("web/package-lock.json").read_bytes())

    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


async def test_who_asks_within_the_span_shares_one_look() -> None:
    now, looks = 0.0, 0

    async def look() -> int:
        nonlocal looks
        looks += 1
        await asyncio.sleep(0)
        return looks

    remembered = Cached(look, 0, 10.0, clock=lambda: now)

    assert await asyncio.gather(*(remembered() for _ in range(5))) == [1] * 5
    now = 9.9
    assert await remembered() == 1
    now = 10.0
    assert await remembered() == 2


async def test_a_page_does_without_what_cannot_be_found_out() -> None:
    async def look() -> int:
        raise ConnectionRefusedError

    assert await Cached(look, 7)() == 7

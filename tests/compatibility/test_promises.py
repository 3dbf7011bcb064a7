"""Nothing that clients were promised goes or narrows unless it was deprecated with a date that is past."""

import datetime as dt
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from tests.compatibility import history
from tests.compatibility.history import NothingToCompare
from tests.compatibility.promises import broken, unusable

T = TypeVar("T")
TODAY = dt.date(2026, 11, 30)
BEFORE = """
type Query { course(id: ID!): Course, list(first: Int): [Course!]!, anything: Any }
type Course { name: String!, title: String, stage: Stage }
type Other { name: String }
union Any = Course | Other
enum Stage { PRIMARY MIDDLE }
input CourseFilter { name: String }
type Mutation { withdraw(input: CourseFilter): Course }
type Never { seen: Int }
"""


def changed(old: str, new: str) -> list[str]:
    assert BEFORE.count(old) == 1
    return broken(BEFORE, BEFORE.replace(old, new), today=TODAY)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (", title: String", ""),
        ("name: String!", "name: String"),
        ("stage: Stage }", "stage: String }"),
        (" MIDDLE", ""),
        (" | Other", ""),
        ("course(id: ID!): Course, ", ""),
        ("list(first: Int)", "list"),
        ("list(first: Int)", "list(first: Int!)"),
        ("list(first: Int)", "list(first: Int, last: Int!)"),
        ("CourseFilter { name: String }", "CourseFilter { name: String! }"),
        ("CourseFilter { name: String }", "CourseFilter { name: String, year: Int! }"),
        ("CourseFilter { name: String }", "CourseFilter { year: Int }"),
        ("CourseFilter { name: String }", "CourseFilter { name: String, year: Int = null }"),
    ],
)
def test_a_removal_a_narrowed_type_and_a_new_demand_are_refused(old: str, new: str) -> None:
    assert changed(old, new) != []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (", title: String", ", title: String, more: Int"),
        (" MIDDLE", " MIDDLE HIGH"),
        ("list(first: Int)", "list(first: Int, last: Int)"),
        ("title: String", "title: String!"),
        ("type Never { seen: Int }", ""),
    ],
)
def test_what_is_added_or_was_never_seen_breaks_nothing(old: str, new: str) -> None:
    assert changed(old, new) == []


@pytest.mark.parametrize(
    ("reason", "may_go"),
    [
        ("use name; until 2026-11-29", True),
        ("use name; until 2026-11-30", False),
        ("use name", False),
    ],
)
def test_what_is_deprecated_may_go_when_its_date_is_past(reason: str, may_go: bool) -> None:
    before = BEFORE.replace(
        "title: String", f'title: String @deprecated(reason: "{reason}")'
    ).replace("MIDDLE", f'MIDDLE @deprecated(reason: "{reason}")')
    after = BEFORE.replace(", title: String", "").replace(" MIDDLE", "")

    assert (broken(before, after, today=TODAY) == []) is may_go


def test_a_type_may_go_with_the_last_field_that_led_to_it() -> None:
    before = BEFORE.replace("anything: Any", 'anything: Any @deprecated(reason: "2026-01-01")')
    after = (
        BEFORE.replace(", anything: Any", "")
        .replace("union Any = Course | Other", "")
        .replace("type Other { name: String }", "")
    )

    assert broken(before, after, today=TODAY) == []
    assert broken(BEFORE, after, today=TODAY) != []


def test_a_document_that_asks_for_what_is_gone_is_named() -> None:
    documents = {"a.graphql": '{ course(id: "1") { title } }', "b.graphql": "{ list { name } }"}

    assert unusable(documents, BEFORE) == []
    (fault,) = unusable(documents, BEFORE.replace(", title: String", ""))
    assert fault.startswith("a.graphql: Cannot query field 'title'")


def test_the_language_keeps_what_the_last_committed_one_promised() -> None:
    present = (history.ROOT / history.LANGUAGE).read_text("utf-8")

    assert (
        broken(_or_skip(history.language_before), present, today=dt.datetime.now(dt.UTC).date())
        == []
    )


def test_every_document_of_the_commit_before_still_fits() -> None:
    present = (history.ROOT / history.LANGUAGE).read_text("utf-8")

    assert unusable(_or_skip(history.documents_before), present) == []


def _or_skip(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except NothingToCompare as reason:
        pytest.skip(str(reason))


def test_without_a_history_it_is_said_that_there_is_nothing_to_compare(tmp_path: Path) -> None:
    (tmp_path / history.LANGUAGE).write_text(BEFORE, "utf-8")

    with pytest.raises(NothingToCompare, match="git"):
        history.language_before(tmp_path)


def test_a_committed_language_is_compared_with_the_one_before_it(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        named = ("-c", "user.name=t", "-c", "user.email=t@example.org")
        subprocess.run(("git", "-C", str(tmp_path), *named, *words), check=True, timeout=60)

    file = tmp_path / history.LANGUAGE
    git("init", "--quiet")
    file.write_text("first", "utf-8")
    git("add", ".")
    git("commit", "--quiet", "-m", "first")

    with pytest.raises(NothingToCompare, match="no earlier version"):
        history.language_before(tmp_path)
    file.write_text("second", "utf-8")
    assert history.language_before(tmp_path) == "first"
    git("commit", "--quiet", "-a", "-m", "second")
    assert history.language_before(tmp_path) == "first"
    file.write_text("third", "utf-8")
    assert history.language_before(tmp_path) == "second"

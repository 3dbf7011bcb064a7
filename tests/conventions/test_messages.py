"""Messages and descriptions: whole sentences in plain words, Shanghai time, per cent, yuan."""

import dataclasses
import datetime as dt
import importlib
import pkgutil
import re
import typing
from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

import pytest

import api
import domain
import persistence
import schema
from domain.refusals import Language, Refusal, Violation
from domain.terms import Term
from tests.conventions.language import described

MOMENT = dt.datetime(2026, 11, 29, 22, 30, tzinfo=dt.UTC)
IN_SHANGHAI = "2026-11-30 06:30"
"""The same moment as it is read in China: also on another day."""

RETIRED = re.compile(r"\b(deeds?|whoever|made out to|anew|the own)\b", re.IGNORECASE)
FEWEST_WORDS = 5

SAMPLES: dict[str, Any] = {
    # Values that a type alone does not make plausible.
    "exists_at": "2026-11-29T22:30:00Z",
    "violations": (Violation("name", "不得为空", "must not be blank"),),
    "parties": ("甲", "乙"),
    "most_bp": 1250,
    # What graphql-core says of a document, without its full stop.
    "description": "Unexpected Name 'x'",
}
NO_MESSAGE = {"DocumentRefused": "only its subclasses are raised"}
OFFICIAL_NAMES = re.compile(r".+ \([^()]*[\u4e00-\u9fff].*\)\.")
"""How a member of a code list is described: by its English and its Chinese name, however short."""


def _all() -> list[type[Refusal]]:
    for package in (domain, persistence, schema, api):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations." not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    found, waiting = set[type[Refusal]](), [Refusal]
    while waiting:
        for each in waiting.pop().__subclasses__():
            found.add(each)
            waiting.append(each)
    named = {each for each in found if each.__module__.split(".")[0] != "tests"}
    return sorted(named, key=lambda each: (each.__module__, each.__name__))


REFUSALS = [each for each in _all() if each.__name__ not in NO_MESSAGE]


def _sample(refusal: type[Refusal]) -> Refusal:
    if not dataclasses.is_dataclass(refusal):
        return refusal()
    hints = typing.get_type_hints(refusal)
    values = {
        field.name: SAMPLES.get(field.name, _value(hints[field.name]))
        for field in dataclasses.fields(cast("Any", refusal))
    }
    return cast("Any", refusal)(**values)


def _value(kind: Any) -> Any:
    """Something of a type; a member for each code list, and MOMENT for each moment."""
    members = {dt.datetime: MOMENT, dt.date: MOMENT.date(), dt.time: dt.time(20, 30), int: 7}
    if typing.get_origin(kind) is tuple:
        return (_value(typing.get_args(kind)[0]),)
    if typing.get_args(kind):
        return _value(typing.get_args(kind)[0])
    if kind in members:
        return members[kind]
    if kind is UUID:
        return UUID(int=7)
    if kind is Term:
        return _SomeTerm.SOME
    return next(iter(kind)) if isinstance(kind, type) and issubclass(kind, Term) else "sample"


class _SomeTerm(Term):
    SOME = "SOME", "某状态", "some state"


def test_there_are_refusals_to_read() -> None:
    assert len(REFUSALS) > 150


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda each: each.__name__)
def test_a_message_is_whole_sentences_in_plain_words(
    refusal: type[Refusal], language: Language
) -> None:
    message = _sample(refusal).message(language)

    assert re.search(r"[{}]|UTC|basis point|万分之", message) is None
    if language == "zh":
        assert message.endswith("。")
        assert not re.search(r"[.。！？；]。$", message)
        assert re.search(r"[\u4e00-\u9fff]", message)
    else:
        assert re.search(r"(?<![.!?:;])\.$", message)
        assert RETIRED.search(message) is None


def _with_moments() -> Iterator[type[Refusal]]:
    for refusal in REFUSALS:
        hints = typing.get_type_hints(refusal)
        if dt.datetime in hints.values() or "exists_at" in hints:
            yield refusal


WITH_MOMENTS = list(_with_moments())


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("refusal", WITH_MOMENTS, ids=lambda each: each.__name__)
def test_a_message_prints_a_moment_as_it_is_read_in_shanghai(
    refusal: type[Refusal], language: Language
) -> None:
    message = _sample(refusal).message(language)

    assert IN_SHANGHAI in message
    assert re.search("22:30|2026-11-29", message) is None
    assert language == "zh" or "(Shanghai time)" in message


def test_the_refusals_with_moments_are_known() -> None:
    assert {each.__name__ for each in WITH_MOMENTS} >= {
        "ResultAlreadyFiled",
        "AlreadyCheckedIn",
        "AlreadyCheckedOut",
        "NoticeAlreadyIssued",
        "AlreadyAcknowledged",
        "DrawNotYetDue",
        "RecusalLiftedAlready",
        "EntropyAlreadyExists",
    }


def test_no_description_uses_a_retired_word() -> None:
    assert [name for name, text in described() if RETIRED.search(text or "")] == []


def test_every_description_says_what_it_is_about_in_five_words_or_more() -> None:
    assert [f"{name}: {text}" for name, text in described() if _is_short(text or "")] == []


def _is_short(text: str) -> bool:
    if OFFICIAL_NAMES.fullmatch(text):
        return False
    return len(re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text)) < FEWEST_WORDS

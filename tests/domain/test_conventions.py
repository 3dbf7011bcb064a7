"""What holds for every word, refusal and rule of the domain."""

import datetime as dt
import importlib
import pkgutil
import re
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, get_args, get_type_hints
from uuid import UUID

import pytest

import domain
from domain import checklists, deadlines, thresholds, violations
from domain.complaints.terms import ComplaintState
from domain.items import ITEMS
from domain.rectification.measures import MEASURES
from domain.refusals import InvalidInput, Language, Refusal, Violation
from domain.sources import NO_DOCUMENT, SOURCES, legal_bases, marks
from domain.terms import Term

MODULES = [
    importlib.import_module(module.name)
    for module in pkgutil.walk_packages(domain.__path__, "domain.")
]


def descendants(base: type[Any]) -> list[type[Any]]:
    found = [one for each in base.__subclasses__() for one in (each, *descendants(each))]
    ours = {one for one in found if one.__module__.startswith("domain.")}
    return sorted(ours, key=lambda one: (one.__module__, one.__name__))


TERMS, REFUSALS = descendants(Term), descendants(Refusal)
BASES = [
    *(refusal.basis for refusal in REFUSALS),
    *(rule.basis for rule in deadlines.RULES),
    *(rule.basis for rule in thresholds.RULES),
    *(code.basis for code in violations.CODES),
    *(each.basis for measures in MEASURES.values() for each in measures),
    *(item.basis for checklist in checklists.CHECKLISTS for item in checklist.items),
    *("; ".join(item.legal_basis) for item in ITEMS),
    *(member.basis for term in TERMS for member in term),
]
SAMPLES: dict[Any, Any] = {
    str: "某",
    int: 3,
    UUID: UUID(int=1),
    dt.date: dt.date(2026, 3, 4),
    dt.date | None: None,
    dt.time: dt.time(20, 30),
    dt.datetime: dt.datetime(2026, 3, 4, tzinfo=dt.UTC),
    tuple[str, ...]: ("one", "two"),
    tuple[Violation, ...]: (Violation("field", "有误", "is wrong"),),
    Term: ComplaintState.RECEIVED,
}


def sample(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, Term) and annotation is not Term:
        return next(iter(annotation))
    return SAMPLES[annotation]


@pytest.mark.parametrize("term", TERMS, ids=lambda term: term.__name__)
def test_a_words_value_is_its_name_and_it_has_both_labels(term: type[Term]) -> None:
    for member in term:
        assert member.value == member.name
        assert member.zh.strip()
        assert member.en.strip()
        assert len(member.value) <= 40


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refusal_speaks_both_languages_and_fills_its_braces(refusal: type[Refusal]) -> None:
    values: dict[str, Any] = {}
    if is_dataclass(refusal):
        hints = get_type_hints(refusal)
        values = {f.name: sample(hints[f.name]) for f in fields(refusal) if f.default is MISSING}
    if "exists_at" in values:  # the canonical text of a moment
        values["exists_at"] = "2026-03-04T00:00:00Z"

    one = refusal(**values)

    for language in get_args(Language):
        message = one.message(language)
        assert message.strip()
        assert "{" not in message
    assert one.message("zh") != one.message("en")
    assert refusal.code.isupper()
    assert one.extensions["code"] == refusal.code


def test_no_two_refusals_share_a_code() -> None:
    codes = [refusal.code for refusal in REFUSALS]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("basis", sorted(set(BASES)), ids=lambda basis: basis or "ours")
def test_a_basis_names_documents_of_the_list(basis: str) -> None:
    assert [mark for mark in marks(basis) if mark not in SOURCES.keys() | NO_DOCUMENT] == []


@pytest.mark.parametrize("basis", sorted(set(BASES)), ids=lambda basis: basis or "ours")
def test_a_basis_is_cited_by_title_and_article(basis: str) -> None:
    documents = [mark for mark in marks(basis) if mark not in NO_DOCUMENT]

    found = legal_bases(basis)

    assert [each.mark for each in found] == documents
    for each in found:
        assert each.title in each.citation
        assert re.search(r"Art\.|link|[(]", each.citation) is None


def test_every_violation_of_a_refusal_is_told_in_both_languages() -> None:
    refusal = InvalidInput.of("name", "不得为空", "must not be blank")
    assert refusal.message("zh") == "输入有误：name：不得为空。"
    assert refusal.message("en") == "The input is not valid: name: must not be blank."


def test_every_module_says_what_the_reader_will_find() -> None:
    assert [module.__name__ for module in MODULES if not (module.__doc__ or "").strip()] == []

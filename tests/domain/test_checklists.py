from collections import Counter

import pytest

from domain import checklists, violations
from domain.checklists import CHECKLISTS
from domain.institutions import InstitutionKind
from domain.versions import rules_version

K = InstitutionKind


def test_every_code_exists_once() -> None:
    assert len(violations.BY_CODE) == len(violations.CODES)
    assert len(checklists.BY_CODE_AND_VERSION) == len(CHECKLISTS)
    for checklist in CHECKLISTS:
        assert set(Counter(item.code for item in checklist.items).values()) == {1}


def test_a_checklist_leads_to_known_violations_only() -> None:
    named = {code for c in CHECKLISTS for item in c.items for code in item.violation_codes}
    assert named - set(violations.BY_CODE) == set()


def test_every_violation_but_other_is_found_by_some_item() -> None:
    named = {code for c in CHECKLISTS for item in c.items for code in item.violation_codes}
    assert set(violations.BY_CODE) - named == {"OTHER"}


def test_a_checklist_names_violations_of_its_own_kind_of_institution() -> None:
    for checklist, kinds in [
        (checklists.TRAINING_S2, {K.TRAINING}),
        (checklists.EVALUATION_S2, {K.EVALUATION}),
        (checklists.OFF_CAMPUS_GENERAL, {K.OFF_CAMPUS_TRAINING, K.ONLINE_PLATFORM}),
    ]:
        for item in checklist.items:
            for code in item.violation_codes:
                assert kinds & violations.BY_CODE[code].applies_to, code


@pytest.mark.parametrize(
    ("kinds", "code"),
    [
        ({K.OFF_CAMPUS_TRAINING}, "OFF_CAMPUS_GENERAL"),
        ({K.ONLINE_PLATFORM, K.TRAINING}, "OFF_CAMPUS_GENERAL"),
        ({K.TRAINING}, "TRAINING_S2"),
        ({K.TRAINING, K.EVALUATION}, "TRAINING_S2"),
        ({K.EVALUATION}, "EVALUATION_S2"),
        ({K.TRAINING_BASE}, "OFF_CAMPUS_GENERAL"),
    ],
)
def test_a_visit_takes_the_checklist_of_its_institution(kinds: set[K], code: str) -> None:
    assert checklists.for_kinds(kinds).code == code


def test_an_unknown_checklist_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        checklists.current("NO_SUCH_LIST")


def test_the_version_of_the_rules_is_short_and_stable() -> None:
    assert rules_version() == rules_version()
    assert len(rules_version()) == 12

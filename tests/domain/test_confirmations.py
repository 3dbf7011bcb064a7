import datetime as dt
from dataclasses import replace

import pytest

from domain.inspections.certificates import Certificate, CertificateNotValid
from domain.inspections.confirmations import (
    AlreadyConfirmed,
    Confirmation,
    FiledResult,
    NotAwaitingConfirmation,
    confirm,
)
from domain.inspections.terms import InspectionState
from domain.refusals import ChangedMeanwhile, NotPermitted, Refusal
from domain.roles import Role
from tests.domain.facts import TODAY, an_actor, uid

VALID = Certificate(dt.date(2024, 1, 1), TODAY)
IVAN = an_actor(Role.INSPECTOR, officer=12)
RESULT = FiledResult(
    InspectionState.TO_CONFIRM,
    version_no=2,
    inspected_on=TODAY,
    officers=frozenset({uid(11), uid(12), uid(13)}),
    confirmed_by=frozenset({uid(11)}),
    certificates={uid(12): VALID},
)


def test_an_officer_confirms_and_the_result_waits_for_the_rest() -> None:
    assert confirm(RESULT, by=IVAN, version_no=2) == Confirmation(
        uid(12), 2, InspectionState.TO_CONFIRM
    )


def test_the_last_confirmation_sends_the_result_to_audit() -> None:
    two = replace(RESULT, officers=frozenset({uid(11), uid(12)}))
    assert confirm(two, by=IVAN, version_no=2).state is InspectionState.TO_AUDIT


def test_a_replaced_officers_confirmation_does_not_count_for_the_new_one() -> None:
    replaced = replace(
        RESULT,
        officers=frozenset({uid(12), uid(14)}),
        confirmed_by=frozenset({uid(11), uid(13)}),
    )
    assert confirm(replaced, by=IVAN, version_no=2).state is InspectionState.TO_CONFIRM


@pytest.mark.parametrize(
    ("result", "refusal"),
    [
        (replace(RESULT, officers=frozenset({uid(11), uid(13)})), NotPermitted),
        (replace(RESULT, confirmed_by=frozenset({uid(11), uid(12)})), AlreadyConfirmed),
        (replace(RESULT, state=InspectionState.TO_ENTER), NotAwaitingConfirmation),
        (replace(RESULT, state=InspectionState.TO_AUDIT), NotAwaitingConfirmation),
        (replace(RESULT, version_no=3), ChangedMeanwhile),
        (replace(RESULT, certificates={}), CertificateNotValid),
        (replace(RESULT, inspected_on=TODAY + dt.timedelta(days=1)), CertificateNotValid),
    ],
)
def test_a_confirmation_out_of_place_is_refused(
    result: FiledResult, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        confirm(result, by=IVAN, version_no=2)


def test_without_the_permission_nobody_confirms() -> None:
    with pytest.raises(NotPermitted):
        confirm(RESULT, by=an_actor(Role.SUPERVISOR, officer=12), version_no=2)

import datetime as dt
import hashlib
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from domain import checklists
from domain.checklists import ChecklistVersionUnknown
from domain.inspections.reports import Answer, FoundViolation, Report
from domain.inspections.terms import Handling, InspectionState, Measure, Method, ResultCode
from domain.moments import SHANGHAI
from domain.visits import canonical, codes, record_signatures
from domain.visits.canonical import RecordIdentity
from domain.visits.terms import CodeStatus, SignatureParty
from domain.visits.texts import CURRENT, EDITIONS

VECTOR = Path(__file__).parents[2] / "docs" / "visit" / "record.json"
IDENTITY = RecordIdentity(
    "insp_019a9d2c-5b00-7000-8000-000000000001",
    2,
    "苏州枫叶教育培训中心",
    "91320508MA1MAPLE0X",
    ("P0303", "P0302"),
    "OFF_CAMPUS_GENERAL",
    4,
)
REPORT = Report(
    visit_started_at=dt.datetime(2026, 11, 18, 9, 0, tzinfo=SHANGHAI),
    visit_ended_at=dt.datetime(2026, 11, 18, 10, 30, 15, 250_999, tzinfo=SHANGHAI),
    result_codes=(ResultCode.PROBLEM_PENDING,),
    measures=(Measure.ORDER_CORRECTION,),
    methods=(Method.ON_SITE, Method.WRITTEN),
    summary='二楼"灭火器"过期\n已拍照\\存档\t🔥',
    answers=(
        Answer("OC01_LICENCE", True, False, Handling.NONE),
        Answer("OC17_FIRE", True, True, Handling.ORDERED),
        Answer("OC23_FOOD", False),
    ),
    findings=(FoundViolation("SAFETY_FIRE", "OC17_FIRE"), FoundViolation("OTHER")),
    attempts=(dt.datetime(2026, 11, 17, 15, 0, tzinfo=SHANGHAI),),
    correction_reason="补充第三项",
)


def written(report: Report = REPORT, identity: RecordIdentity = IDENTITY, **facts: Any) -> str:
    return canonical.text(
        identity,
        report,
        **{
            "started_at": report.visit_started_at,
            "ended_at": report.visit_ended_at,
            "notes": (None, "二楼走廊", None),
            "details": ("过期三个月", "另见附件"),
            "orders": ("order_b", "order_a"),
            **facts,
        },
    )


def test_the_bytes_are_those_of_the_published_vector() -> None:
    vector = json.loads(VECTOR.read_text("utf-8"))

    assert written() == vector["canonical"]
    assert canonical.digest(written()) == vector["sha256"]
    assert hashlib.sha256(vector["canonical"].encode()).hexdigest() == vector["sha256"]


def test_they_are_what_any_reader_of_json_writes_again() -> None:
    text = written()

    assert (
        json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        == text
    )


@pytest.mark.parametrize(
    "changed",
    [
        {"summary": "另一"},
        {"measures": (Measure.OTHER,)},
        {"methods": (Method.ON_SITE,)},
        {"result_codes": (ResultCode.OTHER,)},
        {"correction_reason": None},
        {"attempts": ()},
    ],
)
def test_whatever_is_changed_changes_them(changed: dict[str, Any]) -> None:
    assert written(replace(REPORT, **changed)) != written()


def test_order_of_officers_and_orders_does_not_count_and_place_and_clock_are_not_in_them() -> None:
    other = replace(IDENTITY, officers=("P0302", "P0303"))
    assert written(identity=other, orders=("order_a", "order_b")) == written()
    assert written(replace(REPORT, device_clock_offset_ms=5)) == written()


def test_what_is_finer_than_a_millisecond_is_cut_off() -> None:
    assert '"visitEndedAt":"2026-11-18T02:30:15.250Z"' in written()


CLEAN = ("ON_SITE",), ("NO_PROBLEM",)


@pytest.mark.parametrize(
    ("methods", "result_codes", "parties", "is_explained", "is_missing"),
    [
        (*CLEAN, [], False, True),
        (*CLEAN, [SignatureParty.OFFICER], False, True),
        (*CLEAN, [SignatureParty.INSPECTED], False, False),
        (*CLEAN, [SignatureParty.WITNESS], False, False),
        (*CLEAN, [], True, False),
        (("WRITTEN",), ("NO_PROBLEM",), [], False, False),
        (("ON_SITE",), ("UNREACHABLE",), [], False, False),
        (("ON_SITE", "WRITTEN"), ("MOVED_OUT",), [], False, False),
        (("ON_SITE", "WRITTEN"), ("PROBLEM_PENDING",), [], False, True),
        (("ON_SITE",), ("UNREACHABLE", "CORRECTED_AFTER_ORDER"), [], False, True),
        (("ON_SITE",), ("MOVED_OUT", "NON_COOPERATION_SERIOUS"), [], False, True),
    ],
)
def test_a_party_that_was_met_signs_or_its_refusal_is_on_the_record(
    methods: tuple[str, ...],
    result_codes: tuple[str, ...],
    parties: list[SignatureParty],
    is_explained: bool,
    is_missing: bool,
) -> None:
    def judge() -> None:
        record_signatures.refuse_unless_signed(
            methods, result_codes, parties=parties, is_explained=is_explained
        )

    if is_missing:
        with pytest.raises(record_signatures.SignatureMissing):
            judge()
    else:
        judge()


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("ABCD-EFGH-JKMN", "ABCD-EFGH-JKMN"),
        (" abcd efgh jkmn ", "ABCD-EFGH-JKMN"),
        ("abcdefghjkmn", "ABCD-EFGH-JKMN"),
        ("O1IL-0000-0000", "0111-0000-0000"),
        ("ABCD-EFGH-JKM", None),
        ("ABCD-EFGH-JKMU", None),
        ("", None),
        ("A" * 41, None),
        ("\x00BCD-EFGH-JKMN", None),
        ("ß" * 12, None),
    ],
)
def test_a_code_is_read_as_people_type_it(given: str, read: str | None) -> None:
    assert codes.normal(given) == read


@pytest.mark.parametrize(
    ("day", "state", "status"),
    [
        (17, InspectionState.TO_ENTER, CodeStatus.NOT_YET),
        (18, InspectionState.TO_ENTER, CodeStatus.VALID),
        (20, InspectionState.TO_ENTER, CodeStatus.VALID),
        (21, InspectionState.TO_ENTER, CodeStatus.OVER),
        (18, InspectionState.TO_CONFIRM, CodeStatus.OVER),
        (18, InspectionState.VOIDED, CodeStatus.OVER),
    ],
)
def test_a_code_is_worth_something_in_its_window(
    day: int, state: InspectionState, status: CodeStatus
) -> None:
    first, last = dt.date(2026, 11, 18), dt.date(2026, 11, 20)
    assert codes.status(state, first, last, today=dt.date(2026, 11, day)) is status


def test_editions_add_and_take_nothing_away() -> None:
    editions = [each for each in checklists.CHECKLISTS if each.code == "OFF_CAMPUS_GENERAL"]

    assert [each.version for each in editions] == [1, 2, 3, 4]
    for before, after in pairwise(editions):
        assert before.item_codes < after.item_codes
        assert before.valid_from < after.valid_from
        found = {v for i in before.items for v in i.violation_codes}
        assert found == {v for i in after.items for v in i.violation_codes}


@pytest.mark.parametrize(
    ("on", "version"),
    [
        (dt.date(2025, 12, 31), 1),
        (dt.date(2026, 1, 1), 2),
        (dt.date(2026, 6, 1), 3),
        (dt.date(2026, 10, 31), 3),
        (dt.date(2026, 11, 1), 4),
        (dt.date.max, 4),
    ],
)
def test_a_new_visit_takes_the_edition_of_its_day(on: dt.date, version: int) -> None:
    assert checklists.current("OFF_CAMPUS_GENERAL", on).version == version


def test_an_edition_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(ChecklistVersionUnknown) as raised:
        checklists.edition("OFF_CAMPUS_GENERAL", 5)
    assert vars(raised.value)["newest_version"] == 4


def test_the_texts_of_a_notice_speak_both_languages_and_are_numbered() -> None:
    assert [each.number for each in EDITIONS] == list(range(1, len(EDITIONS) + 1))
    assert sum(each.code.startswith("PROHIBITION_") for each in CURRENT.paragraphs) == 5
    for paragraph in CURRENT.paragraphs:
        assert paragraph.zh.strip()
        assert paragraph.en.strip()

"""What the statements of the documents may not say."""

from pathlib import Path

import pytest

from tests.persistence.reading.statements import decided_by_values

STATEMENTS = sorted((Path(__file__).parents[1] / "documents" / "sql").glob("*.sql"))


def test_no_statement_turns_on_a_value_alone() -> None:
    assert STATEMENTS
    for path in STATEMENTS:
        assert decided_by_values(path.read_text("utf-8")) == [], path.name


@pytest.mark.parametrize(
    "condition",
    [
        "($9::VARCHAR IS NULL OR left(region_code, 4) = $9::VARCHAR)",
        "$2 IS NOT NULL",
        "x = coalesce($1::DATE, x)",
        "CASE WHEN ($3::INTEGER > 1) THEN a ELSE b END",
        "(EXISTS (SELECT 1)) = $4::BOOLEAN",
        "$5::TEXT = 'ALL' OR kind = $5::TEXT",
        "$6::TIMESTAMP WITH TIME ZONE IS NULL",
    ],
)
def test_such_conditions_are_recognised(condition: str) -> None:
    assert len(decided_by_values(condition)) >= 1


@pytest.mark.parametrize(
    "condition",
    [
        '"institutions#1".opened_on IS NULL OR opened_on <= $1::DATE',
        "count(*) > $4::INTEGER",
        "number <= $1::INTEGER AND code = ANY ($2::TEXT[])",
        "LIMIT $1::INTEGER + 1",
        "$1::DATE BETWEEN valid_from AND valid_to",
    ],
)
def test_what_turns_on_rows_is_left_alone(condition: str) -> None:
    assert decided_by_values(condition) == []

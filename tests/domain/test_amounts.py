import pytest

from domain.amounts import per_cent, yuan
from domain.institutions.terms import RiskClass
from domain.plans.rules import RatioAboveItem
from domain.tasks.policy import QuotaAbovePolicy


@pytest.mark.parametrize(
    ("basis_points", "read"),
    [(0, "0"), (1, "0.01"), (50, "0.5"), (300, "3"), (1_250, "12.5"), (10_000, "100")],
)
def test_basis_points_are_read_as_per_cent(basis_points: int, read: str) -> None:
    assert per_cent(basis_points) == read


@pytest.mark.parametrize(("fen", "read"), [(0, "0.00"), (5, "0.05"), (500_001, "5000.01")])
def test_fen_are_read_as_yuan(fen: int, read: str) -> None:
    assert yuan(fen) == read


def test_a_ratio_beyond_a_limit_is_refused_in_per_cent() -> None:
    item, quota = RatioAboveItem("XW01", 1_000), QuotaAbovePolicy(RiskClass.B, 300)

    assert item.message("zh") == "一般事项“XW01”的抽查比例不得超过10%。"
    assert "At most 10 % of the institutions" in item.message("en")
    assert "at most 3 % of class B" in quota.message("en")
    assert (item.most_bp, quota.most_bp) == (1_000, 300)

import pytest

from domain.regions import is_region_code


@pytest.mark.parametrize("text", ["000000", "320508", "999999"])
def test_six_digits_can_be_a_region(text: str) -> None:
    assert is_region_code(text)


@pytest.mark.parametrize(
    "text", ["", "32050", "3205081", "32050a", "３２０５０８", "320508\n", " 32050"]
)
def test_anything_else_cannot(text: str) -> None:
    assert not is_region_code(text)

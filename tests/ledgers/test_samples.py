"""The samples in `tests/data`: made here, good, mended and hopeless."""

from pathlib import Path

import pytest

from tests.ledgers import samples
from tests.ledgers.conftest import Run

DATA = Path(__file__).parents[1] / "data"
TITLE = [["姑苏区校外培训机构台账（示例）"], []]
GOOD = [samples.row(1), samples.row(2, kinds="线上培训平台", licence=""), samples.row(3)]
BAD = [
    samples.row(4, established="1899-12-31"),
    samples.row(5, region="320504"),
    samples.row(6, code="1"),
]
LEDGERS = {
    "good.csv": [*TITLE, *samples.table(GOOD)],
    "hopeless.csv": [["这里没有表头"], ["1", "2", "3"]],
    "unmended.csv": samples.table([*GOOD, *BAD]),
    "mended.csv": samples.table([samples.row(number) for number in (4, 5, 6)]),
}


@pytest.mark.parametrize("name", LEDGERS)
def test_the_samples_are_those_that_are_made_here(tmp_path: Path, name: str) -> None:
    made = samples.write(tmp_path / name, LEDGERS[name])

    assert (DATA / name).read_bytes() == made.read_bytes()


@pytest.mark.usefixtures("world")
async def test_good_then_unmended_then_mended_ends_with_all_of_them(
    take_in: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rejected = tmp_path / "rejected.csv"
    outcomes = []
    for name in ("good.csv", "unmended.csv", "mended.csv", "hopeless.csv"):
        status = await take_in("institutions", DATA / name, "--rejected", str(rejected))
        outcomes.append((status, capsys.readouterr().out.partition(".")[0]))

    assert outcomes == [
        (0, "Imported: 3 new, 0 changed, 0 unchanged, 0 rejected"),
        (1, "Imported: 0 new, 0 changed, 3 unchanged, 3 rejected"),
        (0, "Imported: 3 new, 0 changed, 0 unchanged, 0 rejected"),
        (2, ""),
    ]
    assert [line[0] for line in samples.read(rejected)[1:]] == [
        samples.code(4),
        samples.code(5),
        "1",
    ]

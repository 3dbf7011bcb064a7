"""The real thing, small: this tree opens the folder that it left itself, killed without warning."""

import pytest

from tests.upgrade.__main__ import main
from tests.upgrade.checkout import ROOT


def test_a_folder_of_this_tree_goes_on_after_a_kill(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--no-stories", str(ROOT)])

    printed = capsys.readouterr()
    assert (code, printed.err) == (0, "")
    for name in ("replay: freezePool (1)", "its task is issued", "a session is refreshed"):
        assert name in printed.out

"""What large answers took is given back once they are sent."""

import ctypes
import subprocess
import sys

import pytest

SCRIPT = """
import pathlib, sys
from api import memory
if sys.argv[1] == "give back":
    memory.give_back()
def resident():
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4096
before = resident()
largest = bytes(24_000_000)
del largest
kept = [bytes(200_000) for _ in range(400)]
small = bytes(1_000)
del kept
print(resident() - before)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(ctypes.CDLL(None), "mallopt"), reason="needs glibc"
)
def test_what_was_freed_is_given_back() -> None:
    kept, given_back = (
        int(subprocess.check_output([sys.executable, "-c", SCRIPT, how]))
        for how in ("keep", "give back")
    )

    assert kept > 15_000_000
    assert given_back < 5_000_000

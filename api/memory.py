"""How glibc keeps memory: by default it holds on to most of what a start and large answers once took."""

import ctypes
import sys

_TRIM_THRESHOLD, _ARENA_MAX = -1, -8
_MEGABYTE = 1_048_576


def give_back() -> None:
    """Return what is freed at the heap's end, and use two heaps at most. To be called before there are
    threads. A served register takes 180 MB after all documents, 210 otherwise; on another libc nothing
    is done."""
    if sys.platform != "linux":
        return
    set_option = getattr(ctypes.CDLL(None), "mallopt", None)
    if set_option is not None:
        set_option(_TRIM_THRESHOLD, _MEGABYTE)
        set_option(_ARENA_MAX, 2)

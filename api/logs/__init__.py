"""One line for every request and every fault, and nothing in them about people."""

from api.logs.configuration import configure, flush
from api.logs.faults import calendar_ends, fault
from api.logs.lines import KNOWN, only_known
from api.logs.requests import RequestLog, masked, note

__all__ = [
    "KNOWN",
    "RequestLog",
    "calendar_ends",
    "configure",
    "fault",
    "flush",
    "masked",
    "note",
    "only_known",
]

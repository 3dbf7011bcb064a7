"""Checklist templates: what an officer looks at, item by item, versioned and never changed.

A new edition is a new version; records filed under an old one keep reading it.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from domain.checklists.directory import EVALUATION_S2, TRAINING_S2
from domain.checklists.editions import Checklist, ChecklistItem
from domain.checklists.off_campus import EDITIONS, OFF_CAMPUS_GENERAL
from domain.institutions.terms import InstitutionKind
from domain.refusals import Refusal

__all__ = [
    "BY_CODE_AND_VERSION",
    "CHECKLISTS",
    "EVALUATION_S2",
    "OFF_CAMPUS_GENERAL",
    "TRAINING_S2",
    "Checklist",
    "ChecklistItem",
    "ChecklistVersionUnknown",
    "current",
    "edition",
    "for_kinds",
]

CHECKLISTS = (*EDITIONS, TRAINING_S2, EVALUATION_S2)
BY_CODE_AND_VERSION = {(each.code, each.version): each for each in CHECKLISTS}


@dataclass(eq=False)
class ChecklistVersionUnknown(
    Refusal,
    zh="检查表{checklist_code}没有第{checklist_version}版，最新为第{newest_version}版。",
    en="Checklist {checklist_code} has no version {checklist_version}. The latest is version "
    "{newest_version}.",
):
    """A record is checked against the edition it was made with."""

    checklist_code: str
    checklist_version: int
    newest_version: int


def edition(code: str, version: int) -> Checklist:
    """One edition of a known checklist, old ones included. Raises ChecklistVersionUnknown."""
    found = BY_CODE_AND_VERSION.get((code, version))
    if found is None:
        newest = max((each.version for each in CHECKLISTS if each.code == code), default=0)
        raise ChecklistVersionUnknown(code, version, newest)
    return found


def current(code: str, on: dt.date = dt.date.max) -> Checklist:
    """The newest edition in force on a day, by default of all; KeyError where the code is unknown."""
    editions = [each for each in CHECKLISTS if each.code == code and each.valid_from <= on]
    if not editions:
        raise KeyError(code)
    return max(editions, key=lambda each: each.version)


def for_kinds(kinds: Collection[InstitutionKind], on: dt.date = dt.date.max) -> Checklist:
    """The template for a visit to an institution of these kinds; off-campus training goes first."""
    if InstitutionKind.OFF_CAMPUS_TRAINING in kinds or InstitutionKind.ONLINE_PLATFORM in kinds:
        return current("OFF_CAMPUS_GENERAL", on)
    if InstitutionKind.EVALUATION in kinds and InstitutionKind.TRAINING not in kinds:
        return current("EVALUATION_S2", on)
    if InstitutionKind.TRAINING in kinds:
        return current("TRAINING_S2", on)
    return current("OFF_CAMPUS_GENERAL", on)

"""Deadlines and periods: the rules as data with their articles, and the day they fall due."""

from domain.deadlines.rules import DeadlineRule, Due, Unit, due, months_after
from domain.deadlines.table import RULES, at, term

__all__ = ["RULES", "DeadlineRule", "Due", "Unit", "at", "due", "months_after", "term"]

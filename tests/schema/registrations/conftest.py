"""What is stale or has ended is so on a day that stays."""

from tests.fixed_day import database

__all__ = ["database"]

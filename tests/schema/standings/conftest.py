"""A visit at which something was ordered, as the tests of rectification have it; on a day that stays."""

from tests.fixed_day import database
from tests.schema.rectification.conftest import visit

__all__ = ["database", "visit"]

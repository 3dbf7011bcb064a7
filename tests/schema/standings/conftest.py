"""A visit at which something was ordered, as the tests of rectification have it."""

from tests.schema.rectification.conftest import visit

__all__ = ["visit"]

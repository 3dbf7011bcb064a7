"""The city with enough to draw from."""

from tests.schema.draws.conftest import city

__all__ = ["city"]

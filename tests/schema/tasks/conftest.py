"""The city with enough to draw from."""

from tests.schema.draws.conftest import city, enough_to_draw_from

__all__ = ["city", "enough_to_draw_from"]

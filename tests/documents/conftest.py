"""Enough institutions and officers for a draw."""

from tests.schema.draws.conftest import city, enough_to_draw_from

__all__ = ["city", "enough_to_draw_from"]

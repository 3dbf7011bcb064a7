"""Visits as far as each test needs them: those of inspections, and what draws need."""

from tests.schema.draws.conftest import city, enough_to_draw_from  # noqa: F401
from tests.schema.inspections.conftest import arrived, assigned, filed  # noqa: F401

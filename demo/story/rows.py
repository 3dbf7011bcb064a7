"""What the story is written on."""

import datetime as dt
from uuid import UUID

from demo.rows.rows import Rows
from domain.complaints.identity import Complainant

BEGINNING = dt.date(2025, 1, 2)
"""The first day of the story."""


class DemoData(Rows):
    """The rows of the demo: every installation has the same under the same ids."""

    def __init__(self) -> None:
        super().__init__("spotcheck demo")
        self.identities: dict[UUID, Complainant] = {}
        """Who raised the real-name complaints; these go into the vault by its own door."""

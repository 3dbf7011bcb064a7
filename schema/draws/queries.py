"""Queries about draws and their proofs."""

from typing import Annotated

import strawberry

from domain.permissions import Permission
from schema.draws.types import (
    Draw,
    DrawPolicy,
    DrawProof,
)
from schema.draws.verification import EDITION, SLIP, VERIFY, DrawVerification
from schema.fields import CompiledFieldResolved, query_field
from schema.pages import query_page_of

TaskCode = Annotated[str, strawberry.argument(description="The code of the task that was drawn.")]


@strawberry.type
class DrawQueries:
    @query_field
    def draw_proof(self, task_code: TaskCode) -> DrawProof | None:
        """The public part of a draw; null if the task's pool is not frozen."""
        raise CompiledFieldResolved

    draw_proofs = query_page_of(
        DrawProof,
        "The public part of all draws, including voided and failed ones.",
        arguments="Draw",
    )

    draws = query_page_of(
        Draw,
        "The draws that the caller may see, with their pools and the officers assigned.",
        permission=Permission.DRAW_READ,
    )

    draw_policies = query_page_of(
        DrawPolicy,
        "The policies of authorities: how many objects of each risk class they draw.",
        permission=Permission.DRAW_READ,
    )

    verify_draw: DrawVerification | None = VERIFY
    draw_slip: str | None = SLIP
    draw_edition: str | None = EDITION

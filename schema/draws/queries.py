"""Queries about draws and their proofs."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from domain.permissions import Permission
from schema.draws.types import (
    DrawConnection,
    DrawFilter,
    DrawOrder,
    DrawPolicyConnection,
    DrawPolicyFilter,
    DrawPolicyOrder,
    DrawProof,
    DrawProofConnection,
)
from schema.draws.verification import EDITION, SLIP, VERIFY, DrawVerification
from schema.fields import After, Before, CompiledFieldResolved, First, Last, query_field

TaskCode = Annotated[str, strawberry.argument(description="The code of the task that was drawn.")]


@strawberry.type
class DrawQueries:
    @query_field
    def draw_proof(self, task_code: TaskCode) -> DrawProof | None:
        """The public part of a draw; null if the task's pool is not frozen."""
        raise CompiledFieldResolved

    @query_field
    def draw_proofs(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: DrawFilter | None = UNSET,
        order_by: DrawOrder | None = UNSET,
    ) -> DrawProofConnection:
        """The public part of all draws, including voided and failed ones."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.DRAW_READ)
    def draws(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: DrawFilter | None = UNSET,
        order_by: DrawOrder | None = UNSET,
    ) -> DrawConnection:
        """The draws that the caller may see, with their pools and the officers assigned."""
        raise CompiledFieldResolved

    @query_field(permission=Permission.DRAW_READ)
    def draw_policies(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: DrawPolicyFilter | None = UNSET,
        order_by: DrawPolicyOrder | None = UNSET,
    ) -> DrawPolicyConnection:
        """The policies of authorities: how many objects of each risk class they draw."""
        raise CompiledFieldResolved

    verify_draw: DrawVerification | None = VERIFY
    draw_slip: str | None = SLIP
    draw_edition: str | None = EDITION

"""Questions about draws."""

from typing import Annotated

import strawberry
from strawberry import UNSET

from domain.permissions import Permission
from schema.answering import After, AnsweredByShape, Before, First, Last, root, root_needing
from schema.draws.opening import EDITION, SLIP, VERIFY, DrawVerification
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

TaskCode = Annotated[str, strawberry.argument(description="Code of the task.")]


@strawberry.type
class DrawQueries:
    @root
    def draw_proof(self, task_code: TaskCode) -> DrawProof | None:
        """What anybody may know of a draw; null where the pool of the task is not frozen."""
        raise AnsweredByShape

    @root
    def draw_proofs(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: DrawFilter | None = UNSET,
        order_by: DrawOrder | None = UNSET,
    ) -> DrawProofConnection:
        """All draws, voided and failed ones included, for anybody."""
        raise AnsweredByShape

    @root_needing(Permission.DRAW_READ)
    def draws(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: DrawFilter | None = UNSET,
        order_by: DrawOrder | None = UNSET,
    ) -> DrawConnection:
        """Draws that reach the caller, with pool and pairing."""
        raise AnsweredByShape

    @root_needing(Permission.DRAW_READ)
    def draw_policies(
        self,
        first: First = UNSET,
        last: Last = UNSET,
        after: After = UNSET,
        before: Before = UNSET,
        filter: DrawPolicyFilter | None = UNSET,
        order_by: DrawPolicyOrder | None = UNSET,
    ) -> DrawPolicyConnection:
        """How many objects of each class authorities draw."""
        raise AnsweredByShape

    verify_draw: DrawVerification | None = VERIFY
    draw_slip: str | None = SLIP
    draw_edition: str | None = EDITION

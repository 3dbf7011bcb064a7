"""Mutations of a draw: freeze, draw, lock, issue, reveal, and replace an officer."""

from schema.draws.mutations.adopt_draw_policy import adopt_draw_policy
from schema.draws.mutations.commit_draw_share import commit_draw_share
from schema.draws.mutations.execute_draw import execute_draw
from schema.draws.mutations.freeze_pool import freeze_pool
from schema.draws.mutations.issue_task import issue_task
from schema.draws.mutations.lock_draw import lock_draw
from schema.draws.mutations.replace_inspector import replace_inspector
from schema.draws.mutations.reveal_draw import reveal_draw
from schema.draws.mutations.reveal_draw_share import reveal_draw_share

MUTATIONS = (
    freeze_pool,
    execute_draw,
    lock_draw,
    issue_task,
    reveal_draw,
    replace_inspector,
    adopt_draw_policy,
    commit_draw_share,
    reveal_draw_share,
)

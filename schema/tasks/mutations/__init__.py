"""What officials do with drawn tasks, apart from the draw itself."""

from schema.tasks.mutations.approve_task import approve_task
from schema.tasks.mutations.create_task import create_task
from schema.tasks.mutations.void_task import void_task

MUTATIONS = (
    create_task,
    approve_task,
    void_task,
)

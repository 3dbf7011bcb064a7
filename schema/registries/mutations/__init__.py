"""What officials do with the registries: declare and lift recusals, stop and resume inspections."""

from schema.registries.mutations.declare_recusal import declare_recusal
from schema.registries.mutations.end_object_stop import end_object_stop
from schema.registries.mutations.lift_recusal import lift_recusal
from schema.registries.mutations.stop_object import stop_object

MUTATIONS = (
    declare_recusal,
    lift_recusal,
    stop_object,
    end_object_stop,
)

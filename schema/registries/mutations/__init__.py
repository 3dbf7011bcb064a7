"""What officials do with the registries: declare and lift recusals, stop and resume inspections."""

import strawberry

from domain.offices import NotAnAdministrativeOrgan, OutsideJurisdiction
from domain.permissions import Permission
from domain.registries import recusals, stops
from schema.mutations import mutation
from schema.registries.mutations.declare_recusal import RecusalDeclared, declare_recusal
from schema.registries.mutations.end_object_stop import ObjectStopEnded, end_object_stop
from schema.registries.mutations.lift_recusal import RecusalLifted, lift_recusal
from schema.registries.mutations.stop_object import ObjectStopped, stop_object


@strawberry.type
class RegistryMutations:
    declare_recusal: RecusalDeclared = mutation(
        declare_recusal,
        permission=Permission.RECUSAL_DECLARE,
        description="Declare a recusal: the officer is not paired with the object in any later"
        " draw.",
        refuses=(recusals.RecusalStands,),
    )
    lift_recusal: RecusalLifted = mutation(
        lift_recusal,
        permission=Permission.RECUSAL_DECLARE,
        description="Lift a recusal; only the head may do so.",
        refuses=(recusals.RecusalLiftedAlready,),
    )
    stop_object: ObjectStopped = mutation(
        stop_object,
        permission=Permission.OBJECT_STOP,
        description="Stop inspections of an object for a time.",
        refuses=(NotAnAdministrativeOrgan, OutsideJurisdiction),
    )
    end_object_stop: ObjectStopEnded = mutation(
        end_object_stop,
        permission=Permission.OBJECT_STOP,
        description="End a stop, so that the object can be drawn again.",
        refuses=(stops.StopEndedAlready, OutsideJurisdiction),
    )

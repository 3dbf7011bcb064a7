"""What can be done about public records: published, objected to, corrected, replied to, withdrawn."""

import strawberry

from domain.permissions import Permission
from domain.publication import (
    correcting,
    following,
    outlets,
    publishing,
    replying,
    results,
    withdrawing,
)
from schema.deeds import deed
from schema.publication.mutations.decide_objection import ObjectionDecided, decide_objection
from schema.publication.mutations.decide_repair import RepairDecided, decide_repair
from schema.publication.mutations.decline_reply import ReplyDeclined, decline_reply
from schema.publication.mutations.finish_follow_up import FollowUpFinished, finish_follow_up
from schema.publication.mutations.object_to_result import ObjectionRaised, object_to_result
from schema.publication.mutations.publish_inspection_result import (
    InspectionResultPublished,
    publish_inspection_result,
)
from schema.publication.mutations.record_outlet_publication import (
    OutletPublicationRecorded,
    record_outlet_publication,
)
from schema.publication.mutations.reopen_result import ResultReopened, reopen_result
from schema.publication.mutations.reply_to_result import ReplyWritten, reply_to_result
from schema.publication.mutations.request_repair import RepairRequested, request_repair
from schema.publication.mutations.show_reply import ReplyShown, show_reply
from schema.publication.mutations.withdraw_result import ResultWithdrawn, withdraw_result


@strawberry.type
class PublicationMutations:
    publish_inspection_result: InspectionResultPublished = deed(
        publish_inspection_result,
        permission=Permission.RESULT_PUBLISH,
        description="Publish an approved result.",
        refuses=(publishing.NotAwaitingPublication, results.DeciderTookPart),
    )
    record_outlet_publication: OutletPublicationRecorded = deed(
        record_outlet_publication,
        permission=Permission.RESULT_PUBLISH,
        description="Record that another outlet has published a version.",
        refuses=(outlets.OutletNotPending,),
    )
    object_to_result: ObjectionRaised = deed(
        object_to_result,
        permission=Permission.RESULT_ANSWER,
        description="Object to the public record of one's own institution.",
        refuses=(results.RecordSuperseded, results.ResultNotStanding, results.ObjectionPending),
    )
    decide_objection: ObjectionDecided = deed(
        decide_objection,
        permission=Permission.RESULT_DECIDE_OBJECTION,
        description="Decide an objection; upheld, it reopens the result.",
        refuses=(correcting.ObjectionAlreadyDecided, results.DeciderTookPart),
    )
    reopen_result: ResultReopened = deed(
        reopen_result,
        permission=Permission.RESULT_DECIDE_OBJECTION,
        description="Reopen a published result that the organ itself found wrong.",
        refuses=(results.ResultNotStanding, results.ObjectionPending, results.DeciderTookPart),
    )
    reply_to_result: ReplyWritten = deed(
        reply_to_result,
        permission=Permission.RESULT_ANSWER,
        description="Reply to the public record of one's own institution.",
        refuses=(results.RecordSuperseded, replying.ReplyAlreadyWritten),
    )
    show_reply: ReplyShown = deed(
        show_reply,
        permission=Permission.RESULT_PUBLISH,
        description="Show a reply beside the record.",
        refuses=(replying.ReplyAlreadyDecided, results.DeciderTookPart),
    )
    decline_reply: ReplyDeclined = deed(
        decline_reply,
        permission=Permission.RESULT_PUBLISH,
        description="Keep a reply from the public, for what it contains.",
        refuses=(replying.ReplyAlreadyDecided, results.DeciderTookPart),
    )
    request_repair: RepairRequested = deed(
        request_repair,
        permission=Permission.RESULT_ANSWER,
        description="Apply that the public record of one's own institution be withdrawn.",
        refuses=(
            results.RecordSuperseded,
            results.ResultNotStanding,
            withdrawing.NothingToRepair,
            withdrawing.RepairPending,
            withdrawing.OrdersStillOpen,
        ),
    )
    decide_repair: RepairDecided = deed(
        decide_repair,
        permission=Permission.RESULT_WITHDRAW,
        description="Decide an application for repair; granted, it withdraws the result.",
        refuses=(
            withdrawing.RepairAlreadyDecided,
            withdrawing.OrdersStillOpen,
            results.ResultNotStanding,
            results.DeciderTookPart,
        ),
    )
    withdraw_result: ResultWithdrawn = deed(
        withdraw_result,
        permission=Permission.RESULT_WITHDRAW,
        description="Take a result out of the public, every version of it.",
        refuses=(results.ResultNotStanding, results.DeciderTookPart),
    )
    finish_follow_up: FollowUpFinished = deed(
        finish_follow_up,
        permission=Permission.MEASURE_FINISH,
        description="Say that a measure is finished.",
        refuses=(following.FollowUpNotOpen,),
    )

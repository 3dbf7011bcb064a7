"""What is done about public records: publish, object, correct, reply, repair and withdraw."""

import strawberry

from domain.permissions import Permission
from domain.publication import (
    corrections,
    follow_ups,
    outlets,
    publish_result,
    replies,
    results,
    withdrawals,
)
from domain.refusals import IdTaken
from schema.mutations import mutation
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
    publish_inspection_result: InspectionResultPublished = mutation(
        publish_inspection_result,
        permission=Permission.RESULT_PUBLISH,
        description="Publish an approved result, with what the law withholds.",
        refuses=(publish_result.NotAwaitingPublication, results.DeciderTookPart),
    )
    record_outlet_publication: OutletPublicationRecorded = mutation(
        record_outlet_publication,
        permission=Permission.RESULT_PUBLISH,
        description="Record that another outlet has published a version.",
        refuses=(outlets.OutletNotPending,),
    )
    object_to_result: ObjectionRaised = mutation(
        object_to_result,
        permission=Permission.RESULT_ANSWER,
        description="Object, as the institution, to its own public record.",
        refuses=(
            results.RecordSuperseded,
            results.ResultNotStanding,
            results.ObjectionPending,
            IdTaken,
        ),
    )
    decide_objection: ObjectionDecided = mutation(
        decide_objection,
        permission=Permission.RESULT_DECIDE_OBJECTION,
        description="Decide an objection; if it is upheld, the result is reopened.",
        refuses=(corrections.ObjectionAlreadyDecided, results.DeciderTookPart),
    )
    reopen_result: ResultReopened = mutation(
        reopen_result,
        permission=Permission.RESULT_DECIDE_OBJECTION,
        description="Reopen a published result that the authority itself found wrong.",
        refuses=(results.ResultNotStanding, results.ObjectionPending, results.DeciderTookPart),
    )
    reply_to_result: ReplyWritten = mutation(
        reply_to_result,
        permission=Permission.RESULT_ANSWER,
        description="Reply, as the institution, to its own public record.",
        refuses=(results.RecordSuperseded, replies.ReplyAlreadyWritten, IdTaken),
    )
    show_reply: ReplyShown = mutation(
        show_reply,
        permission=Permission.RESULT_PUBLISH,
        description="Release a reply: it is shown beside the public record.",
        refuses=(replies.ReplyAlreadyDecided, results.DeciderTookPart),
    )
    decline_reply: ReplyDeclined = mutation(
        decline_reply,
        permission=Permission.RESULT_PUBLISH,
        description="Decline to show a reply because of personal data or insults in it.",
        refuses=(replies.ReplyAlreadyDecided, results.DeciderTookPart),
    )
    request_repair: RepairRequested = mutation(
        request_repair,
        permission=Permission.RESULT_ANSWER,
        description="Apply, as the institution, for credit repair (信用修复): the withdrawal of its"
        " public record.",
        refuses=(
            results.RecordSuperseded,
            results.ResultNotStanding,
            withdrawals.NothingToRepair,
            withdrawals.RepairPending,
            withdrawals.OrdersStillOpen,
            IdTaken,
        ),
    )
    decide_repair: RepairDecided = mutation(
        decide_repair,
        permission=Permission.RESULT_WITHDRAW,
        description="Decide an application for credit repair; if it is granted, the result is"
        " withdrawn.",
        refuses=(
            withdrawals.RepairAlreadyDecided,
            withdrawals.OrdersStillOpen,
            results.ResultNotStanding,
            results.DeciderTookPart,
        ),
    )
    withdraw_result: ResultWithdrawn = mutation(
        withdraw_result,
        permission=Permission.RESULT_WITHDRAW,
        description="Withdraw a published result with all its versions.",
        refuses=(results.ResultNotStanding, results.DeciderTookPart),
    )
    finish_follow_up: FollowUpFinished = mutation(
        finish_follow_up,
        permission=Permission.MEASURE_FINISH,
        description="Record that a follow-up measure is finished.",
        refuses=(follow_ups.FollowUpNotOpen,),
    )

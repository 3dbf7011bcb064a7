"""What is done about public records: publish, object, correct, reply, repair and withdraw."""

from schema.publication.mutations.decide_objection import decide_objection
from schema.publication.mutations.decide_public_terms import decide_public_terms
from schema.publication.mutations.decide_repair import decide_repair
from schema.publication.mutations.decline_reply import decline_reply
from schema.publication.mutations.finish_follow_up import finish_follow_up
from schema.publication.mutations.object_to_result import object_to_result
from schema.publication.mutations.publish_inspection_result import publish_inspection_result
from schema.publication.mutations.record_outlet_publication import record_outlet_publication
from schema.publication.mutations.reopen_result import reopen_result
from schema.publication.mutations.reply_to_result import reply_to_result
from schema.publication.mutations.request_repair import request_repair
from schema.publication.mutations.show_reply import show_reply
from schema.publication.mutations.withdraw_result import withdraw_result

MUTATIONS = (
    publish_inspection_result,
    record_outlet_publication,
    object_to_result,
    decide_objection,
    reopen_result,
    reply_to_result,
    show_reply,
    decline_reply,
    request_repair,
    decide_repair,
    decide_public_terms,
    withdraw_result,
    finish_follow_up,
)

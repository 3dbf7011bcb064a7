"""What is done about a visit: notice, arrival, signatures, appointments, recusal requests."""

from schema.visits.mutations.acknowledge_notice import acknowledge_notice
from schema.visits.mutations.check_in import check_in
from schema.visits.mutations.check_out import check_out
from schema.visits.mutations.decide_appointment import decide_appointment
from schema.visits.mutations.decide_recusal_request import decide_recusal_request
from schema.visits.mutations.issue_notice import issue_notice
from schema.visits.mutations.propose_appointment import propose_appointment
from schema.visits.mutations.record_signature import record_signature
from schema.visits.mutations.record_signature_refusal import record_signature_refusal
from schema.visits.mutations.request_recusal import request_recusal

MUTATIONS = (
    issue_notice,
    acknowledge_notice,
    propose_appointment,
    decide_appointment,
    request_recusal,
    decide_recusal_request,
    check_in,
    check_out,
    record_signature,
    record_signature_refusal,
)

"""Mutations of evidence. The bytes are uploaded separately."""

from schema.evidence.mutations.check_evidence import check_evidence
from schema.evidence.mutations.declare_evidence import declare_evidence
from schema.evidence.mutations.release_evidence import release_evidence
from schema.evidence.mutations.retract_evidence import retract_evidence
from schema.evidence.mutations.withdraw_evidence import withdraw_evidence

MUTATIONS = (
    declare_evidence,
    withdraw_evidence,
    check_evidence,
    release_evidence,
    retract_evidence,
)

"""What officials do with registrations elsewhere, and with what differs there."""

from schema.registrations.mutations.correct_registration import correct_registration
from schema.registrations.mutations.decide_registration_difference import (
    decide_registration_difference,
)
from schema.registrations.mutations.end_registration import end_registration
from schema.registrations.mutations.explain_registration_difference import (
    explain_registration_difference,
)
from schema.registrations.mutations.record_registration import record_registration
from schema.registrations.mutations.report_platform_facts import report_platform_facts
from schema.registrations.mutations.verify_registration import verify_registration

MUTATIONS = (
    record_registration,
    verify_registration,
    correct_registration,
    end_registration,
    report_platform_facts,
    decide_registration_difference,
    explain_registration_difference,
)

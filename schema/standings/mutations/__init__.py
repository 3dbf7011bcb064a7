"""What officials decide on institutions, entitlements and persons."""

from schema.standings.mutations.answer_ruling import answer_ruling
from schema.standings.mutations.confirm_ruling import confirm_ruling
from schema.standings.mutations.correct_entitlement import correct_entitlement
from schema.standings.mutations.decide_appeal import decide_appeal
from schema.standings.mutations.draft_ruling import draft_ruling
from schema.standings.mutations.drop_ruling import drop_ruling
from schema.standings.mutations.end_standing import end_standing
from schema.standings.mutations.grade_credit import grade_credit
from schema.standings.mutations.grant_entitlement import grant_entitlement
from schema.standings.mutations.list_institution import list_institution
from schema.standings.mutations.list_person import list_person
from schema.standings.mutations.quash_standing import quash_standing
from schema.standings.mutations.record_appeal import record_appeal
from schema.standings.mutations.record_hearing import record_hearing
from schema.standings.mutations.renew_entitlement import renew_entitlement
from schema.standings.mutations.resume_entitlement import resume_entitlement
from schema.standings.mutations.stop_enrolment import stop_enrolment
from schema.standings.mutations.surrender_entitlement import surrender_entitlement
from schema.standings.mutations.suspend_entitlement import suspend_entitlement

MUTATIONS = (
    grant_entitlement,
    renew_entitlement,
    correct_entitlement,
    suspend_entitlement,
    resume_entitlement,
    surrender_entitlement,
    list_institution,
    list_person,
    stop_enrolment,
    grade_credit,
    end_standing,
    draft_ruling,
    answer_ruling,
    record_hearing,
    confirm_ruling,
    drop_ruling,
    record_appeal,
    decide_appeal,
    quash_standing,
)

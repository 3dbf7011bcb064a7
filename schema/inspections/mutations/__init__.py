"""What officials do with inspections: assign, file, confirm and audit."""

from schema.inspections.mutations.assign_inspection import assign_inspection
from schema.inspections.mutations.audit_inspection_result import audit_inspection_result
from schema.inspections.mutations.confirm_inspection_result import confirm_inspection_result
from schema.inspections.mutations.file_inspection_result import file_inspection_result

MUTATIONS = (
    assign_inspection,
    file_inspection_result,
    confirm_inspection_result,
    audit_inspection_result,
)

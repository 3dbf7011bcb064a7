SELECT json_send((SELECT to_json("one#8") AS to_json_1 
FROM (SELECT 'cmp_' || CAST("complaints#1".id AS TEXT) AS "id", "complaints#1".complaint_no AS "complaintNo", "complaints#1".kind AS "kind", "complaints#1".category AS "category", "complaints#1".state AS "state", CASE WHEN ("complaints#1".complainant_ref = $1::BYTEA OR "complaints#1".region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND (CAST("complaints#1".category AS TEXT) != 'INSPECTOR_CONDUCT' OR (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "complaints#1".intake_authority_id AND authorities_1.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR)))) THEN json_build_array('statement'::text, encode("complaints#1".statement_sealed, 'hex'), CAST("complaints#1".id AS TEXT)) END AS "statement", "complaints#1".redacted_statement AS "redactedStatement", "complaints#1".claim_fen AS "claimFen", "complaints#1".occurred_on AS "occurredOn", "complaints#1".respondent_name AS "respondentName", "complaints#1".respondent_address AS "respondentAddress", "complaints#1".deadline_rule AS "deadlineRule", "complaints#1".accept_due_on AS "acceptDueOn", CAST("complaints#1".state AS TEXT) IN ('RECEIVED', 'SCREENED') AND "complaints#1".accept_due_on < $4::DATE AS "isOverdue", (SELECT to_json("one#5") AS to_json_2 
FROM (SELECT 'inst_' || CAST("institutions#2".id AS TEXT) AS "id", "institutions#2".name AS "name", json_build_object('nodes', (SELECT coalesce(json_agg("page#4"), '[]'::json) AS coalesce_1 
FROM (SELECT 'pub_' || CAST("public_records#3".id AS TEXT) AS "id", "public_records#3".inspected_on AS "inspectedOn", "public_records#3".result_text AS "resultText" 
FROM public_records AS "public_records#3" 
WHERE ("public_records#3".withdrawn_at IS NULL AND "public_records#3".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) OR (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "public_records#3".inspection_id AND left(inspections_1.authority_region_code, 2) = $5::VARCHAR)) OR (EXISTS (SELECT * 
FROM inspections AS inspections_2 
WHERE inspections_2.id = "public_records#3".inspection_id AND left(inspections_2.region_code, 2) = $5::VARCHAR AND left(inspections_2.authority_region_code, 2) != left(inspections_2.region_code, 2) AND coalesce(inspections_2.noticed_at, inspections_2.published_at) IS NOT NULL))) AND "public_records#3".institution_id = "institutions#2".id AND "public_records#3".superseded_at IS NULL AND "public_records#3".withdrawn_at IS NULL AND "public_records#3".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) ORDER BY "public_records#3".published_at DESC, "public_records#3".id DESC 
 LIMIT 5) AS "page#4")) AS "publicInspectionResults" 
FROM institutions AS "institutions#2" 
WHERE "institutions#2".id = "complaints#1".institution_id) AS "one#5") AS "institution", (SELECT coalesce(json_agg("many#7"), '[]'::json) AS coalesce_2 
FROM (SELECT to_char(timezone('UTC', "state_transitions#6".at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "at", "state_transitions#6".from_state AS "fromState", "state_transitions#6".to_state AS "toState" 
FROM state_transitions AS "state_transitions#6" 
WHERE "state_transitions#6".subject_id = "complaints#1".id AND "state_transitions#6".entity = 'Complaint' ORDER BY "state_transitions#6".at, "state_transitions#6".id) AS "many#7") AS "steps" 
FROM complaints AS "complaints#1" 
WHERE ("complaints#1".complainant_ref = $1::BYTEA OR CAST("complaints#1".category AS TEXT) != 'INSPECTOR_CONDUCT' AND "complaints#1".handler_id = $6::UUID OR "complaints#1".region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND (CAST("complaints#1".category AS TEXT) != 'INSPECTOR_CONDUCT' OR (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "complaints#1".intake_authority_id AND authorities_2.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR)))) AND "complaints#1".id = $7::UUID) AS "one#8")) AS answer

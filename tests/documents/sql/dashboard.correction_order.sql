SELECT json_send((SELECT to_json("one#32") AS to_json_1 
FROM (SELECT 'order_' || CAST("correction_orders#1".id AS TEXT) AS "id", "correction_orders#1".kind AS "kind", "correction_orders#1".violation_codes AS "violationCodes", "correction_orders#1".requirements AS "requirements", "correction_orders#1".issued_on AS "issuedOn", to_char(timezone('UTC', "correction_orders#1".claimed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "claimedAt", to_char(timezone('UTC', "correction_orders#1".received_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "receivedAt", "correction_orders#1".clock_is_off AS "clockIsOff", "correction_orders#1".due_on AS "dueOn", "correction_orders#1".due_rule AS "dueRule", "correction_orders#1".extended_from AS "extendedFrom", "correction_orders#1".extension_reason AS "extensionReason", to_char(timezone('UTC', "correction_orders#1".extended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "extendedAt", "correction_orders#1".state AS "state", to_char(timezone('UTC', "correction_orders#1".submitted_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "submittedAt", to_char(timezone('UTC', "correction_orders#1".closed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "closedAt", "correction_orders#1".closed_by AS "closedBy", "correction_orders#1".closing_note AS "closingNote", "correction_orders#1".version AS "version", (SELECT to_json("one#3") AS to_json_2 
FROM (SELECT 'inst_' || CAST("institutions#2".id AS TEXT) AS "id", "institutions#2".name AS "name", "institutions#2".kinds AS "kinds" 
FROM institutions AS "institutions#2" 
WHERE "institutions#2".id = "correction_orders#1".institution_id) AS "one#3") AS "institution", (SELECT to_json("one#5") AS to_json_3 
FROM (SELECT 'auth_' || CAST("authorities#4".id AS TEXT) AS "id", "authorities#4".name AS "name" 
FROM authorities AS "authorities#4" 
WHERE "authorities#4".id = "correction_orders#1".authority_id) AS "one#5") AS "authority", (SELECT to_json("one#7") AS to_json_4 
FROM (SELECT 'ofcr_' || CAST("officers#6".id AS TEXT) AS "id", "officers#6".name AS "name" 
FROM officers AS "officers#6" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#6".authority_id AND authorities_1.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR)) AND "officers#6".id = "correction_orders#1".issued_by) AS "one#7") AS "issuedBy", (SELECT to_json("one#19") AS to_json_5 
FROM (SELECT 'insp_' || CAST("inspections#8".id AS TEXT) AS "id", "inspections#8".inspected_on AS "inspectedOn", (SELECT to_json("one#10") AS to_json_6 
FROM (SELECT 'task_' || CAST("inspection_tasks#9".id AS TEXT) AS "id", "inspection_tasks#9".code AS "code" 
FROM inspection_tasks AS "inspection_tasks#9" 
WHERE ("inspection_tasks#9".authority_id = $3::UUID OR (EXISTS (SELECT * 
FROM task_departments AS task_departments_1 
WHERE task_departments_1.task_id = "inspection_tasks#9".id AND task_departments_1.authority_id = $3::UUID))) AND "inspection_tasks#9".id = "inspections#8".task_id) AS "one#10") AS "task", (SELECT to_json("one#14") AS to_json_7 
FROM (SELECT 'irec_' || CAST("inspection_records#11".id AS TEXT) AS "id", (SELECT coalesce(json_agg("many#13"), '[]'::json) AS coalesce_1 
FROM (SELECT "findings#12".violation_code AS "violationCode", "findings#12".detail AS "detail", "findings#12".item_code AS "itemCode" 
FROM findings AS "findings#12" 
WHERE "findings#12".record_id = "inspection_records#11".id ORDER BY "findings#12".position) AS "many#13") AS "findings" 
FROM inspection_records AS "inspection_records#11" 
WHERE "inspection_records#11".id = "inspections#8".current_record_id AND "inspection_records#11".inspection_id = "inspections#8".id) AS "one#14") AS "record", (SELECT coalesce(json_agg("many#18"), '[]'::json) AS coalesce_2 
FROM (SELECT (SELECT to_json("one#17") AS to_json_8 
FROM (SELECT 'ofcr_' || CAST("officers#16".id AS TEXT) AS "id", "officers#16".name AS "name" 
FROM officers AS "officers#16" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "officers#16".authority_id AND authorities_2.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR)) AND "officers#16".id = "inspection_assignments#15".officer_id) AS "one#17") AS "officer", "inspection_assignments#15".is_leader AS "isLeader", (SELECT to_char(timezone('UTC', anon_1.confirmed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS to_char_1 
FROM (SELECT record_confirmations_1.confirmed_at AS confirmed_at 
FROM record_confirmations AS record_confirmations_1, inspections AS inspections_1 
WHERE record_confirmations_1.record_id = inspections_1.current_record_id AND record_confirmations_1.officer_id = "inspection_assignments#15".officer_id AND inspections_1.id = "inspection_assignments#15".inspection_id) AS anon_1) AS "confirmedAt", to_char(timezone('UTC', "inspection_assignments#15".replaced_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "replacedAt", "inspection_assignments#15".replacement_reason AS "replacementReason", to_char(timezone('UTC', "inspection_assignments#15".replacement_proposed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "replacementProposedAt" 
FROM inspection_assignments AS "inspection_assignments#15" 
WHERE "inspection_assignments#15".inspection_id = "inspections#8".id ORDER BY "inspection_assignments#15".is_leader DESC, "inspection_assignments#15".id) AS "many#18") AS "assignments" 
FROM inspections AS "inspections#8" 
WHERE "inspections#8".authority_id = $3::UUID AND "inspections#8".id = "correction_orders#1".inspection_id) AS "one#19") AS "inspection", (SELECT to_json("one#23") AS to_json_9 
FROM (SELECT 'insp_' || CAST("inspections#20".id AS TEXT) AS "id", "inspections#20".state AS "state", "inspections#20".window_from AS "windowFrom", "inspections#20".window_to AS "windowTo", (SELECT to_json("one#22") AS to_json_10 
FROM (SELECT 'irec_' || CAST("inspection_records#21".id AS TEXT) AS "id", "inspection_records#21".result_codes AS "resultCodes" 
FROM inspection_records AS "inspection_records#21" 
WHERE "inspection_records#21".id = "inspections#20".current_record_id AND "inspection_records#21".inspection_id = "inspections#20".id) AS "one#22") AS "record" 
FROM inspections AS "inspections#20" 
WHERE "inspections#20".authority_id = $3::UUID AND ("inspections#20".id = "correction_orders#1".recheck_inspection_id OR "inspections#20".id = "correction_orders#1".known_recheck_id) ORDER BY "inspections#20".created_at DESC, "inspections#20".id DESC 
 LIMIT 1) AS "one#23") AS "recheck", (SELECT coalesce(json_agg("many#25"), '[]'::json) AS coalesce_3 
FROM (SELECT "rectification_reports#24".position AS "position", "rectification_reports#24".statement AS "statement", "rectification_reports#24".is_late AS "isLate", to_char(timezone('UTC', "rectification_reports#24".submitted_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "submittedAt" 
FROM rectification_reports AS "rectification_reports#24" 
WHERE "rectification_reports#24".order_id = "correction_orders#1".id ORDER BY "rectification_reports#24".position) AS "many#25") AS "reports", (SELECT to_json("part#28") AS to_json_11 
FROM (SELECT 'evs_' || ('order_' || CAST("correction_orders#1".id AS TEXT)) AS "id", CASE WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_1 
WHERE CAST(evidence_1.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_1.owner_id = "correction_orders#1".id AND evidence_1.superseded_at IS NULL AND CAST(evidence_1.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_1.state AS TEXT) != 'RECEIVED' AND evidence_1.declared_at < now() - interval '86400 seconds')) THEN 'STUCK' WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_2 
WHERE CAST(evidence_2.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_2.owner_id = "correction_orders#1".id AND evidence_2.superseded_at IS NULL AND CAST(evidence_2.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_2.state AS TEXT) != 'RECEIVED')) THEN 'INCOMPLETE' WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_3 
WHERE CAST(evidence_3.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_3.owner_id = "correction_orders#1".id AND evidence_3.superseded_at IS NULL AND CAST(evidence_3.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_3.state AS TEXT) = 'RECEIVED')) THEN 'COMPLETE' ELSE 'NONE' END AS "state", (SELECT count(*) AS count_1 
FROM evidence AS evidence_4 
WHERE CAST(evidence_4.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_4.owner_id = "correction_orders#1".id AND evidence_4.superseded_at IS NULL AND CAST(evidence_4.state AS TEXT) != 'WITHDRAWN') AS "expected", (SELECT count(*) AS count_2 
FROM evidence AS evidence_5 
WHERE CAST(evidence_5.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_5.owner_id = "correction_orders#1".id AND evidence_5.superseded_at IS NULL AND CAST(evidence_5.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_5.state AS TEXT) = 'RECEIVED') AS "received", (SELECT count(*) AS count_3 
FROM evidence AS evidence_6 
WHERE CAST(evidence_6.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_6.owner_id = "correction_orders#1".id AND evidence_6.superseded_at IS NULL AND CAST(evidence_6.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_6.state AS TEXT) != 'RECEIVED') AS "missing", (SELECT coalesce(json_agg("many#27"), '[]'::json) AS coalesce_4 
FROM (SELECT 'evid_' || CAST("evidence#26".id AS TEXT) AS "id", "evidence#26".kind AS "kind", "evidence#26".state AS "state", json_build_array('evidence_verdict'::text, CAST(jsonb_build_array("evidence#26".id, CAST("evidence#26".owner_kind AS TEXT), "evidence#26".owner_id, CAST("evidence#26".kind AS TEXT), encode("evidence#26".sha256, 'hex'), "evidence#26".size, "evidence#26".media_type, "evidence#26".file_name, to_char(timezone('UTC', "evidence#26".captured_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), "evidence#26".captured_by, "evidence#26".latitude, "evidence#26".longitude, "evidence#26".accuracy_m, CAST("evidence#26".datum AS TEXT), to_char(timezone('UTC', "evidence#26".declared_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', "evidence#26".received_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), "evidence#26".version_no, "evidence#26".replaces_id, "evidence#26".reason) AS TEXT), encode("evidence#26".seal, 'hex'), CAST("evidence#26".verdict AS TEXT), CAST("evidence#26".state AS TEXT)) AS "verdict", json_build_array('evidence_address'::text, CAST("evidence#26".id AS TEXT), 'picture', (SELECT blobs_1.derivative_sha256 
FROM blobs AS blobs_1 
WHERE blobs_1.sha256 = "evidence#26".sha256 AND CAST("evidence#26".state AS TEXT) = 'RECEIVED') IS NOT NULL, CAST($4::UUID AS TEXT), null::text) AS "url" 
FROM evidence AS "evidence#26" 
WHERE (CAST("evidence#26".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_2 
WHERE inspections_2.id = "evidence#26".owner_id AND inspections_2.authority_id = $3::UUID)) OR CAST("evidence#26".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_1 
WHERE complaints_1.id = "evidence#26".owner_id AND complaints_1.complainant_ref = $5::BYTEA)) OR CAST("evidence#26".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_1 
WHERE correction_orders_1.id = "evidence#26".owner_id AND correction_orders_1.authority_id = $3::UUID))) AND CAST("evidence#26".owner_kind AS TEXT) = 'RECTIFICATION' AND "evidence#26".owner_id = "correction_orders#1".id ORDER BY "evidence#26".declared_at, "evidence#26".id) AS "many#27") AS "items") AS "part#28") AS "evidence", (SELECT coalesce(json_agg("many#31"), '[]'::json) AS coalesce_5 
FROM (SELECT 'esc_' || CAST("escalation_proposals#29".id AS TEXT) AS "id", "escalation_proposals#29".cause AS "cause", "escalation_proposals#29".measure AS "measure", json_build_array('legal_bases#30'::text, "escalation_proposals#29".basis) AS "legalBases", "escalation_proposals#29".state AS "state", "escalation_proposals#29".reason AS "reason", to_char(timezone('UTC', "escalation_proposals#29".proposed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "proposedAt", to_char(timezone('UTC', "escalation_proposals#29".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "escalation_proposals#29".version AS "version" 
FROM escalation_proposals AS "escalation_proposals#29" 
WHERE "escalation_proposals#29".authority_id = $3::UUID AND "escalation_proposals#29".order_id = "correction_orders#1".id ORDER BY "escalation_proposals#29".proposed_at, "escalation_proposals#29".id) AS "many#31") AS "escalations" 
FROM correction_orders AS "correction_orders#1" 
WHERE "correction_orders#1".authority_id = $3::UUID AND "correction_orders#1".id = $6::UUID) AS "one#32")) AS answer

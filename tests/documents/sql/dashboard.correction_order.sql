SELECT json_send((SELECT to_json("one#29") AS to_json_1 
FROM (SELECT 'order_' || CAST("correction_orders#1".id AS TEXT) AS "id", "correction_orders#1".kind AS "kind", "correction_orders#1".violation_codes AS "violationCodes", "correction_orders#1".requirements AS "requirements", "correction_orders#1".issued_on AS "issuedOn", to_char(timezone('UTC', "correction_orders#1".claimed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "claimedAt", to_char(timezone('UTC', "correction_orders#1".received_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "receivedAt", "correction_orders#1".clock_is_off AS "clockIsOff", "correction_orders#1".due_on AS "dueOn", "correction_orders#1".due_rule AS "dueRule", "correction_orders#1".extended_from AS "extendedFrom", "correction_orders#1".extension_reason AS "extensionReason", to_char(timezone('UTC', "correction_orders#1".extended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "extendedAt", "correction_orders#1".state AS "state", to_char(timezone('UTC', "correction_orders#1".submitted_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "submittedAt", to_char(timezone('UTC', "correction_orders#1".closed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "closedAt", "correction_orders#1".closed_by AS "closedBy", "correction_orders#1".closing_note AS "closingNote", "correction_orders#1".version AS "version", (SELECT to_json("one#3") AS to_json_2 
FROM (SELECT 'inst_' || CAST("institutions#2".id AS TEXT) AS "id", "institutions#2".name AS "name", "institutions#2".kinds AS "kinds" 
FROM institutions AS "institutions#2" 
WHERE "institutions#2".id = "correction_orders#1".institution_id) AS "one#3") AS "institution", (SELECT to_json("one#5") AS to_json_3 
FROM (SELECT 'auth_' || CAST("authorities#4".id AS TEXT) AS "id", "authorities#4".name AS "name" 
FROM authorities AS "authorities#4" 
WHERE "authorities#4".id = "correction_orders#1".authority_id) AS "one#5") AS "authority", (SELECT to_json("one#7") AS to_json_4 
FROM (SELECT "officers#6".name AS "name" 
FROM officers AS "officers#6" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#6".authority_id AND authorities_1.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR)) AND "officers#6".id = "correction_orders#1".issued_by) AS "one#7") AS "issuedBy", (SELECT to_json("one#17") AS to_json_5 
FROM (SELECT 'insp_' || CAST("inspections#8".id AS TEXT) AS "id", "inspections#8".inspected_on AS "inspectedOn", (SELECT to_json("one#12") AS to_json_6 
FROM (SELECT (SELECT coalesce(json_agg("many#11"), '[]'::json) AS coalesce_1 
FROM (SELECT "findings#10".violation_code AS "violationCode", "findings#10".detail AS "detail" 
FROM findings AS "findings#10" 
WHERE "findings#10".record_id = "inspection_records#9".id ORDER BY "findings#10".position) AS "many#11") AS "findings" 
FROM inspection_records AS "inspection_records#9" 
WHERE "inspection_records#9".id = "inspections#8".current_record_id) AS "one#12") AS "record", (SELECT coalesce(json_agg("many#16"), '[]'::json) AS coalesce_2 
FROM (SELECT (SELECT to_json("one#15") AS to_json_7 
FROM (SELECT 'ofcr_' || CAST("officers#14".id AS TEXT) AS "id", "officers#14".name AS "name" 
FROM officers AS "officers#14" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "officers#14".authority_id AND authorities_2.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR)) AND "officers#14".id = "inspection_assignments#13".officer_id) AS "one#15") AS "officer" 
FROM inspection_assignments AS "inspection_assignments#13" 
WHERE "inspection_assignments#13".inspection_id = "inspections#8".id ORDER BY "inspection_assignments#13".is_leader DESC, "inspection_assignments#13".id) AS "many#16") AS "assignments" 
FROM inspections AS "inspections#8" 
WHERE "inspections#8".authority_id = $3::UUID AND "inspections#8".id = "correction_orders#1".inspection_id) AS "one#17") AS "inspection", (SELECT to_json("one#21") AS to_json_8 
FROM (SELECT 'insp_' || CAST("inspections#18".id AS TEXT) AS "id", "inspections#18".state AS "state", "inspections#18".window_from AS "windowFrom", "inspections#18".window_to AS "windowTo", (SELECT to_json("one#20") AS to_json_9 
FROM (SELECT "inspection_records#19".result_codes AS "resultCodes" 
FROM inspection_records AS "inspection_records#19" 
WHERE "inspection_records#19".id = "inspections#18".current_record_id) AS "one#20") AS "record" 
FROM inspections AS "inspections#18" 
WHERE "inspections#18".authority_id = $3::UUID AND ("inspections#18".id = "correction_orders#1".recheck_inspection_id OR "inspections#18".id = "correction_orders#1".known_recheck_id) ORDER BY "inspections#18".created_at DESC, "inspections#18".id DESC 
 LIMIT 1) AS "one#21") AS "recheck", (SELECT coalesce(json_agg("many#23"), '[]'::json) AS coalesce_3 
FROM (SELECT "rectification_reports#22".position AS "position", "rectification_reports#22".statement AS "statement", "rectification_reports#22".is_late AS "isLate", to_char(timezone('UTC', "rectification_reports#22".submitted_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "submittedAt" 
FROM rectification_reports AS "rectification_reports#22" 
WHERE "rectification_reports#22".order_id = "correction_orders#1".id ORDER BY "rectification_reports#22".position) AS "many#23") AS "reports", (SELECT to_json("part#26") AS to_json_10 
FROM (SELECT CASE WHEN (EXISTS (SELECT * 
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
WHERE CAST(evidence_6.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_6.owner_id = "correction_orders#1".id AND evidence_6.superseded_at IS NULL AND CAST(evidence_6.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_6.state AS TEXT) != 'RECEIVED') AS "missing", (SELECT coalesce(json_agg("many#25"), '[]'::json) AS coalesce_4 
FROM (SELECT 'evid_' || CAST("evidence#24".id AS TEXT) AS "id", "evidence#24".kind AS "kind", "evidence#24".state AS "state", json_build_array('evidence_verdict'::text, CAST(jsonb_build_array("evidence#24".id, CAST("evidence#24".owner_kind AS TEXT), "evidence#24".owner_id, CAST("evidence#24".kind AS TEXT), encode("evidence#24".sha256, 'hex'), "evidence#24".size, "evidence#24".media_type, "evidence#24".file_name, to_char(timezone('UTC', "evidence#24".captured_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), "evidence#24".captured_by, "evidence#24".latitude, "evidence#24".longitude, "evidence#24".accuracy_m, CAST("evidence#24".datum AS TEXT), to_char(timezone('UTC', "evidence#24".declared_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', "evidence#24".received_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), "evidence#24".version_no, "evidence#24".replaces_id, "evidence#24".reason) AS TEXT), encode("evidence#24".seal, 'hex'), CAST("evidence#24".verdict AS TEXT), CAST("evidence#24".state AS TEXT)) AS "verdict", json_build_array('evidence_address'::text, CAST("evidence#24".id AS TEXT), 'picture', (SELECT blobs_1.derivative_sha256 
FROM blobs AS blobs_1 
WHERE blobs_1.sha256 = "evidence#24".sha256 AND CAST("evidence#24".state AS TEXT) = 'RECEIVED') IS NOT NULL, CAST($4::UUID AS TEXT), null::text) AS "url" 
FROM evidence AS "evidence#24" 
WHERE (CAST("evidence#24".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "evidence#24".owner_id AND inspections_1.authority_id = $3::UUID)) OR CAST("evidence#24".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_1 
WHERE complaints_1.id = "evidence#24".owner_id AND complaints_1.complainant_ref = $5::BYTEA)) OR CAST("evidence#24".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_1 
WHERE correction_orders_1.id = "evidence#24".owner_id AND correction_orders_1.authority_id = $3::UUID))) AND CAST("evidence#24".owner_kind AS TEXT) = 'RECTIFICATION' AND "evidence#24".owner_id = "correction_orders#1".id ORDER BY "evidence#24".declared_at, "evidence#24".id) AS "many#25") AS "items") AS "part#26") AS "evidence", (SELECT coalesce(json_agg("many#28"), '[]'::json) AS coalesce_5 
FROM (SELECT 'esc_' || CAST("escalation_proposals#27".id AS TEXT) AS "id", "escalation_proposals#27".cause AS "cause", "escalation_proposals#27".measure AS "measure", "escalation_proposals#27".basis AS "basis", "escalation_proposals#27".state AS "state", "escalation_proposals#27".reason AS "reason", to_char(timezone('UTC', "escalation_proposals#27".proposed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "proposedAt", to_char(timezone('UTC', "escalation_proposals#27".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "escalation_proposals#27".version AS "version" 
FROM escalation_proposals AS "escalation_proposals#27" 
WHERE "escalation_proposals#27".authority_id = $3::UUID AND "escalation_proposals#27".order_id = "correction_orders#1".id ORDER BY "escalation_proposals#27".proposed_at, "escalation_proposals#27".id) AS "many#28") AS "escalations" 
FROM correction_orders AS "correction_orders#1" 
WHERE "correction_orders#1".authority_id = $3::UUID AND "correction_orders#1".id = $6::UUID) AS "one#29")) AS answer

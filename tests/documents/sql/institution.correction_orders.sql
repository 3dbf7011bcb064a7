SELECT json_send((SELECT to_json("connection#17") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#15") AS to_json_2 
FROM (SELECT (SELECT to_json("node#14") AS to_json_3 
FROM (SELECT 'order_' || CAST("page#3".id AS TEXT) AS "id", "page#3".kind AS "kind", "page#3".violation_codes AS "violationCodes", "page#3".requirements AS "requirements", "page#3".issued_on AS "issuedOn", "page#3".due_on AS "dueOn", "page#3".extended_from AS "extendedFrom", "page#3".extension_reason AS "extensionReason", CASE WHEN (CAST("page#3".state AS TEXT) = 'RECHECK_PLANNED' AND NOT (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "page#3".recheck_inspection_id AND inspections_1.noticed_at IS NOT NULL))) THEN 'SUBMITTED' ELSE CAST("page#3".state AS TEXT) END AS "state", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#4".id AS TEXT) AS "id", "authorities#4".name AS "name", "authorities#4".complaint_phone AS "complaintPhone" 
FROM authorities AS "authorities#4" 
WHERE "authorities#4".id = "page#3".authority_id) AS "one#5") AS "authority", (SELECT coalesce(json_agg("many#7"), '[]'::json) AS coalesce_1 
FROM (SELECT "rectification_reports#6".position AS "position", "rectification_reports#6".statement AS "statement", "rectification_reports#6".is_late AS "isLate", to_char(timezone('UTC', "rectification_reports#6".submitted_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "submittedAt" 
FROM rectification_reports AS "rectification_reports#6" 
WHERE "rectification_reports#6".order_id = "page#3".id ORDER BY "rectification_reports#6".position) AS "many#7") AS "reports", (SELECT to_json("part#10") AS to_json_5 
FROM (SELECT 'evs_' || ('order_' || CAST("page#3".id AS TEXT)) AS "id", CASE WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_1 
WHERE CAST(evidence_1.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_1.owner_id = "page#3".id AND evidence_1.superseded_at IS NULL AND CAST(evidence_1.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_1.state AS TEXT) != 'RECEIVED' AND evidence_1.declared_at < now() - interval '86400 seconds')) THEN 'STUCK' WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_2 
WHERE CAST(evidence_2.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_2.owner_id = "page#3".id AND evidence_2.superseded_at IS NULL AND CAST(evidence_2.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_2.state AS TEXT) != 'RECEIVED')) THEN 'INCOMPLETE' WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_3 
WHERE CAST(evidence_3.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_3.owner_id = "page#3".id AND evidence_3.superseded_at IS NULL AND CAST(evidence_3.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_3.state AS TEXT) = 'RECEIVED')) THEN 'COMPLETE' ELSE 'NONE' END AS "state", (SELECT count(*) AS count_1 
FROM evidence AS evidence_4 
WHERE CAST(evidence_4.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_4.owner_id = "page#3".id AND evidence_4.superseded_at IS NULL AND CAST(evidence_4.state AS TEXT) != 'WITHDRAWN') AS "expected", (SELECT count(*) AS count_2 
FROM evidence AS evidence_5 
WHERE CAST(evidence_5.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_5.owner_id = "page#3".id AND evidence_5.superseded_at IS NULL AND CAST(evidence_5.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_5.state AS TEXT) = 'RECEIVED') AS "received", (SELECT count(*) AS count_3 
FROM evidence AS evidence_6 
WHERE CAST(evidence_6.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_6.owner_id = "page#3".id AND evidence_6.superseded_at IS NULL AND CAST(evidence_6.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_6.state AS TEXT) != 'RECEIVED') AS "missing", (SELECT coalesce(json_agg("many#9"), '[]'::json) AS coalesce_2 
FROM (SELECT 'evid_' || CAST("evidence#8".id AS TEXT) AS "id", "evidence#8".kind AS "kind", "evidence#8".state AS "state", "evidence#8".file_name AS "fileName", json_build_array('evidence_address'::text, CAST("evidence#8".id AS TEXT), 'thumbnail', (SELECT blobs_1.derivative_sha256 
FROM blobs AS blobs_1 
WHERE blobs_1.sha256 = "evidence#8".sha256 AND CAST("evidence#8".state AS TEXT) = 'RECEIVED') IS NOT NULL, CAST($1::UUID AS TEXT), null::text) AS "thumbnailUrl" 
FROM evidence AS "evidence#8" 
WHERE (CAST("evidence#8".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_2 
WHERE inspections_2.id = "evidence#8".owner_id AND inspections_2.institution_id = $2::UUID AND inspections_2.noticed_at IS NOT NULL)) OR CAST("evidence#8".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_1 
WHERE complaints_1.id = "evidence#8".owner_id AND complaints_1.complainant_ref = $3::BYTEA)) OR CAST("evidence#8".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_1 
WHERE correction_orders_1.id = "evidence#8".owner_id AND correction_orders_1.institution_id = $2::UUID))) AND CAST("evidence#8".owner_kind AS TEXT) = 'RECTIFICATION' AND "evidence#8".owner_id = "page#3".id ORDER BY "evidence#8".declared_at, "evidence#8".id) AS "many#9") AS "items") AS "part#10") AS "evidence", to_char(timezone('UTC', "page#3".closed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "closedAt", "page#3".closed_by AS "closedBy", "page#3".closing_note AS "closingNote", (SELECT coalesce(json_agg("many#13"), '[]'::json) AS coalesce_3 
FROM (SELECT 'esc_' || CAST("escalation_proposals#11".id AS TEXT) AS "id", "escalation_proposals#11".measure AS "measure", json_build_array('legal_bases#12'::text, "escalation_proposals#11".basis) AS "legalBases", "escalation_proposals#11".reason AS "reason", to_char(timezone('UTC', "escalation_proposals#11".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt" 
FROM escalation_proposals AS "escalation_proposals#11" 
WHERE "escalation_proposals#11".institution_id = $2::UUID AND CAST("escalation_proposals#11".state AS TEXT) = 'ADOPTED' AND "escalation_proposals#11".order_id = "page#3".id ORDER BY "escalation_proposals#11".proposed_at, "escalation_proposals#11".id) AS "many#13") AS "escalations", ("page#3".version - "page#3".undisclosed_steps) - CASE WHEN (CAST("page#3".state AS TEXT) = 'RECHECK_PLANNED' AND NOT (EXISTS (SELECT * 
FROM inspections AS inspections_3 
WHERE inspections_3.id = "page#3".recheck_inspection_id AND inspections_3.noticed_at IS NOT NULL))) THEN 1 ELSE 0 END AS "version") AS "node#14") AS "node") AS "edge#15")) FILTER (WHERE "page#3"."number#" <= $4::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('correctionOrders:CorrectionOrder:DUE_ON'::text, "page#3".due_on, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($4::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $4::INTEGER) AS "pageInfo", (SELECT count(*) AS count_4 
FROM correction_orders AS "correction_orders#16" 
WHERE "correction_orders#16".institution_id = $2::UUID AND "correction_orders#16".kind = $5::VARCHAR) AS "totalCount" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".institution_id AS institution_id, "fetched#2".authority_id AS authority_id, "fetched#2".kind AS kind, "fetched#2".violation_codes AS violation_codes, "fetched#2".requirements AS requirements, "fetched#2".issued_on AS issued_on, "fetched#2".due_on AS due_on, "fetched#2".extended_from AS extended_from, "fetched#2".extension_reason AS extension_reason, "fetched#2".state AS state, "fetched#2".recheck_inspection_id AS recheck_inspection_id, "fetched#2".undisclosed_steps AS undisclosed_steps, "fetched#2".closed_at AS closed_at, "fetched#2".closed_by AS closed_by, "fetched#2".closing_note AS closing_note, "fetched#2".version AS version, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "correction_orders#1".id AS id, "correction_orders#1".institution_id AS institution_id, "correction_orders#1".authority_id AS authority_id, "correction_orders#1".kind AS kind, "correction_orders#1".violation_codes AS violation_codes, "correction_orders#1".requirements AS requirements, "correction_orders#1".issued_on AS issued_on, "correction_orders#1".due_on AS due_on, "correction_orders#1".extended_from AS extended_from, "correction_orders#1".extension_reason AS extension_reason, "correction_orders#1".state AS state, "correction_orders#1".recheck_inspection_id AS recheck_inspection_id, "correction_orders#1".undisclosed_steps AS undisclosed_steps, "correction_orders#1".closed_at AS closed_at, "correction_orders#1".closed_by AS closed_by, "correction_orders#1".closing_note AS closing_note, "correction_orders#1".version AS version 
FROM correction_orders AS "correction_orders#1" 
WHERE "correction_orders#1".institution_id = $2::UUID AND "correction_orders#1".kind = $6::VARCHAR ORDER BY "correction_orders#1".due_on ASC, "correction_orders#1".id ASC 
 LIMIT $4::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#17")) AS answer

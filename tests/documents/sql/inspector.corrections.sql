SELECT json_send((SELECT to_json("one#9") AS to_json_1 
FROM (SELECT 'insp_' || CAST("inspections#1".id AS TEXT) AS "id", (SELECT coalesce(json_agg("many#8"), '[]'::json) AS coalesce_1 
FROM (SELECT 'order_' || CAST("correction_orders#2".id AS TEXT) AS "id", "correction_orders#2".kind AS "kind", "correction_orders#2".state AS "state", "correction_orders#2".violation_codes AS "violationCodes", "correction_orders#2".requirements AS "requirements", "correction_orders#2".issued_on AS "issuedOn", "correction_orders#2".due_on AS "dueOn", "correction_orders#2".clock_is_off AS "clockIsOff", to_char(timezone('UTC', "correction_orders#2".closed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "closedAt", "correction_orders#2".closed_by AS "closedBy", "correction_orders#2".closing_note AS "closingNote", "correction_orders#2".version AS "version", (SELECT coalesce(json_agg("many#4"), '[]'::json) AS coalesce_2 
FROM (SELECT "rectification_reports#3".position AS "position", "rectification_reports#3".statement AS "statement", "rectification_reports#3".is_late AS "isLate", to_char(timezone('UTC', "rectification_reports#3".submitted_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "submittedAt" 
FROM rectification_reports AS "rectification_reports#3" 
WHERE "rectification_reports#3".order_id = "correction_orders#2".id ORDER BY "rectification_reports#3".position) AS "many#4") AS "reports", (SELECT to_json("part#7") AS to_json_2 
FROM (SELECT 'evs_' || ('order_' || CAST("correction_orders#2".id AS TEXT)) AS "id", CASE WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_1 
WHERE CAST(evidence_1.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_1.owner_id = "correction_orders#2".id AND evidence_1.superseded_at IS NULL AND CAST(evidence_1.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_1.state AS TEXT) != 'RECEIVED' AND evidence_1.declared_at < now() - interval '86400 seconds')) THEN 'STUCK' WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_2 
WHERE CAST(evidence_2.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_2.owner_id = "correction_orders#2".id AND evidence_2.superseded_at IS NULL AND CAST(evidence_2.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_2.state AS TEXT) != 'RECEIVED')) THEN 'INCOMPLETE' WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_3 
WHERE CAST(evidence_3.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_3.owner_id = "correction_orders#2".id AND evidence_3.superseded_at IS NULL AND CAST(evidence_3.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_3.state AS TEXT) = 'RECEIVED')) THEN 'COMPLETE' ELSE 'NONE' END AS "state", (SELECT count(*) AS count_1 
FROM evidence AS evidence_4 
WHERE CAST(evidence_4.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_4.owner_id = "correction_orders#2".id AND evidence_4.superseded_at IS NULL AND CAST(evidence_4.state AS TEXT) != 'WITHDRAWN') AS "expected", (SELECT count(*) AS count_2 
FROM evidence AS evidence_5 
WHERE CAST(evidence_5.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_5.owner_id = "correction_orders#2".id AND evidence_5.superseded_at IS NULL AND CAST(evidence_5.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_5.state AS TEXT) = 'RECEIVED') AS "received", (SELECT count(*) AS count_3 
FROM evidence AS evidence_6 
WHERE CAST(evidence_6.owner_kind AS TEXT) = 'RECTIFICATION' AND evidence_6.owner_id = "correction_orders#2".id AND evidence_6.superseded_at IS NULL AND CAST(evidence_6.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_6.state AS TEXT) != 'RECEIVED') AS "missing", (SELECT coalesce(json_agg("many#6"), '[]'::json) AS coalesce_3 
FROM (SELECT 'evid_' || CAST("evidence#5".id AS TEXT) AS "id", "evidence#5".kind AS "kind", "evidence#5".state AS "state", json_build_array('evidence_address'::text, CAST("evidence#5".id AS TEXT), 'thumbnail', (SELECT blobs_1.derivative_sha256 
FROM blobs AS blobs_1 
WHERE blobs_1.sha256 = "evidence#5".sha256 AND CAST("evidence#5".state AS TEXT) = 'RECEIVED') IS NOT NULL, CAST($1::UUID AS TEXT), null::text) AS "thumbnailUrl" 
FROM evidence AS "evidence#5" 
WHERE (CAST("evidence#5".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "evidence#5".owner_id AND (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_1 
WHERE inspection_assignments_1.inspection_id = inspections_1.id AND inspection_assignments_1.replaced_at IS NULL AND inspection_assignments_1.officer_id = $2::UUID)))) OR CAST("evidence#5".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_1 
WHERE complaints_1.id = "evidence#5".owner_id AND complaints_1.complainant_ref = $3::BYTEA)) OR CAST("evidence#5".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_1 
WHERE correction_orders_1.id = "evidence#5".owner_id AND ((EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_2 
WHERE inspection_assignments_2.inspection_id = correction_orders_1.inspection_id AND inspection_assignments_2.replaced_at IS NULL AND inspection_assignments_2.officer_id = $2::UUID)) OR (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_3 
WHERE inspection_assignments_3.inspection_id = correction_orders_1.recheck_inspection_id AND inspection_assignments_3.replaced_at IS NULL AND inspection_assignments_3.officer_id = $2::UUID)))))) AND CAST("evidence#5".owner_kind AS TEXT) = 'RECTIFICATION' AND "evidence#5".owner_id = "correction_orders#2".id ORDER BY "evidence#5".declared_at, "evidence#5".id) AS "many#6") AS "items") AS "part#7") AS "evidence" 
FROM correction_orders AS "correction_orders#2" 
WHERE ((EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_4 
WHERE inspection_assignments_4.inspection_id = "correction_orders#2".inspection_id AND inspection_assignments_4.replaced_at IS NULL AND inspection_assignments_4.officer_id = $2::UUID)) OR (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_5 
WHERE inspection_assignments_5.inspection_id = "correction_orders#2".recheck_inspection_id AND inspection_assignments_5.replaced_at IS NULL AND inspection_assignments_5.officer_id = $2::UUID))) AND "correction_orders#2".inspection_id = "inspections#1".id ORDER BY "correction_orders#2".issued_on, "correction_orders#2".id) AS "many#8") AS "correctionOrders" 
FROM inspections AS "inspections#1" 
WHERE (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_6 
WHERE inspection_assignments_6.inspection_id = "inspections#1".id AND inspection_assignments_6.replaced_at IS NULL AND inspection_assignments_6.officer_id = $2::UUID)) AND "inspections#1".id = $4::UUID) AS "one#9")) AS answer

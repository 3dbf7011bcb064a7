SELECT json_send((SELECT to_json("one#5") AS to_json_1 
FROM (SELECT 'insp_' || CAST("inspections#1".id AS TEXT) AS "id", (SELECT to_json("part#4") AS to_json_2 
FROM (SELECT 'evs_' || ('insp_' || CAST("inspections#1".id AS TEXT)) AS "id", CASE WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_1 
WHERE CAST(evidence_1.owner_kind AS TEXT) = 'INSPECTION' AND evidence_1.owner_id = "inspections#1".id AND evidence_1.superseded_at IS NULL AND CAST(evidence_1.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_1.state AS TEXT) != 'RECEIVED' AND evidence_1.declared_at < now() - interval '86400 seconds')) THEN 'STUCK' WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_2 
WHERE CAST(evidence_2.owner_kind AS TEXT) = 'INSPECTION' AND evidence_2.owner_id = "inspections#1".id AND evidence_2.superseded_at IS NULL AND CAST(evidence_2.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_2.state AS TEXT) != 'RECEIVED')) THEN 'INCOMPLETE' WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_3 
WHERE CAST(evidence_3.owner_kind AS TEXT) = 'INSPECTION' AND evidence_3.owner_id = "inspections#1".id AND evidence_3.superseded_at IS NULL AND CAST(evidence_3.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_3.state AS TEXT) = 'RECEIVED')) THEN 'COMPLETE' ELSE 'NONE' END AS "state", (SELECT count(*) AS count_1 
FROM evidence AS evidence_4 
WHERE CAST(evidence_4.owner_kind AS TEXT) = 'INSPECTION' AND evidence_4.owner_id = "inspections#1".id AND evidence_4.superseded_at IS NULL AND CAST(evidence_4.state AS TEXT) != 'WITHDRAWN') AS "expected", (SELECT count(*) AS count_2 
FROM evidence AS evidence_5 
WHERE CAST(evidence_5.owner_kind AS TEXT) = 'INSPECTION' AND evidence_5.owner_id = "inspections#1".id AND evidence_5.superseded_at IS NULL AND CAST(evidence_5.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_5.state AS TEXT) = 'RECEIVED') AS "received", (SELECT count(*) AS count_3 
FROM evidence AS evidence_6 
WHERE CAST(evidence_6.owner_kind AS TEXT) = 'INSPECTION' AND evidence_6.owner_id = "inspections#1".id AND evidence_6.superseded_at IS NULL AND CAST(evidence_6.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_6.state AS TEXT) != 'RECEIVED') AS "missing", (SELECT coalesce(json_agg("many#3"), '[]'::json) AS coalesce_1 
FROM (SELECT 'evid_' || CAST("evidence#2".id AS TEXT) AS "id", "evidence#2".kind AS "kind", "evidence#2".state AS "state", encode("evidence#2".sha256, 'hex') AS "sha256", "evidence#2".size AS "size", "evidence#2".refusal AS "refusal", "evidence#2".version_no AS "versionNo", to_char(timezone('UTC', "evidence#2".superseded_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "supersededAt", to_char(timezone('UTC', "evidence#2".captured_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "capturedAt", to_char(timezone('UTC', "evidence#2".received_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "receivedAt", to_char(timezone('UTC', "evidence#2".withdrawn_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "withdrawnAt", "evidence#2".withdrawal_reason AS "withdrawalReason", json_build_array('evidence_address'::text, CAST("evidence#2".id AS TEXT), 'thumbnail', (SELECT blobs_1.derivative_sha256 
FROM blobs AS blobs_1 
WHERE blobs_1.sha256 = "evidence#2".sha256 AND CAST("evidence#2".state AS TEXT) = 'RECEIVED') IS NOT NULL, CAST($1::UUID AS TEXT), null::text) AS "thumbnailUrl" 
FROM evidence AS "evidence#2" 
WHERE (CAST("evidence#2".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "evidence#2".owner_id AND (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_1 
WHERE inspection_assignments_1.inspection_id = inspections_1.id AND inspection_assignments_1.replaced_at IS NULL AND inspection_assignments_1.officer_id = $2::UUID)))) OR CAST("evidence#2".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_1 
WHERE complaints_1.id = "evidence#2".owner_id AND complaints_1.complainant_ref = $3::BYTEA)) OR CAST("evidence#2".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_1 
WHERE correction_orders_1.id = "evidence#2".owner_id AND ((EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_2 
WHERE inspection_assignments_2.inspection_id = correction_orders_1.inspection_id AND inspection_assignments_2.replaced_at IS NULL AND inspection_assignments_2.officer_id = $2::UUID)) OR (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_3 
WHERE inspection_assignments_3.inspection_id = correction_orders_1.recheck_inspection_id AND inspection_assignments_3.replaced_at IS NULL AND inspection_assignments_3.officer_id = $2::UUID)))))) AND CAST("evidence#2".owner_kind AS TEXT) = 'INSPECTION' AND "evidence#2".owner_id = "inspections#1".id ORDER BY "evidence#2".declared_at, "evidence#2".id) AS "many#3") AS "items") AS "part#4") AS "evidence" 
FROM inspections AS "inspections#1" 
WHERE (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_4 
WHERE inspection_assignments_4.inspection_id = "inspections#1".id AND inspection_assignments_4.replaced_at IS NULL AND inspection_assignments_4.officer_id = $2::UUID)) AND "inspections#1".id = $4::UUID) AS "one#5")) AS answer

SELECT json_send(json_build_object('nodes', (SELECT coalesce(json_agg("page#2"), '[]'::json) AS coalesce_1 
FROM (SELECT 'evid_' || CAST("evidence#1".id AS TEXT) AS "id", CASE WHEN (CAST("evidence#1".owner_kind AS TEXT) = 'INSPECTION') THEN 'insp_' || CAST("evidence#1".owner_id AS TEXT) WHEN (CAST("evidence#1".owner_kind AS TEXT) = 'COMPLAINT') THEN 'cmp_' || CAST("evidence#1".owner_id AS TEXT) WHEN (CAST("evidence#1".owner_kind AS TEXT) = 'RECTIFICATION') THEN 'order_' || CAST("evidence#1".owner_id AS TEXT) END AS "ownerId", "evidence#1".kind AS "kind", to_char(timezone('UTC', "evidence#1".declared_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "declaredAt", "evidence#1".size AS "size" 
FROM evidence AS "evidence#1" 
WHERE (CAST("evidence#1".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "evidence#1".owner_id AND (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_1 
WHERE inspection_assignments_1.inspection_id = inspections_1.id AND inspection_assignments_1.replaced_at IS NULL AND inspection_assignments_1.officer_id = $1::UUID)))) OR CAST("evidence#1".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_1 
WHERE complaints_1.id = "evidence#1".owner_id AND complaints_1.complainant_ref = $2::BYTEA)) OR CAST("evidence#1".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_1 
WHERE correction_orders_1.id = "evidence#1".owner_id AND ((EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_2 
WHERE inspection_assignments_2.inspection_id = correction_orders_1.inspection_id AND inspection_assignments_2.replaced_at IS NULL AND inspection_assignments_2.officer_id = $1::UUID)) OR (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_3 
WHERE inspection_assignments_3.inspection_id = correction_orders_1.recheck_inspection_id AND inspection_assignments_3.replaced_at IS NULL AND inspection_assignments_3.officer_id = $1::UUID)))))) AND CAST("evidence#1".state AS TEXT) = 'EXPECTED' AND "evidence#1".superseded_at IS NULL AND "evidence#1".declared_at < now() - interval '86400 seconds' ORDER BY "evidence#1".declared_at ASC, "evidence#1".id ASC 
 LIMIT $3::INTEGER) AS "page#2"), 'totalCount', (SELECT count(*) AS count_1 
FROM evidence AS "evidence#3" 
WHERE (CAST("evidence#3".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_2 
WHERE inspections_2.id = "evidence#3".owner_id AND (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_4 
WHERE inspection_assignments_4.inspection_id = inspections_2.id AND inspection_assignments_4.replaced_at IS NULL AND inspection_assignments_4.officer_id = $1::UUID)))) OR CAST("evidence#3".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_2 
WHERE complaints_2.id = "evidence#3".owner_id AND complaints_2.complainant_ref = $2::BYTEA)) OR CAST("evidence#3".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_2 
WHERE correction_orders_2.id = "evidence#3".owner_id AND ((EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_5 
WHERE inspection_assignments_5.inspection_id = correction_orders_2.inspection_id AND inspection_assignments_5.replaced_at IS NULL AND inspection_assignments_5.officer_id = $1::UUID)) OR (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_6 
WHERE inspection_assignments_6.inspection_id = correction_orders_2.recheck_inspection_id AND inspection_assignments_6.replaced_at IS NULL AND inspection_assignments_6.officer_id = $1::UUID)))))) AND CAST("evidence#3".state AS TEXT) = 'EXPECTED' AND "evidence#3".superseded_at IS NULL AND "evidence#3".declared_at < now() - interval '86400 seconds'))) AS answer

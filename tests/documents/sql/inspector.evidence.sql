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

SELECT json_send((SELECT to_json("connection#13") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("node#7") AS to_json_2 
FROM (SELECT 'evid_' || CAST("page#6".id AS TEXT) AS "id", CASE WHEN (CAST("page#6".owner_kind AS TEXT) = 'INSPECTION') THEN 'insp_' || CAST("page#6".owner_id AS TEXT) WHEN (CAST("page#6".owner_kind AS TEXT) = 'COMPLAINT') THEN 'cmp_' || CAST("page#6".owner_id AS TEXT) WHEN (CAST("page#6".owner_kind AS TEXT) = 'RECTIFICATION') THEN 'order_' || CAST("page#6".owner_id AS TEXT) END AS "ownerId", "page#6".kind AS "kind", to_char(timezone('UTC', "page#6".declared_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "declaredAt", "page#6".size AS "size") AS "node#7")) FILTER (WHERE "page#6"."number#" <= $1::INTEGER), '[]'::json) AS "nodes", (SELECT count(*) AS count_1 
FROM evidence AS "evidence#9" 
WHERE CAST("evidence#9".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "evidence#9".owner_id AND inspections_1.id = ANY (array((SELECT inspection_assignments_1.inspection_id 
FROM inspection_assignments AS inspection_assignments_1 
WHERE inspection_assignments_1.replaced_at IS NULL AND inspection_assignments_1.officer_id = $2::UUID))))) AND CAST("evidence#9".state AS TEXT) = 'EXPECTED' AND "evidence#9".superseded_at IS NULL AND "evidence#9".declared_at < now() - interval '86400 seconds') + (SELECT count(*) AS count_2 
FROM evidence AS "evidence#10" 
WHERE CAST("evidence#10".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_1 
WHERE complaints_1.id = "evidence#10".owner_id AND complaints_1.complainant_ref = $3::BYTEA)) AND (CAST("evidence#10".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_2 
WHERE inspections_2.id = "evidence#10".owner_id AND inspections_2.id = ANY (array((SELECT inspection_assignments_2.inspection_id 
FROM inspection_assignments AS inspection_assignments_2 
WHERE inspection_assignments_2.replaced_at IS NULL AND inspection_assignments_2.officer_id = $2::UUID)))))) IS NOT true AND CAST("evidence#10".state AS TEXT) = 'EXPECTED' AND "evidence#10".superseded_at IS NULL AND "evidence#10".declared_at < now() - interval '86400 seconds') + (SELECT count(*) AS count_3 
FROM evidence AS "evidence#11" 
WHERE CAST("evidence#11".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_1 
WHERE correction_orders_1.id = "evidence#11".owner_id AND (correction_orders_1.inspection_id = ANY (array((SELECT inspection_assignments_3.inspection_id 
FROM inspection_assignments AS inspection_assignments_3 
WHERE inspection_assignments_3.replaced_at IS NULL AND inspection_assignments_3.officer_id = $2::UUID))) OR correction_orders_1.recheck_inspection_id = ANY (array((SELECT inspection_assignments_4.inspection_id 
FROM inspection_assignments AS inspection_assignments_4 
WHERE inspection_assignments_4.replaced_at IS NULL AND inspection_assignments_4.officer_id = $2::UUID)))))) AND (CAST("evidence#11".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_3 
WHERE inspections_3.id = "evidence#11".owner_id AND inspections_3.id = ANY (array((SELECT inspection_assignments_5.inspection_id 
FROM inspection_assignments AS inspection_assignments_5 
WHERE inspection_assignments_5.replaced_at IS NULL AND inspection_assignments_5.officer_id = $2::UUID)))))) IS NOT true AND (CAST("evidence#11".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_2 
WHERE complaints_2.id = "evidence#11".owner_id AND complaints_2.complainant_ref = $3::BYTEA))) IS NOT true AND CAST("evidence#11".state AS TEXT) = 'EXPECTED' AND "evidence#11".superseded_at IS NULL AND "evidence#11".declared_at < now() - interval '86400 seconds') AS "totalCount" 
FROM (SELECT "fetched#5".id AS id, "fetched#5".owner_kind AS owner_kind, "fetched#5".owner_id AS owner_id, "fetched#5".kind AS kind, "fetched#5".size AS size, "fetched#5".declared_at AS declared_at, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT DISTINCT ON ("branches#12".declared_at, "branches#12".id) "branches#12".id AS id, "branches#12".owner_kind AS owner_kind, "branches#12".owner_id AS owner_id, "branches#12".kind AS kind, "branches#12".size AS size, "branches#12".declared_at AS declared_at 
FROM ((SELECT "evidence#2".id AS id, "evidence#2".owner_kind AS owner_kind, "evidence#2".owner_id AS owner_id, "evidence#2".kind AS kind, "evidence#2".size AS size, "evidence#2".declared_at AS declared_at 
FROM evidence AS "evidence#2" 
WHERE CAST("evidence#2".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_4 
WHERE inspections_4.id = "evidence#2".owner_id AND inspections_4.id = ANY (array((SELECT inspection_assignments_6.inspection_id 
FROM inspection_assignments AS inspection_assignments_6 
WHERE inspection_assignments_6.replaced_at IS NULL AND inspection_assignments_6.officer_id = $2::UUID))))) AND CAST("evidence#2".state AS TEXT) = 'EXPECTED' AND "evidence#2".superseded_at IS NULL AND "evidence#2".declared_at < now() - interval '86400 seconds' ORDER BY "evidence#2".declared_at ASC, "evidence#2".id ASC 
 LIMIT 21) UNION ALL (SELECT "evidence#3".id AS id, "evidence#3".owner_kind AS owner_kind, "evidence#3".owner_id AS owner_id, "evidence#3".kind AS kind, "evidence#3".size AS size, "evidence#3".declared_at AS declared_at 
FROM evidence AS "evidence#3" 
WHERE CAST("evidence#3".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_3 
WHERE complaints_3.id = "evidence#3".owner_id AND complaints_3.complainant_ref = $3::BYTEA)) AND CAST("evidence#3".state AS TEXT) = 'EXPECTED' AND "evidence#3".superseded_at IS NULL AND "evidence#3".declared_at < now() - interval '86400 seconds' ORDER BY "evidence#3".declared_at ASC, "evidence#3".id ASC 
 LIMIT 21) UNION ALL (SELECT "evidence#4".id AS id, "evidence#4".owner_kind AS owner_kind, "evidence#4".owner_id AS owner_id, "evidence#4".kind AS kind, "evidence#4".size AS size, "evidence#4".declared_at AS declared_at 
FROM evidence AS "evidence#4" 
WHERE CAST("evidence#4".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_2 
WHERE correction_orders_2.id = "evidence#4".owner_id AND (correction_orders_2.inspection_id = ANY (array((SELECT inspection_assignments_7.inspection_id 
FROM inspection_assignments AS inspection_assignments_7 
WHERE inspection_assignments_7.replaced_at IS NULL AND inspection_assignments_7.officer_id = $2::UUID))) OR correction_orders_2.recheck_inspection_id = ANY (array((SELECT inspection_assignments_8.inspection_id 
FROM inspection_assignments AS inspection_assignments_8 
WHERE inspection_assignments_8.replaced_at IS NULL AND inspection_assignments_8.officer_id = $2::UUID)))))) AND CAST("evidence#4".state AS TEXT) = 'EXPECTED' AND "evidence#4".superseded_at IS NULL AND "evidence#4".declared_at < now() - interval '86400 seconds' ORDER BY "evidence#4".declared_at ASC, "evidence#4".id ASC 
 LIMIT 21)) AS "branches#12" ORDER BY "branches#12".declared_at ASC, "branches#12".id ASC 
 LIMIT 21) AS "fetched#5") AS "page#6") AS "connection#13")) AS answer

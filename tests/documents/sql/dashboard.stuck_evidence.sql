SELECT json_send((SELECT to_json("connection#9") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#7") AS to_json_2 
FROM (SELECT (SELECT to_json("node#6") AS to_json_3 
FROM (SELECT 'evid_' || CAST("page#3".id AS TEXT) AS "id", "page#3".owner_kind AS "ownerKind", CASE WHEN (CAST("page#3".owner_kind AS TEXT) = 'INSPECTION') THEN 'insp_' || CAST("page#3".owner_id AS TEXT) WHEN (CAST("page#3".owner_kind AS TEXT) = 'COMPLAINT') THEN 'cmp_' || CAST("page#3".owner_id AS TEXT) WHEN (CAST("page#3".owner_kind AS TEXT) = 'RECTIFICATION') THEN 'order_' || CAST("page#3".owner_id AS TEXT) END AS "ownerId", "page#3".kind AS "kind", "page#3".size AS "size", to_char(timezone('UTC', "page#3".declared_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "declaredAt", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'ofcr_' || CAST("officers#4".id AS TEXT) AS "id", "officers#4".name AS "name" 
FROM officers AS "officers#4" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#4".authority_id AND authorities_1.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR)) AND "officers#4".id = "page#3".captured_by) AS "one#5") AS "capturedBy") AS "node#6") AS "node") AS "edge#7")) FILTER (WHERE "page#3"."number#" <= $3::INTEGER), '[]'::json) AS "edges", (SELECT count(*) AS count_1 
FROM evidence AS "evidence#8" 
WHERE (CAST("evidence#8".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "evidence#8".owner_id AND inspections_1.authority_id = $4::UUID)) OR CAST("evidence#8".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_1 
WHERE complaints_1.id = "evidence#8".owner_id AND complaints_1.complainant_ref = $5::BYTEA)) OR CAST("evidence#8".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_1 
WHERE correction_orders_1.id = "evidence#8".owner_id AND correction_orders_1.authority_id = $4::UUID))) AND CAST("evidence#8".state AS TEXT) = 'EXPECTED' AND "evidence#8".superseded_at IS NULL AND "evidence#8".declared_at < now() - interval '86400 seconds' AND "evidence#8".owner_kind = $6::VARCHAR) AS "totalCount", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('stuckEvidence:Evidence:DECLARED_AT'::text, CAST(EXTRACT(epoch FROM "page#3".declared_at) * 1000000 AS BIGINT), "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($3::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $3::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".owner_kind AS owner_kind, "fetched#2".owner_id AS owner_id, "fetched#2".kind AS kind, "fetched#2".size AS size, "fetched#2".captured_by AS captured_by, "fetched#2".declared_at AS declared_at, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "evidence#1".id AS id, "evidence#1".owner_kind AS owner_kind, "evidence#1".owner_id AS owner_id, "evidence#1".kind AS kind, "evidence#1".size AS size, "evidence#1".captured_by AS captured_by, "evidence#1".declared_at AS declared_at 
FROM evidence AS "evidence#1" 
WHERE (CAST("evidence#1".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_2 
WHERE inspections_2.id = "evidence#1".owner_id AND inspections_2.authority_id = $4::UUID)) OR CAST("evidence#1".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_2 
WHERE complaints_2.id = "evidence#1".owner_id AND complaints_2.complainant_ref = $5::BYTEA)) OR CAST("evidence#1".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_2 
WHERE correction_orders_2.id = "evidence#1".owner_id AND correction_orders_2.authority_id = $4::UUID))) AND CAST("evidence#1".state AS TEXT) = 'EXPECTED' AND "evidence#1".superseded_at IS NULL AND "evidence#1".declared_at < now() - interval '86400 seconds' AND "evidence#1".owner_kind = $7::VARCHAR ORDER BY "evidence#1".declared_at ASC, "evidence#1".id ASC 
 LIMIT $3::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#9")) AS answer

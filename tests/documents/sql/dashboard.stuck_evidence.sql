SELECT json_send((SELECT to_json("connection#16") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#10") AS to_json_2 
FROM (SELECT (SELECT to_json("node#9") AS to_json_3 
FROM (SELECT 'evid_' || CAST("page#6".id AS TEXT) AS "id", "page#6".owner_kind AS "ownerKind", CASE WHEN (CAST("page#6".owner_kind AS TEXT) = 'INSPECTION') THEN 'insp_' || CAST("page#6".owner_id AS TEXT) WHEN (CAST("page#6".owner_kind AS TEXT) = 'COMPLAINT') THEN 'cmp_' || CAST("page#6".owner_id AS TEXT) WHEN (CAST("page#6".owner_kind AS TEXT) = 'RECTIFICATION') THEN 'order_' || CAST("page#6".owner_id AS TEXT) END AS "ownerId", "page#6".kind AS "kind", "page#6".size AS "size", to_char(timezone('UTC', "page#6".declared_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "declaredAt", (SELECT to_json("one#8") AS to_json_4 
FROM (SELECT 'ofcr_' || CAST("officers#7".id AS TEXT) AS "id", "officers#7".name AS "name" 
FROM officers AS "officers#7" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#7".authority_id AND authorities_1.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR)) AND "officers#7".id = "page#6".captured_by) AS "one#8") AS "capturedBy") AS "node#9") AS "node") AS "edge#10")) FILTER (WHERE "page#6"."number#" <= $3::INTEGER), '[]'::json) AS "edges", (SELECT count(*) AS count_1 
FROM evidence AS "evidence#12" 
WHERE CAST("evidence#12".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "evidence#12".owner_id AND inspections_1.authority_id = $4::UUID)) AND CAST("evidence#12".state AS TEXT) = 'EXPECTED' AND "evidence#12".superseded_at IS NULL AND "evidence#12".declared_at < now() - interval '86400 seconds' AND "evidence#12".owner_kind = $5::VARCHAR) + (SELECT count(*) AS count_2 
FROM evidence AS "evidence#13" 
WHERE CAST("evidence#13".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_1 
WHERE complaints_1.id = "evidence#13".owner_id AND complaints_1.complainant_ref = $6::BYTEA)) AND (CAST("evidence#13".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_2 
WHERE inspections_2.id = "evidence#13".owner_id AND inspections_2.authority_id = $4::UUID))) IS NOT true AND CAST("evidence#13".state AS TEXT) = 'EXPECTED' AND "evidence#13".superseded_at IS NULL AND "evidence#13".declared_at < now() - interval '86400 seconds' AND "evidence#13".owner_kind = $7::VARCHAR) + (SELECT count(*) AS count_3 
FROM evidence AS "evidence#14" 
WHERE CAST("evidence#14".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_1 
WHERE correction_orders_1.id = "evidence#14".owner_id AND correction_orders_1.authority_id = $4::UUID)) AND (CAST("evidence#14".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_3 
WHERE inspections_3.id = "evidence#14".owner_id AND inspections_3.authority_id = $4::UUID))) IS NOT true AND (CAST("evidence#14".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_2 
WHERE complaints_2.id = "evidence#14".owner_id AND complaints_2.complainant_ref = $6::BYTEA))) IS NOT true AND CAST("evidence#14".state AS TEXT) = 'EXPECTED' AND "evidence#14".superseded_at IS NULL AND "evidence#14".declared_at < now() - interval '86400 seconds' AND "evidence#14".owner_kind = $8::VARCHAR) AS "totalCount", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('stuckEvidence:Evidence:DECLARED_AT'::text, CAST(EXTRACT(epoch FROM "page#6".declared_at) * 1000000 AS BIGINT), "page#6".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#6"."number#" = least($3::INTEGER, "page#6"."total#")), 'hasNextPage', count(*) > $3::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#5".id AS id, "fetched#5".owner_kind AS owner_kind, "fetched#5".owner_id AS owner_id, "fetched#5".kind AS kind, "fetched#5".size AS size, "fetched#5".captured_by AS captured_by, "fetched#5".declared_at AS declared_at, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT DISTINCT ON ("branches#15".declared_at, "branches#15".id) "branches#15".id AS id, "branches#15".owner_kind AS owner_kind, "branches#15".owner_id AS owner_id, "branches#15".kind AS kind, "branches#15".size AS size, "branches#15".captured_by AS captured_by, "branches#15".declared_at AS declared_at 
FROM ((SELECT "evidence#2".id AS id, "evidence#2".owner_kind AS owner_kind, "evidence#2".owner_id AS owner_id, "evidence#2".kind AS kind, "evidence#2".size AS size, "evidence#2".captured_by AS captured_by, "evidence#2".declared_at AS declared_at 
FROM evidence AS "evidence#2" 
WHERE CAST("evidence#2".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_4 
WHERE inspections_4.id = "evidence#2".owner_id AND inspections_4.authority_id = $4::UUID)) AND CAST("evidence#2".state AS TEXT) = 'EXPECTED' AND "evidence#2".superseded_at IS NULL AND "evidence#2".declared_at < now() - interval '86400 seconds' AND "evidence#2".owner_kind = $9::VARCHAR ORDER BY "evidence#2".declared_at ASC, "evidence#2".id ASC 
 LIMIT $3::INTEGER + 1) UNION ALL (SELECT "evidence#3".id AS id, "evidence#3".owner_kind AS owner_kind, "evidence#3".owner_id AS owner_id, "evidence#3".kind AS kind, "evidence#3".size AS size, "evidence#3".captured_by AS captured_by, "evidence#3".declared_at AS declared_at 
FROM evidence AS "evidence#3" 
WHERE CAST("evidence#3".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_3 
WHERE complaints_3.id = "evidence#3".owner_id AND complaints_3.complainant_ref = $6::BYTEA)) AND CAST("evidence#3".state AS TEXT) = 'EXPECTED' AND "evidence#3".superseded_at IS NULL AND "evidence#3".declared_at < now() - interval '86400 seconds' AND "evidence#3".owner_kind = $10::VARCHAR ORDER BY "evidence#3".declared_at ASC, "evidence#3".id ASC 
 LIMIT $3::INTEGER + 1) UNION ALL (SELECT "evidence#4".id AS id, "evidence#4".owner_kind AS owner_kind, "evidence#4".owner_id AS owner_id, "evidence#4".kind AS kind, "evidence#4".size AS size, "evidence#4".captured_by AS captured_by, "evidence#4".declared_at AS declared_at 
FROM evidence AS "evidence#4" 
WHERE CAST("evidence#4".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_2 
WHERE correction_orders_2.id = "evidence#4".owner_id AND correction_orders_2.authority_id = $4::UUID)) AND CAST("evidence#4".state AS TEXT) = 'EXPECTED' AND "evidence#4".superseded_at IS NULL AND "evidence#4".declared_at < now() - interval '86400 seconds' AND "evidence#4".owner_kind = $11::VARCHAR ORDER BY "evidence#4".declared_at ASC, "evidence#4".id ASC 
 LIMIT $3::INTEGER + 1)) AS "branches#15" ORDER BY "branches#15".declared_at ASC, "branches#15".id ASC 
 LIMIT $3::INTEGER + 1) AS "fetched#5") AS "page#6") AS "connection#16")) AS answer

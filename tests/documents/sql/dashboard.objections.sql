SELECT json_send((SELECT to_json("connection#12") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#11") AS to_json_2 
FROM (SELECT (SELECT to_json("node#10") AS to_json_3 
FROM (SELECT 'obj_' || CAST("page#3".id AS TEXT) AS "id", "page#3".statement AS "statement", "page#3".state AS "state", to_char(timezone('UTC', "page#3".raised_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "raisedAt", "page#3".due_on AS "dueOn", "page#3".due_is_provisional AS "dueIsProvisional", to_char(timezone('UTC', "page#3".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "page#3".reason AS "reason", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#4".id AS TEXT) AS "id", "institutions#4".name AS "name" 
FROM institutions AS "institutions#4" 
WHERE "institutions#4".id = "page#3".institution_id) AS "one#5") AS "institution", (SELECT to_json("one#7") AS to_json_5 
FROM (SELECT 'pub_' || CAST("public_records#6".id AS TEXT) AS "id", "public_records#6".version_no AS "versionNo", "public_records#6".result_text AS "resultText", "public_records#6".superseded_at IS NULL AS "isCurrent" 
FROM public_records AS "public_records#6" 
WHERE ("public_records#6".withdrawn_at IS NULL AND "public_records#6".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) OR (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "public_records#6".inspection_id AND inspections_1.authority_id = $1::UUID))) AND "public_records#6".id = "page#3".public_record_id) AS "one#7") AS "publicRecord", (SELECT to_json("one#9") AS to_json_6 
FROM (SELECT 'insp_' || CAST("inspections#8".id AS TEXT) AS "id", "inspections#8".state AS "state" 
FROM inspections AS "inspections#8" 
WHERE "inspections#8".authority_id = $1::UUID AND "inspections#8".id = "page#3".inspection_id) AS "one#9") AS "inspection") AS "node#10") AS "node") AS "edge#11")) FILTER (WHERE "page#3"."number#" <= $2::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('objections:Objection:RECEIVED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($2::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $2::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".inspection_id AS inspection_id, "fetched#2".public_record_id AS public_record_id, "fetched#2".institution_id AS institution_id, "fetched#2".statement AS statement, "fetched#2".state AS state, "fetched#2".raised_at AS raised_at, "fetched#2".due_on AS due_on, "fetched#2".due_is_provisional AS due_is_provisional, "fetched#2".decided_at AS decided_at, "fetched#2".reason AS reason, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "objections#1".id AS id, "objections#1".inspection_id AS inspection_id, "objections#1".public_record_id AS public_record_id, "objections#1".institution_id AS institution_id, "objections#1".statement AS statement, "objections#1".state AS state, "objections#1".raised_at AS raised_at, "objections#1".due_on AS due_on, "objections#1".due_is_provisional AS due_is_provisional, "objections#1".decided_at AS decided_at, "objections#1".reason AS reason 
FROM objections AS "objections#1" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_2 
WHERE inspections_2.id = "objections#1".inspection_id AND inspections_2.authority_id = $1::UUID)) AND CAST("objections#1".state AS TEXT) = ANY ($3::TEXT[]) ORDER BY "objections#1".id DESC 
 LIMIT $2::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#12")) AS answer

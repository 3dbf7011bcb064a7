SELECT json_send((SELECT to_json("connection#10") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#9") AS to_json_2 
FROM (SELECT (SELECT to_json("node#8") AS to_json_3 
FROM (SELECT 'rply_' || CAST("page#3".id AS TEXT) AS "id", "page#3".text AS "text", "page#3".state AS "state", to_char(timezone('UTC', "page#3".written_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "writtenAt", to_char(timezone('UTC', "page#3".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "page#3".decline_ground AS "declineGround", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#4".id AS TEXT) AS "id", "institutions#4".name AS "name" 
FROM institutions AS "institutions#4" 
WHERE "institutions#4".id = "page#3".institution_id) AS "one#5") AS "institution", (SELECT to_json("one#7") AS to_json_5 
FROM (SELECT 'pub_' || CAST("public_records#6".id AS TEXT) AS "id", "public_records#6".version_no AS "versionNo", "public_records#6".result_text AS "resultText" 
FROM public_records AS "public_records#6" 
WHERE ("public_records#6".withdrawn_at IS NULL AND "public_records#6".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) OR (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "public_records#6".inspection_id AND inspections_1.authority_id = $1::UUID))) AND "public_records#6".id = "page#3".public_record_id) AS "one#7") AS "publicRecord") AS "node#8") AS "node") AS "edge#9")) FILTER (WHERE "page#3"."number#" <= $2::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('replies:Reply:RECEIVED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($2::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $2::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".public_record_id AS public_record_id, "fetched#2".institution_id AS institution_id, "fetched#2".text AS text, "fetched#2".state AS state, "fetched#2".written_at AS written_at, "fetched#2".decided_at AS decided_at, "fetched#2".decline_ground AS decline_ground, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "replies#1".id AS id, "replies#1".public_record_id AS public_record_id, "replies#1".institution_id AS institution_id, "replies#1".text AS text, "replies#1".state AS state, "replies#1".written_at AS written_at, "replies#1".decided_at AS decided_at, "replies#1".decline_ground AS decline_ground 
FROM replies AS "replies#1" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_2 
WHERE inspections_2.id = "replies#1".inspection_id AND inspections_2.authority_id = $1::UUID)) AND CAST("replies#1".state AS TEXT) = ANY ($3::TEXT[]) ORDER BY "replies#1".id DESC 
 LIMIT $2::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#10")) AS answer

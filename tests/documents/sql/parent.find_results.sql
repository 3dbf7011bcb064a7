SELECT json_send((SELECT to_json("connection#8") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#7") AS to_json_2 
FROM (SELECT (SELECT to_json("node#6") AS to_json_3 
FROM (SELECT 'pub_' || CAST("page#3".id AS TEXT) AS "id", "page#3".inspected_on AS "inspectedOn", "page#3".result_codes AS "resultCodes", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#4".id AS TEXT) AS "id", "institutions#4".name AS "name" 
FROM institutions AS "institutions#4" 
WHERE "institutions#4".id = "page#3".institution_id) AS "one#5") AS "institution") AS "node#6") AS "node") AS "edge#7")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('publicInspectionResults:PublicRecord:PUBLISHED_AT'::text, CAST(EXTRACT(epoch FROM "page#3".published_at) * 1000000 AS BIGINT), "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".institution_id AS institution_id, "fetched#2".result_codes AS result_codes, "fetched#2".inspected_on AS inspected_on, "fetched#2".published_at AS published_at, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "public_records#1".id AS id, "public_records#1".institution_id AS institution_id, "public_records#1".result_codes AS result_codes, "public_records#1".inspected_on AS inspected_on, "public_records#1".published_at AS published_at 
FROM public_records AS "public_records#1" 
WHERE "public_records#1".withdrawn_at IS NULL AND "public_records#1".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND "public_records#1".superseded_at IS NULL AND "public_records#1".institution_id IN (SELECT institutions_1.id 
FROM institutions AS institutions_1 
WHERE institutions_1.search_tokens @> $2::TEXT[]) ORDER BY "public_records#1".published_at DESC, "public_records#1".id DESC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#8")) AS answer

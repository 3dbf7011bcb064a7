SELECT json_send((SELECT to_json("connection#10") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#9") AS to_json_2 
FROM (SELECT (SELECT to_json("node#8") AS to_json_3 
FROM (SELECT 'auth_' || CAST("page#3".id AS TEXT) AS "id", "page#3".name AS "name", "page#3".kind AS "kind", "page#3".sectors AS "sectors", "page#3".complaint_phone AS "complaintPhone", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT "regions#4".code AS "code", "regions#4".name AS "name" 
FROM regions AS "regions#4" 
WHERE "regions#4".code = "page#3".region_code) AS "one#5") AS "region", (SELECT to_json("one#7") AS to_json_5 
FROM (SELECT 'auth_' || CAST("authorities#6".id AS TEXT) AS "id", "authorities#6".name AS "name" 
FROM authorities AS "authorities#6" 
WHERE "authorities#6".id = "page#3".parent_id) AS "one#7") AS "parent") AS "node#8") AS "node") AS "edge#9")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('authorities:Authority:REGION'::text, "page#3".region_code, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".kind AS kind, "fetched#2".name AS name, "fetched#2".region_code AS region_code, "fetched#2".sectors AS sectors, "fetched#2".parent_id AS parent_id, "fetched#2".complaint_phone AS complaint_phone, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "authorities#1".id AS id, "authorities#1".kind AS kind, "authorities#1".name AS name, "authorities#1".region_code AS region_code, "authorities#1".sectors AS sectors, "authorities#1".parent_id AS parent_id, "authorities#1".complaint_phone AS complaint_phone 
FROM authorities AS "authorities#1" 
WHERE "authorities#1".region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND $4::VARCHAR = ANY ("authorities#1".sectors) ORDER BY "authorities#1".region_code ASC, "authorities#1".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#10")) AS answer

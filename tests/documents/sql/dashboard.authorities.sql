SELECT json_send((SELECT to_json("connection#13") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#12") AS to_json_2 
FROM (SELECT (SELECT to_json("node#11") AS to_json_3 
FROM (SELECT 'auth_' || CAST("page#3".id AS TEXT) AS "id", "page#3".kind AS "kind", "page#3".name AS "name", CASE WHEN ("page#3".region_code = '000000') THEN 'NATION' WHEN ("page#3".region_code LIKE '__0000') THEN 'PROVINCE' WHEN ("page#3".region_code LIKE '____00') THEN 'CITY' ELSE 'COUNTY' END AS "level", "page#3".sectors AS "sectors", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT "regions#4".code AS "code", "regions#4".name AS "name" 
FROM regions AS "regions#4" 
WHERE "regions#4".code = "page#3".region_code) AS "one#5") AS "region", (SELECT to_json("one#7") AS to_json_5 
FROM (SELECT 'auth_' || CAST("authorities#6".id AS TEXT) AS "id", "authorities#6".name AS "name" 
FROM authorities AS "authorities#6" 
WHERE "authorities#6".id = "page#3".parent_id) AS "one#7") AS "parent", (SELECT count(*) AS count_1 
FROM authorities AS "authorities#8" 
WHERE "authorities#8".parent_id = "page#3".id AND "authorities#8".closed_at IS NULL) AS "childCount", "page#3".complaint_phone AS "complaintPhone", "page#3".complaint_hours AS "complaintHours", "page#3".yearly_cap AS "yearlyCap", to_char(timezone('UTC', "page#3".closed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "closedAt", (SELECT to_json("one#10") AS to_json_6 
FROM (SELECT 'auth_' || CAST("authorities#9".id AS TEXT) AS "id", "authorities#9".name AS "name" 
FROM authorities AS "authorities#9" 
WHERE "authorities#9".id = "page#3".successor_id) AS "one#10") AS "successor", "page#3".version AS "version") AS "node#11") AS "node") AS "edge#12")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('authorities:Authority:REGION'::text, "page#3".region_code, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".kind AS kind, "fetched#2".name AS name, "fetched#2".region_code AS region_code, "fetched#2".sectors AS sectors, "fetched#2".parent_id AS parent_id, "fetched#2".complaint_phone AS complaint_phone, "fetched#2".complaint_hours AS complaint_hours, "fetched#2".yearly_cap AS yearly_cap, "fetched#2".closed_at AS closed_at, "fetched#2".successor_id AS successor_id, "fetched#2".version AS version, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "authorities#1".id AS id, "authorities#1".kind AS kind, "authorities#1".name AS name, "authorities#1".region_code AS region_code, "authorities#1".sectors AS sectors, "authorities#1".parent_id AS parent_id, "authorities#1".complaint_phone AS complaint_phone, "authorities#1".complaint_hours AS complaint_hours, "authorities#1".yearly_cap AS yearly_cap, "authorities#1".closed_at AS closed_at, "authorities#1".successor_id AS successor_id, "authorities#1".version AS version 
FROM authorities AS "authorities#1" 
WHERE "authorities#1".region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND $4::VARCHAR = ANY ("authorities#1".sectors) ORDER BY "authorities#1".region_code ASC, "authorities#1".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#13")) AS answer

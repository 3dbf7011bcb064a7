SELECT json_send((SELECT to_json("connection#10") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#9") AS to_json_2 
FROM (SELECT (SELECT to_json("node#8") AS to_json_3 
FROM (SELECT 'inst_' || CAST("page#3".id AS TEXT) AS "id", "page#3".name AS "name", "page#3".subject_kind AS "subjectKind", "page#3".address AS "address", "page#3".list_status AS "listStatus", "page#3".credit_grade AS "creditGrade", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT "regions#4".code AS "code", "regions#4".name AS "name" 
FROM regions AS "regions#4" 
WHERE "regions#4".code = "page#3".region_code) AS "one#5") AS "region", (SELECT coalesce(json_agg("many#7"), '[]'::json) AS coalesce_1 
FROM (SELECT 'ent_' || CAST("entitlements#6".id AS TEXT) AS "id", "entitlements#6".kind AS "kind", "entitlements#6".number AS "number", "entitlements#6".state AS "state", "entitlements#6".valid_to AS "validTo", "entitlements#6".delivery AS "delivery" 
FROM entitlements AS "entitlements#6" 
WHERE "entitlements#6".institution_id = "page#3".id ORDER BY "entitlements#6".valid_from DESC, "entitlements#6".id) AS "many#7") AS "entitlements") AS "node#8") AS "node") AS "edge#9")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('institutions:Institution:REGISTERED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".name AS name, "fetched#2".subject_kind AS subject_kind, "fetched#2".region_code AS region_code, "fetched#2".address AS address, "fetched#2".list_status AS list_status, "fetched#2".credit_grade AS credit_grade, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "institutions#1".id AS id, "institutions#1".name AS name, "institutions#1".subject_kind AS subject_kind, "institutions#1".region_code AS region_code, "institutions#1".address AS address, "institutions#1".list_status AS list_status, "institutions#1".credit_grade AS credit_grade 
FROM institutions AS "institutions#1" 
WHERE left("institutions#1".region_code, 4) = $2::VARCHAR AND "institutions#1".subject_kind = $3::VARCHAR ORDER BY "institutions#1".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#10")) AS answer

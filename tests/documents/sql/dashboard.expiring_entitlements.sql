SELECT json_send((SELECT to_json("connection#10") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#7") AS to_json_2 
FROM (SELECT (SELECT to_json("node#6") AS to_json_3 
FROM (SELECT 'inst_' || CAST("page#3".id AS TEXT) AS "id", "page#3".name AS "name", (SELECT coalesce(json_agg("many#5"), '[]'::json) AS coalesce_1 
FROM (SELECT 'ent_' || CAST("entitlements#4".id AS TEXT) AS "id", "entitlements#4".number AS "number", "entitlements#4".kind AS "kind", "entitlements#4".state AS "state", "entitlements#4".delivery AS "delivery", "entitlements#4".categories AS "categories", "entitlements#4".valid_to AS "validTo" 
FROM entitlements AS "entitlements#4" 
WHERE "entitlements#4".institution_id = "page#3".id ORDER BY "entitlements#4".valid_from DESC, "entitlements#4".id) AS "many#5") AS "entitlements") AS "node#6") AS "node") AS "edge#7")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('institutions:Institution:REGISTERED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM institutions AS "institutions#9" 
WHERE left("institutions#9".region_code, 4) = $2::VARCHAR AND "institutions#9".id IN (SELECT entitlements_1.institution_id 
FROM entitlements AS entitlements_1 
WHERE CAST(entitlements_1.state AS TEXT) = ANY ($3::TEXT[]) AND (entitlements_1.categories && $4::TEXT[]) AND (entitlements_1.delivery IS NULL OR CAST(entitlements_1.delivery AS TEXT) = $5::VARCHAR) AND entitlements_1.valid_to < $6::DATE)) AS "totalCount" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".name AS name, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "institutions#1".id AS id, "institutions#1".name AS name 
FROM institutions AS "institutions#1" 
WHERE left("institutions#1".region_code, 4) = $7::VARCHAR AND "institutions#1".id IN (SELECT entitlements_2.institution_id 
FROM entitlements AS entitlements_2 
WHERE CAST(entitlements_2.state AS TEXT) = ANY ($8::TEXT[]) AND (entitlements_2.categories && $9::TEXT[]) AND (entitlements_2.delivery IS NULL OR CAST(entitlements_2.delivery AS TEXT) = $10::VARCHAR) AND entitlements_2.valid_to < $11::DATE) ORDER BY "institutions#1".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#10")) AS answer

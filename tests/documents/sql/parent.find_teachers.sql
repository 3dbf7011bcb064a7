SELECT json_send((SELECT to_json("connection#8") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#7") AS to_json_2 
FROM (SELECT (SELECT to_json("node#6") AS to_json_3 
FROM (SELECT 'tch_' || CAST("page#3".id AS TEXT) AS "id", "page#3".name AS "name", "page#3".certificate_no AS "certificateNo", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#4".id AS TEXT) AS "id", "institutions#4".name AS "name" 
FROM institutions AS "institutions#4" 
WHERE "institutions#4".id = "page#3".institution_id) AS "one#5") AS "institution") AS "node#6") AS "node") AS "edge#7")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('teachers:Teacher:REGISTERED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".institution_id AS institution_id, "fetched#2".name AS name, "fetched#2".certificate_no AS certificate_no, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "teachers#1".id AS id, "teachers#1".institution_id AS institution_id, "teachers#1".name AS name, "teachers#1".certificate_no AS certificate_no 
FROM teachers AS "teachers#1" 
WHERE "teachers#1".employed_to IS NULL AND (grams(lower("teachers#1".name)) @> $2::TEXT[]) AND strpos(lower("teachers#1".name), $3::VARCHAR) > 0 ORDER BY "teachers#1".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#8")) AS answer

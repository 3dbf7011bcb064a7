SELECT json_send((SELECT to_json("connection#9") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#7") AS to_json_2 
FROM (SELECT (SELECT to_json("node#6") AS to_json_3 
FROM (SELECT 'tch_' || CAST("page#3".id AS TEXT) AS "id", "page#3".name AS "name", "page#3".employment AS "employment", "page#3".certificate_kind AS "certificateKind", "page#3".certificate_no AS "certificateNo", "page#3".certificate_issuer AS "certificateIssuer", "page#3".subjects AS "subjects", "page#3".employed_from AS "employedFrom", "page#3".employed_to AS "employedTo", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#4".id AS TEXT) AS "id", "institutions#4".name AS "name" 
FROM institutions AS "institutions#4" 
WHERE "institutions#4".id = "page#3".institution_id) AS "one#5") AS "institution") AS "node#6") AS "node") AS "edge#7")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('teachers:Teacher:REGISTERED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM teachers AS "teachers#8" 
WHERE ("teachers#8".employed_to IS NULL OR (EXISTS (SELECT * 
FROM institutions AS institutions_1 
WHERE institutions_1.id = "teachers#8".institution_id AND institutions_1.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND CAST(institutions_1.sector AS TEXT) = ANY ($4::TEXT[])))) AND "teachers#8".institution_id = $5::UUID) AS "totalCount" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".institution_id AS institution_id, "fetched#2".name AS name, "fetched#2".employment AS employment, "fetched#2".subjects AS subjects, "fetched#2".certificate_kind AS certificate_kind, "fetched#2".certificate_no AS certificate_no, "fetched#2".certificate_issuer AS certificate_issuer, "fetched#2".employed_from AS employed_from, "fetched#2".employed_to AS employed_to, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "teachers#1".id AS id, "teachers#1".institution_id AS institution_id, "teachers#1".name AS name, "teachers#1".employment AS employment, "teachers#1".subjects AS subjects, "teachers#1".certificate_kind AS certificate_kind, "teachers#1".certificate_no AS certificate_no, "teachers#1".certificate_issuer AS certificate_issuer, "teachers#1".employed_from AS employed_from, "teachers#1".employed_to AS employed_to 
FROM teachers AS "teachers#1" 
WHERE ("teachers#1".employed_to IS NULL OR (EXISTS (SELECT * 
FROM institutions AS institutions_2 
WHERE institutions_2.id = "teachers#1".institution_id AND institutions_2.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND CAST(institutions_2.sector AS TEXT) = ANY ($4::TEXT[])))) AND "teachers#1".institution_id = $6::UUID ORDER BY "teachers#1".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#9")) AS answer

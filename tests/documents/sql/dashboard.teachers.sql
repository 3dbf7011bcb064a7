SELECT json_send((SELECT to_json("connection#14") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#9") AS to_json_2 
FROM (SELECT (SELECT to_json("node#8") AS to_json_3 
FROM (SELECT 'tch_' || CAST("page#5".id AS TEXT) AS "id", "page#5".name AS "name", "page#5".employment AS "employment", "page#5".certificate_kind AS "certificateKind", "page#5".certificate_no AS "certificateNo", "page#5".certificate_issuer AS "certificateIssuer", "page#5".subjects AS "subjects", "page#5".employed_from AS "employedFrom", "page#5".employed_to AS "employedTo", (SELECT to_json("one#7") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#6".id AS TEXT) AS "id", "institutions#6".name AS "name" 
FROM institutions AS "institutions#6" 
WHERE "institutions#6".id = "page#5".institution_id) AS "one#7") AS "institution") AS "node#8") AS "node") AS "edge#9")) FILTER (WHERE "page#5"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('teachers:Teacher:REGISTERED_AT'::text, "page#5".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#5"."number#" = least($1::INTEGER, "page#5"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM teachers AS "teachers#11" 
WHERE "teachers#11".employed_to IS NULL AND "teachers#11".institution_id = $2::UUID) + (SELECT count(*) AS count_2 
FROM teachers AS "teachers#12" 
WHERE (EXISTS (SELECT * 
FROM institutions AS institutions_1 
WHERE institutions_1.id = "teachers#12".institution_id AND left(institutions_1.region_code, 4) = $3::VARCHAR AND CAST(institutions_1.sector AS TEXT) = ANY ($4::TEXT[]))) AND "teachers#12".employed_to IS NOT NULL AND "teachers#12".institution_id = $5::UUID) AS "totalCount" 
FROM (SELECT "fetched#4".id AS id, "fetched#4".institution_id AS institution_id, "fetched#4".name AS name, "fetched#4".employment AS employment, "fetched#4".subjects AS subjects, "fetched#4".certificate_kind AS certificate_kind, "fetched#4".certificate_no AS certificate_no, "fetched#4".certificate_issuer AS certificate_issuer, "fetched#4".employed_from AS employed_from, "fetched#4".employed_to AS employed_to, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT DISTINCT ON ("branches#13".id) "branches#13".id AS id, "branches#13".institution_id AS institution_id, "branches#13".name AS name, "branches#13".employment AS employment, "branches#13".subjects AS subjects, "branches#13".certificate_kind AS certificate_kind, "branches#13".certificate_no AS certificate_no, "branches#13".certificate_issuer AS certificate_issuer, "branches#13".employed_from AS employed_from, "branches#13".employed_to AS employed_to 
FROM ((SELECT "teachers#2".id AS id, "teachers#2".institution_id AS institution_id, "teachers#2".name AS name, "teachers#2".employment AS employment, "teachers#2".subjects AS subjects, "teachers#2".certificate_kind AS certificate_kind, "teachers#2".certificate_no AS certificate_no, "teachers#2".certificate_issuer AS certificate_issuer, "teachers#2".employed_from AS employed_from, "teachers#2".employed_to AS employed_to 
FROM teachers AS "teachers#2" 
WHERE "teachers#2".employed_to IS NULL AND "teachers#2".institution_id = $6::UUID ORDER BY "teachers#2".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "teachers#3".id AS id, "teachers#3".institution_id AS institution_id, "teachers#3".name AS name, "teachers#3".employment AS employment, "teachers#3".subjects AS subjects, "teachers#3".certificate_kind AS certificate_kind, "teachers#3".certificate_no AS certificate_no, "teachers#3".certificate_issuer AS certificate_issuer, "teachers#3".employed_from AS employed_from, "teachers#3".employed_to AS employed_to 
FROM teachers AS "teachers#3" 
WHERE (EXISTS (SELECT * 
FROM institutions AS institutions_2 
WHERE institutions_2.id = "teachers#3".institution_id AND left(institutions_2.region_code, 4) = $3::VARCHAR AND CAST(institutions_2.sector AS TEXT) = ANY ($4::TEXT[]))) AND "teachers#3".institution_id = $7::UUID ORDER BY "teachers#3".id ASC 
 LIMIT $1::INTEGER + 1)) AS "branches#13" ORDER BY "branches#13".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#4") AS "page#5") AS "connection#14")) AS answer

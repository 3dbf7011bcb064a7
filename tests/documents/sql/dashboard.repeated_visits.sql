SELECT json_send((SELECT to_json("connection#11") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#9") AS to_json_2 
FROM (SELECT (SELECT to_json("node#8") AS to_json_3 
FROM (SELECT (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#4".id AS TEXT) AS "id", "institutions#4".name AS "name" 
FROM institutions AS "institutions#4" 
WHERE "institutions#4".id = "page#3".institution_id) AS "one#5") AS "institution", (SELECT to_json("one#7") AS to_json_5 
FROM (SELECT 'auth_' || CAST("authorities#6".id AS TEXT) AS "id", "authorities#6".name AS "name" 
FROM authorities AS "authorities#6" 
WHERE "authorities#6".id = "page#3".authority_id) AS "one#7") AS "authority", "page#3".year AS "year", "page#3".drawn_count AS "drawnCount", "page#3".case_count AS "caseCount", "page#3".visit_count AS "visitCount", "page#3".drawn_count >= 2 AS "isCapReached", "page#3".last_on AS "lastOn") AS "node#8") AS "node") AS "edge#9")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('inspectionLoads:InspectionLoad:VISIT_COUNT'::text, "page#3".visit_count, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM inspection_loads AS "inspection_loads#10" 
WHERE ("inspection_loads#10".authority_region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND CAST("inspection_loads#10".sector AS TEXT) = ANY ($4::TEXT[]) OR "inspection_loads#10".region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND CAST("inspection_loads#10".sector AS TEXT) = ANY ($4::TEXT[])) AND "inspection_loads#10".year = $5::INTEGER AND "inspection_loads#10".visit_count >= $6::INTEGER) AS "totalCount" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".institution_id AS institution_id, "fetched#2".authority_id AS authority_id, "fetched#2".year AS year, "fetched#2".drawn_count AS drawn_count, "fetched#2".case_count AS case_count, "fetched#2".visit_count AS visit_count, "fetched#2".last_on AS last_on, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "inspection_loads#1".id AS id, "inspection_loads#1".institution_id AS institution_id, "inspection_loads#1".authority_id AS authority_id, "inspection_loads#1".year AS year, "inspection_loads#1".drawn_count AS drawn_count, "inspection_loads#1".case_count AS case_count, "inspection_loads#1".visit_count AS visit_count, "inspection_loads#1".last_on AS last_on 
FROM inspection_loads AS "inspection_loads#1" 
WHERE ("inspection_loads#1".authority_region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND CAST("inspection_loads#1".sector AS TEXT) = ANY ($4::TEXT[]) OR "inspection_loads#1".region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND CAST("inspection_loads#1".sector AS TEXT) = ANY ($4::TEXT[])) AND "inspection_loads#1".year = $7::INTEGER AND "inspection_loads#1".visit_count >= $8::INTEGER ORDER BY "inspection_loads#1".visit_count DESC, "inspection_loads#1".id DESC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#11")) AS answer

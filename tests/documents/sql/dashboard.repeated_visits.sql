SELECT json_send((SELECT to_json("connection#21") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#13") AS to_json_2 
FROM (SELECT (SELECT to_json("node#12") AS to_json_3 
FROM (SELECT (SELECT to_json("one#9") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#8".id AS TEXT) AS "id", "institutions#8".name AS "name" 
FROM institutions AS "institutions#8" 
WHERE "institutions#8".id = "page#7".institution_id) AS "one#9") AS "institution", (SELECT to_json("one#11") AS to_json_5 
FROM (SELECT 'auth_' || CAST("authorities#10".id AS TEXT) AS "id", "authorities#10".name AS "name" 
FROM authorities AS "authorities#10" 
WHERE "authorities#10".id = "page#7".authority_id) AS "one#11") AS "authority", "page#7".year AS "year", "page#7".drawn_count AS "drawnCount", "page#7".case_count AS "caseCount", "page#7".visit_count AS "visitCount", "page#7".drawn_count >= coalesce((SELECT CASE WHEN (authorities_1.yearly_cap_from > CAST(timezone('Asia/Shanghai', now()) AS DATE)) THEN authorities_1.yearly_cap_before ELSE authorities_1.yearly_cap END AS anon_1 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "page#7".authority_id), 2) AS "isCapReached", "page#7".last_on AS "lastOn") AS "node#12") AS "node") AS "edge#13")) FILTER (WHERE "page#7"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('inspectionLoads:InspectionLoad:VISIT_COUNT'::text, "page#7".visit_count, "page#7".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#7"."number#" = least($1::INTEGER, "page#7"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM loads_kept AS "loads_kept#16" 
WHERE left("loads_kept#16".authority_region_code, 4) = $2::VARCHAR AND CAST("loads_kept#16".sector AS TEXT) = ANY ($3::TEXT[]) AND "loads_kept#16".year = $4::INTEGER AND "loads_kept#16".visit_count >= $5::INTEGER) + (SELECT count(*) AS count_2 
FROM loads_changed AS "loads_changed#17" 
WHERE left("loads_changed#17".authority_region_code, 4) = $2::VARCHAR AND CAST("loads_changed#17".sector AS TEXT) = ANY ($3::TEXT[]) AND "loads_changed#17".year = $6::INTEGER AND "loads_changed#17".visit_count >= $7::INTEGER) + (SELECT count(*) AS count_3 
FROM loads_kept AS "loads_kept#18" 
WHERE left("loads_kept#18".region_code, 4) = $2::VARCHAR AND CAST("loads_kept#18".sector AS TEXT) = ANY ($3::TEXT[]) AND (left("loads_kept#18".authority_region_code, 4) = $2::VARCHAR AND CAST("loads_kept#18".sector AS TEXT) = ANY ($3::TEXT[])) IS NOT true AND "loads_kept#18".year = $8::INTEGER AND "loads_kept#18".visit_count >= $9::INTEGER) + (SELECT count(*) AS count_4 
FROM loads_changed AS "loads_changed#19" 
WHERE left("loads_changed#19".region_code, 4) = $2::VARCHAR AND CAST("loads_changed#19".sector AS TEXT) = ANY ($3::TEXT[]) AND (left("loads_changed#19".authority_region_code, 4) = $2::VARCHAR AND CAST("loads_changed#19".sector AS TEXT) = ANY ($3::TEXT[])) IS NOT true AND "loads_changed#19".year = $10::INTEGER AND "loads_changed#19".visit_count >= $11::INTEGER) AS "totalCount" 
FROM (SELECT "fetched#6".id AS id, "fetched#6".authority_id AS authority_id, "fetched#6".institution_id AS institution_id, "fetched#6".year AS year, "fetched#6".drawn_count AS drawn_count, "fetched#6".case_count AS case_count, "fetched#6".visit_count AS visit_count, "fetched#6".last_on AS last_on, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT DISTINCT ON ("branches#20".visit_count, "branches#20".id) "branches#20".id AS id, "branches#20".authority_id AS authority_id, "branches#20".institution_id AS institution_id, "branches#20".year AS year, "branches#20".drawn_count AS drawn_count, "branches#20".case_count AS case_count, "branches#20".visit_count AS visit_count, "branches#20".last_on AS last_on 
FROM ((SELECT "loads_kept#2".id AS id, "loads_kept#2".authority_id AS authority_id, "loads_kept#2".institution_id AS institution_id, "loads_kept#2".year AS year, "loads_kept#2".drawn_count AS drawn_count, "loads_kept#2".case_count AS case_count, "loads_kept#2".visit_count AS visit_count, "loads_kept#2".last_on AS last_on 
FROM loads_kept AS "loads_kept#2" 
WHERE left("loads_kept#2".authority_region_code, 4) = $2::VARCHAR AND CAST("loads_kept#2".sector AS TEXT) = ANY ($3::TEXT[]) AND "loads_kept#2".year = $12::INTEGER AND "loads_kept#2".visit_count >= $13::INTEGER ORDER BY "loads_kept#2".visit_count DESC, "loads_kept#2".id DESC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "loads_changed#3".id AS id, "loads_changed#3".authority_id AS authority_id, "loads_changed#3".institution_id AS institution_id, "loads_changed#3".year AS year, "loads_changed#3".drawn_count AS drawn_count, "loads_changed#3".case_count AS case_count, "loads_changed#3".visit_count AS visit_count, "loads_changed#3".last_on AS last_on 
FROM loads_changed AS "loads_changed#3" 
WHERE left("loads_changed#3".authority_region_code, 4) = $2::VARCHAR AND CAST("loads_changed#3".sector AS TEXT) = ANY ($3::TEXT[]) AND "loads_changed#3".year = $14::INTEGER AND "loads_changed#3".visit_count >= $15::INTEGER ORDER BY "loads_changed#3".visit_count DESC, "loads_changed#3".id DESC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "loads_kept#4".id AS id, "loads_kept#4".authority_id AS authority_id, "loads_kept#4".institution_id AS institution_id, "loads_kept#4".year AS year, "loads_kept#4".drawn_count AS drawn_count, "loads_kept#4".case_count AS case_count, "loads_kept#4".visit_count AS visit_count, "loads_kept#4".last_on AS last_on 
FROM loads_kept AS "loads_kept#4" 
WHERE left("loads_kept#4".region_code, 4) = $2::VARCHAR AND CAST("loads_kept#4".sector AS TEXT) = ANY ($3::TEXT[]) AND "loads_kept#4".year = $16::INTEGER AND "loads_kept#4".visit_count >= $17::INTEGER ORDER BY "loads_kept#4".visit_count DESC, "loads_kept#4".id DESC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "loads_changed#5".id AS id, "loads_changed#5".authority_id AS authority_id, "loads_changed#5".institution_id AS institution_id, "loads_changed#5".year AS year, "loads_changed#5".drawn_count AS drawn_count, "loads_changed#5".case_count AS case_count, "loads_changed#5".visit_count AS visit_count, "loads_changed#5".last_on AS last_on 
FROM loads_changed AS "loads_changed#5" 
WHERE left("loads_changed#5".region_code, 4) = $2::VARCHAR AND CAST("loads_changed#5".sector AS TEXT) = ANY ($3::TEXT[]) AND "loads_changed#5".year = $18::INTEGER AND "loads_changed#5".visit_count >= $19::INTEGER ORDER BY "loads_changed#5".visit_count DESC, "loads_changed#5".id DESC 
 LIMIT $1::INTEGER + 1)) AS "branches#20" ORDER BY "branches#20".visit_count DESC, "branches#20".id DESC 
 LIMIT $1::INTEGER + 1) AS "fetched#6") AS "page#7") AS "connection#21")) AS answer

SELECT json_send((SELECT coalesce(json_agg("many#4"), '[]'::json) AS coalesce_1 
FROM (SELECT (SELECT to_json("one#3") AS to_json_1 
FROM (SELECT 'auth_' || CAST("authorities#2".id AS TEXT) AS "id", "authorities#2".name AS "name" 
FROM authorities AS "authorities#2" 
WHERE "authorities#2".id = "inspection_loads#1".authority_id) AS "one#3") AS "authority", "inspection_loads#1".sector AS "sector", "inspection_loads#1".year AS "year", "inspection_loads#1".drawn_count AS "drawnCount", "inspection_loads#1".case_count AS "caseCount", "inspection_loads#1".visit_count AS "visitCount", coalesce((SELECT CASE WHEN (authorities_1.yearly_cap_from > CAST(timezone('Asia/Shanghai', now()) AS DATE)) THEN authorities_1.yearly_cap_before ELSE authorities_1.yearly_cap END AS anon_1 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "inspection_loads#1".authority_id), 2) AS "cap", "inspection_loads#1".drawn_count >= coalesce((SELECT CASE WHEN (authorities_2.yearly_cap_from > CAST(timezone('Asia/Shanghai', now()) AS DATE)) THEN authorities_2.yearly_cap_before ELSE authorities_2.yearly_cap END AS anon_2 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "inspection_loads#1".authority_id), 2) AS "isCapReached", "inspection_loads#1".last_on AS "lastOn" 
FROM inspection_loads AS "inspection_loads#1" 
WHERE ("inspection_loads#1".authority_id = $1::UUID OR left("inspection_loads#1".region_code, 4) = $2::VARCHAR AND CAST("inspection_loads#1".sector AS TEXT) = ANY ($3::TEXT[])) AND "inspection_loads#1".institution_id = $4::UUID AND "inspection_loads#1".year = $5::INTEGER ORDER BY "inspection_loads#1".visit_count DESC, "inspection_loads#1".id) AS "many#4")) AS answer

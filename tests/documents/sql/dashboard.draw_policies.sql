SELECT json_send(json_build_object('nodes', (SELECT coalesce(json_agg("page#5"), '[]'::json) AS coalesce_1 
FROM (SELECT "room#4"."versionNo" AS "versionNo", "room#4"."riskClass" AS "riskClass", "room#4"."ratioBp" AS "ratioBp", "room#4"."minCount" AS "minCount", "room#4"."maxPerYear" AS "maxPerYear", "room#4"."adoptedAt" AS "adoptedAt", "room#4"."authority" AS "authority" 
FROM (SELECT "draw_policies#1".version_no AS "versionNo", "draw_policies#1".risk_class AS "riskClass", "draw_policies#1".ratio_bp AS "ratioBp", "draw_policies#1".min_count AS "minCount", "draw_policies#1".max_per_year AS "maxPerYear", to_char(timezone('UTC', "draw_policies#1".adopted_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "adoptedAt", (SELECT to_json("one#3") AS to_json_1 
FROM (SELECT 'auth_' || CAST("authorities#2".id AS TEXT) AS "id", "authorities#2".name AS "name" 
FROM authorities AS "authorities#2" 
WHERE "authorities#2".id = "draw_policies#1".authority_id) AS "one#3") AS "authority" 
FROM draw_policies AS "draw_policies#1" 
WHERE EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "draw_policies#1".authority_id AND authorities_1.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR) ORDER BY "draw_policies#1".id DESC 
 LIMIT 10) AS "room#4" 
 LIMIT $3::INTEGER) AS "page#5"))) AS answer

SELECT json_send((SELECT to_json("one#12") AS to_json_1 
FROM (SELECT 'plan_' || CAST("inspection_plans#1".id AS TEXT) AS "id", "inspection_plans#1".name AS "name", "inspection_plans#1".year AS "year", "inspection_plans#1".document_no AS "documentNo", "inspection_plans#1".state AS "state", CASE WHEN ("inspection_plans#1".authority_id = $1::UUID) THEN "inspection_plans#1".version ELSE "inspection_plans#1".version_no + CASE WHEN (CAST("inspection_plans#1".state AS TEXT) = 'CLOSED') THEN 1 ELSE 0 END END AS "version", "inspection_plans#1".version_no AS "versionNo", to_char(timezone('UTC', "inspection_plans#1".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", (SELECT to_json("one#3") AS to_json_2 
FROM (SELECT 'auth_' || CAST("authorities#2".id AS TEXT) AS "id", "authorities#2".name AS "name" 
FROM authorities AS "authorities#2" 
WHERE "authorities#2".id = "inspection_plans#1".authority_id) AS "one#3") AS "authority", (SELECT coalesce(json_agg("many#9"), '[]'::json) AS coalesce_1 
FROM (SELECT 'line_' || CAST("plan_lines#4".id AS TEXT) AS "id", "plan_lines#4".position AS "position", "plan_lines#4".first_on AS "firstOn", "plan_lines#4".last_on AS "lastOn", "plan_lines#4".ratio_bp AS "ratioBp", "plan_lines#4".object_count AS "objectCount", "plan_lines#4".scope AS "scope", "plan_lines#4".frequency AS "frequency", "plan_lines#4".note AS "note", (SELECT to_json("one#6") AS to_json_3 
FROM (SELECT 'item_' || CAST("inspection_items#5".id AS TEXT) AS "id", "inspection_items#5".code AS "code", "inspection_items#5".title AS "title", "inspection_items#5".item_class AS "itemClass" 
FROM inspection_items AS "inspection_items#5" 
WHERE "inspection_items#5".id = "plan_lines#4".item_id) AS "one#6") AS "item", (SELECT to_json("one#8") AS to_json_4 
FROM (SELECT "regions#7".code AS "code", "regions#7".name AS "name" 
FROM regions AS "regions#7" 
WHERE "regions#7".code = "plan_lines#4".region_code) AS "one#8") AS "region" 
FROM plan_lines AS "plan_lines#4" 
WHERE (EXISTS (SELECT * 
FROM inspection_plans AS inspection_plans_1 
WHERE inspection_plans_1.id = "plan_lines#4".plan_id AND (CAST(inspection_plans_1.state AS TEXT) IN ('PUBLISHED', 'CLOSED') OR inspection_plans_1.authority_id = $1::UUID))) AND "plan_lines#4".plan_id = "inspection_plans#1".id AND "plan_lines#4".plan_version_no = "inspection_plans#1".version_no ORDER BY "plan_lines#4".position) AS "many#9") AS "lines", (SELECT coalesce(json_agg("many#11"), '[]'::json) AS coalesce_2 
FROM (SELECT "plan_amendments#10".version_no AS "versionNo", "plan_amendments#10".reason AS "reason", to_char(timezone('UTC', "plan_amendments#10".amended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "amendedAt" 
FROM plan_amendments AS "plan_amendments#10" 
WHERE "plan_amendments#10".plan_id = "inspection_plans#1".id ORDER BY "plan_amendments#10".version_no) AS "many#11") AS "amendments" 
FROM inspection_plans AS "inspection_plans#1" 
WHERE (CAST("inspection_plans#1".state AS TEXT) IN ('PUBLISHED', 'CLOSED') OR "inspection_plans#1".authority_id = $1::UUID) AND "inspection_plans#1".id = $2::UUID) AS "one#12")) AS answer

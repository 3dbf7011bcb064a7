SELECT json_send((SELECT to_json("connection#17") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#15") AS to_json_2 
FROM (SELECT (SELECT to_json("node#14") AS to_json_3 
FROM (SELECT 'plan_' || CAST("page#3".id AS TEXT) AS "id", "page#3".name AS "name", "page#3".year AS "year", "page#3".document_no AS "documentNo", "page#3".state AS "state", "page#3".version AS "version", "page#3".version_no AS "versionNo", to_char(timezone('UTC', "page#3".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#4".id AS TEXT) AS "id", "authorities#4".name AS "name" 
FROM authorities AS "authorities#4" 
WHERE "authorities#4".id = "page#3".authority_id) AS "one#5") AS "authority", (SELECT coalesce(json_agg("many#11"), '[]'::json) AS coalesce_1 
FROM (SELECT 'line_' || CAST("plan_lines#6".id AS TEXT) AS "id", "plan_lines#6".position AS "position", "plan_lines#6".first_on AS "firstOn", "plan_lines#6".last_on AS "lastOn", "plan_lines#6".ratio_bp AS "ratioBp", "plan_lines#6".object_count AS "objectCount", "plan_lines#6".scope AS "scope", "plan_lines#6".frequency AS "frequency", "plan_lines#6".note AS "note", (SELECT to_json("one#8") AS to_json_5 
FROM (SELECT 'item_' || CAST("inspection_items#7".id AS TEXT) AS "id", "inspection_items#7".code AS "code", "inspection_items#7".title AS "title", "inspection_items#7".item_class AS "itemClass" 
FROM inspection_items AS "inspection_items#7" 
WHERE "inspection_items#7".id = "plan_lines#6".item_id) AS "one#8") AS "item", (SELECT to_json("one#10") AS to_json_6 
FROM (SELECT "regions#9".code AS "code", "regions#9".name AS "name" 
FROM regions AS "regions#9" 
WHERE "regions#9".code = "plan_lines#6".region_code) AS "one#10") AS "region" 
FROM plan_lines AS "plan_lines#6" 
WHERE (EXISTS (SELECT * 
FROM inspection_plans AS inspection_plans_1 
WHERE inspection_plans_1.id = "plan_lines#6".plan_id AND (CAST(inspection_plans_1.state AS TEXT) IN ('PUBLISHED', 'CLOSED') OR inspection_plans_1.authority_id = $1::UUID))) AND "plan_lines#6".plan_id = "page#3".id AND "plan_lines#6".plan_version_no = "page#3".version_no ORDER BY "plan_lines#6".position) AS "many#11") AS "lines", (SELECT coalesce(json_agg("many#13"), '[]'::json) AS coalesce_2 
FROM (SELECT "plan_amendments#12".version_no AS "versionNo", "plan_amendments#12".reason AS "reason", to_char(timezone('UTC', "plan_amendments#12".amended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "amendedAt" 
FROM plan_amendments AS "plan_amendments#12" 
WHERE "plan_amendments#12".plan_id = "page#3".id ORDER BY "plan_amendments#12".version_no) AS "many#13") AS "amendments") AS "node#14") AS "node") AS "edge#15")) FILTER (WHERE "page#3"."number#" <= $2::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('inspectionPlans:InspectionPlan:YEAR'::text, "page#3".year, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($2::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $2::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM inspection_plans AS "inspection_plans#16" 
WHERE (CAST("inspection_plans#16".state AS TEXT) IN ('PUBLISHED', 'CLOSED') OR "inspection_plans#16".authority_id = $1::UUID) AND "inspection_plans#16".year = $3::INTEGER) AS "totalCount" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".authority_id AS authority_id, "fetched#2".year AS year, "fetched#2".name AS name, "fetched#2".document_no AS document_no, "fetched#2".state AS state, "fetched#2".version_no AS version_no, "fetched#2".published_at AS published_at, "fetched#2".version AS version, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "inspection_plans#1".id AS id, "inspection_plans#1".authority_id AS authority_id, "inspection_plans#1".year AS year, "inspection_plans#1".name AS name, "inspection_plans#1".document_no AS document_no, "inspection_plans#1".state AS state, "inspection_plans#1".version_no AS version_no, "inspection_plans#1".published_at AS published_at, "inspection_plans#1".version AS version 
FROM inspection_plans AS "inspection_plans#1" 
WHERE (CAST("inspection_plans#1".state AS TEXT) IN ('PUBLISHED', 'CLOSED') OR "inspection_plans#1".authority_id = $1::UUID) AND "inspection_plans#1".year = $4::INTEGER ORDER BY "inspection_plans#1".year DESC, "inspection_plans#1".id DESC 
 LIMIT $2::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#17")) AS answer

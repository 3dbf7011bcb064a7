SELECT json_send((SELECT to_json("connection#26") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#21") AS to_json_2 
FROM (SELECT (SELECT to_json("node#20") AS to_json_3 
FROM (SELECT 'plan_' || CAST("page#5".id AS TEXT) AS "id", "page#5".name AS "name", "page#5".year AS "year", "page#5".document_no AS "documentNo", "page#5".category AS "category", (SELECT to_json("one#7") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#6".id AS TEXT) AS "id", "authorities#6".name AS "name" 
FROM authorities AS "authorities#6" 
WHERE "authorities#6".id = "page#5".ordered_by_id) AS "one#7") AS "orderedBy", "page#5".order_no AS "orderNo", (SELECT to_json("one#9") AS to_json_5 
FROM (SELECT "campaign_filings#8".approved_by AS "approvedBy", "campaign_filings#8".decision_no AS "decisionNo", "campaign_filings#8".approved_on AS "approvedOn", "campaign_filings#8".filed_with AS "filedWith", "campaign_filings#8".filing_no AS "filingNo", "campaign_filings#8".filed_on AS "filedOn" 
FROM campaign_filings AS "campaign_filings#8" 
WHERE "campaign_filings#8".plan_id = "page#5".id) AS "one#9") AS "filing", "page#5".state AS "state", CASE WHEN ("page#5".authority_id = $1::UUID) THEN "page#5".version ELSE "page#5".version_no + CASE WHEN (CAST("page#5".state AS TEXT) = 'CLOSED') THEN 1 ELSE 0 END END AS "version", "page#5".version_no AS "versionNo", to_char(timezone('UTC', "page#5".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", (SELECT to_json("one#11") AS to_json_6 
FROM (SELECT 'auth_' || CAST("authorities#10".id AS TEXT) AS "id", "authorities#10".name AS "name" 
FROM authorities AS "authorities#10" 
WHERE "authorities#10".id = "page#5".authority_id) AS "one#11") AS "authority", (SELECT coalesce(json_agg("many#17"), '[]'::json) AS coalesce_1 
FROM (SELECT 'line_' || CAST("plan_lines#12".id AS TEXT) AS "id", "plan_lines#12".position AS "position", "plan_lines#12".first_on AS "firstOn", "plan_lines#12".last_on AS "lastOn", "plan_lines#12".ratio_bp AS "ratioBp", "plan_lines#12".object_count AS "objectCount", "plan_lines#12".scope AS "scope", "plan_lines#12".frequency AS "frequency", "plan_lines#12".note AS "note", (SELECT to_json("one#14") AS to_json_7 
FROM (SELECT 'item_' || CAST("inspection_items#13".id AS TEXT) AS "id", "inspection_items#13".code AS "code", "inspection_items#13".title AS "title", "inspection_items#13".item_class AS "itemClass" 
FROM inspection_items AS "inspection_items#13" 
WHERE "inspection_items#13".id = "plan_lines#12".item_id) AS "one#14") AS "item", (SELECT to_json("one#16") AS to_json_8 
FROM (SELECT "regions#15".code AS "code", "regions#15".name AS "name" 
FROM regions AS "regions#15" 
WHERE "regions#15".code = "plan_lines#12".region_code) AS "one#16") AS "region" 
FROM plan_lines AS "plan_lines#12" 
WHERE (EXISTS (SELECT * 
FROM inspection_plans AS inspection_plans_1 
WHERE inspection_plans_1.id = "plan_lines#12".plan_id AND (CAST(inspection_plans_1.state AS TEXT) IN ('PUBLISHED', 'CLOSED') OR inspection_plans_1.authority_id = $1::UUID))) AND "plan_lines#12".plan_id = "page#5".id AND "plan_lines#12".plan_version_no = "page#5".version_no ORDER BY "plan_lines#12".position) AS "many#17") AS "lines", (SELECT coalesce(json_agg("many#19"), '[]'::json) AS coalesce_2 
FROM (SELECT "plan_amendments#18".version_no AS "versionNo", "plan_amendments#18".reason AS "reason", to_char(timezone('UTC', "plan_amendments#18".amended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "amendedAt" 
FROM plan_amendments AS "plan_amendments#18" 
WHERE "plan_amendments#18".plan_id = "page#5".id ORDER BY "plan_amendments#18".version_no) AS "many#19") AS "amendments") AS "node#20") AS "node") AS "edge#21")) FILTER (WHERE "page#5"."number#" <= $2::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('inspectionPlans:InspectionPlan:YEAR'::text, "page#5".year, "page#5".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#5"."number#" = least($2::INTEGER, "page#5"."total#")), 'hasNextPage', count(*) > $2::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM inspection_plans AS "inspection_plans#23" 
WHERE CAST("inspection_plans#23".state AS TEXT) IN ('PUBLISHED', 'CLOSED') AND "inspection_plans#23".year = $3::INTEGER) + (SELECT count(*) AS count_2 
FROM inspection_plans AS "inspection_plans#24" 
WHERE "inspection_plans#24".authority_id = $1::UUID AND (CAST("inspection_plans#24".state AS TEXT) IN ('PUBLISHED', 'CLOSED')) IS NOT true AND "inspection_plans#24".year = $4::INTEGER) AS "totalCount" 
FROM (SELECT "fetched#4".id AS id, "fetched#4".authority_id AS authority_id, "fetched#4".authority_region_code AS authority_region_code, "fetched#4".year AS year, "fetched#4".name AS name, "fetched#4".document_no AS document_no, "fetched#4".category AS category, "fetched#4".ordered_by_id AS ordered_by_id, "fetched#4".order_no AS order_no, "fetched#4".state AS state, "fetched#4".version_no AS version_no, "fetched#4".published_at AS published_at, "fetched#4".version AS version, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT DISTINCT ON ("branches#25".year, "branches#25".id) "branches#25".id AS id, "branches#25".authority_id AS authority_id, "branches#25".authority_region_code AS authority_region_code, "branches#25".year AS year, "branches#25".name AS name, "branches#25".document_no AS document_no, "branches#25".category AS category, "branches#25".ordered_by_id AS ordered_by_id, "branches#25".order_no AS order_no, "branches#25".state AS state, "branches#25".version_no AS version_no, "branches#25".published_at AS published_at, "branches#25".version AS version 
FROM ((SELECT "inspection_plans#2".id AS id, "inspection_plans#2".authority_id AS authority_id, "inspection_plans#2".authority_region_code AS authority_region_code, "inspection_plans#2".year AS year, "inspection_plans#2".name AS name, "inspection_plans#2".document_no AS document_no, "inspection_plans#2".category AS category, "inspection_plans#2".ordered_by_id AS ordered_by_id, "inspection_plans#2".order_no AS order_no, "inspection_plans#2".state AS state, "inspection_plans#2".version_no AS version_no, "inspection_plans#2".published_at AS published_at, "inspection_plans#2".version AS version 
FROM inspection_plans AS "inspection_plans#2" 
WHERE CAST("inspection_plans#2".state AS TEXT) IN ('PUBLISHED', 'CLOSED') AND "inspection_plans#2".year = $5::INTEGER ORDER BY "inspection_plans#2".year DESC, "inspection_plans#2".id DESC 
 LIMIT $2::INTEGER + 1) UNION ALL (SELECT "inspection_plans#3".id AS id, "inspection_plans#3".authority_id AS authority_id, "inspection_plans#3".authority_region_code AS authority_region_code, "inspection_plans#3".year AS year, "inspection_plans#3".name AS name, "inspection_plans#3".document_no AS document_no, "inspection_plans#3".category AS category, "inspection_plans#3".ordered_by_id AS ordered_by_id, "inspection_plans#3".order_no AS order_no, "inspection_plans#3".state AS state, "inspection_plans#3".version_no AS version_no, "inspection_plans#3".published_at AS published_at, "inspection_plans#3".version AS version 
FROM inspection_plans AS "inspection_plans#3" 
WHERE "inspection_plans#3".authority_id = $1::UUID AND "inspection_plans#3".year = $6::INTEGER ORDER BY "inspection_plans#3".year DESC, "inspection_plans#3".id DESC 
 LIMIT $2::INTEGER + 1)) AS "branches#25" ORDER BY "branches#25".year DESC, "branches#25".id DESC 
 LIMIT $2::INTEGER + 1) AS "fetched#4") AS "page#5") AS "connection#26")) AS answer

SELECT json_send((SELECT to_json("one#16") AS to_json_1 
FROM (SELECT 'plan_' || CAST("inspection_plans#1".id AS TEXT) AS "id", "inspection_plans#1".name AS "name", "inspection_plans#1".year AS "year", "inspection_plans#1".document_no AS "documentNo", "inspection_plans#1".category AS "category", (SELECT to_json("one#3") AS to_json_2 
FROM (SELECT 'auth_' || CAST("authorities#2".id AS TEXT) AS "id", "authorities#2".name AS "name" 
FROM authorities AS "authorities#2" 
WHERE "authorities#2".id = "inspection_plans#1".ordered_by_id) AS "one#3") AS "orderedBy", "inspection_plans#1".order_no AS "orderNo", (SELECT to_json("one#5") AS to_json_3 
FROM (SELECT "campaign_filings#4".approved_by AS "approvedBy", "campaign_filings#4".decision_no AS "decisionNo", "campaign_filings#4".approved_on AS "approvedOn", "campaign_filings#4".filed_with AS "filedWith", "campaign_filings#4".filing_no AS "filingNo", "campaign_filings#4".filed_on AS "filedOn" 
FROM campaign_filings AS "campaign_filings#4" 
WHERE "campaign_filings#4".plan_id = "inspection_plans#1".id) AS "one#5") AS "filing", "inspection_plans#1".state AS "state", CASE WHEN ("inspection_plans#1".authority_id = $1::UUID) THEN "inspection_plans#1".version ELSE "inspection_plans#1".version_no + CASE WHEN (CAST("inspection_plans#1".state AS TEXT) = 'CLOSED') THEN 1 ELSE 0 END END AS "version", "inspection_plans#1".version_no AS "versionNo", to_char(timezone('UTC', "inspection_plans#1".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", (SELECT to_json("one#7") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#6".id AS TEXT) AS "id", "authorities#6".name AS "name" 
FROM authorities AS "authorities#6" 
WHERE "authorities#6".id = "inspection_plans#1".authority_id) AS "one#7") AS "authority", (SELECT coalesce(json_agg("many#13"), '[]'::json) AS coalesce_1 
FROM (SELECT 'line_' || CAST("plan_lines#8".id AS TEXT) AS "id", "plan_lines#8".position AS "position", "plan_lines#8".first_on AS "firstOn", "plan_lines#8".last_on AS "lastOn", "plan_lines#8".ratio_bp AS "ratioBp", "plan_lines#8".object_count AS "objectCount", "plan_lines#8".scope AS "scope", "plan_lines#8".frequency AS "frequency", "plan_lines#8".note AS "note", (SELECT to_json("one#10") AS to_json_5 
FROM (SELECT 'item_' || CAST("inspection_items#9".id AS TEXT) AS "id", "inspection_items#9".code AS "code", "inspection_items#9".title AS "title", "inspection_items#9".item_class AS "itemClass" 
FROM inspection_items AS "inspection_items#9" 
WHERE "inspection_items#9".id = "plan_lines#8".item_id) AS "one#10") AS "item", (SELECT to_json("one#12") AS to_json_6 
FROM (SELECT "regions#11".code AS "code", "regions#11".name AS "name" 
FROM regions AS "regions#11" 
WHERE "regions#11".code = "plan_lines#8".region_code) AS "one#12") AS "region" 
FROM plan_lines AS "plan_lines#8" 
WHERE (EXISTS (SELECT * 
FROM inspection_plans AS inspection_plans_1 
WHERE inspection_plans_1.id = "plan_lines#8".plan_id AND (CAST(inspection_plans_1.state AS TEXT) IN ('PUBLISHED', 'CLOSED') OR inspection_plans_1.authority_id = $1::UUID))) AND "plan_lines#8".plan_id = "inspection_plans#1".id AND "plan_lines#8".plan_version_no = "inspection_plans#1".version_no ORDER BY "plan_lines#8".position) AS "many#13") AS "lines", (SELECT coalesce(json_agg("many#15"), '[]'::json) AS coalesce_2 
FROM (SELECT "plan_amendments#14".version_no AS "versionNo", "plan_amendments#14".reason AS "reason", to_char(timezone('UTC', "plan_amendments#14".amended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "amendedAt" 
FROM plan_amendments AS "plan_amendments#14" 
WHERE "plan_amendments#14".plan_id = "inspection_plans#1".id ORDER BY "plan_amendments#14".version_no) AS "many#15") AS "amendments" 
FROM inspection_plans AS "inspection_plans#1" 
WHERE (CAST("inspection_plans#1".state AS TEXT) IN ('PUBLISHED', 'CLOSED') OR "inspection_plans#1".authority_id = $1::UUID) AND "inspection_plans#1".id = $2::UUID) AS "one#16")) AS answer

SELECT json_send((SELECT to_json("connection#19") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#17") AS to_json_2 
FROM (SELECT (SELECT to_json("node#16") AS to_json_3 
FROM (SELECT 'order_' || CAST("page#3".id AS TEXT) AS "id", "page#3".kind AS "kind", "page#3".violation_codes AS "violationCodes", "page#3".requirements AS "requirements", "page#3".issued_on AS "issuedOn", "page#3".due_on AS "dueOn", "page#3".state AS "state", to_char(timezone('UTC', "page#3".submitted_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "submittedAt", "page#3".version AS "version", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#4".id AS TEXT) AS "id", "institutions#4".name AS "name" 
FROM institutions AS "institutions#4" 
WHERE "institutions#4".id = "page#3".institution_id) AS "one#5") AS "institution", (SELECT to_json("one#7") AS to_json_5 
FROM (SELECT 'auth_' || CAST("authorities#6".id AS TEXT) AS "id", "authorities#6".name AS "name" 
FROM authorities AS "authorities#6" 
WHERE "authorities#6".id = "page#3".authority_id) AS "one#7") AS "authority", (SELECT to_json("one#9") AS to_json_6 
FROM (SELECT 'ofcr_' || CAST("officers#8".id AS TEXT) AS "id", "officers#8".name AS "name" 
FROM officers AS "officers#8" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#8".authority_id AND authorities_1.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR)) AND "officers#8".id = "page#3".issued_by) AS "one#9") AS "issuedBy", (SELECT to_json("one#13") AS to_json_7 
FROM (SELECT 'insp_' || CAST("inspections#10".id AS TEXT) AS "id", (SELECT to_json("one#12") AS to_json_8 
FROM (SELECT 'task_' || CAST("inspection_tasks#11".id AS TEXT) AS "id", "inspection_tasks#11".code AS "code" 
FROM inspection_tasks AS "inspection_tasks#11" 
WHERE ("inspection_tasks#11".authority_id = $3::UUID OR (EXISTS (SELECT * 
FROM task_departments AS task_departments_1 
WHERE task_departments_1.task_id = "inspection_tasks#11".id AND task_departments_1.authority_id = $3::UUID))) AND "inspection_tasks#11".id = "inspections#10".task_id) AS "one#12") AS "task" 
FROM inspections AS "inspections#10" 
WHERE "inspections#10".authority_id = $3::UUID AND "inspections#10".id = "page#3".inspection_id) AS "one#13") AS "inspection", (SELECT to_json("one#15") AS to_json_9 
FROM (SELECT 'insp_' || CAST("inspections#14".id AS TEXT) AS "id", "inspections#14".state AS "state" 
FROM inspections AS "inspections#14" 
WHERE "inspections#14".authority_id = $3::UUID AND ("inspections#14".id = "page#3".recheck_inspection_id OR "inspections#14".id = "page#3".known_recheck_id) ORDER BY "inspections#14".created_at DESC, "inspections#14".id DESC 
 LIMIT 1) AS "one#15") AS "recheck") AS "node#16") AS "node") AS "edge#17")) FILTER (WHERE "page#3"."number#" <= $4::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('correctionOrders:CorrectionOrder:DUE_ON'::text, "page#3".due_on, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($4::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $4::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM correction_orders AS "correction_orders#18" 
WHERE "correction_orders#18".authority_id = $3::UUID AND CAST("correction_orders#18".state AS TEXT) = ANY ($5::TEXT[])) AS "totalCount" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".inspection_id AS inspection_id, "fetched#2".institution_id AS institution_id, "fetched#2".authority_id AS authority_id, "fetched#2".kind AS kind, "fetched#2".violation_codes AS violation_codes, "fetched#2".requirements AS requirements, "fetched#2".issued_by AS issued_by, "fetched#2".issued_on AS issued_on, "fetched#2".due_on AS due_on, "fetched#2".state AS state, "fetched#2".submitted_at AS submitted_at, "fetched#2".recheck_inspection_id AS recheck_inspection_id, "fetched#2".known_recheck_id AS known_recheck_id, "fetched#2".version AS version, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "correction_orders#1".id AS id, "correction_orders#1".inspection_id AS inspection_id, "correction_orders#1".institution_id AS institution_id, "correction_orders#1".authority_id AS authority_id, "correction_orders#1".kind AS kind, "correction_orders#1".violation_codes AS violation_codes, "correction_orders#1".requirements AS requirements, "correction_orders#1".issued_by AS issued_by, "correction_orders#1".issued_on AS issued_on, "correction_orders#1".due_on AS due_on, "correction_orders#1".state AS state, "correction_orders#1".submitted_at AS submitted_at, "correction_orders#1".recheck_inspection_id AS recheck_inspection_id, "correction_orders#1".known_recheck_id AS known_recheck_id, "correction_orders#1".version AS version 
FROM correction_orders AS "correction_orders#1" 
WHERE "correction_orders#1".authority_id = $3::UUID AND CAST("correction_orders#1".state AS TEXT) = ANY ($6::TEXT[]) ORDER BY "correction_orders#1".due_on ASC, "correction_orders#1".id ASC 
 LIMIT $4::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#19")) AS answer

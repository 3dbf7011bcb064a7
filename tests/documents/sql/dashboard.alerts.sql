SELECT json_send((SELECT to_json("connection#21") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#19") AS to_json_2 
FROM (SELECT (SELECT to_json("node#18") AS to_json_3 
FROM (SELECT "page#3".kind AS "kind", "page#3".due_on AS "dueOn", "page#3".due_on < CAST(timezone('Asia/Shanghai', now()) AS DATE) AS "isLate", "page#3".sector AS "sector", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#4".id AS TEXT) AS "id", "authorities#4".name AS "name" 
FROM authorities AS "authorities#4" 
WHERE "authorities#4".id = "page#3".authority_id) AS "one#5") AS "authority", (SELECT to_json("one#7") AS to_json_5 
FROM (SELECT 'inst_' || CAST("institutions#6".id AS TEXT) AS "id", "institutions#6".name AS "name" 
FROM institutions AS "institutions#6" 
WHERE "institutions#6".id = "page#3".institution_id) AS "one#7") AS "institution", (SELECT to_json("one#11") AS to_json_6 
FROM (SELECT 'insp_' || CAST("inspections#8".id AS TEXT) AS "id", "inspections#8".state AS "state", (SELECT to_json("one#10") AS to_json_7 
FROM (SELECT 'task_' || CAST("inspection_tasks#9".id AS TEXT) AS "id", "inspection_tasks#9".code AS "code" 
FROM inspection_tasks AS "inspection_tasks#9" 
WHERE (SELECT authorities_1.region_code 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "inspection_tasks#9".authority_id) BETWEEN $1::VARCHAR AND $2::VARCHAR AND CAST("inspection_tasks#9".sector AS TEXT) = ANY ($3::TEXT[]) AND "inspection_tasks#9".id = "inspections#8".task_id) AS "one#10") AS "task" 
FROM inspections AS "inspections#8" 
WHERE "inspections#8".authority_region_code BETWEEN $1::VARCHAR AND $2::VARCHAR AND CAST("inspections#8".sector AS TEXT) = ANY ($3::TEXT[]) AND "inspections#8".id = "page#3".inspection_id) AS "one#11") AS "inspection", (SELECT to_json("one#13") AS to_json_8 
FROM (SELECT 'order_' || CAST("correction_orders#12".id AS TEXT) AS "id", "correction_orders#12".state AS "state" 
FROM correction_orders AS "correction_orders#12" 
WHERE "correction_orders#12".authority_region_code BETWEEN $1::VARCHAR AND $2::VARCHAR AND CAST("correction_orders#12".sector AS TEXT) = ANY ($3::TEXT[]) AND "correction_orders#12".id = "page#3".order_id) AS "one#13") AS "order", (SELECT to_json("one#15") AS to_json_9 
FROM (SELECT 'esc_' || CAST("escalation_proposals#14".id AS TEXT) AS "id", "escalation_proposals#14".measure AS "measure" 
FROM escalation_proposals AS "escalation_proposals#14" 
WHERE "escalation_proposals#14".authority_region_code BETWEEN $1::VARCHAR AND $2::VARCHAR AND CAST("escalation_proposals#14".sector AS TEXT) = ANY ($3::TEXT[]) AND "escalation_proposals#14".id = "page#3".proposal_id) AS "one#15") AS "proposal", (SELECT to_json("one#17") AS to_json_10 
FROM (SELECT 'evid_' || CAST("evidence#16".id AS TEXT) AS "id", "evidence#16".kind AS "kind" 
FROM evidence AS "evidence#16" 
WHERE (CAST("evidence#16".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "evidence#16".owner_id AND inspections_1.authority_region_code BETWEEN $1::VARCHAR AND $2::VARCHAR AND CAST(inspections_1.sector AS TEXT) = ANY ($3::TEXT[]))) OR CAST("evidence#16".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_1 
WHERE complaints_1.id = "evidence#16".owner_id AND (complaints_1.complainant_ref = $4::BYTEA OR CAST(complaints_1.category AS TEXT) != 'INSPECTOR_CONDUCT' AND (complaints_1.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR AND CAST(complaints_1.sector AS TEXT) = ANY ($3::TEXT[]) OR complaints_1.handler_id = $5::UUID)))) OR CAST("evidence#16".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_1 
WHERE correction_orders_1.id = "evidence#16".owner_id AND correction_orders_1.authority_region_code BETWEEN $1::VARCHAR AND $2::VARCHAR AND CAST(correction_orders_1.sector AS TEXT) = ANY ($3::TEXT[])))) AND "evidence#16".id = "page#3".evidence_id) AS "one#17") AS "evidence") AS "node#18") AS "node") AS "edge#19")) FILTER (WHERE "page#3"."number#" <= $6::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('alerts:Alert:DUE_ON'::text, "page#3".due_on, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($6::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $6::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM alerts AS "alerts#20" 
WHERE "alerts#20".authority_region_code BETWEEN $1::VARCHAR AND $2::VARCHAR AND CAST("alerts#20".sector AS TEXT) = ANY ($3::TEXT[]) AND "alerts#20".due_on < $7::DATE) AS "totalCount" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".authority_id AS authority_id, "fetched#2".institution_id AS institution_id, "fetched#2".inspection_id AS inspection_id, "fetched#2".order_id AS order_id, "fetched#2".proposal_id AS proposal_id, "fetched#2".evidence_id AS evidence_id, "fetched#2".kind AS kind, "fetched#2".due_on AS due_on, "fetched#2".sector AS sector, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "alerts#1".id AS id, "alerts#1".authority_id AS authority_id, "alerts#1".institution_id AS institution_id, "alerts#1".inspection_id AS inspection_id, "alerts#1".order_id AS order_id, "alerts#1".proposal_id AS proposal_id, "alerts#1".evidence_id AS evidence_id, "alerts#1".kind AS kind, "alerts#1".due_on AS due_on, "alerts#1".sector AS sector 
FROM alerts AS "alerts#1" 
WHERE "alerts#1".authority_region_code BETWEEN $1::VARCHAR AND $2::VARCHAR AND CAST("alerts#1".sector AS TEXT) = ANY ($3::TEXT[]) AND "alerts#1".due_on < $8::DATE ORDER BY "alerts#1".due_on ASC, "alerts#1".id ASC 
 LIMIT $6::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#21")) AS answer

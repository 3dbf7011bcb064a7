SELECT json_send((SELECT to_json("connection#30") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#23") AS to_json_2 
FROM (SELECT (SELECT to_json("node#22") AS to_json_3 
FROM (SELECT "page#7".kind AS "kind", "page#7".due_on AS "dueOn", "page#7".due_on < CAST(timezone('Asia/Shanghai', now()) AS DATE) AS "isLate", "page#7".sector AS "sector", (SELECT to_json("one#9") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#8".id AS TEXT) AS "id", "authorities#8".name AS "name" 
FROM authorities AS "authorities#8" 
WHERE "authorities#8".id = "page#7".authority_id) AS "one#9") AS "authority", (SELECT to_json("one#11") AS to_json_5 
FROM (SELECT 'inst_' || CAST("institutions#10".id AS TEXT) AS "id", "institutions#10".name AS "name" 
FROM institutions AS "institutions#10" 
WHERE "institutions#10".id = "page#7".institution_id) AS "one#11") AS "institution", (SELECT to_json("one#15") AS to_json_6 
FROM (SELECT 'insp_' || CAST("inspections#12".id AS TEXT) AS "id", "inspections#12".state AS "state", (SELECT to_json("one#14") AS to_json_7 
FROM (SELECT 'task_' || CAST("inspection_tasks#13".id AS TEXT) AS "id", "inspection_tasks#13".code AS "code" 
FROM inspection_tasks AS "inspection_tasks#13" 
WHERE left("inspection_tasks#13".authority_region_code, 4) = $1::VARCHAR AND CAST("inspection_tasks#13".sector AS TEXT) = ANY ($2::TEXT[]) AND "inspection_tasks#13".id = "inspections#12".task_id) AS "one#14") AS "task" 
FROM inspections AS "inspections#12" 
WHERE left("inspections#12".authority_region_code, 4) = $1::VARCHAR AND CAST("inspections#12".sector AS TEXT) = ANY ($2::TEXT[]) AND "inspections#12".id = "page#7".inspection_id) AS "one#15") AS "inspection", (SELECT to_json("one#17") AS to_json_8 
FROM (SELECT 'order_' || CAST("correction_orders#16".id AS TEXT) AS "id", "correction_orders#16".state AS "state" 
FROM correction_orders AS "correction_orders#16" 
WHERE "correction_orders#16".authority_region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND CAST("correction_orders#16".sector AS TEXT) = ANY ($2::TEXT[]) AND "correction_orders#16".id = "page#7".order_id) AS "one#17") AS "order", (SELECT to_json("one#19") AS to_json_9 
FROM (SELECT 'esc_' || CAST("escalation_proposals#18".id AS TEXT) AS "id", "escalation_proposals#18".measure AS "measure" 
FROM escalation_proposals AS "escalation_proposals#18" 
WHERE "escalation_proposals#18".authority_region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND CAST("escalation_proposals#18".sector AS TEXT) = ANY ($2::TEXT[]) AND "escalation_proposals#18".id = "page#7".proposal_id) AS "one#19") AS "proposal", (SELECT to_json("one#21") AS to_json_10 
FROM (SELECT 'evid_' || CAST("evidence#20".id AS TEXT) AS "id", "evidence#20".kind AS "kind" 
FROM evidence AS "evidence#20" 
WHERE (CAST("evidence#20".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "evidence#20".owner_id AND left(inspections_1.authority_region_code, 4) = $1::VARCHAR AND CAST(inspections_1.sector AS TEXT) = ANY ($2::TEXT[]))) OR CAST("evidence#20".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_1 
WHERE complaints_1.id = "evidence#20".owner_id AND (complaints_1.complainant_ref = $5::BYTEA OR CAST(complaints_1.category AS TEXT) != 'INSPECTOR_CONDUCT' AND (complaints_1.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND CAST(complaints_1.sector AS TEXT) = ANY ($2::TEXT[]) OR complaints_1.handler_id = $6::UUID)))) OR CAST("evidence#20".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_1 
WHERE correction_orders_1.id = "evidence#20".owner_id AND correction_orders_1.authority_region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND CAST(correction_orders_1.sector AS TEXT) = ANY ($2::TEXT[])))) AND "evidence#20".id = "page#7".evidence_id) AS "one#21") AS "evidence") AS "node#22") AS "node") AS "edge#23")) FILTER (WHERE "page#7"."number#" <= $7::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('alerts:Alert:DUE_ON'::text, "page#7".due_on, "page#7".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#7"."number#" = least($7::INTEGER, "page#7"."total#")), 'hasNextPage', count(*) > $7::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM alerts_kept AS "alerts_kept#25" 
WHERE left("alerts_kept#25".authority_region_code, 4) = $1::VARCHAR AND CAST("alerts_kept#25".sector AS TEXT) = ANY ($2::TEXT[]) AND "alerts_kept#25".due_on < $8::DATE) + (SELECT count(*) AS count_2 
FROM alerts_changed AS "alerts_changed#26" 
WHERE left("alerts_changed#26".authority_region_code, 4) = $1::VARCHAR AND CAST("alerts_changed#26".sector AS TEXT) = ANY ($2::TEXT[]) AND "alerts_changed#26".due_on < $9::DATE) + (SELECT count(*) AS count_3 
FROM repeated_kept AS "repeated_kept#27" 
WHERE left("repeated_kept#27".authority_region_code, 4) = $1::VARCHAR AND CAST("repeated_kept#27".sector AS TEXT) = ANY ($2::TEXT[]) AND "repeated_kept#27".due_on < $10::DATE) + (SELECT count(*) AS count_4 
FROM repeated_changed AS "repeated_changed#28" 
WHERE left("repeated_changed#28".authority_region_code, 4) = $1::VARCHAR AND CAST("repeated_changed#28".sector AS TEXT) = ANY ($2::TEXT[]) AND "repeated_changed#28".due_on < $11::DATE) AS "totalCount" 
FROM (SELECT "fetched#6".id AS id, "fetched#6".kind AS kind, "fetched#6".due_on AS due_on, "fetched#6".authority_id AS authority_id, "fetched#6".sector AS sector, "fetched#6".institution_id AS institution_id, "fetched#6".inspection_id AS inspection_id, "fetched#6".order_id AS order_id, "fetched#6".proposal_id AS proposal_id, "fetched#6".evidence_id AS evidence_id, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT DISTINCT ON ("branches#29".due_on, "branches#29".id) "branches#29".id AS id, "branches#29".kind AS kind, "branches#29".due_on AS due_on, "branches#29".authority_id AS authority_id, "branches#29".sector AS sector, "branches#29".institution_id AS institution_id, "branches#29".inspection_id AS inspection_id, "branches#29".order_id AS order_id, "branches#29".proposal_id AS proposal_id, "branches#29".evidence_id AS evidence_id 
FROM ((SELECT "alerts_kept#2".id AS id, "alerts_kept#2".kind AS kind, "alerts_kept#2".due_on AS due_on, "alerts_kept#2".authority_id AS authority_id, "alerts_kept#2".sector AS sector, "alerts_kept#2".institution_id AS institution_id, "alerts_kept#2".inspection_id AS inspection_id, "alerts_kept#2".order_id AS order_id, "alerts_kept#2".proposal_id AS proposal_id, "alerts_kept#2".evidence_id AS evidence_id 
FROM alerts_kept AS "alerts_kept#2" 
WHERE left("alerts_kept#2".authority_region_code, 4) = $1::VARCHAR AND CAST("alerts_kept#2".sector AS TEXT) = ANY ($2::TEXT[]) AND "alerts_kept#2".due_on < $12::DATE ORDER BY "alerts_kept#2".due_on ASC, "alerts_kept#2".id ASC 
 LIMIT 21) UNION ALL (SELECT "alerts_changed#3".id AS id, "alerts_changed#3".kind AS kind, "alerts_changed#3".due_on AS due_on, "alerts_changed#3".authority_id AS authority_id, "alerts_changed#3".sector AS sector, "alerts_changed#3".institution_id AS institution_id, "alerts_changed#3".inspection_id AS inspection_id, "alerts_changed#3".order_id AS order_id, "alerts_changed#3".proposal_id AS proposal_id, "alerts_changed#3".evidence_id AS evidence_id 
FROM alerts_changed AS "alerts_changed#3" 
WHERE left("alerts_changed#3".authority_region_code, 4) = $1::VARCHAR AND CAST("alerts_changed#3".sector AS TEXT) = ANY ($2::TEXT[]) AND "alerts_changed#3".due_on < $13::DATE ORDER BY "alerts_changed#3".due_on ASC, "alerts_changed#3".id ASC 
 LIMIT 21) UNION ALL (SELECT "repeated_kept#4".id AS id, "repeated_kept#4".kind AS kind, "repeated_kept#4".due_on AS due_on, "repeated_kept#4".authority_id AS authority_id, "repeated_kept#4".sector AS sector, "repeated_kept#4".institution_id AS institution_id, "repeated_kept#4".inspection_id AS inspection_id, "repeated_kept#4".order_id AS order_id, "repeated_kept#4".proposal_id AS proposal_id, "repeated_kept#4".evidence_id AS evidence_id 
FROM repeated_kept AS "repeated_kept#4" 
WHERE left("repeated_kept#4".authority_region_code, 4) = $1::VARCHAR AND CAST("repeated_kept#4".sector AS TEXT) = ANY ($2::TEXT[]) AND "repeated_kept#4".due_on < $14::DATE ORDER BY "repeated_kept#4".due_on ASC, "repeated_kept#4".id ASC 
 LIMIT 21) UNION ALL (SELECT "repeated_changed#5".id AS id, "repeated_changed#5".kind AS kind, "repeated_changed#5".due_on AS due_on, "repeated_changed#5".authority_id AS authority_id, "repeated_changed#5".sector AS sector, "repeated_changed#5".institution_id AS institution_id, "repeated_changed#5".inspection_id AS inspection_id, "repeated_changed#5".order_id AS order_id, "repeated_changed#5".proposal_id AS proposal_id, "repeated_changed#5".evidence_id AS evidence_id 
FROM repeated_changed AS "repeated_changed#5" 
WHERE left("repeated_changed#5".authority_region_code, 4) = $1::VARCHAR AND CAST("repeated_changed#5".sector AS TEXT) = ANY ($2::TEXT[]) AND "repeated_changed#5".due_on < $15::DATE ORDER BY "repeated_changed#5".due_on ASC, "repeated_changed#5".id ASC 
 LIMIT 21)) AS "branches#29" ORDER BY "branches#29".due_on ASC, "branches#29".id ASC 
 LIMIT 21) AS "fetched#6") AS "page#7") AS "connection#30")) AS answer

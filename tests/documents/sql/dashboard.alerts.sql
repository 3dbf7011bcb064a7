SELECT json_send((SELECT to_json("connection#32") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#24") AS to_json_2 
FROM (SELECT (SELECT to_json("node#23") AS to_json_3 
FROM (SELECT "page#8".kind AS "kind", "page#8".due_on AS "dueOn", "page#8".due_on < CAST(timezone('Asia/Shanghai', now()) AS DATE) AS "isLate", "page#8".sector AS "sector", (SELECT to_json("one#10") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#9".id AS TEXT) AS "id", "authorities#9".name AS "name" 
FROM authorities AS "authorities#9" 
WHERE "authorities#9".id = "page#8".authority_id) AS "one#10") AS "authority", (SELECT to_json("one#12") AS to_json_5 
FROM (SELECT 'inst_' || CAST("institutions#11".id AS TEXT) AS "id", "institutions#11".name AS "name" 
FROM institutions AS "institutions#11" 
WHERE "institutions#11".id = "page#8".institution_id) AS "one#12") AS "institution", (SELECT to_json("one#16") AS to_json_6 
FROM (SELECT 'insp_' || CAST("inspections#13".id AS TEXT) AS "id", "inspections#13".state AS "state", (SELECT to_json("one#15") AS to_json_7 
FROM (SELECT 'task_' || CAST("inspection_tasks#14".id AS TEXT) AS "id", "inspection_tasks#14".code AS "code" 
FROM inspection_tasks AS "inspection_tasks#14" 
WHERE left("inspection_tasks#14".authority_region_code, 4) = $1::VARCHAR AND CAST("inspection_tasks#14".sector AS TEXT) = ANY ($2::TEXT[]) AND "inspection_tasks#14".id = "inspections#13".task_id) AS "one#15") AS "task" 
FROM inspections AS "inspections#13" 
WHERE left("inspections#13".authority_region_code, 4) = $1::VARCHAR AND CAST("inspections#13".sector AS TEXT) = ANY ($2::TEXT[]) AND "inspections#13".id = "page#8".inspection_id) AS "one#16") AS "inspection", (SELECT to_json("one#18") AS to_json_8 
FROM (SELECT 'order_' || CAST("correction_orders#17".id AS TEXT) AS "id", "correction_orders#17".state AS "state" 
FROM correction_orders AS "correction_orders#17" 
WHERE "correction_orders#17".authority_region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND CAST("correction_orders#17".sector AS TEXT) = ANY ($2::TEXT[]) AND "correction_orders#17".id = "page#8".order_id) AS "one#18") AS "order", (SELECT to_json("one#20") AS to_json_9 
FROM (SELECT 'esc_' || CAST("escalation_proposals#19".id AS TEXT) AS "id", "escalation_proposals#19".measure AS "measure" 
FROM escalation_proposals AS "escalation_proposals#19" 
WHERE "escalation_proposals#19".authority_region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND CAST("escalation_proposals#19".sector AS TEXT) = ANY ($2::TEXT[]) AND "escalation_proposals#19".id = "page#8".proposal_id) AS "one#20") AS "proposal", (SELECT to_json("one#22") AS to_json_10 
FROM (SELECT 'evid_' || CAST("evidence#21".id AS TEXT) AS "id", "evidence#21".kind AS "kind" 
FROM evidence AS "evidence#21" 
WHERE (CAST("evidence#21".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "evidence#21".owner_id AND left(inspections_1.authority_region_code, 4) = $1::VARCHAR AND CAST(inspections_1.sector AS TEXT) = ANY ($2::TEXT[]))) OR CAST("evidence#21".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_1 
WHERE complaints_1.id = "evidence#21".owner_id AND (complaints_1.complainant_ref = $5::BYTEA OR CAST(complaints_1.category AS TEXT) != 'INSPECTOR_CONDUCT' AND (complaints_1.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND CAST(complaints_1.sector AS TEXT) = ANY ($2::TEXT[]) OR complaints_1.handler_id = $6::UUID)))) OR CAST("evidence#21".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_1 
WHERE correction_orders_1.id = "evidence#21".owner_id AND correction_orders_1.authority_region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND CAST(correction_orders_1.sector AS TEXT) = ANY ($2::TEXT[])))) AND "evidence#21".id = "page#8".evidence_id) AS "one#22") AS "evidence") AS "node#23") AS "node") AS "edge#24")) FILTER (WHERE "page#8"."number#" <= $7::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('alerts:Alert:DUE_ON'::text, "page#8".due_on, "page#8".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#8"."number#" = least($7::INTEGER, "page#8"."total#")), 'hasNextPage', count(*) > $7::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM alerts_kept AS "alerts_kept#26" 
WHERE left("alerts_kept#26".authority_region_code, 4) = $1::VARCHAR AND CAST("alerts_kept#26".sector AS TEXT) = ANY ($2::TEXT[]) AND "alerts_kept#26".due_on < $8::DATE) + (SELECT count(*) AS count_2 
FROM alerts_changed AS "alerts_changed#27" 
WHERE left("alerts_changed#27".authority_region_code, 4) = $1::VARCHAR AND CAST("alerts_changed#27".sector AS TEXT) = ANY ($2::TEXT[]) AND "alerts_changed#27".due_on < $9::DATE) + (SELECT count(*) AS count_3 
FROM repeated_kept AS "repeated_kept#28" 
WHERE left("repeated_kept#28".authority_region_code, 4) = $1::VARCHAR AND CAST("repeated_kept#28".sector AS TEXT) = ANY ($2::TEXT[]) AND "repeated_kept#28".due_on < $10::DATE) + (SELECT count(*) AS count_4 
FROM repeated_changed AS "repeated_changed#29" 
WHERE left("repeated_changed#29".authority_region_code, 4) = $1::VARCHAR AND CAST("repeated_changed#29".sector AS TEXT) = ANY ($2::TEXT[]) AND "repeated_changed#29".due_on < $11::DATE) + (SELECT count(*) AS count_5 
FROM certificates_expiring AS "certificates_expiring#30" 
WHERE left("certificates_expiring#30".authority_region_code, 4) = $1::VARCHAR AND CAST("certificates_expiring#30".sector AS TEXT) = ANY ($2::TEXT[]) AND "certificates_expiring#30".due_on < $12::DATE) AS "totalCount" 
FROM (SELECT "fetched#7".id AS id, "fetched#7".kind AS kind, "fetched#7".due_on AS due_on, "fetched#7".authority_id AS authority_id, "fetched#7".sector AS sector, "fetched#7".institution_id AS institution_id, "fetched#7".inspection_id AS inspection_id, "fetched#7".order_id AS order_id, "fetched#7".proposal_id AS proposal_id, "fetched#7".evidence_id AS evidence_id, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT DISTINCT ON ("branches#31".due_on, "branches#31".id) "branches#31".id AS id, "branches#31".kind AS kind, "branches#31".due_on AS due_on, "branches#31".authority_id AS authority_id, "branches#31".sector AS sector, "branches#31".institution_id AS institution_id, "branches#31".inspection_id AS inspection_id, "branches#31".order_id AS order_id, "branches#31".proposal_id AS proposal_id, "branches#31".evidence_id AS evidence_id 
FROM ((SELECT "alerts_kept#2".id AS id, "alerts_kept#2".kind AS kind, "alerts_kept#2".due_on AS due_on, "alerts_kept#2".authority_id AS authority_id, "alerts_kept#2".sector AS sector, "alerts_kept#2".institution_id AS institution_id, "alerts_kept#2".inspection_id AS inspection_id, "alerts_kept#2".order_id AS order_id, "alerts_kept#2".proposal_id AS proposal_id, "alerts_kept#2".evidence_id AS evidence_id 
FROM alerts_kept AS "alerts_kept#2" 
WHERE left("alerts_kept#2".authority_region_code, 4) = $1::VARCHAR AND CAST("alerts_kept#2".sector AS TEXT) = ANY ($2::TEXT[]) AND "alerts_kept#2".due_on < $13::DATE ORDER BY "alerts_kept#2".due_on ASC, "alerts_kept#2".id ASC 
 LIMIT 21) UNION ALL (SELECT "alerts_changed#3".id AS id, "alerts_changed#3".kind AS kind, "alerts_changed#3".due_on AS due_on, "alerts_changed#3".authority_id AS authority_id, "alerts_changed#3".sector AS sector, "alerts_changed#3".institution_id AS institution_id, "alerts_changed#3".inspection_id AS inspection_id, "alerts_changed#3".order_id AS order_id, "alerts_changed#3".proposal_id AS proposal_id, "alerts_changed#3".evidence_id AS evidence_id 
FROM alerts_changed AS "alerts_changed#3" 
WHERE left("alerts_changed#3".authority_region_code, 4) = $1::VARCHAR AND CAST("alerts_changed#3".sector AS TEXT) = ANY ($2::TEXT[]) AND "alerts_changed#3".due_on < $14::DATE ORDER BY "alerts_changed#3".due_on ASC, "alerts_changed#3".id ASC 
 LIMIT 21) UNION ALL (SELECT "repeated_kept#4".id AS id, "repeated_kept#4".kind AS kind, "repeated_kept#4".due_on AS due_on, "repeated_kept#4".authority_id AS authority_id, "repeated_kept#4".sector AS sector, "repeated_kept#4".institution_id AS institution_id, "repeated_kept#4".inspection_id AS inspection_id, "repeated_kept#4".order_id AS order_id, "repeated_kept#4".proposal_id AS proposal_id, "repeated_kept#4".evidence_id AS evidence_id 
FROM repeated_kept AS "repeated_kept#4" 
WHERE left("repeated_kept#4".authority_region_code, 4) = $1::VARCHAR AND CAST("repeated_kept#4".sector AS TEXT) = ANY ($2::TEXT[]) AND "repeated_kept#4".due_on < $15::DATE ORDER BY "repeated_kept#4".due_on ASC, "repeated_kept#4".id ASC 
 LIMIT 21) UNION ALL (SELECT "repeated_changed#5".id AS id, "repeated_changed#5".kind AS kind, "repeated_changed#5".due_on AS due_on, "repeated_changed#5".authority_id AS authority_id, "repeated_changed#5".sector AS sector, "repeated_changed#5".institution_id AS institution_id, "repeated_changed#5".inspection_id AS inspection_id, "repeated_changed#5".order_id AS order_id, "repeated_changed#5".proposal_id AS proposal_id, "repeated_changed#5".evidence_id AS evidence_id 
FROM repeated_changed AS "repeated_changed#5" 
WHERE left("repeated_changed#5".authority_region_code, 4) = $1::VARCHAR AND CAST("repeated_changed#5".sector AS TEXT) = ANY ($2::TEXT[]) AND "repeated_changed#5".due_on < $16::DATE ORDER BY "repeated_changed#5".due_on ASC, "repeated_changed#5".id ASC 
 LIMIT 21) UNION ALL (SELECT "certificates_expiring#6".id AS id, "certificates_expiring#6".kind AS kind, "certificates_expiring#6".due_on AS due_on, "certificates_expiring#6".authority_id AS authority_id, "certificates_expiring#6".sector AS sector, "certificates_expiring#6".institution_id AS institution_id, "certificates_expiring#6".inspection_id AS inspection_id, "certificates_expiring#6".order_id AS order_id, "certificates_expiring#6".proposal_id AS proposal_id, "certificates_expiring#6".evidence_id AS evidence_id 
FROM certificates_expiring AS "certificates_expiring#6" 
WHERE left("certificates_expiring#6".authority_region_code, 4) = $1::VARCHAR AND CAST("certificates_expiring#6".sector AS TEXT) = ANY ($2::TEXT[]) AND "certificates_expiring#6".due_on < $17::DATE ORDER BY "certificates_expiring#6".due_on ASC, "certificates_expiring#6".id ASC 
 LIMIT 21)) AS "branches#31" ORDER BY "branches#31".due_on ASC, "branches#31".id ASC 
 LIMIT 21) AS "fetched#7") AS "page#8") AS "connection#32")) AS answer

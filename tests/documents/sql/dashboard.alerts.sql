SELECT json_send((SELECT to_json("connection#42") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#29") AS to_json_2 
FROM (SELECT (SELECT to_json("node#28") AS to_json_3 
FROM (SELECT "page#13".kind AS "kind", "page#13".due_on AS "dueOn", "page#13".due_on < CAST(timezone('Asia/Shanghai', now()) AS DATE) AS "isLate", "page#13".sector AS "sector", (SELECT to_json("one#15") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#14".id AS TEXT) AS "id", "authorities#14".name AS "name" 
FROM authorities AS "authorities#14" 
WHERE "authorities#14".id = "page#13".authority_id) AS "one#15") AS "authority", (SELECT to_json("one#17") AS to_json_5 
FROM (SELECT 'inst_' || CAST("institutions#16".id AS TEXT) AS "id", "institutions#16".name AS "name" 
FROM institutions AS "institutions#16" 
WHERE "institutions#16".id = "page#13".institution_id) AS "one#17") AS "institution", (SELECT to_json("one#21") AS to_json_6 
FROM (SELECT 'insp_' || CAST("inspections#18".id AS TEXT) AS "id", "inspections#18".state AS "state", (SELECT to_json("one#20") AS to_json_7 
FROM (SELECT 'task_' || CAST("inspection_tasks#19".id AS TEXT) AS "id", "inspection_tasks#19".code AS "code" 
FROM inspection_tasks AS "inspection_tasks#19" 
WHERE left("inspection_tasks#19".authority_region_code, 4) = $1::VARCHAR AND CAST("inspection_tasks#19".sector AS TEXT) = ANY ($2::TEXT[]) AND "inspection_tasks#19".id = "inspections#18".task_id) AS "one#20") AS "task" 
FROM inspections AS "inspections#18" 
WHERE left("inspections#18".authority_region_code, 4) = $1::VARCHAR AND CAST("inspections#18".sector AS TEXT) = ANY ($2::TEXT[]) AND "inspections#18".id = "page#13".inspection_id) AS "one#21") AS "inspection", (SELECT to_json("one#23") AS to_json_8 
FROM (SELECT 'order_' || CAST("correction_orders#22".id AS TEXT) AS "id", "correction_orders#22".state AS "state" 
FROM correction_orders AS "correction_orders#22" 
WHERE "correction_orders#22".authority_region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND CAST("correction_orders#22".sector AS TEXT) = ANY ($2::TEXT[]) AND "correction_orders#22".id = "page#13".order_id) AS "one#23") AS "order", (SELECT to_json("one#25") AS to_json_9 
FROM (SELECT 'esc_' || CAST("escalation_proposals#24".id AS TEXT) AS "id", "escalation_proposals#24".measure AS "measure" 
FROM escalation_proposals AS "escalation_proposals#24" 
WHERE "escalation_proposals#24".authority_region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND CAST("escalation_proposals#24".sector AS TEXT) = ANY ($2::TEXT[]) AND "escalation_proposals#24".id = "page#13".proposal_id) AS "one#25") AS "proposal", (SELECT to_json("one#27") AS to_json_10 
FROM (SELECT 'evid_' || CAST("evidence#26".id AS TEXT) AS "id", "evidence#26".kind AS "kind" 
FROM evidence AS "evidence#26" 
WHERE (CAST("evidence#26".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "evidence#26".owner_id AND left(inspections_1.authority_region_code, 4) = $1::VARCHAR AND CAST(inspections_1.sector AS TEXT) = ANY ($2::TEXT[]))) OR CAST("evidence#26".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_1 
WHERE complaints_1.id = "evidence#26".owner_id AND (complaints_1.complainant_ref = $5::BYTEA OR CAST(complaints_1.category AS TEXT) != 'INSPECTOR_CONDUCT' AND (complaints_1.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND CAST(complaints_1.sector AS TEXT) = ANY ($2::TEXT[]) OR complaints_1.handler_id = $6::UUID)))) OR CAST("evidence#26".owner_kind AS TEXT) = 'RECTIFICATION' AND (EXISTS (SELECT * 
FROM correction_orders AS correction_orders_1 
WHERE correction_orders_1.id = "evidence#26".owner_id AND correction_orders_1.authority_region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND CAST(correction_orders_1.sector AS TEXT) = ANY ($2::TEXT[])))) AND "evidence#26".id = "page#13".evidence_id) AS "one#27") AS "evidence") AS "node#28") AS "node") AS "edge#29")) FILTER (WHERE "page#13"."number#" <= $7::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('alerts:Alert:DUE_ON'::text, "page#13".due_on, "page#13".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#13"."number#" = least($7::INTEGER, "page#13"."total#")), 'hasNextPage', count(*) > $7::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM alerts_kept AS "alerts_kept#31" 
WHERE left("alerts_kept#31".authority_region_code, 4) = $1::VARCHAR AND CAST("alerts_kept#31".sector AS TEXT) = ANY ($2::TEXT[]) AND "alerts_kept#31".due_on < $8::DATE) + (SELECT count(*) AS count_2 
FROM alerts_changed AS "alerts_changed#32" 
WHERE left("alerts_changed#32".authority_region_code, 4) = $1::VARCHAR AND CAST("alerts_changed#32".sector AS TEXT) = ANY ($2::TEXT[]) AND "alerts_changed#32".due_on < $9::DATE) + (SELECT count(*) AS count_3 
FROM repeated_kept AS "repeated_kept#33" 
WHERE left("repeated_kept#33".authority_region_code, 4) = $1::VARCHAR AND CAST("repeated_kept#33".sector AS TEXT) = ANY ($2::TEXT[]) AND "repeated_kept#33".due_on < $10::DATE) + (SELECT count(*) AS count_4 
FROM repeated_changed AS "repeated_changed#34" 
WHERE left("repeated_changed#34".authority_region_code, 4) = $1::VARCHAR AND CAST("repeated_changed#34".sector AS TEXT) = ANY ($2::TEXT[]) AND "repeated_changed#34".due_on < $11::DATE) + (SELECT count(*) AS count_5 
FROM certificates_expiring AS "certificates_expiring#35" 
WHERE left("certificates_expiring#35".authority_region_code, 4) = $1::VARCHAR AND CAST("certificates_expiring#35".sector AS TEXT) = ANY ($2::TEXT[]) AND "certificates_expiring#35".due_on < $12::DATE) + (SELECT count(*) AS count_6 
FROM alerts_kept AS "alerts_kept#36" 
WHERE "alerts_kept#36".officer_id IS NOT NULL AND (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "alerts_kept#36".authority_id AND authorities_1.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND authorities_1.sectors && $2::TEXT[])) AND (left("alerts_kept#36".authority_region_code, 4) = $1::VARCHAR AND CAST("alerts_kept#36".sector AS TEXT) = ANY ($2::TEXT[])) IS NOT true AND "alerts_kept#36".due_on < $13::DATE) + (SELECT count(*) AS count_7 
FROM alerts_changed AS "alerts_changed#37" 
WHERE "alerts_changed#37".officer_id IS NOT NULL AND (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "alerts_changed#37".authority_id AND authorities_2.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND authorities_2.sectors && $2::TEXT[])) AND (left("alerts_changed#37".authority_region_code, 4) = $1::VARCHAR AND CAST("alerts_changed#37".sector AS TEXT) = ANY ($2::TEXT[])) IS NOT true AND "alerts_changed#37".due_on < $14::DATE) + (SELECT count(*) AS count_8 
FROM repeated_kept AS "repeated_kept#38" 
WHERE "repeated_kept#38".officer_id IS NOT NULL AND (EXISTS (SELECT * 
FROM authorities AS authorities_3 
WHERE authorities_3.id = "repeated_kept#38".authority_id AND authorities_3.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND authorities_3.sectors && $2::TEXT[])) AND (left("repeated_kept#38".authority_region_code, 4) = $1::VARCHAR AND CAST("repeated_kept#38".sector AS TEXT) = ANY ($2::TEXT[])) IS NOT true AND "repeated_kept#38".due_on < $15::DATE) + (SELECT count(*) AS count_9 
FROM repeated_changed AS "repeated_changed#39" 
WHERE "repeated_changed#39".officer_id IS NOT NULL AND (EXISTS (SELECT * 
FROM authorities AS authorities_4 
WHERE authorities_4.id = "repeated_changed#39".authority_id AND authorities_4.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND authorities_4.sectors && $2::TEXT[])) AND (left("repeated_changed#39".authority_region_code, 4) = $1::VARCHAR AND CAST("repeated_changed#39".sector AS TEXT) = ANY ($2::TEXT[])) IS NOT true AND "repeated_changed#39".due_on < $16::DATE) + (SELECT count(*) AS count_10 
FROM certificates_expiring AS "certificates_expiring#40" 
WHERE "certificates_expiring#40".officer_id IS NOT NULL AND (EXISTS (SELECT * 
FROM authorities AS authorities_5 
WHERE authorities_5.id = "certificates_expiring#40".authority_id AND authorities_5.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND authorities_5.sectors && $2::TEXT[])) AND (left("certificates_expiring#40".authority_region_code, 4) = $1::VARCHAR AND CAST("certificates_expiring#40".sector AS TEXT) = ANY ($2::TEXT[])) IS NOT true AND "certificates_expiring#40".due_on < $17::DATE) AS "totalCount" 
FROM (SELECT "fetched#12".id AS id, "fetched#12".kind AS kind, "fetched#12".due_on AS due_on, "fetched#12".authority_id AS authority_id, "fetched#12".sector AS sector, "fetched#12".institution_id AS institution_id, "fetched#12".inspection_id AS inspection_id, "fetched#12".order_id AS order_id, "fetched#12".proposal_id AS proposal_id, "fetched#12".evidence_id AS evidence_id, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT DISTINCT ON ("branches#41".due_on, "branches#41".id) "branches#41".id AS id, "branches#41".kind AS kind, "branches#41".due_on AS due_on, "branches#41".authority_id AS authority_id, "branches#41".sector AS sector, "branches#41".institution_id AS institution_id, "branches#41".inspection_id AS inspection_id, "branches#41".order_id AS order_id, "branches#41".proposal_id AS proposal_id, "branches#41".evidence_id AS evidence_id 
FROM ((SELECT "alerts_kept#2".id AS id, "alerts_kept#2".kind AS kind, "alerts_kept#2".due_on AS due_on, "alerts_kept#2".authority_id AS authority_id, "alerts_kept#2".sector AS sector, "alerts_kept#2".institution_id AS institution_id, "alerts_kept#2".inspection_id AS inspection_id, "alerts_kept#2".order_id AS order_id, "alerts_kept#2".proposal_id AS proposal_id, "alerts_kept#2".evidence_id AS evidence_id 
FROM alerts_kept AS "alerts_kept#2" 
WHERE left("alerts_kept#2".authority_region_code, 4) = $1::VARCHAR AND CAST("alerts_kept#2".sector AS TEXT) = ANY ($2::TEXT[]) AND "alerts_kept#2".due_on < $18::DATE ORDER BY "alerts_kept#2".due_on ASC, "alerts_kept#2".id ASC 
 LIMIT 21) UNION ALL (SELECT "alerts_changed#3".id AS id, "alerts_changed#3".kind AS kind, "alerts_changed#3".due_on AS due_on, "alerts_changed#3".authority_id AS authority_id, "alerts_changed#3".sector AS sector, "alerts_changed#3".institution_id AS institution_id, "alerts_changed#3".inspection_id AS inspection_id, "alerts_changed#3".order_id AS order_id, "alerts_changed#3".proposal_id AS proposal_id, "alerts_changed#3".evidence_id AS evidence_id 
FROM alerts_changed AS "alerts_changed#3" 
WHERE left("alerts_changed#3".authority_region_code, 4) = $1::VARCHAR AND CAST("alerts_changed#3".sector AS TEXT) = ANY ($2::TEXT[]) AND "alerts_changed#3".due_on < $19::DATE ORDER BY "alerts_changed#3".due_on ASC, "alerts_changed#3".id ASC 
 LIMIT 21) UNION ALL (SELECT "repeated_kept#4".id AS id, "repeated_kept#4".kind AS kind, "repeated_kept#4".due_on AS due_on, "repeated_kept#4".authority_id AS authority_id, "repeated_kept#4".sector AS sector, "repeated_kept#4".institution_id AS institution_id, "repeated_kept#4".inspection_id AS inspection_id, "repeated_kept#4".order_id AS order_id, "repeated_kept#4".proposal_id AS proposal_id, "repeated_kept#4".evidence_id AS evidence_id 
FROM repeated_kept AS "repeated_kept#4" 
WHERE left("repeated_kept#4".authority_region_code, 4) = $1::VARCHAR AND CAST("repeated_kept#4".sector AS TEXT) = ANY ($2::TEXT[]) AND "repeated_kept#4".due_on < $20::DATE ORDER BY "repeated_kept#4".due_on ASC, "repeated_kept#4".id ASC 
 LIMIT 21) UNION ALL (SELECT "repeated_changed#5".id AS id, "repeated_changed#5".kind AS kind, "repeated_changed#5".due_on AS due_on, "repeated_changed#5".authority_id AS authority_id, "repeated_changed#5".sector AS sector, "repeated_changed#5".institution_id AS institution_id, "repeated_changed#5".inspection_id AS inspection_id, "repeated_changed#5".order_id AS order_id, "repeated_changed#5".proposal_id AS proposal_id, "repeated_changed#5".evidence_id AS evidence_id 
FROM repeated_changed AS "repeated_changed#5" 
WHERE left("repeated_changed#5".authority_region_code, 4) = $1::VARCHAR AND CAST("repeated_changed#5".sector AS TEXT) = ANY ($2::TEXT[]) AND "repeated_changed#5".due_on < $21::DATE ORDER BY "repeated_changed#5".due_on ASC, "repeated_changed#5".id ASC 
 LIMIT 21) UNION ALL (SELECT "certificates_expiring#6".id AS id, "certificates_expiring#6".kind AS kind, "certificates_expiring#6".due_on AS due_on, "certificates_expiring#6".authority_id AS authority_id, "certificates_expiring#6".sector AS sector, "certificates_expiring#6".institution_id AS institution_id, "certificates_expiring#6".inspection_id AS inspection_id, "certificates_expiring#6".order_id AS order_id, "certificates_expiring#6".proposal_id AS proposal_id, "certificates_expiring#6".evidence_id AS evidence_id 
FROM certificates_expiring AS "certificates_expiring#6" 
WHERE left("certificates_expiring#6".authority_region_code, 4) = $1::VARCHAR AND CAST("certificates_expiring#6".sector AS TEXT) = ANY ($2::TEXT[]) AND "certificates_expiring#6".due_on < $22::DATE ORDER BY "certificates_expiring#6".due_on ASC, "certificates_expiring#6".id ASC 
 LIMIT 21) UNION ALL (SELECT "alerts_kept#7".id AS id, "alerts_kept#7".kind AS kind, "alerts_kept#7".due_on AS due_on, "alerts_kept#7".authority_id AS authority_id, "alerts_kept#7".sector AS sector, "alerts_kept#7".institution_id AS institution_id, "alerts_kept#7".inspection_id AS inspection_id, "alerts_kept#7".order_id AS order_id, "alerts_kept#7".proposal_id AS proposal_id, "alerts_kept#7".evidence_id AS evidence_id 
FROM alerts_kept AS "alerts_kept#7" 
WHERE "alerts_kept#7".officer_id IS NOT NULL AND (EXISTS (SELECT * 
FROM authorities AS authorities_6 
WHERE authorities_6.id = "alerts_kept#7".authority_id AND authorities_6.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND authorities_6.sectors && $2::TEXT[])) AND "alerts_kept#7".due_on < $23::DATE ORDER BY "alerts_kept#7".due_on ASC, "alerts_kept#7".id ASC 
 LIMIT 21) UNION ALL (SELECT "alerts_changed#8".id AS id, "alerts_changed#8".kind AS kind, "alerts_changed#8".due_on AS due_on, "alerts_changed#8".authority_id AS authority_id, "alerts_changed#8".sector AS sector, "alerts_changed#8".institution_id AS institution_id, "alerts_changed#8".inspection_id AS inspection_id, "alerts_changed#8".order_id AS order_id, "alerts_changed#8".proposal_id AS proposal_id, "alerts_changed#8".evidence_id AS evidence_id 
FROM alerts_changed AS "alerts_changed#8" 
WHERE "alerts_changed#8".officer_id IS NOT NULL AND (EXISTS (SELECT * 
FROM authorities AS authorities_7 
WHERE authorities_7.id = "alerts_changed#8".authority_id AND authorities_7.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND authorities_7.sectors && $2::TEXT[])) AND "alerts_changed#8".due_on < $24::DATE ORDER BY "alerts_changed#8".due_on ASC, "alerts_changed#8".id ASC 
 LIMIT 21) UNION ALL (SELECT "repeated_kept#9".id AS id, "repeated_kept#9".kind AS kind, "repeated_kept#9".due_on AS due_on, "repeated_kept#9".authority_id AS authority_id, "repeated_kept#9".sector AS sector, "repeated_kept#9".institution_id AS institution_id, "repeated_kept#9".inspection_id AS inspection_id, "repeated_kept#9".order_id AS order_id, "repeated_kept#9".proposal_id AS proposal_id, "repeated_kept#9".evidence_id AS evidence_id 
FROM repeated_kept AS "repeated_kept#9" 
WHERE "repeated_kept#9".officer_id IS NOT NULL AND (EXISTS (SELECT * 
FROM authorities AS authorities_8 
WHERE authorities_8.id = "repeated_kept#9".authority_id AND authorities_8.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND authorities_8.sectors && $2::TEXT[])) AND "repeated_kept#9".due_on < $25::DATE ORDER BY "repeated_kept#9".due_on ASC, "repeated_kept#9".id ASC 
 LIMIT 21) UNION ALL (SELECT "repeated_changed#10".id AS id, "repeated_changed#10".kind AS kind, "repeated_changed#10".due_on AS due_on, "repeated_changed#10".authority_id AS authority_id, "repeated_changed#10".sector AS sector, "repeated_changed#10".institution_id AS institution_id, "repeated_changed#10".inspection_id AS inspection_id, "repeated_changed#10".order_id AS order_id, "repeated_changed#10".proposal_id AS proposal_id, "repeated_changed#10".evidence_id AS evidence_id 
FROM repeated_changed AS "repeated_changed#10" 
WHERE "repeated_changed#10".officer_id IS NOT NULL AND (EXISTS (SELECT * 
FROM authorities AS authorities_9 
WHERE authorities_9.id = "repeated_changed#10".authority_id AND authorities_9.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND authorities_9.sectors && $2::TEXT[])) AND "repeated_changed#10".due_on < $26::DATE ORDER BY "repeated_changed#10".due_on ASC, "repeated_changed#10".id ASC 
 LIMIT 21) UNION ALL (SELECT "certificates_expiring#11".id AS id, "certificates_expiring#11".kind AS kind, "certificates_expiring#11".due_on AS due_on, "certificates_expiring#11".authority_id AS authority_id, "certificates_expiring#11".sector AS sector, "certificates_expiring#11".institution_id AS institution_id, "certificates_expiring#11".inspection_id AS inspection_id, "certificates_expiring#11".order_id AS order_id, "certificates_expiring#11".proposal_id AS proposal_id, "certificates_expiring#11".evidence_id AS evidence_id 
FROM certificates_expiring AS "certificates_expiring#11" 
WHERE "certificates_expiring#11".officer_id IS NOT NULL AND (EXISTS (SELECT * 
FROM authorities AS authorities_10 
WHERE authorities_10.id = "certificates_expiring#11".authority_id AND authorities_10.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR AND authorities_10.sectors && $2::TEXT[])) AND "certificates_expiring#11".due_on < $27::DATE ORDER BY "certificates_expiring#11".due_on ASC, "certificates_expiring#11".id ASC 
 LIMIT 21)) AS "branches#41" ORDER BY "branches#41".due_on ASC, "branches#41".id ASC 
 LIMIT 21) AS "fetched#12") AS "page#13") AS "connection#42")) AS answer

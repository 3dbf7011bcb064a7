SELECT json_send((SELECT to_json("connection#21") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#17") AS to_json_2 
FROM (SELECT (SELECT to_json("node#16") AS to_json_3 
FROM (SELECT 'insp_' || CAST("page#3".id AS TEXT) AS "id", "page#3".state AS "state", "page#3".version AS "version", "page#3".window_from AS "windowFrom", "page#3".window_to AS "windowTo", to_char(timezone('UTC', "page#3".noticed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "noticedAt", to_char(timezone('UTC', "page#3".filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "filedAt", "page#3".publish_due_on AS "publishDueOn", "page#3".publish_due_is_provisional AS "publishDueIsProvisional", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'task_' || CAST("inspection_tasks#4".id AS TEXT) AS "id", "inspection_tasks#4".code AS "code", "inspection_tasks#4".name AS "name", "inspection_tasks#4".category AS "category", "inspection_tasks#4".trigger AS "trigger", CASE WHEN (CAST("inspection_tasks#4".state AS TEXT) IN ('LOCKED', 'OBJECTS_DRAWN', 'OFFICERS_DRAWN', 'POOL_FROZEN') AND (EXISTS (SELECT * 
FROM draws AS draws_1 
WHERE draws_1.task_id = "inspection_tasks#4".id AND draws_1.issue_due_on < $1::DATE))) THEN 'VOIDED' ELSE CAST("inspection_tasks#4".state AS TEXT) END AS "state" 
FROM inspection_tasks AS "inspection_tasks#4" 
WHERE ("inspection_tasks#4".authority_id = $2::UUID OR (EXISTS (SELECT * 
FROM task_departments AS task_departments_1 
WHERE task_departments_1.task_id = "inspection_tasks#4".id AND task_departments_1.authority_id = $2::UUID))) AND "inspection_tasks#4".id = "page#3".task_id) AS "one#5") AS "task", (SELECT to_json("one#9") AS to_json_5 
FROM (SELECT 'inst_' || CAST("institutions#6".id AS TEXT) AS "id", "institutions#6".name AS "name", (SELECT to_json("one#8") AS to_json_6 
FROM (SELECT "regions#7".code AS "code", "regions#7".name AS "name" 
FROM regions AS "regions#7" 
WHERE "regions#7".code = "institutions#6".region_code) AS "one#8") AS "region" 
FROM institutions AS "institutions#6" 
WHERE "institutions#6".id = "page#3".institution_id) AS "one#9") AS "institution", (SELECT to_json("one#11") AS to_json_7 
FROM (SELECT 'auth_' || CAST("authorities#10".id AS TEXT) AS "id", "authorities#10".name AS "name" 
FROM authorities AS "authorities#10" 
WHERE "authorities#10".id = "page#3".authority_id) AS "one#11") AS "authority", (SELECT coalesce(json_agg("many#15"), '[]'::json) AS coalesce_1 
FROM (SELECT (SELECT to_json("one#14") AS to_json_8 
FROM (SELECT 'ofcr_' || CAST("officers#13".id AS TEXT) AS "id", "officers#13".name AS "name" 
FROM officers AS "officers#13" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#13".authority_id AND authorities_1.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR)) AND "officers#13".id = "inspection_assignments#12".officer_id) AS "one#14") AS "officer", "inspection_assignments#12".is_leader AS "isLeader", (SELECT to_char(timezone('UTC', anon_1.confirmed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS to_char_1 
FROM (SELECT record_confirmations_1.confirmed_at AS confirmed_at 
FROM record_confirmations AS record_confirmations_1, inspections AS inspections_1 
WHERE record_confirmations_1.record_id = inspections_1.current_record_id AND record_confirmations_1.officer_id = "inspection_assignments#12".officer_id AND inspections_1.id = "inspection_assignments#12".inspection_id) AS anon_1) AS "confirmedAt", to_char(timezone('UTC', "inspection_assignments#12".replaced_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "replacedAt", "inspection_assignments#12".replacement_reason AS "replacementReason", to_char(timezone('UTC', "inspection_assignments#12".replacement_proposed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "replacementProposedAt" 
FROM inspection_assignments AS "inspection_assignments#12" 
WHERE "inspection_assignments#12".inspection_id = "page#3".id ORDER BY "inspection_assignments#12".is_leader DESC, "inspection_assignments#12".id) AS "many#15") AS "assignments") AS "node#16") AS "node") AS "edge#17")) FILTER (WHERE "page#3"."number#" <= $5::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('inspections:Inspection:REGISTERED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($5::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $5::INTEGER) AS "pageInfo", (SELECT CAST(coalesce(sum("inspection_totals#20".n), 0) AS BIGINT) AS coalesce_2 
FROM inspection_totals AS "inspection_totals#20" 
WHERE "inspection_totals#20".authority_id = $2::UUID AND CAST("inspection_totals#20".state AS TEXT) = ANY ($6::TEXT[])) AS "totalCount" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".task_id AS task_id, "fetched#2".institution_id AS institution_id, "fetched#2".authority_id AS authority_id, "fetched#2".window_from AS window_from, "fetched#2".window_to AS window_to, "fetched#2".noticed_at AS noticed_at, "fetched#2".state AS state, "fetched#2".filed_at AS filed_at, "fetched#2".publish_due_on AS publish_due_on, "fetched#2".publish_due_is_provisional AS publish_due_is_provisional, "fetched#2".version AS version, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "inspections#1".id AS id, "inspections#1".task_id AS task_id, "inspections#1".institution_id AS institution_id, "inspections#1".authority_id AS authority_id, "inspections#1".window_from AS window_from, "inspections#1".window_to AS window_to, "inspections#1".noticed_at AS noticed_at, "inspections#1".state AS state, "inspections#1".filed_at AS filed_at, "inspections#1".publish_due_on AS publish_due_on, "inspections#1".publish_due_is_provisional AS publish_due_is_provisional, "inspections#1".version AS version 
FROM inspections AS "inspections#1" 
WHERE "inspections#1".authority_id = $2::UUID AND CAST("inspections#1".state AS TEXT) = ANY ($7::TEXT[]) ORDER BY "inspections#1".id DESC 
 LIMIT $5::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#21")) AS answer

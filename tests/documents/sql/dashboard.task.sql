SELECT json_send((SELECT to_json("one#44") AS to_json_1 
FROM (SELECT 'task_' || CAST("inspection_tasks#1".id AS TEXT) AS "id", "inspection_tasks#1".code AS "code", "inspection_tasks#1".name AS "name", CASE WHEN (CAST("inspection_tasks#1".state AS TEXT) IN ('LOCKED', 'OBJECTS_DRAWN', 'OFFICERS_DRAWN', 'POOL_FROZEN') AND (EXISTS (SELECT * 
FROM draws AS draws_1 
WHERE draws_1.task_id = "inspection_tasks#1".id AND draws_1.issue_due_on < $1::DATE))) THEN 'VOIDED' ELSE CAST("inspection_tasks#1".state AS TEXT) END AS "state", "inspection_tasks#1".category AS "category", "inspection_tasks#1".trigger AS "trigger", "inspection_tasks#1".window_from AS "windowFrom", "inspection_tasks#1".window_to AS "windowTo", "inspection_tasks#1".version AS "version", "inspection_tasks#1".is_targeted AS "isTargeted", "inspection_tasks#1".publish_drawn_list AS "publishDrawnList", CASE WHEN (CAST("inspection_tasks#1".state AS TEXT) IN ('LOCKED', 'OBJECTS_DRAWN', 'OFFICERS_DRAWN', 'POOL_FROZEN') AND (EXISTS (SELECT * 
FROM draws AS draws_2 
WHERE draws_2.task_id = "inspection_tasks#1".id AND draws_2.issue_due_on < $1::DATE))) THEN '未在规定日期前下发，抽取失效（The task was not issued in time, so the draw has failed.）' ELSE "inspection_tasks#1".void_reason END AS "voidReason", (SELECT to_json("one#3") AS to_json_2 
FROM (SELECT 'auth_' || CAST("authorities#2".id AS TEXT) AS "id", "authorities#2".name AS "name" 
FROM authorities AS "authorities#2" 
WHERE "authorities#2".id = "inspection_tasks#1".authority_id) AS "one#3") AS "authority", (SELECT to_json("one#5") AS to_json_3 
FROM (SELECT "regions#4".code AS "code", "regions#4".name AS "name" 
FROM regions AS "regions#4" 
WHERE "regions#4".code = "inspection_tasks#1".region_code) AS "one#5") AS "region", (SELECT coalesce(json_agg("many#7"), '[]'::json) AS coalesce_1 
FROM (SELECT 'item_' || CAST("inspection_items#6".id AS TEXT) AS "id", "inspection_items#6".code AS "code", "inspection_items#6".title AS "title", "inspection_items#6".item_class AS "itemClass" 
FROM inspection_items AS "inspection_items#6" 
WHERE EXISTS (SELECT * 
FROM task_items AS task_items_1 
WHERE task_items_1.task_id = "inspection_tasks#1".id AND task_items_1.item_id = "inspection_items#6".id) ORDER BY "inspection_items#6".code, "inspection_items#6".id) AS "many#7") AS "items", (SELECT coalesce(json_agg("many#11"), '[]'::json) AS coalesce_2 
FROM (SELECT "task_departments#8".position AS "position", "task_departments#8".officers_per_object AS "officersPerObject", "task_departments#8".max_load AS "maxLoad", (SELECT to_json("one#10") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#9".id AS TEXT) AS "id", "authorities#9".name AS "name" 
FROM authorities AS "authorities#9" 
WHERE "authorities#9".id = "task_departments#8".authority_id) AS "one#10") AS "authority" 
FROM task_departments AS "task_departments#8" 
WHERE "task_departments#8".task_id = "inspection_tasks#1".id ORDER BY "task_departments#8".position) AS "many#11") AS "departments", (SELECT coalesce(json_agg("many#13"), '[]'::json) AS coalesce_3 
FROM (SELECT "task_quotas#12".risk_class AS "riskClass", "task_quotas#12".ratio_bp AS "ratioBp", "task_quotas#12".object_count AS "objectCount", "task_quotas#12".min_count AS "minCount" 
FROM task_quotas AS "task_quotas#12" 
WHERE "task_quotas#12".task_id = "inspection_tasks#1".id ORDER BY "task_quotas#12".risk_class) AS "many#13") AS "quotas", (SELECT to_json("one#17") AS to_json_5 
FROM (SELECT 'line_' || CAST("plan_lines#14".id AS TEXT) AS "id", (SELECT to_json("one#16") AS to_json_6 
FROM (SELECT 'plan_' || CAST("inspection_plans#15".id AS TEXT) AS "id", "inspection_plans#15".name AS "name" 
FROM inspection_plans AS "inspection_plans#15" 
WHERE (CAST("inspection_plans#15".state AS TEXT) IN ('PUBLISHED', 'CLOSED') OR "inspection_plans#15".authority_id = $2::UUID) AND "inspection_plans#15".id = "plan_lines#14".plan_id) AS "one#16") AS "plan" 
FROM plan_lines AS "plan_lines#14" 
WHERE (EXISTS (SELECT * 
FROM inspection_plans AS inspection_plans_1 
WHERE inspection_plans_1.id = "plan_lines#14".plan_id AND (CAST(inspection_plans_1.state AS TEXT) IN ('PUBLISHED', 'CLOSED') OR inspection_plans_1.authority_id = $2::UUID))) AND "plan_lines#14".id = "inspection_tasks#1".plan_line_id) AS "one#17") AS "planLine", (SELECT to_json("one#19") AS to_json_7 
FROM (SELECT 'task_' || CAST("inspection_tasks#18".id AS TEXT) AS "id", "inspection_tasks#18".code AS "code" 
FROM inspection_tasks AS "inspection_tasks#18" 
WHERE ("inspection_tasks#18".authority_id = $2::UUID OR (EXISTS (SELECT * 
FROM task_departments AS task_departments_1 
WHERE task_departments_1.task_id = "inspection_tasks#18".id AND task_departments_1.authority_id = $2::UUID))) AND "inspection_tasks#18".id = "inspection_tasks#1".redraw_of_id) AS "one#19") AS "redrawOf", (SELECT coalesce(json_agg("many#21"), '[]'::json) AS coalesce_4 
FROM (SELECT 'share_' || CAST("draw_shares#20".id AS TEXT) AS "id", "draw_shares#20".party AS "party", "draw_shares#20".commitment AS "commitment", to_char(timezone('UTC', "draw_shares#20".revealed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "revealedAt" 
FROM draw_shares AS "draw_shares#20" 
WHERE ("draw_shares#20".account_id = $3::UUID OR (EXISTS (SELECT * 
FROM inspection_tasks AS inspection_tasks_1, authorities AS authorities_1 
WHERE inspection_tasks_1.id = "draw_shares#20".task_id AND authorities_1.id = inspection_tasks_1.authority_id AND (inspection_tasks_1.authority_id = $2::UUID OR (EXISTS (SELECT * 
FROM task_departments AS task_departments_2 
WHERE task_departments_2.task_id = inspection_tasks_1.id AND task_departments_2.authority_id = $2::UUID)))))) AND "draw_shares#20".task_id = "inspection_tasks#1".id ORDER BY "draw_shares#20".party) AS "many#21") AS "shares", (SELECT to_json("one#33") AS to_json_8 
FROM (SELECT 'draw_' || CAST("draws#22".id AS TEXT) AS "id", CASE WHEN ("draws#22".issue_due_on < $1::DATE AND (EXISTS (SELECT * 
FROM inspection_tasks AS inspection_tasks_2 
WHERE inspection_tasks_2.id = "draws#22".task_id AND CAST(inspection_tasks_2.state AS TEXT) IN ('LOCKED', 'OBJECTS_DRAWN', 'OFFICERS_DRAWN', 'POOL_FROZEN')))) THEN 'VOIDED' ELSE CAST("draws#22".stage AS TEXT) END AS "stage", "draws#22".commitment AS "commitment", "draws#22".entropy_source AS "entropySource", to_char(timezone('UTC', "draws#22".draw_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "drawAt", to_char(timezone('UTC', "draws#22".frozen_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "frozenAt", to_char(timezone('UTC', "draws#22".drawn_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "drawnAt", to_char(timezone('UTC', "draws#22".locked_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "lockedAt", to_char(timezone('UTC', "draws#22".revealed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "revealedAt", "draws#22".reveal_due_on AS "revealDueOn", "draws#22".object_count AS "objectCount", "draws#22".eligible_count AS "eligibleCount", "draws#22".drawn_count AS "drawnCount", "draws#22".unstaffed_count AS "unstaffedCount", "draws#22".replacement_count AS "replacementCount", "draws#22".redraw_no AS "redrawNo", (SELECT coalesce(json_agg("many#24"), '[]'::json) AS coalesce_5 
FROM (SELECT "pool_strata#23".risk_class AS "riskClass", "pool_strata#23".row_count AS "rowCount", "pool_strata#23".eligible_count AS "eligibleCount", "pool_strata#23".drawn_count AS "drawnCount" 
FROM pool_strata AS "pool_strata#23" 
WHERE "pool_strata#23".draw_id = "draws#22".id ORDER BY "pool_strata#23".risk_class) AS "many#24") AS "strata", (SELECT coalesce(json_agg("many#26"), '[]'::json) AS coalesce_6 
FROM (SELECT "draw_events#25".position AS "position", "draw_events#25".event AS "event", to_char(timezone('UTC', "draw_events#25".at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "at", "draw_events#25".by_role AS "byRole", "draw_events#25".hash AS "hash" 
FROM draw_events AS "draw_events#25" 
WHERE "draw_events#25".draw_id = "draws#22".id ORDER BY "draw_events#25".position) AS "many#26") AS "events", (SELECT coalesce(json_agg("many#32"), '[]'::json) AS coalesce_7 
FROM (SELECT "officer_replacements#27".reason AS "reason", to_char(timezone('UTC', "officer_replacements#27".replaced_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "replacedAt", (SELECT to_json("one#29") AS to_json_9 
FROM (SELECT 'ofcr_' || CAST("officers#28".id AS TEXT) AS "id", "officers#28".name AS "name" 
FROM officers AS "officers#28" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "officers#28".authority_id AND authorities_2.region_code BETWEEN $4::VARCHAR AND $5::VARCHAR)) AND "officers#28".id = "officer_replacements#27".outgoing_id) AS "one#29") AS "outgoing", (SELECT to_json("one#31") AS to_json_10 
FROM (SELECT 'ofcr_' || CAST("officers#30".id AS TEXT) AS "id", "officers#30".name AS "name" 
FROM officers AS "officers#30" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_3 
WHERE authorities_3.id = "officers#30".authority_id AND authorities_3.region_code BETWEEN $4::VARCHAR AND $5::VARCHAR)) AND "officers#30".id = "officer_replacements#27".incoming_id) AS "one#31") AS "incoming" 
FROM officer_replacements AS "officer_replacements#27" 
WHERE "officer_replacements#27".draw_id = "draws#22".id ORDER BY "officer_replacements#27".replaced_at, "officer_replacements#27".id) AS "many#32") AS "replacements" 
FROM draws AS "draws#22" 
WHERE ("draws#22".authority_id = $2::UUID OR (EXISTS (SELECT * 
FROM task_departments AS task_departments_3 
WHERE task_departments_3.task_id = "draws#22".task_id AND task_departments_3.authority_id = $2::UUID))) AND "draws#22".task_id = "inspection_tasks#1".id) AS "one#33") AS "draw", (SELECT coalesce(json_agg("many#37"), '[]'::json) AS coalesce_8 
FROM (SELECT to_char(timezone('UTC', "state_transitions#34".at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "at", "state_transitions#34".event AS "event", "state_transitions#34".from_state AS "fromState", "state_transitions#34".to_state AS "toState", "state_transitions#34".ground AS "ground", (SELECT to_json("one#36") AS to_json_11 
FROM (SELECT 'ofcr_' || CAST("officers#35".id AS TEXT) AS "id", "officers#35".name AS "name" 
FROM officers AS "officers#35" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_4 
WHERE authorities_4.id = "officers#35".authority_id AND authorities_4.region_code BETWEEN $4::VARCHAR AND $5::VARCHAR)) AND "officers#35".account_id = "state_transitions#34".actor_id) AS "one#36") AS "officer" 
FROM state_transitions AS "state_transitions#34" 
WHERE "state_transitions#34".subject_id = "inspection_tasks#1".id AND "state_transitions#34".entity = 'InspectionTask' ORDER BY "state_transitions#34".at, "state_transitions#34".id) AS "many#37") AS "steps", json_build_object('totalCount', (SELECT count(*) AS count_1 
FROM inspections AS "inspections#39" 
WHERE "inspections#39".authority_id = $2::UUID AND "inspections#39".task_id = "inspection_tasks#1".id AND CAST("inspections#39".state AS TEXT) = ANY ($6::TEXT[]))) AS "toEnter", json_build_object('totalCount', (SELECT count(*) AS count_2 
FROM inspections AS "inspections#41" 
WHERE "inspections#41".authority_id = $2::UUID AND "inspections#41".task_id = "inspection_tasks#1".id AND CAST("inspections#41".state AS TEXT) = ANY ($7::TEXT[]))) AS "toAudit", json_build_object('totalCount', (SELECT count(*) AS count_3 
FROM inspections AS "inspections#43" 
WHERE "inspections#43".authority_id = $2::UUID AND "inspections#43".task_id = "inspection_tasks#1".id AND CAST("inspections#43".state AS TEXT) = ANY ($8::TEXT[]))) AS "published" 
FROM inspection_tasks AS "inspection_tasks#1" 
WHERE ("inspection_tasks#1".authority_id = $2::UUID OR (EXISTS (SELECT * 
FROM task_departments AS task_departments_4 
WHERE task_departments_4.task_id = "inspection_tasks#1".id AND task_departments_4.authority_id = $2::UUID))) AND "inspection_tasks#1".code = $9::VARCHAR) AS "one#44")) AS answer

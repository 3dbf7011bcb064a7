SELECT json_send((SELECT to_json("one#30") AS to_json_1 
FROM (SELECT 'task_' || CAST("inspection_tasks#1".id AS TEXT) AS "id", "inspection_tasks#1".code AS "code", (SELECT to_json("one#29") AS to_json_2 
FROM (SELECT 'draw_' || CAST("draws#2".id AS TEXT) AS "id", (SELECT to_json("connection#21") AS to_json_3 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#19") AS to_json_4 
FROM (SELECT (SELECT to_json("node#18") AS to_json_5 
FROM (SELECT "page#5".risk_class AS "riskClass", "page#5".rank AS "rank", "page#5".visit_no AS "visitNo", "page#5".is_unstaffed AS "isUnstaffed", (SELECT to_json("one#7") AS to_json_6 
FROM (SELECT 'inst_' || CAST("institutions#6".id AS TEXT) AS "id", "institutions#6".name AS "name", "institutions#6".address AS "address" 
FROM institutions AS "institutions#6" 
WHERE "institutions#6".id = "page#5".institution_id) AS "one#7") AS "institution", (SELECT coalesce(json_agg("many#15"), '[]'::json) AS coalesce_1 
FROM (SELECT "pairings#8".is_leader AS "isLeader", "pairings#8".position AS "position", (SELECT to_json("one#14") AS to_json_7 
FROM (SELECT "pool_officers#9".officer_no AS "officerNo", (SELECT to_json("one#11") AS to_json_8 
FROM (SELECT 'ofcr_' || CAST("officers#10".id AS TEXT) AS "id", "officers#10".name AS "name" 
FROM officers AS "officers#10" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#10".authority_id AND authorities_1.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR)) AND "officers#10".id = "pool_officers#9".officer_id) AS "one#11") AS "officer", (SELECT to_json("one#13") AS to_json_9 
FROM (SELECT 'auth_' || CAST("authorities#12".id AS TEXT) AS "id", "authorities#12".name AS "name" 
FROM authorities AS "authorities#12" 
WHERE "authorities#12".id = "pool_officers#9".authority_id) AS "one#13") AS "authority" 
FROM pool_officers AS "pool_officers#9" 
WHERE "pool_officers#9".id = "pairings#8".officer_id) AS "one#14") AS "officer" 
FROM pairings AS "pairings#8" 
WHERE "pairings#8".object_id = "page#5".id ORDER BY "pairings#8".is_leader DESC, "pairings#8".position, "pairings#8".id) AS "many#15") AS "pairings", (SELECT to_json("one#17") AS to_json_10 
FROM (SELECT 'insp_' || CAST("inspections#16".id AS TEXT) AS "id", "inspections#16".state AS "state" 
FROM inspections AS "inspections#16" 
WHERE "inspections#16".authority_id = $3::UUID AND "inspections#16".id = "page#5".inspection_id) AS "one#17") AS "inspection") AS "node#18") AS "node") AS "edge#19")) FILTER (WHERE "page#5"."number#" <= $4::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('objects:PoolObject:REGISTERED_AT'::text, "page#5".institution_id, "page#5".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#5"."number#" = least($4::INTEGER, "page#5"."total#")), 'hasNextPage', count(*) > $4::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM pool_objects AS "pool_objects#20" 
WHERE "pool_objects#20".draw_id = "draws#2".id AND "pool_objects#20".visit_no IS NOT NULL) AS "totalCount" 
FROM (SELECT "fetched#4".id AS id, "fetched#4".institution_id AS institution_id, "fetched#4".risk_class AS risk_class, "fetched#4".rank AS rank, "fetched#4".visit_no AS visit_no, "fetched#4".is_unstaffed AS is_unstaffed, "fetched#4".inspection_id AS inspection_id, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "pool_objects#3".id AS id, "pool_objects#3".institution_id AS institution_id, "pool_objects#3".risk_class AS risk_class, "pool_objects#3".rank AS rank, "pool_objects#3".visit_no AS visit_no, "pool_objects#3".is_unstaffed AS is_unstaffed, "pool_objects#3".inspection_id AS inspection_id 
FROM pool_objects AS "pool_objects#3" 
WHERE "pool_objects#3".draw_id = "draws#2".id AND "pool_objects#3".visit_no IS NOT NULL ORDER BY "pool_objects#3".institution_id ASC, "pool_objects#3".id ASC 
 LIMIT 21) AS "fetched#4") AS "page#5") AS "connection#21") AS "objects", json_build_object('totalCount', (SELECT count(*) AS count_2 
FROM pool_objects AS "pool_objects#23" 
WHERE "pool_objects#23".draw_id = "draws#2".id AND "pool_objects#23".exclusion IS NOT NULL), 'nodes', (SELECT coalesce(json_agg("page#24"), '[]'::json) AS coalesce_2 
FROM (SELECT "pool_objects#22".exclusion AS "exclusion" 
FROM pool_objects AS "pool_objects#22" 
WHERE "pool_objects#22".draw_id = "draws#2".id AND "pool_objects#22".exclusion IS NOT NULL ORDER BY "pool_objects#22".institution_id ASC, "pool_objects#22".id ASC 
 LIMIT 1) AS "page#24")) AS "excluded", json_build_object('nodes', (SELECT coalesce(json_agg("page#28"), '[]'::json) AS coalesce_3 
FROM (SELECT "pool_officers#25".object_count AS "objectCount", "pool_officers#25".max_load AS "maxLoad", "pool_officers#25".exclusion AS "exclusion", (SELECT to_json("one#27") AS to_json_11 
FROM (SELECT 'ofcr_' || CAST("officers#26".id AS TEXT) AS "id", "officers#26".name AS "name" 
FROM officers AS "officers#26" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "officers#26".authority_id AND authorities_2.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR)) AND "officers#26".id = "pool_officers#25".officer_id) AS "one#27") AS "officer" 
FROM pool_officers AS "pool_officers#25" 
WHERE "pool_officers#25".draw_id = "draws#2".id ORDER BY "pool_officers#25".object_count DESC, "pool_officers#25".id DESC 
 LIMIT 100) AS "page#28")) AS "officers" 
FROM draws AS "draws#2" 
WHERE ("draws#2".authority_id = $3::UUID OR (EXISTS (SELECT * 
FROM task_departments AS task_departments_1 
WHERE task_departments_1.task_id = "draws#2".task_id AND task_departments_1.authority_id = $3::UUID))) AND "draws#2".task_id = "inspection_tasks#1".id) AS "one#29") AS "draw" 
FROM inspection_tasks AS "inspection_tasks#1" 
WHERE ("inspection_tasks#1".authority_id = $3::UUID OR (EXISTS (SELECT * 
FROM task_departments AS task_departments_2 
WHERE task_departments_2.task_id = "inspection_tasks#1".id AND task_departments_2.authority_id = $3::UUID))) AND "inspection_tasks#1".code = $5::VARCHAR) AS "one#30")) AS answer

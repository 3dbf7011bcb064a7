SELECT json_send((SELECT to_json("connection#19") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#18") AS to_json_2 
FROM (SELECT (SELECT to_json("node#17") AS to_json_3 
FROM (SELECT 'insp_' || CAST("page#3".id AS TEXT) AS "id", "page#3".state AS "state", "page#3".window_from AS "windowFrom", "page#3".window_to AS "windowTo", "page#3".notice_mode AS "noticeMode", to_char(timezone('UTC', "page#3".noticed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "noticedAt", "page#3".version AS "version", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'task_' || CAST("inspection_tasks#4".id AS TEXT) AS "id", "inspection_tasks#4".code AS "code", "inspection_tasks#4".name AS "name", "inspection_tasks#4".category AS "category", "inspection_tasks#4".trigger AS "trigger", "inspection_tasks#4".reason AS "reason" 
FROM inspection_tasks AS "inspection_tasks#4" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.task_id = "inspection_tasks#4".id AND (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_1 
WHERE inspection_assignments_1.inspection_id = inspections_1.id AND inspection_assignments_1.replaced_at IS NULL AND inspection_assignments_1.officer_id = $1::UUID)))) AND "inspection_tasks#4".id = "page#3".task_id) AS "one#5") AS "task", (SELECT to_json("one#9") AS to_json_5 
FROM (SELECT 'inst_' || CAST("institutions#6".id AS TEXT) AS "id", "institutions#6".name AS "name", "institutions#6".address AS "address", (SELECT to_json("one#8") AS to_json_6 
FROM (SELECT "regions#7".code AS "code", "regions#7".name AS "name" 
FROM regions AS "regions#7" 
WHERE "regions#7".code = "institutions#6".region_code) AS "one#8") AS "region", CASE WHEN (left("institutions#6".region_code, 4) = $2::VARCHAR AND CAST("institutions#6".sector AS TEXT) = ANY ($3::TEXT[])) THEN "institutions#6".contact_name END AS "contactName", CASE WHEN (left("institutions#6".region_code, 4) = $2::VARCHAR AND CAST("institutions#6".sector AS TEXT) = ANY ($3::TEXT[])) THEN "institutions#6".contact_phone END AS "contactPhone" 
FROM institutions AS "institutions#6" 
WHERE "institutions#6".id = "page#3".institution_id) AS "one#9") AS "institution", (SELECT to_json("one#12") AS to_json_7 
FROM (SELECT 'site_' || CAST("sites#10".id AS TEXT) AS "id", "sites#10".name AS "name", "sites#10".address AS "address", CASE WHEN ("sites#10".latitude IS NOT NULL) THEN (SELECT to_json("part#11") AS to_json_8 
FROM (SELECT "sites#10".wgs84_latitude AS "wgs84Latitude", "sites#10".wgs84_longitude AS "wgs84Longitude") AS "part#11") END AS "position" 
FROM sites AS "sites#10" 
WHERE "sites#10".id = "page#3".site_id) AS "one#12") AS "site", (SELECT coalesce(json_agg("many#16"), '[]'::json) AS coalesce_1 
FROM (SELECT (SELECT to_json("one#15") AS to_json_9 
FROM (SELECT 'ofcr_' || CAST("officers#14".id AS TEXT) AS "id", "officers#14".name AS "name" 
FROM officers AS "officers#14" 
WHERE ("officers#14".id = $1::UUID OR (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#14".authority_id AND authorities_1.region_code BETWEEN $4::VARCHAR AND $5::VARCHAR))) AND "officers#14".id = "inspection_assignments#13".officer_id) AS "one#15") AS "officer", "inspection_assignments#13".is_leader AS "isLeader", (SELECT to_char(timezone('UTC', anon_1.confirmed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS to_char_1 
FROM (SELECT record_confirmations_1.confirmed_at AS confirmed_at 
FROM record_confirmations AS record_confirmations_1, inspections AS inspections_2 
WHERE record_confirmations_1.record_id = inspections_2.current_record_id AND record_confirmations_1.officer_id = "inspection_assignments#13".officer_id AND inspections_2.id = "inspection_assignments#13".inspection_id) AS anon_1) AS "confirmedAt" 
FROM inspection_assignments AS "inspection_assignments#13" 
WHERE "inspection_assignments#13".inspection_id = "page#3".id ORDER BY "inspection_assignments#13".is_leader DESC, "inspection_assignments#13".id) AS "many#16") AS "assignments") AS "node#17") AS "node") AS "edge#18")) FILTER (WHERE "page#3"."number#" <= $6::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('myAssignments:Inspection:WINDOW_FROM'::text, "page#3".window_from, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($6::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $6::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".task_id AS task_id, "fetched#2".institution_id AS institution_id, "fetched#2".site_id AS site_id, "fetched#2".window_from AS window_from, "fetched#2".window_to AS window_to, "fetched#2".notice_mode AS notice_mode, "fetched#2".noticed_at AS noticed_at, "fetched#2".state AS state, "fetched#2".version AS version, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "inspections#1".id AS id, "inspections#1".task_id AS task_id, "inspections#1".institution_id AS institution_id, "inspections#1".site_id AS site_id, "inspections#1".window_from AS window_from, "inspections#1".window_to AS window_to, "inspections#1".notice_mode AS notice_mode, "inspections#1".noticed_at AS noticed_at, "inspections#1".state AS state, "inspections#1".version AS version 
FROM inspections AS "inspections#1" 
WHERE "inspections#1".id = ANY (array((SELECT inspection_assignments_2.inspection_id 
FROM inspection_assignments AS inspection_assignments_2 
WHERE inspection_assignments_2.replaced_at IS NULL AND inspection_assignments_2.officer_id = $1::UUID))) AND "inspections#1".id = ANY (array((SELECT inspection_assignments_3.inspection_id 
FROM inspection_assignments AS inspection_assignments_3 
WHERE inspection_assignments_3.replaced_at IS NULL AND inspection_assignments_3.officer_id = $1::UUID))) AND "inspections#1".window_from <= $7::DATE ORDER BY "inspections#1".window_from DESC, "inspections#1".id DESC 
 LIMIT $6::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#19")) AS answer

SELECT json_send((SELECT to_json("connection#9") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#7") AS to_json_2 
FROM (SELECT (SELECT to_json("node#6") AS to_json_3 
FROM (SELECT 'task_' || CAST("page#3".id AS TEXT) AS "id", "page#3".code AS "code", "page#3".name AS "name", CASE WHEN (CAST("page#3".state AS TEXT) IN ('LOCKED', 'OBJECTS_DRAWN', 'OFFICERS_DRAWN', 'POOL_FROZEN') AND (EXISTS (SELECT * 
FROM draws AS draws_1 
WHERE draws_1.task_id = "page#3".id AND draws_1.issue_due_on < $1::DATE))) THEN 'VOIDED' ELSE CAST("page#3".state AS TEXT) END AS "state", "page#3".category AS "category", "page#3".window_from AS "windowFrom", "page#3".window_to AS "windowTo", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#4".id AS TEXT) AS "id", "authorities#4".name AS "name" 
FROM authorities AS "authorities#4" 
WHERE "authorities#4".id = "page#3".authority_id) AS "one#5") AS "authority") AS "node#6") AS "node") AS "edge#7")) FILTER (WHERE "page#3"."number#" <= $2::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('inspectionTasks:InspectionTask:CREATED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($2::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $2::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM inspection_tasks AS "inspection_tasks#8" 
WHERE left("inspection_tasks#8".authority_region_code, 4) = $3::VARCHAR AND CAST("inspection_tasks#8".sector AS TEXT) = ANY ($4::TEXT[]) AND CASE WHEN (CAST("inspection_tasks#8".state AS TEXT) IN ('LOCKED', 'OBJECTS_DRAWN', 'OFFICERS_DRAWN', 'POOL_FROZEN') AND (EXISTS (SELECT * 
FROM draws AS draws_2 
WHERE draws_2.task_id = "inspection_tasks#8".id AND draws_2.issue_due_on < $1::DATE))) THEN 'VOIDED' ELSE CAST("inspection_tasks#8".state AS TEXT) END = ANY ($5::TEXT[])) AS "totalCount" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".code AS code, "fetched#2".name AS name, "fetched#2".authority_id AS authority_id, "fetched#2".category AS category, "fetched#2".window_from AS window_from, "fetched#2".window_to AS window_to, "fetched#2".state AS state, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "inspection_tasks#1".id AS id, "inspection_tasks#1".code AS code, "inspection_tasks#1".name AS name, "inspection_tasks#1".authority_id AS authority_id, "inspection_tasks#1".category AS category, "inspection_tasks#1".window_from AS window_from, "inspection_tasks#1".window_to AS window_to, "inspection_tasks#1".state AS state 
FROM inspection_tasks AS "inspection_tasks#1" 
WHERE left("inspection_tasks#1".authority_region_code, 4) = $3::VARCHAR AND CAST("inspection_tasks#1".sector AS TEXT) = ANY ($4::TEXT[]) AND CASE WHEN (CAST("inspection_tasks#1".state AS TEXT) IN ('LOCKED', 'OBJECTS_DRAWN', 'OFFICERS_DRAWN', 'POOL_FROZEN') AND (EXISTS (SELECT * 
FROM draws AS draws_3 
WHERE draws_3.task_id = "inspection_tasks#1".id AND draws_3.issue_due_on < $1::DATE))) THEN 'VOIDED' ELSE CAST("inspection_tasks#1".state AS TEXT) END = ANY ($6::TEXT[]) ORDER BY "inspection_tasks#1".id DESC 
 LIMIT $2::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#9")) AS answer

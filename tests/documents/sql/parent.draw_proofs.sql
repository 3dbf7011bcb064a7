SELECT json_send((SELECT to_json("connection#9") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#7") AS to_json_2 
FROM (SELECT (SELECT to_json("node#6") AS to_json_3 
FROM (SELECT "page#3".task_code AS "taskCode", CASE WHEN ("page#3".issue_due_on < $1::DATE AND (EXISTS (SELECT * 
FROM inspection_tasks AS inspection_tasks_1 
WHERE inspection_tasks_1.id = "page#3".task_id AND CAST(inspection_tasks_1.state AS TEXT) IN ('LOCKED', 'OBJECTS_DRAWN', 'OFFICERS_DRAWN', 'POOL_FROZEN')))) THEN 'VOIDED' ELSE CAST("page#3".stage AS TEXT) END AS "stage", to_char(timezone('UTC', "page#3".frozen_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "frozenAt", to_char(timezone('UTC', "page#3".revealed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "revealedAt", CASE WHEN ("page#3".issue_due_on < $1::DATE AND (EXISTS (SELECT * 
FROM inspection_tasks AS inspection_tasks_2 
WHERE inspection_tasks_2.id = "page#3".task_id AND CAST(inspection_tasks_2.state AS TEXT) IN ('LOCKED', 'OBJECTS_DRAWN', 'OFFICERS_DRAWN', 'POOL_FROZEN')))) THEN '未在规定日期前下发，抽取失效（The task was not issued in time, so the draw has failed.）' ELSE "page#3".void_reason END AS "voidReason", "page#3".redraw_of_code AS "redrawOfCode", "page#3".redraw_no AS "redrawNo", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#4".id AS TEXT) AS "id", "authorities#4".name AS "name" 
FROM authorities AS "authorities#4" 
WHERE "authorities#4".id = "page#3".authority_id) AS "one#5") AS "authority") AS "node#6") AS "node") AS "edge#7")) FILTER (WHERE "page#3"."number#" <= $2::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('drawProofs:DrawProof:FROZEN_AT'::text, CAST(EXTRACT(epoch FROM "page#3".frozen_at) * 1000000 AS BIGINT), "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($2::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $2::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM draws AS "draws#8" 
WHERE "draws#8".authority_region_code BETWEEN $3::VARCHAR AND $4::VARCHAR) AS "totalCount" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".task_id AS task_id, "fetched#2".task_code AS task_code, "fetched#2".authority_id AS authority_id, "fetched#2".stage AS stage, "fetched#2".frozen_at AS frozen_at, "fetched#2".issue_due_on AS issue_due_on, "fetched#2".revealed_at AS revealed_at, "fetched#2".void_reason AS void_reason, "fetched#2".redraw_of_code AS redraw_of_code, "fetched#2".redraw_no AS redraw_no, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "draws#1".id AS id, "draws#1".task_id AS task_id, "draws#1".task_code AS task_code, "draws#1".authority_id AS authority_id, "draws#1".stage AS stage, "draws#1".frozen_at AS frozen_at, "draws#1".issue_due_on AS issue_due_on, "draws#1".revealed_at AS revealed_at, "draws#1".void_reason AS void_reason, "draws#1".redraw_of_code AS redraw_of_code, "draws#1".redraw_no AS redraw_no 
FROM draws AS "draws#1" 
WHERE "draws#1".authority_region_code BETWEEN $5::VARCHAR AND $6::VARCHAR ORDER BY "draws#1".frozen_at DESC, "draws#1".id DESC 
 LIMIT $2::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#9")) AS answer

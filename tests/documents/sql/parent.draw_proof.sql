SELECT json_send((SELECT to_json("one#4") AS to_json_1 
FROM (SELECT "draws#1".task_code AS "taskCode", CASE WHEN ("draws#1".issue_due_on < $1::DATE AND (EXISTS (SELECT * 
FROM inspection_tasks AS inspection_tasks_1 
WHERE inspection_tasks_1.id = "draws#1".task_id AND CAST(inspection_tasks_1.state AS TEXT) IN ('LOCKED', 'OBJECTS_DRAWN', 'OFFICERS_DRAWN', 'POOL_FROZEN')))) THEN 'VOIDED' ELSE CAST("draws#1".stage AS TEXT) END AS "stage", "draws#1".algorithm AS "algorithm", "draws#1".commitment AS "commitment", "draws#1".entropy_source AS "entropySource", to_char(timezone('UTC', "draws#1".draw_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "drawAt", to_char(timezone('UTC', "draws#1".frozen_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "frozenAt", to_char(timezone('UTC', "draws#1".drawn_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "drawnAt", to_char(timezone('UTC', "draws#1".revealed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "revealedAt", "draws#1".reveal_due_on AS "revealDueOn", CASE WHEN ("draws#1".issue_due_on < $1::DATE AND (EXISTS (SELECT * 
FROM inspection_tasks AS inspection_tasks_2 
WHERE inspection_tasks_2.id = "draws#1".task_id AND CAST(inspection_tasks_2.state AS TEXT) IN ('LOCKED', 'OBJECTS_DRAWN', 'OFFICERS_DRAWN', 'POOL_FROZEN')))) THEN '未在规定日期前下发，抽取失效（The task was not issued in time, so the draw has failed.）' ELSE "draws#1".void_reason END AS "voidReason", "draws#1".redraw_of_code AS "redrawOfCode", "draws#1".redraw_no AS "redrawNo", "draws#1".replacement_count AS "replacementCount", (SELECT to_json("one#3") AS to_json_2 
FROM (SELECT 'auth_' || CAST("authorities#2".id AS TEXT) AS "id", "authorities#2".name AS "name" 
FROM authorities AS "authorities#2" 
WHERE "authorities#2".id = "draws#1".authority_id) AS "one#3") AS "authority", "draws#1".proof AS "proof" 
FROM draws AS "draws#1" 
WHERE "draws#1".task_code = $2::VARCHAR) AS "one#4")) AS answer

SELECT json_send((SELECT to_json("one#4") AS to_json_1 
FROM (SELECT "draws#1".task_code AS "taskCode", "draws#1".stage AS "stage", "draws#1".algorithm AS "algorithm", "draws#1".commitment AS "commitment", "draws#1".entropy_source AS "entropySource", to_char(timezone('UTC', "draws#1".draw_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "drawAt", to_char(timezone('UTC', "draws#1".frozen_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "frozenAt", to_char(timezone('UTC', "draws#1".drawn_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "drawnAt", to_char(timezone('UTC', "draws#1".revealed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "revealedAt", "draws#1".reveal_due_on AS "revealDueOn", "draws#1".void_reason AS "voidReason", "draws#1".redraw_of_code AS "redrawOfCode", "draws#1".redraw_no AS "redrawNo", "draws#1".replacement_count AS "replacementCount", (SELECT to_json("one#3") AS to_json_2 
FROM (SELECT "authorities#2".name AS "name" 
FROM authorities AS "authorities#2" 
WHERE "authorities#2".id = "draws#1".authority_id) AS "one#3") AS "authority", "draws#1".proof AS "proof" 
FROM draws AS "draws#1" 
WHERE "draws#1".task_code = $1::VARCHAR) AS "one#4")) AS answer

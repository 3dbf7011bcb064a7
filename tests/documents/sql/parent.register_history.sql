SELECT json_send((SELECT to_json("one#2") AS to_json_1 
FROM (SELECT to_char(timezone('UTC', "register_history#1".begins_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "beginsAt", to_char(timezone('UTC', "register_history#1".latest), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "latest" 
FROM register_history AS "register_history#1") AS "one#2")) AS answer

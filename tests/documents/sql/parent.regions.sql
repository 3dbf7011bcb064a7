SELECT json_send((SELECT coalesce(json_agg("many#2"), '[]'::json) AS coalesce_1 
FROM (SELECT "regions#1".code AS "code", "regions#1".name AS "name", "regions#1".level AS "level" 
FROM regions AS "regions#1" 
WHERE "regions#1".parent_code = $1::VARCHAR ORDER BY "regions#1".code) AS "many#2")) AS answer

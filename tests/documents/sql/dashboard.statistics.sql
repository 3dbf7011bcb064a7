SELECT json_send((SELECT to_json("one#2") AS to_json_1 
FROM (SELECT "regions#1".code AS "code", "regions#1".name AS "name", "regions#1".level AS "level" 
FROM regions AS "regions#1" 
WHERE "regions#1".code = $1::VARCHAR) AS "one#2")) AS answer

SELECT json_send((SELECT coalesce(json_agg("many#5"), '[]'::json) AS coalesce_1 
FROM (SELECT (SELECT to_json("part#2") AS to_json_1 
FROM (SELECT "regions#1".code AS "code", "regions#1".name AS "name") AS "part#2") AS "region", (SELECT count(*) AS count_1 
FROM institutions AS "institutions#3" 
WHERE "institutions#3".region_code BETWEEN "regions#1".code AND "regions#1".last_code) AS "total", (SELECT count(*) AS count_2 
FROM institutions AS "institutions#4" 
WHERE "institutions#4".region_code BETWEEN "regions#1".code AND "regions#1".last_code AND CAST("institutions#4".subject_kind AS TEXT) = 'SUBJECT') AS "subjectTotal" 
FROM regions AS "regions#1" 
WHERE "regions#1".parent_code = $1::VARCHAR ORDER BY "regions#1".code) AS "many#5")) AS answer

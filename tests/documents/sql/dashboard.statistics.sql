SELECT json_send((SELECT to_json("one#2") AS to_json_1 
FROM (SELECT "regions#1".code AS "code", "regions#1".name AS "name", "regions#1".level AS "level" 
FROM regions AS "regions#1" 
WHERE "regions#1".code = $1::VARCHAR) AS "one#2")) AS answer

SELECT json_send((SELECT coalesce(json_agg("many#7"), '[]'::json) AS coalesce_1 
FROM (SELECT (SELECT to_json("part#2") AS to_json_1 
FROM (SELECT "regions#1".code AS "code", "regions#1".name AS "name") AS "part#2") AS "region", (SELECT CAST(coalesce(sum("institution_totals#4".n), 0) AS BIGINT) AS coalesce_2 
FROM institution_totals AS "institution_totals#4" 
WHERE "institution_totals#4".region_code BETWEEN "regions#1".code AND "regions#1".last_code) AS "total", (SELECT CAST(coalesce(sum("institution_totals#6".n), 0) AS BIGINT) AS coalesce_3 
FROM institution_totals AS "institution_totals#6" 
WHERE "institution_totals#6".region_code BETWEEN "regions#1".code AND "regions#1".last_code AND CAST("institution_totals#6".subject_kind AS TEXT) = 'SUBJECT') AS "subjectTotal" 
FROM regions AS "regions#1" 
WHERE "regions#1".parent_code = $1::VARCHAR ORDER BY "regions#1".code) AS "many#7")) AS answer

SELECT json_send((SELECT to_json("connection#8") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#7") AS to_json_2 
FROM (SELECT (SELECT to_json("node#6") AS to_json_3 
FROM (SELECT "page#3".kind AS "kind", "page#3".count AS "count", "page#3".oldest_due_on AS "oldestDueOn", "page#3".sector AS "sector", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#4".id AS TEXT) AS "id", "authorities#4".name AS "name" 
FROM authorities AS "authorities#4" 
WHERE "authorities#4".id = "page#3".authority_id) AS "one#5") AS "authority") AS "node#6") AS "node") AS "edge#7")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('alertCounts:AlertCount:OLDEST_DUE_ON'::text, "page#3".oldest_due_on, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".authority_id AS authority_id, "fetched#2".kind AS kind, "fetched#2".sector AS sector, "fetched#2".count AS count, "fetched#2".oldest_due_on AS oldest_due_on, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "alert_counts#1".id AS id, "alert_counts#1".authority_id AS authority_id, "alert_counts#1".kind AS kind, "alert_counts#1".sector AS sector, "alert_counts#1".count AS count, "alert_counts#1".oldest_due_on AS oldest_due_on 
FROM alert_counts AS "alert_counts#1" 
WHERE "alert_counts#1".authority_region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND CAST("alert_counts#1".sector AS TEXT) = ANY ($4::TEXT[]) AND "alert_counts#1".authority_region_code BETWEEN $5::VARCHAR AND $6::VARCHAR ORDER BY "alert_counts#1".oldest_due_on ASC, "alert_counts#1".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#8")) AS answer

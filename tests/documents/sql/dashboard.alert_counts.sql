SELECT json_send((SELECT to_json("connection#12") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#10") AS to_json_2 
FROM (SELECT (SELECT to_json("node#9") AS to_json_3 
FROM (SELECT "page#6".kind AS "kind", "page#6".count AS "count", "page#6".oldest_due_on AS "oldestDueOn", "page#6".sector AS "sector", (SELECT to_json("one#8") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#7".id AS TEXT) AS "id", "authorities#7".name AS "name" 
FROM authorities AS "authorities#7" 
WHERE "authorities#7".id = "page#6".authority_id) AS "one#8") AS "authority") AS "node#9") AS "node") AS "edge#10")) FILTER (WHERE "page#6"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('alertCounts:AlertCount:OLDEST_DUE_ON'::text, "page#6".oldest_due_on, "page#6".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#6"."number#" = least($1::INTEGER, "page#6"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#5".id AS id, "fetched#5".kind AS kind, "fetched#5".authority_id AS authority_id, "fetched#5".sector AS sector, "fetched#5".count AS count, "fetched#5".oldest_due_on AS oldest_due_on, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT DISTINCT ON ("branches#11".oldest_due_on, "branches#11".id) "branches#11".id AS id, "branches#11".kind AS kind, "branches#11".authority_id AS authority_id, "branches#11".sector AS sector, "branches#11".count AS count, "branches#11".oldest_due_on AS oldest_due_on 
FROM ((SELECT "counts_kept#2".id AS id, "counts_kept#2".kind AS kind, "counts_kept#2".authority_id AS authority_id, "counts_kept#2".sector AS sector, "counts_kept#2".count AS count, "counts_kept#2".oldest_due_on AS oldest_due_on 
FROM counts_kept AS "counts_kept#2" 
WHERE left("counts_kept#2".authority_region_code, 4) = $2::VARCHAR AND CAST("counts_kept#2".sector AS TEXT) = ANY ($3::TEXT[]) AND left("counts_kept#2".authority_region_code, 4) = $4::VARCHAR ORDER BY "counts_kept#2".oldest_due_on ASC, "counts_kept#2".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "counts_changed#3".id AS id, "counts_changed#3".kind AS kind, "counts_changed#3".authority_id AS authority_id, "counts_changed#3".sector AS sector, "counts_changed#3".count AS count, "counts_changed#3".oldest_due_on AS oldest_due_on 
FROM counts_changed AS "counts_changed#3" 
WHERE left("counts_changed#3".authority_region_code, 4) = $2::VARCHAR AND CAST("counts_changed#3".sector AS TEXT) = ANY ($3::TEXT[]) AND left("counts_changed#3".authority_region_code, 4) = $5::VARCHAR ORDER BY "counts_changed#3".oldest_due_on ASC, "counts_changed#3".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "certificate_counts#4".id AS id, "certificate_counts#4".kind AS kind, "certificate_counts#4".authority_id AS authority_id, "certificate_counts#4".sector AS sector, "certificate_counts#4".count AS count, "certificate_counts#4".oldest_due_on AS oldest_due_on 
FROM certificate_counts AS "certificate_counts#4" 
WHERE left("certificate_counts#4".authority_region_code, 4) = $2::VARCHAR AND CAST("certificate_counts#4".sector AS TEXT) = ANY ($3::TEXT[]) AND left("certificate_counts#4".authority_region_code, 4) = $6::VARCHAR ORDER BY "certificate_counts#4".oldest_due_on ASC, "certificate_counts#4".id ASC 
 LIMIT $1::INTEGER + 1)) AS "branches#11" ORDER BY "branches#11".oldest_due_on ASC, "branches#11".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#5") AS "page#6") AS "connection#12")) AS answer

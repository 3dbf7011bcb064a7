SELECT json_send((SELECT to_json("connection#15") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#13") AS to_json_2 
FROM (SELECT (SELECT to_json("node#12") AS to_json_3 
FROM (SELECT "page#9".kind AS "kind", "page#9".count AS "count", "page#9".oldest_due_on AS "oldestDueOn", "page#9".sector AS "sector", (SELECT to_json("one#11") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#10".id AS TEXT) AS "id", "authorities#10".name AS "name" 
FROM authorities AS "authorities#10" 
WHERE "authorities#10".id = "page#9".authority_id) AS "one#11") AS "authority") AS "node#12") AS "node") AS "edge#13")) FILTER (WHERE "page#9"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('alertCounts:AlertCount:OLDEST_DUE_ON'::text, "page#9".oldest_due_on, "page#9".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#9"."number#" = least($1::INTEGER, "page#9"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#8".id AS id, "fetched#8".kind AS kind, "fetched#8".authority_id AS authority_id, "fetched#8".sector AS sector, "fetched#8".count AS count, "fetched#8".oldest_due_on AS oldest_due_on, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT DISTINCT ON ("branches#14".oldest_due_on, "branches#14".id) "branches#14".id AS id, "branches#14".kind AS kind, "branches#14".authority_id AS authority_id, "branches#14".sector AS sector, "branches#14".count AS count, "branches#14".oldest_due_on AS oldest_due_on 
FROM ((SELECT "counts_kept#2".id AS id, "counts_kept#2".kind AS kind, "counts_kept#2".authority_id AS authority_id, "counts_kept#2".sector AS sector, "counts_kept#2".count AS count, "counts_kept#2".oldest_due_on AS oldest_due_on 
FROM counts_kept AS "counts_kept#2" 
WHERE left("counts_kept#2".authority_region_code, 4) = $2::VARCHAR AND CAST("counts_kept#2".sector AS TEXT) = ANY ($3::TEXT[]) AND left("counts_kept#2".authority_region_code, 4) = $4::VARCHAR ORDER BY "counts_kept#2".oldest_due_on ASC, "counts_kept#2".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "counts_changed#3".id AS id, "counts_changed#3".kind AS kind, "counts_changed#3".authority_id AS authority_id, "counts_changed#3".sector AS sector, "counts_changed#3".count AS count, "counts_changed#3".oldest_due_on AS oldest_due_on 
FROM counts_changed AS "counts_changed#3" 
WHERE left("counts_changed#3".authority_region_code, 4) = $2::VARCHAR AND CAST("counts_changed#3".sector AS TEXT) = ANY ($3::TEXT[]) AND left("counts_changed#3".authority_region_code, 4) = $5::VARCHAR ORDER BY "counts_changed#3".oldest_due_on ASC, "counts_changed#3".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "certificate_counts#4".id AS id, "certificate_counts#4".kind AS kind, "certificate_counts#4".authority_id AS authority_id, "certificate_counts#4".sector AS sector, "certificate_counts#4".count AS count, "certificate_counts#4".oldest_due_on AS oldest_due_on 
FROM certificate_counts AS "certificate_counts#4" 
WHERE left("certificate_counts#4".authority_region_code, 4) = $2::VARCHAR AND CAST("certificate_counts#4".sector AS TEXT) = ANY ($3::TEXT[]) AND left("certificate_counts#4".authority_region_code, 4) = $6::VARCHAR ORDER BY "certificate_counts#4".oldest_due_on ASC, "certificate_counts#4".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "counts_kept#5".id AS id, "counts_kept#5".kind AS kind, "counts_kept#5".authority_id AS authority_id, "counts_kept#5".sector AS sector, "counts_kept#5".count AS count, "counts_kept#5".oldest_due_on AS oldest_due_on 
FROM counts_kept AS "counts_kept#5" 
WHERE "counts_kept#5".about_officers AND (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "counts_kept#5".authority_id AND authorities_1.region_code BETWEEN $7::VARCHAR AND $8::VARCHAR AND authorities_1.sectors && $3::TEXT[])) AND left("counts_kept#5".authority_region_code, 4) = $9::VARCHAR ORDER BY "counts_kept#5".oldest_due_on ASC, "counts_kept#5".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "counts_changed#6".id AS id, "counts_changed#6".kind AS kind, "counts_changed#6".authority_id AS authority_id, "counts_changed#6".sector AS sector, "counts_changed#6".count AS count, "counts_changed#6".oldest_due_on AS oldest_due_on 
FROM counts_changed AS "counts_changed#6" 
WHERE "counts_changed#6".about_officers AND (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "counts_changed#6".authority_id AND authorities_2.region_code BETWEEN $7::VARCHAR AND $8::VARCHAR AND authorities_2.sectors && $3::TEXT[])) AND left("counts_changed#6".authority_region_code, 4) = $10::VARCHAR ORDER BY "counts_changed#6".oldest_due_on ASC, "counts_changed#6".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "certificate_counts#7".id AS id, "certificate_counts#7".kind AS kind, "certificate_counts#7".authority_id AS authority_id, "certificate_counts#7".sector AS sector, "certificate_counts#7".count AS count, "certificate_counts#7".oldest_due_on AS oldest_due_on 
FROM certificate_counts AS "certificate_counts#7" 
WHERE "certificate_counts#7".about_officers AND (EXISTS (SELECT * 
FROM authorities AS authorities_3 
WHERE authorities_3.id = "certificate_counts#7".authority_id AND authorities_3.region_code BETWEEN $7::VARCHAR AND $8::VARCHAR AND authorities_3.sectors && $3::TEXT[])) AND left("certificate_counts#7".authority_region_code, 4) = $11::VARCHAR ORDER BY "certificate_counts#7".oldest_due_on ASC, "certificate_counts#7".id ASC 
 LIMIT $1::INTEGER + 1)) AS "branches#14" ORDER BY "branches#14".oldest_due_on ASC, "branches#14".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#8") AS "page#9") AS "connection#15")) AS answer

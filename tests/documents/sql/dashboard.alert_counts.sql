SELECT json_send((SELECT to_json("connection#21") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#19") AS to_json_2 
FROM (SELECT (SELECT to_json("node#18") AS to_json_3 
FROM (SELECT "page#15".kind AS "kind", "page#15".count AS "count", "page#15".oldest_due_on AS "oldestDueOn", "page#15".sector AS "sector", (SELECT to_json("one#17") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#16".id AS TEXT) AS "id", "authorities#16".name AS "name" 
FROM authorities AS "authorities#16" 
WHERE "authorities#16".id = "page#15".authority_id) AS "one#17") AS "authority") AS "node#18") AS "node") AS "edge#19")) FILTER (WHERE "page#15"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('alertCounts:AlertCount:OLDEST_DUE_ON'::text, "page#15".oldest_due_on, "page#15".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#15"."number#" = least($1::INTEGER, "page#15"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#14".id AS id, "fetched#14".kind AS kind, "fetched#14".authority_id AS authority_id, "fetched#14".sector AS sector, "fetched#14".count AS count, "fetched#14".oldest_due_on AS oldest_due_on, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT DISTINCT ON ("branches#20".oldest_due_on, "branches#20".id) "branches#20".id AS id, "branches#20".kind AS kind, "branches#20".authority_id AS authority_id, "branches#20".sector AS sector, "branches#20".count AS count, "branches#20".oldest_due_on AS oldest_due_on 
FROM ((SELECT "counts_kept#2".id AS id, "counts_kept#2".kind AS kind, "counts_kept#2".authority_id AS authority_id, "counts_kept#2".sector AS sector, "counts_kept#2".count AS count, "counts_kept#2".oldest_due_on AS oldest_due_on 
FROM counts_kept AS "counts_kept#2" 
WHERE left("counts_kept#2".authority_region_code, 4) = $2::VARCHAR AND CAST("counts_kept#2".sector AS TEXT) = ANY ($3::TEXT[]) AND NOT "counts_kept#2".is_of_place AND left("counts_kept#2".authority_region_code, 4) = $4::VARCHAR ORDER BY "counts_kept#2".oldest_due_on ASC, "counts_kept#2".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "counts_changed#3".id AS id, "counts_changed#3".kind AS kind, "counts_changed#3".authority_id AS authority_id, "counts_changed#3".sector AS sector, "counts_changed#3".count AS count, "counts_changed#3".oldest_due_on AS oldest_due_on 
FROM counts_changed AS "counts_changed#3" 
WHERE left("counts_changed#3".authority_region_code, 4) = $2::VARCHAR AND CAST("counts_changed#3".sector AS TEXT) = ANY ($3::TEXT[]) AND NOT "counts_changed#3".is_of_place AND left("counts_changed#3".authority_region_code, 4) = $5::VARCHAR ORDER BY "counts_changed#3".oldest_due_on ASC, "counts_changed#3".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "certificate_counts#4".id AS id, "certificate_counts#4".kind AS kind, "certificate_counts#4".authority_id AS authority_id, "certificate_counts#4".sector AS sector, "certificate_counts#4".count AS count, "certificate_counts#4".oldest_due_on AS oldest_due_on 
FROM certificate_counts AS "certificate_counts#4" 
WHERE left("certificate_counts#4".authority_region_code, 4) = $2::VARCHAR AND CAST("certificate_counts#4".sector AS TEXT) = ANY ($3::TEXT[]) AND NOT "certificate_counts#4".is_of_place AND left("certificate_counts#4".authority_region_code, 4) = $6::VARCHAR ORDER BY "certificate_counts#4".oldest_due_on ASC, "certificate_counts#4".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "counts_elsewhere#5".id AS id, "counts_elsewhere#5".kind AS kind, "counts_elsewhere#5".authority_id AS authority_id, "counts_elsewhere#5".sector AS sector, "counts_elsewhere#5".count AS count, "counts_elsewhere#5".oldest_due_on AS oldest_due_on 
FROM counts_elsewhere AS "counts_elsewhere#5" 
WHERE left("counts_elsewhere#5".authority_region_code, 4) = $2::VARCHAR AND CAST("counts_elsewhere#5".sector AS TEXT) = ANY ($3::TEXT[]) AND NOT "counts_elsewhere#5".is_of_place AND left("counts_elsewhere#5".authority_region_code, 4) = $7::VARCHAR ORDER BY "counts_elsewhere#5".oldest_due_on ASC, "counts_elsewhere#5".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "counts_kept#6".id AS id, "counts_kept#6".kind AS kind, "counts_kept#6".authority_id AS authority_id, "counts_kept#6".sector AS sector, "counts_kept#6".count AS count, "counts_kept#6".oldest_due_on AS oldest_due_on 
FROM counts_kept AS "counts_kept#6" 
WHERE "counts_kept#6".is_of_place AND left("counts_kept#6".region_code, 4) = $2::VARCHAR AND left("counts_kept#6".authority_region_code, 4) != left("counts_kept#6".region_code, 4) AND CAST("counts_kept#6".sector AS TEXT) = ANY ($3::TEXT[]) AND left("counts_kept#6".authority_region_code, 4) = $8::VARCHAR ORDER BY "counts_kept#6".oldest_due_on ASC, "counts_kept#6".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "counts_changed#7".id AS id, "counts_changed#7".kind AS kind, "counts_changed#7".authority_id AS authority_id, "counts_changed#7".sector AS sector, "counts_changed#7".count AS count, "counts_changed#7".oldest_due_on AS oldest_due_on 
FROM counts_changed AS "counts_changed#7" 
WHERE "counts_changed#7".is_of_place AND left("counts_changed#7".region_code, 4) = $2::VARCHAR AND left("counts_changed#7".authority_region_code, 4) != left("counts_changed#7".region_code, 4) AND CAST("counts_changed#7".sector AS TEXT) = ANY ($3::TEXT[]) AND left("counts_changed#7".authority_region_code, 4) = $9::VARCHAR ORDER BY "counts_changed#7".oldest_due_on ASC, "counts_changed#7".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "certificate_counts#8".id AS id, "certificate_counts#8".kind AS kind, "certificate_counts#8".authority_id AS authority_id, "certificate_counts#8".sector AS sector, "certificate_counts#8".count AS count, "certificate_counts#8".oldest_due_on AS oldest_due_on 
FROM certificate_counts AS "certificate_counts#8" 
WHERE "certificate_counts#8".is_of_place AND left("certificate_counts#8".region_code, 4) = $2::VARCHAR AND left("certificate_counts#8".authority_region_code, 4) != left("certificate_counts#8".region_code, 4) AND CAST("certificate_counts#8".sector AS TEXT) = ANY ($3::TEXT[]) AND left("certificate_counts#8".authority_region_code, 4) = $10::VARCHAR ORDER BY "certificate_counts#8".oldest_due_on ASC, "certificate_counts#8".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "counts_elsewhere#9".id AS id, "counts_elsewhere#9".kind AS kind, "counts_elsewhere#9".authority_id AS authority_id, "counts_elsewhere#9".sector AS sector, "counts_elsewhere#9".count AS count, "counts_elsewhere#9".oldest_due_on AS oldest_due_on 
FROM counts_elsewhere AS "counts_elsewhere#9" 
WHERE "counts_elsewhere#9".is_of_place AND left("counts_elsewhere#9".region_code, 4) = $2::VARCHAR AND left("counts_elsewhere#9".authority_region_code, 4) != left("counts_elsewhere#9".region_code, 4) AND CAST("counts_elsewhere#9".sector AS TEXT) = ANY ($3::TEXT[]) AND left("counts_elsewhere#9".authority_region_code, 4) = $11::VARCHAR ORDER BY "counts_elsewhere#9".oldest_due_on ASC, "counts_elsewhere#9".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "counts_kept#10".id AS id, "counts_kept#10".kind AS kind, "counts_kept#10".authority_id AS authority_id, "counts_kept#10".sector AS sector, "counts_kept#10".count AS count, "counts_kept#10".oldest_due_on AS oldest_due_on 
FROM counts_kept AS "counts_kept#10" 
WHERE "counts_kept#10".about_officers AND (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "counts_kept#10".authority_id AND authorities_1.region_code BETWEEN $12::VARCHAR AND $13::VARCHAR AND authorities_1.sectors && $3::TEXT[])) AND left("counts_kept#10".authority_region_code, 4) = $14::VARCHAR ORDER BY "counts_kept#10".oldest_due_on ASC, "counts_kept#10".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "counts_changed#11".id AS id, "counts_changed#11".kind AS kind, "counts_changed#11".authority_id AS authority_id, "counts_changed#11".sector AS sector, "counts_changed#11".count AS count, "counts_changed#11".oldest_due_on AS oldest_due_on 
FROM counts_changed AS "counts_changed#11" 
WHERE "counts_changed#11".about_officers AND (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "counts_changed#11".authority_id AND authorities_2.region_code BETWEEN $12::VARCHAR AND $13::VARCHAR AND authorities_2.sectors && $3::TEXT[])) AND left("counts_changed#11".authority_region_code, 4) = $15::VARCHAR ORDER BY "counts_changed#11".oldest_due_on ASC, "counts_changed#11".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "certificate_counts#12".id AS id, "certificate_counts#12".kind AS kind, "certificate_counts#12".authority_id AS authority_id, "certificate_counts#12".sector AS sector, "certificate_counts#12".count AS count, "certificate_counts#12".oldest_due_on AS oldest_due_on 
FROM certificate_counts AS "certificate_counts#12" 
WHERE "certificate_counts#12".about_officers AND (EXISTS (SELECT * 
FROM authorities AS authorities_3 
WHERE authorities_3.id = "certificate_counts#12".authority_id AND authorities_3.region_code BETWEEN $12::VARCHAR AND $13::VARCHAR AND authorities_3.sectors && $3::TEXT[])) AND left("certificate_counts#12".authority_region_code, 4) = $16::VARCHAR ORDER BY "certificate_counts#12".oldest_due_on ASC, "certificate_counts#12".id ASC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "counts_elsewhere#13".id AS id, "counts_elsewhere#13".kind AS kind, "counts_elsewhere#13".authority_id AS authority_id, "counts_elsewhere#13".sector AS sector, "counts_elsewhere#13".count AS count, "counts_elsewhere#13".oldest_due_on AS oldest_due_on 
FROM counts_elsewhere AS "counts_elsewhere#13" 
WHERE "counts_elsewhere#13".about_officers AND (EXISTS (SELECT * 
FROM authorities AS authorities_4 
WHERE authorities_4.id = "counts_elsewhere#13".authority_id AND authorities_4.region_code BETWEEN $12::VARCHAR AND $13::VARCHAR AND authorities_4.sectors && $3::TEXT[])) AND left("counts_elsewhere#13".authority_region_code, 4) = $17::VARCHAR ORDER BY "counts_elsewhere#13".oldest_due_on ASC, "counts_elsewhere#13".id ASC 
 LIMIT $1::INTEGER + 1)) AS "branches#20" ORDER BY "branches#20".oldest_due_on ASC, "branches#20".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#14") AS "page#15") AS "connection#21")) AS answer

WITH "rank#13" AS 
(SELECT "institutions#2".id AS id, "institutions#2".name AS name, "institutions#2".subject_kind AS subject_kind, "institutions#2".region_code AS region_code, "institutions#2".address AS address, "institutions#2".list_status AS list_status, "institutions#2".search_text AS search_text, "institutions#2".sort_key AS sort_key 
FROM institutions AS "institutions#2" 
WHERE ("institutions#2".name_tokens @> $7::TEXT[]) AND ("institutions#2".search_tokens @> $8::TEXT[]) AND (("institutions#2".search_tokens @> $9::TEXT[]) AND strpos("institutions#2".search_text, $10::VARCHAR) > 0 OR ("institutions#2".name_tokens @> $11::TEXT[]) AND regexp_like("institutions#2".sort_key, $12::VARCHAR)) AND starts_with("institutions#2".search_text, $2::VARCHAR) AND 0 <= $1::INTEGER ORDER BY "institutions#2".sort_key ASC, "institutions#2".id ASC 
 LIMIT $1::INTEGER + 1), 
"rank#14" AS 
(SELECT "institutions#3".id AS id, "institutions#3".name AS name, "institutions#3".subject_kind AS subject_kind, "institutions#3".region_code AS region_code, "institutions#3".address AS address, "institutions#3".list_status AS list_status, "institutions#3".search_text AS search_text, "institutions#3".sort_key AS sort_key 
FROM institutions AS "institutions#3" 
WHERE ("institutions#3".name_tokens @> $13::TEXT[]) AND ("institutions#3".search_tokens @> $8::TEXT[]) AND (("institutions#3".search_tokens @> $9::TEXT[]) AND strpos("institutions#3".search_text, $10::VARCHAR) > 0 OR ("institutions#3".name_tokens @> $11::TEXT[]) AND regexp_like("institutions#3".sort_key, $12::VARCHAR)) AND strpos(split_part("institutions#3".search_text, E'\n', 1), $2::VARCHAR) > 0 AND starts_with("institutions#3".search_text, $2::VARCHAR) IS NOT true AND 0 + (SELECT count(*) AS count_1 
FROM "rank#13") <= $1::INTEGER ORDER BY "institutions#3".sort_key ASC, "institutions#3".id ASC 
 LIMIT $1::INTEGER + 1), 
"rank#15" AS 
(SELECT "institutions#4".id AS id, "institutions#4".name AS name, "institutions#4".subject_kind AS subject_kind, "institutions#4".region_code AS region_code, "institutions#4".address AS address, "institutions#4".list_status AS list_status, "institutions#4".search_text AS search_text, "institutions#4".sort_key AS sort_key 
FROM institutions AS "institutions#4" 
WHERE ("institutions#4".name_tokens @> $14::TEXT[]) AND ("institutions#4".search_tokens @> $8::TEXT[]) AND (("institutions#4".search_tokens @> $9::TEXT[]) AND strpos("institutions#4".search_text, $10::VARCHAR) > 0 OR ("institutions#4".name_tokens @> $11::TEXT[]) AND regexp_like("institutions#4".sort_key, $12::VARCHAR)) AND "institutions#4".sort_key >= $3::VARCHAR AND "institutions#4".sort_key < $4::VARCHAR AND regexp_like("institutions#4".sort_key, $5::VARCHAR) AND starts_with("institutions#4".search_text, $2::VARCHAR) IS NOT true AND (strpos(split_part("institutions#4".search_text, E'\n', 1), $2::VARCHAR) > 0) IS NOT true AND 0 + (SELECT count(*) AS count_2 
FROM "rank#13") + (SELECT count(*) AS count_3 
FROM "rank#14") <= $1::INTEGER ORDER BY "institutions#4".sort_key ASC, "institutions#4".id ASC 
 LIMIT $1::INTEGER + 1), 
"rank#16" AS 
(SELECT "institutions#5".id AS id, "institutions#5".name AS name, "institutions#5".subject_kind AS subject_kind, "institutions#5".region_code AS region_code, "institutions#5".address AS address, "institutions#5".list_status AS list_status, "institutions#5".search_text AS search_text, "institutions#5".sort_key AS sort_key 
FROM institutions AS "institutions#5" 
WHERE ("institutions#5".name_tokens @> $15::TEXT[]) AND ("institutions#5".search_tokens @> $8::TEXT[]) AND (("institutions#5".search_tokens @> $9::TEXT[]) AND strpos("institutions#5".search_text, $10::VARCHAR) > 0 OR ("institutions#5".name_tokens @> $11::TEXT[]) AND regexp_like("institutions#5".sort_key, $12::VARCHAR)) AND regexp_like("institutions#5".sort_key, $6::VARCHAR) AND starts_with("institutions#5".search_text, $2::VARCHAR) IS NOT true AND (strpos(split_part("institutions#5".search_text, E'\n', 1), $2::VARCHAR) > 0) IS NOT true AND ("institutions#5".sort_key >= $3::VARCHAR AND "institutions#5".sort_key < $4::VARCHAR AND regexp_like("institutions#5".sort_key, $5::VARCHAR)) IS NOT true AND 0 + (SELECT count(*) AS count_4 
FROM "rank#13") + (SELECT count(*) AS count_5 
FROM "rank#14") + (SELECT count(*) AS count_6 
FROM "rank#15") <= $1::INTEGER ORDER BY "institutions#5".sort_key ASC, "institutions#5".id ASC 
 LIMIT $1::INTEGER + 1), 
"rank#17" AS 
(SELECT "institutions#6".id AS id, "institutions#6".name AS name, "institutions#6".subject_kind AS subject_kind, "institutions#6".region_code AS region_code, "institutions#6".address AS address, "institutions#6".list_status AS list_status, "institutions#6".search_text AS search_text, "institutions#6".sort_key AS sort_key 
FROM institutions AS "institutions#6" 
WHERE ("institutions#6".search_tokens @> $8::TEXT[]) AND (("institutions#6".search_tokens @> $9::TEXT[]) AND strpos("institutions#6".search_text, $10::VARCHAR) > 0 OR ("institutions#6".name_tokens @> $11::TEXT[]) AND regexp_like("institutions#6".sort_key, $12::VARCHAR)) AND starts_with("institutions#6".search_text, $2::VARCHAR) IS NOT true AND (strpos(split_part("institutions#6".search_text, E'\n', 1), $2::VARCHAR) > 0) IS NOT true AND ("institutions#6".sort_key >= $3::VARCHAR AND "institutions#6".sort_key < $4::VARCHAR AND regexp_like("institutions#6".sort_key, $5::VARCHAR)) IS NOT true AND regexp_like("institutions#6".sort_key, $6::VARCHAR) IS NOT true AND 0 + (SELECT count(*) AS count_7 
FROM "rank#13") + (SELECT count(*) AS count_8 
FROM "rank#14") + (SELECT count(*) AS count_9 
FROM "rank#15") + (SELECT count(*) AS count_10 
FROM "rank#16") <= $1::INTEGER ORDER BY "institutions#6".sort_key ASC, "institutions#6".id ASC 
 LIMIT $1::INTEGER + 1)
 SELECT json_send((SELECT to_json("connection#19") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#12") AS to_json_2 
FROM (SELECT (SELECT to_json("node#11") AS to_json_3 
FROM (SELECT 'inst_' || CAST("page#8".id AS TEXT) AS "id", "page#8".name AS "name", "page#8".address AS "address", "page#8".subject_kind AS "subjectKind", "page#8".list_status AS "listStatus", (SELECT to_json("one#10") AS to_json_4 
FROM (SELECT "regions#9".code AS "code", "regions#9".name AS "name" 
FROM regions AS "regions#9" 
WHERE "regions#9".code = "page#8".region_code) AS "one#10") AS "region") AS "node#11") AS "node") AS "edge#12")) FILTER (WHERE "page#8"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('institutions:Institution:RELEVANCE'::text, CASE WHEN starts_with("page#8".search_text, $2::VARCHAR) THEN 0 WHEN (strpos(split_part("page#8".search_text, E'\n', 1), $2::VARCHAR) > 0) THEN 1 WHEN ("page#8".sort_key >= $3::VARCHAR AND "page#8".sort_key < $4::VARCHAR AND regexp_like("page#8".sort_key, $5::VARCHAR)) THEN 2 WHEN regexp_like("page#8".sort_key, $6::VARCHAR) THEN 3 ELSE 4 END, "page#8".sort_key, "page#8".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#8"."number#" = least($1::INTEGER, "page#8"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#7".id AS id, "fetched#7".name AS name, "fetched#7".subject_kind AS subject_kind, "fetched#7".region_code AS region_code, "fetched#7".address AS address, "fetched#7".list_status AS list_status, "fetched#7".search_text AS search_text, "fetched#7".sort_key AS sort_key, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "ranks#18".id AS id, "ranks#18".name AS name, "ranks#18".subject_kind AS subject_kind, "ranks#18".region_code AS region_code, "ranks#18".address AS address, "ranks#18".list_status AS list_status, "ranks#18".search_text AS search_text, "ranks#18".sort_key AS sort_key 
FROM (SELECT "rank#13".id AS id, "rank#13".name AS name, "rank#13".subject_kind AS subject_kind, "rank#13".region_code AS region_code, "rank#13".address AS address, "rank#13".list_status AS list_status, "rank#13".search_text AS search_text, "rank#13".sort_key AS sort_key 
FROM "rank#13" UNION ALL SELECT "rank#14".id AS id, "rank#14".name AS name, "rank#14".subject_kind AS subject_kind, "rank#14".region_code AS region_code, "rank#14".address AS address, "rank#14".list_status AS list_status, "rank#14".search_text AS search_text, "rank#14".sort_key AS sort_key 
FROM "rank#14" UNION ALL SELECT "rank#15".id AS id, "rank#15".name AS name, "rank#15".subject_kind AS subject_kind, "rank#15".region_code AS region_code, "rank#15".address AS address, "rank#15".list_status AS list_status, "rank#15".search_text AS search_text, "rank#15".sort_key AS sort_key 
FROM "rank#15" UNION ALL SELECT "rank#16".id AS id, "rank#16".name AS name, "rank#16".subject_kind AS subject_kind, "rank#16".region_code AS region_code, "rank#16".address AS address, "rank#16".list_status AS list_status, "rank#16".search_text AS search_text, "rank#16".sort_key AS sort_key 
FROM "rank#16" UNION ALL SELECT "rank#17".id AS id, "rank#17".name AS name, "rank#17".subject_kind AS subject_kind, "rank#17".region_code AS region_code, "rank#17".address AS address, "rank#17".list_status AS list_status, "rank#17".search_text AS search_text, "rank#17".sort_key AS sort_key 
FROM "rank#17") AS "ranks#18" ORDER BY CASE WHEN starts_with("ranks#18".search_text, $2::VARCHAR) THEN 0 WHEN (strpos(split_part("ranks#18".search_text, E'\n', 1), $2::VARCHAR) > 0) THEN 1 WHEN ("ranks#18".sort_key >= $3::VARCHAR AND "ranks#18".sort_key < $4::VARCHAR AND regexp_like("ranks#18".sort_key, $5::VARCHAR)) THEN 2 WHEN regexp_like("ranks#18".sort_key, $6::VARCHAR) THEN 3 ELSE 4 END ASC, "ranks#18".sort_key ASC, "ranks#18".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#7") AS "page#8") AS "connection#19")) AS answer

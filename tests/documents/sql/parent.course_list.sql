SELECT json_send((SELECT to_json("connection#12") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#11") AS to_json_2 
FROM (SELECT (SELECT to_json("node#10") AS to_json_3 
FROM (SELECT 'crs_' || CAST("page#3".id AS TEXT) AS "id", "page#3".title AS "title", "page#3".starts_on AS "startsOn", "page#3".ends_on AS "endsOn", "page#3".subject_kind AS "subjectKind", (SELECT to_json("one#7") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#4".id AS TEXT) AS "id", "institutions#4".name AS "name", (SELECT to_json("one#6") AS to_json_5 
FROM (SELECT "regions#5".code AS "code", "regions#5".name AS "name" 
FROM regions AS "regions#5" 
WHERE "regions#5".code = "institutions#4".region_code) AS "one#6") AS "region" 
FROM institutions AS "institutions#4" 
WHERE "institutions#4".id = "page#3".institution_id) AS "one#7") AS "institution", (SELECT coalesce(json_agg("many#9"), '[]'::json) AS coalesce_1 
FROM (SELECT "fee_items#8".amount_fen AS "amountFen", "fee_items#8".basis AS "basis" 
FROM fee_items AS "fee_items#8" 
WHERE "fee_items#8".course_id = "page#3".id ORDER BY "fee_items#8".position) AS "many#9") AS "feeItems") AS "node#10") AS "node") AS "edge#11")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('courses:Course:STARTS_ON'::text, "page#3".starts_on, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".institution_id AS institution_id, "fetched#2".title AS title, "fetched#2".subject_kind AS subject_kind, "fetched#2".starts_on AS starts_on, "fetched#2".ends_on AS ends_on, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "courses#1".id AS id, "courses#1".institution_id AS institution_id, "courses#1".title AS title, "courses#1".subject_kind AS subject_kind, "courses#1".starts_on AS starts_on, "courses#1".ends_on AS ends_on 
FROM courses AS "courses#1" 
WHERE CAST("courses#1".state AS TEXT) = 'PUBLISHED' AND ("courses#1".stages && $2::TEXT[]) ORDER BY "courses#1".starts_on ASC, "courses#1".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#12")) AS answer

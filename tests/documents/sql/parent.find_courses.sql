SELECT json_send((SELECT to_json("connection#12") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#11") AS to_json_2 
FROM (SELECT (SELECT to_json("node#10") AS to_json_3 
FROM (SELECT 'crs_' || CAST("page#3".id AS TEXT) AS "id", "page#3".title AS "title", "page#3".starts_on AS "startsOn", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#4".id AS TEXT) AS "id", "institutions#4".name AS "name" 
FROM institutions AS "institutions#4" 
WHERE "institutions#4".id = "page#3".institution_id) AS "one#5") AS "institution", (SELECT to_json("one#7") AS to_json_5 
FROM (SELECT 'site_' || CAST("sites#6".id AS TEXT) AS "id", "sites#6".address AS "address" 
FROM sites AS "sites#6" 
WHERE "sites#6".id = "page#3".site_id) AS "one#7") AS "site", (SELECT coalesce(json_agg("many#9"), '[]'::json) AS coalesce_1 
FROM (SELECT "fee_items#8".name AS "name", "fee_items#8".amount_fen AS "amountFen" 
FROM fee_items AS "fee_items#8" 
WHERE "fee_items#8".course_id = "page#3".id ORDER BY "fee_items#8".position) AS "many#9") AS "feeItems") AS "node#10") AS "node") AS "edge#11")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('courses:Course:REGISTERED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".institution_id AS institution_id, "fetched#2".site_id AS site_id, "fetched#2".title AS title, "fetched#2".starts_on AS starts_on, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "courses#1".id AS id, "courses#1".institution_id AS institution_id, "courses#1".site_id AS site_id, "courses#1".title AS title, "courses#1".starts_on AS starts_on 
FROM courses AS "courses#1" 
WHERE CAST("courses#1".state AS TEXT) = 'PUBLISHED' AND (grams(lower("courses#1".title)) @> $2::TEXT[]) AND strpos(lower("courses#1".title), $3::VARCHAR) > 0 AND ("courses#1".site_id IN (SELECT sites_1.id 
FROM sites AS sites_1 
WHERE sites_1.region_code BETWEEN $4::VARCHAR AND $5::VARCHAR) OR "courses#1".site_id IS NULL AND "courses#1".institution_id IN (SELECT institutions_1.id 
FROM institutions AS institutions_1 
WHERE left(institutions_1.region_code, 4) = $6::VARCHAR)) AND "courses#1".charges_fen >= $7::BIGINT AND "courses#1".charges_fen <= $8::BIGINT AND CAST("courses#1".state AS TEXT) = 'PUBLISHED' AND "courses#1".starts_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND (EXISTS (SELECT * 
FROM entitlements AS entitlements_1 
WHERE entitlements_1.id = "courses#1".entitlement_id AND CAST(entitlements_1.state AS TEXT) = 'ACTIVE')) AND ("courses#1".institution_id NOT IN (SELECT standings_1.institution_id 
FROM standings AS standings_1 
WHERE CAST(standings_1.kind AS TEXT) = 'ENROLMENT_STOP' AND standings_1.from_on <= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND (standings_1.until_on IS NULL OR standings_1.until_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE)) AND NOT (EXISTS (SELECT * 
FROM standing_ends AS standing_ends_1 
WHERE standing_ends_1.standing_id = standings_1.id AND standing_ends_1.ended_on <= CAST(timezone('Asia/Shanghai', now()) AS DATE))))) ORDER BY "courses#1".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#12")) AS answer

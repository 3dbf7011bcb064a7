SELECT json_send((SELECT to_json("connection#10") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#9") AS to_json_2 
FROM (SELECT (SELECT to_json("node#8") AS to_json_3 
FROM (SELECT 'crs_' || CAST("page#3".id AS TEXT) AS "id", "page#3".title AS "title", "page#3".starts_on AS "startsOn", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#4".id AS TEXT) AS "id", "institutions#4".name AS "name" 
FROM institutions AS "institutions#4" 
WHERE "institutions#4".id = "page#3".institution_id) AS "one#5") AS "institution", (SELECT to_json("one#7") AS to_json_5 
FROM (SELECT 'site_' || CAST("sites#6".id AS TEXT) AS "id", "sites#6".address AS "address" 
FROM sites AS "sites#6" 
WHERE "sites#6".id = "page#3".site_id) AS "one#7") AS "site") AS "node#8") AS "node") AS "edge#9")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('courses:Course:REGISTERED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".institution_id AS institution_id, "fetched#2".site_id AS site_id, "fetched#2".title AS title, "fetched#2".starts_on AS starts_on, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "courses#1".id AS id, "courses#1".institution_id AS institution_id, "courses#1".site_id AS site_id, "courses#1".title AS title, "courses#1".starts_on AS starts_on 
FROM courses AS "courses#1" 
WHERE CAST("courses#1".state AS TEXT) = 'PUBLISHED' AND "courses#1".site_id IN (SELECT near_sites.id 
FROM sites AS near_sites 
WHERE (point(near_sites.wgs84_longitude, near_sites.wgs84_latitude) <@ box(point($2::FLOAT, $3::FLOAT), point($4::FLOAT, $5::FLOAT))) AND near_sites.wgs84_latitude IS NOT NULL AND (near_sites.opened_on IS NULL OR near_sites.opened_on <= CAST(timezone('Asia/Shanghai', now()) AS DATE)) AND (near_sites.closed_on IS NULL OR near_sites.closed_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE)) AND CAST(round(2::float8 * asin(sqrt(least(1::float8, power(sin(radians(near_sites.wgs84_latitude - $6::FLOAT) / CAST(2::float8 AS DOUBLE PRECISION)), 2::float8) + cos(radians($6::FLOAT)) * cos(radians(near_sites.wgs84_latitude)) * power(sin(radians(near_sites.wgs84_longitude - $7::FLOAT) / CAST(2::float8 AS DOUBLE PRECISION)), 2::float8)))) * 6371008800.0::float8) AS BIGINT) <= $8::BIGINT) AND CAST("courses#1".state AS TEXT) = 'PUBLISHED' AND "courses#1".starts_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND (EXISTS (SELECT * 
FROM entitlements AS entitlements_1 
WHERE entitlements_1.id = "courses#1".entitlement_id AND CAST(entitlements_1.state AS TEXT) = 'ACTIVE')) AND ("courses#1".institution_id NOT IN (SELECT standings_1.institution_id 
FROM standings AS standings_1 
WHERE CAST(standings_1.kind AS TEXT) = 'ENROLMENT_STOP' AND standings_1.from_on <= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND (standings_1.until_on IS NULL OR standings_1.until_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE)) AND NOT (EXISTS (SELECT * 
FROM standing_ends AS standing_ends_1 
WHERE standing_ends_1.standing_id = standings_1.id AND standing_ends_1.ended_on <= CAST(timezone('Asia/Shanghai', now()) AS DATE))))) ORDER BY "courses#1".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#10")) AS answer

SELECT json_send((SELECT to_json("connection#10") AS to_json_1 
FROM (SELECT (SELECT count(*) AS count_1 
FROM institutions AS "institutions#5" 
WHERE "institutions#5".id = ANY (array((SELECT sites_1.institution_id 
FROM sites AS sites_1 
WHERE sites_1.closed_on IS NULL AND NOT sites_1.is_main AND (EXISTS (SELECT sites_2.id 
FROM sites AS sites_2 
WHERE sites_2.institution_id = sites_1.institution_id AND sites_2.region_code = sites_1.region_code AND sites_2.address_key = sites_1.address_key AND sites_2.id != sites_1.id AND sites_2.closed_on IS NULL
 LIMIT ALL OFFSET 0)))))) AS "totalCount", coalesce(json_agg((SELECT to_json("edge#9") AS to_json_2 
FROM (SELECT (SELECT to_json("node#8") AS to_json_3 
FROM (SELECT 'inst_' || CAST("page#3".id AS TEXT) AS "id", "page#3".name AS "name", CASE WHEN ("page#3".region_code BETWEEN $1::VARCHAR AND $2::VARCHAR AND CAST("page#3".sector AS TEXT) = ANY ($3::TEXT[])) THEN "page#3".version ELSE "page#3".public_version END AS "version", "page#3".unified_social_credit_code AS "unifiedSocialCreditCode", (SELECT coalesce(json_agg("many#7"), '[]'::json) AS coalesce_1 
FROM (SELECT 'site_' || CAST("sites#6".id AS TEXT) AS "id", "sites#6".name AS "name", "sites#6".address AS "address", "sites#6".is_main AS "isMain", "sites#6".closed_on AS "closedOn", "sites#6".closed_on IS NULL AND (EXISTS (SELECT sites_3.id 
FROM sites AS sites_3 
WHERE sites_3.institution_id = "sites#6".institution_id AND sites_3.region_code = "sites#6".region_code AND sites_3.address_key = "sites#6".address_key AND sites_3.id != "sites#6".id AND sites_3.closed_on IS NULL)) AS "sharesAddress" 
FROM sites AS "sites#6" 
WHERE "sites#6".institution_id = "page#3".id ORDER BY "sites#6".is_main DESC, "sites#6".id) AS "many#7") AS "sites") AS "node#8") AS "node") AS "edge#9")) FILTER (WHERE "page#3"."number#" <= $4::INTEGER), '[]'::json) AS "edges", json_build_object('hasNextPage', count(*) > $4::INTEGER, 'endCursor', max(translate(encode(convert_to(CAST(json_build_array('institutions:Institution:REGISTERED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($4::INTEGER, "page#3"."total#"))) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".unified_social_credit_code AS unified_social_credit_code, "fetched#2".name AS name, "fetched#2".sector AS sector, "fetched#2".region_code AS region_code, "fetched#2".version AS version, "fetched#2".public_version AS public_version, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "institutions#1".id AS id, "institutions#1".unified_social_credit_code AS unified_social_credit_code, "institutions#1".name AS name, "institutions#1".sector AS sector, "institutions#1".region_code AS region_code, "institutions#1".version AS version, "institutions#1".public_version AS public_version 
FROM institutions AS "institutions#1" 
WHERE "institutions#1".id = ANY (array((SELECT sites_4.institution_id 
FROM sites AS sites_4 
WHERE sites_4.closed_on IS NULL AND NOT sites_4.is_main AND (EXISTS (SELECT sites_5.id 
FROM sites AS sites_5 
WHERE sites_5.institution_id = sites_4.institution_id AND sites_5.region_code = sites_4.region_code AND sites_5.address_key = sites_4.address_key AND sites_5.id != sites_4.id AND sites_5.closed_on IS NULL
 LIMIT ALL OFFSET 0))))) ORDER BY "institutions#1".id ASC 
 LIMIT $4::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#10")) AS answer

SELECT json_send((SELECT to_json("connection#10") AS to_json_1 
FROM (SELECT (SELECT count(*) AS count_1 
FROM institutions AS "institutions#5" 
WHERE "institutions#5".id IN (SELECT entitlements_1.institution_id 
FROM entitlements AS entitlements_1, entitlements AS entitlements_2 
WHERE entitlements_2.number_key = entitlements_1.number_key AND entitlements_2.number_spelling != 0 AND (EXISTS (SELECT * 
FROM entitlements AS entitlements_3 
WHERE entitlements_3.number_key = entitlements_1.number_key AND entitlements_3.id != entitlements_1.id)))) AS "totalCount", coalesce(json_agg((SELECT to_json("edge#9") AS to_json_2 
FROM (SELECT (SELECT to_json("node#8") AS to_json_3 
FROM (SELECT 'inst_' || CAST("page#3".id AS TEXT) AS "id", "page#3".name AS "name", "page#3".unified_social_credit_code AS "unifiedSocialCreditCode", (SELECT coalesce(json_agg("many#7"), '[]'::json) AS coalesce_1 
FROM (SELECT 'ent_' || CAST("entitlements#6".id AS TEXT) AS "id", "entitlements#6".number AS "number", EXISTS (SELECT * 
FROM entitlements AS entitlements_4 
WHERE entitlements_4.number_key = "entitlements#6".number_key AND entitlements_4.id != "entitlements#6".id) AS "sharesNumber", "entitlements#6".state AS "state", "entitlements#6".version AS "version" 
FROM entitlements AS "entitlements#6" 
WHERE "entitlements#6".institution_id = "page#3".id ORDER BY "entitlements#6".valid_from DESC, "entitlements#6".id) AS "many#7") AS "entitlements") AS "node#8") AS "node") AS "edge#9")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('hasNextPage', count(*) > $1::INTEGER, 'endCursor', max(translate(encode(convert_to(CAST(json_build_array('institutions:Institution:REGISTERED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#"))) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".unified_social_credit_code AS unified_social_credit_code, "fetched#2".name AS name, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "institutions#1".id AS id, "institutions#1".unified_social_credit_code AS unified_social_credit_code, "institutions#1".name AS name 
FROM institutions AS "institutions#1" 
WHERE "institutions#1".id IN (SELECT entitlements_5.institution_id 
FROM entitlements AS entitlements_5, entitlements AS entitlements_6 
WHERE entitlements_6.number_key = entitlements_5.number_key AND entitlements_6.number_spelling != 0 AND (EXISTS (SELECT * 
FROM entitlements AS entitlements_7 
WHERE entitlements_7.number_key = entitlements_5.number_key AND entitlements_7.id != entitlements_5.id))) ORDER BY "institutions#1".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#10")) AS answer

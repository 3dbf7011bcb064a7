SELECT json_send((SELECT to_json("connection#14") AS to_json_1 
FROM (SELECT (SELECT count(*) AS count_1 
FROM standings AS "standings#4" 
WHERE "standings#4".person_id IS NULL AND "standings#4".kind IN ('BLACK_LIST', 'KEY_SUPERVISION', 'STAFF_BLACK_LIST', 'WHITE_LIST') AND CAST("standings#4".kind AS TEXT) = ANY ($1::TEXT[]) AND "standings#4".region_code BETWEEN $2::VARCHAR AND $3::VARCHAR) AS "totalCount", json_build_object('hasNextPage', count(*) > $4::INTEGER, 'endCursor', max(translate(encode(convert_to(CAST(json_build_array('listEntries:Standing:DECIDED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($4::INTEGER, "page#3"."total#"))) AS "pageInfo", coalesce(json_agg((SELECT to_json("edge#13") AS to_json_2 
FROM (SELECT translate(encode(convert_to(CAST(json_build_array('listEntries:Standing:DECIDED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '') AS "cursor", (SELECT to_json("node#12") AS to_json_3 
FROM (SELECT 'stdg_' || CAST("page#3".id AS TEXT) AS "id", "page#3".kind AS "kind", "page#3".from_on AS "fromOn", "page#3".until_on AS "untilOn", "page#3".from_on <= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND ("page#3".until_on IS NULL OR "page#3".until_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE)) AND NOT (EXISTS (SELECT * 
FROM standing_ends AS standing_ends_1 
WHERE standing_ends_1.standing_id = "page#3".id AND standing_ends_1.ended_on <= CAST(timezone('Asia/Shanghai', now()) AS DATE))) AS "holdsToday", CASE WHEN (NOT (EXISTS (SELECT * 
FROM standing_ends AS standing_ends_2 
WHERE standing_ends_2.standing_id = "page#3".id AND CAST(standing_ends_2.ending AS TEXT) IN ('QUASHED', 'CORRECTED'))) OR "page#3".person_id IS NOT NULL) THEN "page#3".ground END AS "ground", json_build_array('legal_bases#5'::text, "page#3".legal_basis) AS "legalBases", (SELECT to_json("one#7") AS to_json_4 
FROM (SELECT "standing_ends#6".ended_on AS "endedOn", "standing_ends#6".ending AS "ending" 
FROM standing_ends AS "standing_ends#6" 
WHERE "standing_ends#6".standing_id = "page#3".id) AS "one#7") AS "end", (SELECT to_json("one#9") AS to_json_5 
FROM (SELECT 'inst_' || CAST("institutions#8".id AS TEXT) AS "id", "institutions#8".name AS "name" 
FROM institutions AS "institutions#8" 
WHERE "institutions#8".id = "page#3".institution_id) AS "one#9") AS "institution", (SELECT to_json("one#11") AS to_json_6 
FROM (SELECT 'auth_' || CAST("authorities#10".id AS TEXT) AS "id", "authorities#10".name AS "name" 
FROM authorities AS "authorities#10" 
WHERE "authorities#10".id = "page#3".authority_id) AS "one#11") AS "authority") AS "node#12") AS "node") AS "edge#13")) FILTER (WHERE "page#3"."number#" <= $4::INTEGER), '[]'::json) AS "edges" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".kind AS kind, "fetched#2".institution_id AS institution_id, "fetched#2".person_id AS person_id, "fetched#2".from_on AS from_on, "fetched#2".until_on AS until_on, "fetched#2".ground AS ground, "fetched#2".legal_basis AS legal_basis, "fetched#2".authority_id AS authority_id, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "standings#1".id AS id, "standings#1".kind AS kind, "standings#1".institution_id AS institution_id, "standings#1".person_id AS person_id, "standings#1".from_on AS from_on, "standings#1".until_on AS until_on, "standings#1".ground AS ground, "standings#1".legal_basis AS legal_basis, "standings#1".authority_id AS authority_id 
FROM standings AS "standings#1" 
WHERE "standings#1".person_id IS NULL AND "standings#1".kind IN ('BLACK_LIST', 'KEY_SUPERVISION', 'STAFF_BLACK_LIST', 'WHITE_LIST') AND CAST("standings#1".kind AS TEXT) = ANY ($5::TEXT[]) AND "standings#1".region_code BETWEEN $6::VARCHAR AND $7::VARCHAR ORDER BY "standings#1".id DESC 
 LIMIT $4::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#14")) AS answer

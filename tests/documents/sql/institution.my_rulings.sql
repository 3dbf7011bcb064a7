SELECT json_send((SELECT to_json("connection#18") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#16") AS to_json_2 
FROM (SELECT (SELECT to_json("node#15") AS to_json_3 
FROM (SELECT 'rul_' || CAST("page#3".id AS TEXT) AS "id", "page#3".version AS "version", "page#3".state AS "state", "page#3".measure AS "measure", "page#3".until_on AS "untilOn", to_char(timezone('UTC', "page#3".noticed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "noticedAt", "page#3".statement_due_on AS "statementDueOn", "page#3".statement_due_is_provisional AS "statementDueIsProvisional", "page#3".appeal_due_on AS "appealDueOn", to_char(timezone('UTC', "page#3".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "page#3".reason AS "reason", "page#3".facts AS "facts", "page#3".ground AS "ground", json_build_array('legal_bases#4'::text, "page#3".legal_basis) AS "legalBases", (SELECT coalesce(json_agg("many#6"), '[]'::json) AS coalesce_1 
FROM (SELECT 'ent_' || CAST("entitlements#5".id AS TEXT) AS "id", "entitlements#5".number AS "number", "entitlements#5".state AS "state" 
FROM entitlements AS "entitlements#5" 
WHERE "entitlements#5".id = ANY ("page#3".entitlement_ids) ORDER BY "entitlements#5".id) AS "many#6") AS "entitlements", (SELECT coalesce(json_agg("many#8"), '[]'::json) AS coalesce_2 
FROM (SELECT "ruling_steps#7".kind AS "kind", "ruling_steps#7".happened_on AS "happenedOn", "ruling_steps#7".text AS "text", "ruling_steps#7".is_by_institution AS "isByInstitution", to_char(timezone('UTC', "ruling_steps#7".entered_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "enteredAt" 
FROM ruling_steps AS "ruling_steps#7" 
WHERE "ruling_steps#7".ruling_id = "page#3".id ORDER BY "ruling_steps#7".entered_at, "ruling_steps#7".id) AS "many#8") AS "steps", (SELECT coalesce(json_agg("many#12"), '[]'::json) AS coalesce_3 
FROM (SELECT 'stdg_' || CAST("standings#9".id AS TEXT) AS "id", "standings#9".kind AS "kind", "standings#9".entitlement_state AS "entitlementState", "standings#9".from_on AS "fromOn", "standings#9".until_on AS "untilOn", "standings#9".from_on <= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND ("standings#9".until_on IS NULL OR "standings#9".until_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE)) AND NOT (EXISTS (SELECT * 
FROM standing_ends AS standing_ends_1 
WHERE standing_ends_1.standing_id = "standings#9".id AND standing_ends_1.ended_on <= CAST(timezone('Asia/Shanghai', now()) AS DATE))) AS "holdsToday", (SELECT to_json("one#11") AS to_json_4 
FROM (SELECT "standing_ends#10".ended_on AS "endedOn", "standing_ends#10".ending AS "ending" 
FROM standing_ends AS "standing_ends#10" 
WHERE "standing_ends#10".standing_id = "standings#9".id) AS "one#11") AS "end" 
FROM standings AS "standings#9" 
WHERE "standings#9".person_id IS NULL AND "standings#9".ruling_id = "page#3".id ORDER BY "standings#9".decided_at DESC, "standings#9".id DESC) AS "many#12") AS "standings", (SELECT to_json("one#14") AS to_json_5 
FROM (SELECT 'auth_' || CAST("authorities#13".id AS TEXT) AS "id", "authorities#13".name AS "name" 
FROM authorities AS "authorities#13" 
WHERE "authorities#13".id = "page#3".authority_id) AS "one#14") AS "authority") AS "node#15") AS "node") AS "edge#16")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('rulings:Ruling:NOTICED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM rulings AS "rulings#17" 
WHERE "rulings#17".institution_id = $2::UUID AND CAST("rulings#17".state AS TEXT) = ANY ($3::TEXT[])) AS "totalCount" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".authority_id AS authority_id, "fetched#2".measure AS measure, "fetched#2".entitlement_ids AS entitlement_ids, "fetched#2".until_on AS until_on, "fetched#2".facts AS facts, "fetched#2".ground AS ground, "fetched#2".legal_basis AS legal_basis, "fetched#2".state AS state, "fetched#2".noticed_at AS noticed_at, "fetched#2".statement_due_on AS statement_due_on, "fetched#2".statement_due_is_provisional AS statement_due_is_provisional, "fetched#2".decided_at AS decided_at, "fetched#2".reason AS reason, "fetched#2".appeal_due_on AS appeal_due_on, "fetched#2".version AS version, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "rulings#1".id AS id, "rulings#1".authority_id AS authority_id, "rulings#1".measure AS measure, "rulings#1".entitlement_ids AS entitlement_ids, "rulings#1".until_on AS until_on, "rulings#1".facts AS facts, "rulings#1".ground AS ground, "rulings#1".legal_basis AS legal_basis, "rulings#1".state AS state, "rulings#1".noticed_at AS noticed_at, "rulings#1".statement_due_on AS statement_due_on, "rulings#1".statement_due_is_provisional AS statement_due_is_provisional, "rulings#1".decided_at AS decided_at, "rulings#1".reason AS reason, "rulings#1".appeal_due_on AS appeal_due_on, "rulings#1".version AS version 
FROM rulings AS "rulings#1" 
WHERE "rulings#1".institution_id = $2::UUID AND CAST("rulings#1".state AS TEXT) = ANY ($4::TEXT[]) ORDER BY "rulings#1".id DESC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#18")) AS answer

SELECT json_send((SELECT to_json("connection#14") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#13") AS to_json_2 
FROM (SELECT (SELECT to_json("node#12") AS to_json_3 
FROM (SELECT 'prop_' || CAST("page#3".id AS TEXT) AS "id", "page#3".kind AS "kind", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#4".id AS TEXT) AS "id", "authorities#4".name AS "name", "authorities#4".version AS "version" 
FROM authorities AS "authorities#4" 
WHERE "authorities#4".id = "page#3".authority_id) AS "one#5") AS "authority", "page#3".authority_version AS "authorityVersion", (SELECT to_json("one#7") AS to_json_5 
FROM (SELECT "regions#6".code AS "code", "regions#6".name AS "name" 
FROM regions AS "regions#6" 
WHERE "regions#6".code = "page#3".region_code) AS "one#7") AS "region", "page#3".sectors AS "sectors", (SELECT to_json("one#9") AS to_json_6 
FROM (SELECT 'auth_' || CAST("authorities#8".id AS TEXT) AS "id", "authorities#8".name AS "name" 
FROM authorities AS "authorities#8" 
WHERE "authorities#8".id = "page#3".parent_id) AS "one#9") AS "parent", (SELECT to_json("one#11") AS to_json_7 
FROM (SELECT 'auth_' || CAST("authorities#10".id AS TEXT) AS "id", "authorities#10".name AS "name" 
FROM authorities AS "authorities#10" 
WHERE "authorities#10".id = "page#3".successor_id) AS "one#11") AS "successor", "page#3".reason AS "reason", "page#3".state AS "state", "page#3".decline_reason AS "declineReason", to_char(timezone('UTC', "page#3".proposed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "proposedAt", to_char(timezone('UTC', "page#3".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt") AS "node#12") AS "node") AS "edge#13")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('changeProposals:ChangeProposal:PROPOSED_AT'::text, CAST(EXTRACT(epoch FROM "page#3".proposed_at) * 1000000 AS BIGINT), "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".kind AS kind, "fetched#2".authority_id AS authority_id, "fetched#2".authority_version AS authority_version, "fetched#2".region_code AS region_code, "fetched#2".sectors AS sectors, "fetched#2".parent_id AS parent_id, "fetched#2".successor_id AS successor_id, "fetched#2".reason AS reason, "fetched#2".decline_reason AS decline_reason, "fetched#2".state AS state, "fetched#2".proposed_at AS proposed_at, "fetched#2".decided_at AS decided_at, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "change_proposals#1".id AS id, "change_proposals#1".kind AS kind, "change_proposals#1".authority_id AS authority_id, "change_proposals#1".authority_version AS authority_version, "change_proposals#1".region_code AS region_code, "change_proposals#1".sectors AS sectors, "change_proposals#1".parent_id AS parent_id, "change_proposals#1".successor_id AS successor_id, "change_proposals#1".reason AS reason, "change_proposals#1".decline_reason AS decline_reason, "change_proposals#1".state AS state, "change_proposals#1".proposed_at AS proposed_at, "change_proposals#1".decided_at AS decided_at 
FROM change_proposals AS "change_proposals#1" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "change_proposals#1".authority_id)) AND "change_proposals#1".state = $2::VARCHAR ORDER BY "change_proposals#1".proposed_at DESC, "change_proposals#1".id DESC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#14")) AS answer

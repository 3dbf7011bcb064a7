SELECT json_send((SELECT to_json("connection#14") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#12") AS to_json_2 
FROM (SELECT (SELECT to_json("node#11") AS to_json_3 
FROM (SELECT 'esc_' || CAST("page#3".id AS TEXT) AS "id", "page#3".cause AS "cause", "page#3".measure AS "measure", json_build_array('legal_bases#4'::text, "page#3".basis) AS "legalBases", "page#3".state AS "state", "page#3".reason AS "reason", to_char(timezone('UTC', "page#3".proposed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "proposedAt", to_char(timezone('UTC', "page#3".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "page#3".version AS "version", (SELECT to_json("one#6") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#5".id AS TEXT) AS "id", "institutions#5".name AS "name" 
FROM institutions AS "institutions#5" 
WHERE "institutions#5".id = "page#3".institution_id) AS "one#6") AS "institution", (SELECT to_json("one#8") AS to_json_5 
FROM (SELECT 'auth_' || CAST("authorities#7".id AS TEXT) AS "id", "authorities#7".name AS "name" 
FROM authorities AS "authorities#7" 
WHERE "authorities#7".id = "page#3".authority_id) AS "one#8") AS "authority", (SELECT to_json("one#10") AS to_json_6 
FROM (SELECT 'order_' || CAST("correction_orders#9".id AS TEXT) AS "id", "correction_orders#9".requirements AS "requirements", "correction_orders#9".due_on AS "dueOn", "correction_orders#9".state AS "state" 
FROM correction_orders AS "correction_orders#9" 
WHERE "correction_orders#9".authority_id = $1::UUID AND "correction_orders#9".id = "page#3".order_id) AS "one#10") AS "order") AS "node#11") AS "node") AS "edge#12")) FILTER (WHERE "page#3"."number#" <= $2::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('escalationProposals:EscalationProposal:PROPOSED_AT'::text, CAST(EXTRACT(epoch FROM "page#3".proposed_at) * 1000000 AS BIGINT), "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($2::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $2::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM escalation_proposals AS "escalation_proposals#13" 
WHERE "escalation_proposals#13".authority_id = $1::UUID AND CAST("escalation_proposals#13".state AS TEXT) = ANY ($3::TEXT[])) AS "totalCount" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".order_id AS order_id, "fetched#2".institution_id AS institution_id, "fetched#2".authority_id AS authority_id, "fetched#2".cause AS cause, "fetched#2".measure AS measure, "fetched#2".basis AS basis, "fetched#2".state AS state, "fetched#2".reason AS reason, "fetched#2".proposed_at AS proposed_at, "fetched#2".decided_at AS decided_at, "fetched#2".version AS version, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "escalation_proposals#1".id AS id, "escalation_proposals#1".order_id AS order_id, "escalation_proposals#1".institution_id AS institution_id, "escalation_proposals#1".authority_id AS authority_id, "escalation_proposals#1".cause AS cause, "escalation_proposals#1".measure AS measure, "escalation_proposals#1".basis AS basis, "escalation_proposals#1".state AS state, "escalation_proposals#1".reason AS reason, "escalation_proposals#1".proposed_at AS proposed_at, "escalation_proposals#1".decided_at AS decided_at, "escalation_proposals#1".version AS version 
FROM escalation_proposals AS "escalation_proposals#1" 
WHERE "escalation_proposals#1".authority_id = $1::UUID AND CAST("escalation_proposals#1".state AS TEXT) = ANY ($4::TEXT[]) ORDER BY "escalation_proposals#1".proposed_at ASC, "escalation_proposals#1".id ASC 
 LIMIT $2::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#14")) AS answer

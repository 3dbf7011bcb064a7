SELECT json_send((SELECT to_json("one#19") AS to_json_1 
FROM (SELECT 'rul_' || CAST("rulings#1".id AS TEXT) AS "id", "rulings#1".version AS "version", "rulings#1".state AS "state", "rulings#1".measure AS "measure", "rulings#1".until_on AS "untilOn", to_char(timezone('UTC', "rulings#1".noticed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "noticedAt", "rulings#1".statement_due_on AS "statementDueOn", "rulings#1".statement_due_is_provisional AS "statementDueIsProvisional", "rulings#1".appeal_due_on AS "appealDueOn", to_char(timezone('UTC', "rulings#1".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "rulings#1".reason AS "reason", "rulings#1".facts AS "facts", "rulings#1".ground AS "ground", json_build_array('legal_bases#2'::text, "rulings#1".legal_basis) AS "legalBases", (SELECT coalesce(json_agg("many#4"), '[]'::json) AS coalesce_1 
FROM (SELECT 'ent_' || CAST("entitlements#3".id AS TEXT) AS "id", "entitlements#3".number AS "number", "entitlements#3".state AS "state" 
FROM entitlements AS "entitlements#3" 
WHERE "entitlements#3".id = ANY ("rulings#1".entitlement_ids) ORDER BY "entitlements#3".id) AS "many#4") AS "entitlements", (SELECT coalesce(json_agg("many#6"), '[]'::json) AS coalesce_2 
FROM (SELECT "ruling_steps#5".kind AS "kind", "ruling_steps#5".happened_on AS "happenedOn", "ruling_steps#5".text AS "text", "ruling_steps#5".is_by_institution AS "isByInstitution", to_char(timezone('UTC', "ruling_steps#5".entered_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "enteredAt" 
FROM ruling_steps AS "ruling_steps#5" 
WHERE "ruling_steps#5".ruling_id = "rulings#1".id ORDER BY "ruling_steps#5".entered_at, "ruling_steps#5".id) AS "many#6") AS "steps", (SELECT coalesce(json_agg("many#10"), '[]'::json) AS coalesce_3 
FROM (SELECT 'stdg_' || CAST("standings#7".id AS TEXT) AS "id", "standings#7".kind AS "kind", "standings#7".entitlement_state AS "entitlementState", "standings#7".from_on AS "fromOn", "standings#7".until_on AS "untilOn", "standings#7".from_on <= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND ("standings#7".until_on IS NULL OR "standings#7".until_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE)) AND NOT (EXISTS (SELECT * 
FROM standing_ends AS standing_ends_1 
WHERE standing_ends_1.standing_id = "standings#7".id AND standing_ends_1.ended_on <= CAST(timezone('Asia/Shanghai', now()) AS DATE))) AS "holdsToday", (SELECT to_json("one#9") AS to_json_2 
FROM (SELECT "standing_ends#8".ended_on AS "endedOn", "standing_ends#8".ending AS "ending" 
FROM standing_ends AS "standing_ends#8" 
WHERE "standing_ends#8".standing_id = "standings#7".id) AS "one#9") AS "end" 
FROM standings AS "standings#7" 
WHERE "standings#7".person_id IS NULL AND "standings#7".ruling_id = "rulings#1".id ORDER BY "standings#7".decided_at DESC, "standings#7".id DESC) AS "many#10") AS "standings", (SELECT to_json("one#12") AS to_json_3 
FROM (SELECT 'inst_' || CAST("institutions#11".id AS TEXT) AS "id", "institutions#11".name AS "name", CASE WHEN (left("institutions#11".region_code, 4) = $1::VARCHAR AND CAST("institutions#11".sector AS TEXT) = ANY ($2::TEXT[])) THEN "institutions#11".version ELSE "institutions#11".public_version END AS "version" 
FROM institutions AS "institutions#11" 
WHERE "institutions#11".id = "rulings#1".institution_id) AS "one#12") AS "institution", (SELECT to_json("one#14") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#13".id AS TEXT) AS "id", "authorities#13".name AS "name" 
FROM authorities AS "authorities#13" 
WHERE "authorities#13".id = "rulings#1".authority_id) AS "one#14") AS "authority", (SELECT to_json("one#18") AS to_json_5 
FROM (SELECT 'esc_' || CAST("escalation_proposals#15".id AS TEXT) AS "id", (SELECT to_json("one#17") AS to_json_6 
FROM (SELECT 'order_' || CAST("correction_orders#16".id AS TEXT) AS "id" 
FROM correction_orders AS "correction_orders#16" 
WHERE "correction_orders#16".authority_id = $3::UUID AND "correction_orders#16".id = "escalation_proposals#15".order_id) AS "one#17") AS "order" 
FROM escalation_proposals AS "escalation_proposals#15" 
WHERE "escalation_proposals#15".authority_id = $3::UUID AND "escalation_proposals#15".id = "rulings#1".proposal_id) AS "one#18") AS "proposal" 
FROM rulings AS "rulings#1" 
WHERE (left("rulings#1".region_code, 4) = $1::VARCHAR AND CAST("rulings#1".sector AS TEXT) = ANY ($2::TEXT[]) OR "rulings#1".authority_id = $3::UUID) AND "rulings#1".id = $4::UUID) AS "one#19")) AS answer

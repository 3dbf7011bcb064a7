SELECT json_send((SELECT to_json("connection#12") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#11") AS to_json_2 
FROM (SELECT (SELECT to_json("node#10") AS to_json_3 
FROM (SELECT 'insp_' || CAST("page#3".id AS TEXT) AS "id", "page#3".state AS "state", "page#3".window_from AS "windowFrom", "page#3".window_to AS "windowTo", to_char(timezone('UTC', "page#3".noticed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "noticedAt", "page#3".inspected_on AS "inspectedOn", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#4".id AS TEXT) AS "id", "authorities#4".name AS "name", "authorities#4".complaint_phone AS "complaintPhone" 
FROM authorities AS "authorities#4" 
WHERE "authorities#4".id = "page#3".authority_id) AS "one#5") AS "authority", (SELECT to_json("one#7") AS to_json_5 
FROM (SELECT 'ntc_' || CAST("notices#6".id AS TEXT) AS "id", "notices#6".mode AS "mode", to_char(timezone('UTC', "notices#6".issued_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "issuedAt", to_char(timezone('UTC', "notices#6".acknowledged_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "acknowledgedAt", "notices#6".appointment_possible AS "appointmentPossible" 
FROM notices AS "notices#6" 
WHERE "notices#6".inspection_id = "page#3".id) AS "one#7") AS "notice", (SELECT coalesce(json_agg("many#9"), '[]'::json) AS coalesce_1 
FROM (SELECT 'appt_' || CAST("appointments#8".id AS TEXT) AS "id", to_char(timezone('UTC', "appointments#8".visit_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitAt", "appointments#8".state AS "state", "appointments#8".reason AS "reason" 
FROM appointments AS "appointments#8" 
WHERE "appointments#8".inspection_id = "page#3".id ORDER BY "appointments#8".proposed_at, "appointments#8".id) AS "many#9") AS "appointments") AS "node#10") AS "node") AS "edge#11")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('hasNextPage', count(*) > $1::INTEGER, 'endCursor', max(translate(encode(convert_to(CAST(json_build_array('inspections:Inspection:REGISTERED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#"))) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".authority_id AS authority_id, "fetched#2".window_from AS window_from, "fetched#2".window_to AS window_to, "fetched#2".noticed_at AS noticed_at, "fetched#2".state AS state, "fetched#2".inspected_on AS inspected_on, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "inspections#1".id AS id, "inspections#1".authority_id AS authority_id, "inspections#1".window_from AS window_from, "inspections#1".window_to AS window_to, "inspections#1".noticed_at AS noticed_at, "inspections#1".state AS state, "inspections#1".inspected_on AS inspected_on 
FROM inspections AS "inspections#1" 
WHERE "inspections#1".institution_id = $2::UUID AND "inspections#1".noticed_at IS NOT NULL ORDER BY "inspections#1".id DESC 
 LIMIT 21) AS "fetched#2") AS "page#3") AS "connection#12")) AS answer

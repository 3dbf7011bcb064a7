SELECT json_send(json_build_object('nodes', (SELECT coalesce(json_agg("page#4"), '[]'::json) AS coalesce_1 
FROM (SELECT 'rec_' || CAST("recusals#1".id AS TEXT) AS "id", "recusals#1".ground AS "ground", "recusals#1".note AS "note", to_char(timezone('UTC', "recusals#1".declared_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "declaredAt", to_char(timezone('UTC', "recusals#1".lifted_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "liftedAt", (SELECT to_json("one#3") AS to_json_1 
FROM (SELECT 'inst_' || CAST("institutions#2".id AS TEXT) AS "id", "institutions#2".name AS "name" 
FROM institutions AS "institutions#2" 
WHERE "institutions#2".id = "recusals#1".institution_id) AS "one#3") AS "institution" 
FROM recusals AS "recusals#1" 
WHERE "recusals#1".officer_id = $1::UUID AND "recusals#1".lifted_at IS NULL ORDER BY "recusals#1".id DESC 
 LIMIT $2::INTEGER) AS "page#4"))) AS answer

SELECT json_send((SELECT to_json("connection#18") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#17") AS to_json_2 
FROM (SELECT (SELECT to_json("node#16") AS to_json_3 
FROM (SELECT 'acct_' || CAST("page#3".id AS TEXT) AS "id", "page#3".login AS "login", "page#3".display_name AS "displayName", "page#3".disabled_at IS NOT NULL AS "isDisabled", to_char(timezone('UTC', "page#3".created_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt", (SELECT coalesce(json_agg("many#9"), '[]'::json) AS coalesce_1 
FROM (SELECT "role_grants#4".role AS "role", (SELECT to_json("one#6") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#5".id AS TEXT) AS "id", "authorities#5".name AS "name" 
FROM authorities AS "authorities#5" 
WHERE "authorities#5".id = "role_grants#4".authority_id) AS "one#6") AS "authority", (SELECT to_json("one#8") AS to_json_5 
FROM (SELECT 'inst_' || CAST("institutions#7".id AS TEXT) AS "id", "institutions#7".name AS "name" 
FROM institutions AS "institutions#7" 
WHERE "institutions#7".id = "role_grants#4".institution_id) AS "one#8") AS "institution" 
FROM role_grants AS "role_grants#4" 
WHERE (EXISTS (SELECT * 
FROM accounts AS accounts_1 
WHERE accounts_1.id = "role_grants#4".account_id AND (accounts_1.id = $1::UUID OR (EXISTS (SELECT * 
FROM role_grants AS role_grants_1 
WHERE role_grants_1.account_id = accounts_1.id AND ((EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = role_grants_1.authority_id AND authorities_1.region_code IS NOT NULL)) OR (EXISTS (SELECT * 
FROM institutions AS institutions_1 
WHERE institutions_1.id = role_grants_1.institution_id AND institutions_1.region_code IS NOT NULL)))))))) AND "role_grants#4".account_id = "page#3".id AND "role_grants#4".revoked_at IS NULL AND "role_grants#4".in_force_at IS NOT NULL ORDER BY "role_grants#4".role, "role_grants#4".id) AS "many#9") AS "grants", (SELECT coalesce(json_agg("many#15"), '[]'::json) AS coalesce_2 
FROM (SELECT "role_grants#10".role AS "role", (SELECT to_json("one#12") AS to_json_6 
FROM (SELECT 'auth_' || CAST("authorities#11".id AS TEXT) AS "id", "authorities#11".name AS "name" 
FROM authorities AS "authorities#11" 
WHERE "authorities#11".id = "role_grants#10".authority_id) AS "one#12") AS "authority", (SELECT to_json("one#14") AS to_json_7 
FROM (SELECT 'inst_' || CAST("institutions#13".id AS TEXT) AS "id", "institutions#13".name AS "name" 
FROM institutions AS "institutions#13" 
WHERE "institutions#13".id = "role_grants#10".institution_id) AS "one#14") AS "institution" 
FROM role_grants AS "role_grants#10" 
WHERE (EXISTS (SELECT * 
FROM accounts AS accounts_2 
WHERE accounts_2.id = "role_grants#10".account_id AND (accounts_2.id = $1::UUID OR (EXISTS (SELECT * 
FROM role_grants AS role_grants_2 
WHERE role_grants_2.account_id = accounts_2.id AND ((EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = role_grants_2.authority_id AND authorities_2.region_code IS NOT NULL)) OR (EXISTS (SELECT * 
FROM institutions AS institutions_2 
WHERE institutions_2.id = role_grants_2.institution_id AND institutions_2.region_code IS NOT NULL)))))))) AND "role_grants#10".account_id = "page#3".id AND "role_grants#10".revoked_at IS NULL AND "role_grants#10".in_force_at IS NULL ORDER BY "role_grants#10".role, "role_grants#10".id) AS "many#15") AS "unconfirmedGrants") AS "node#16") AS "node") AS "edge#17")) FILTER (WHERE "page#3"."number#" <= $2::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('accounts:Account:CREATED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($2::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $2::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".login AS login, "fetched#2".display_name AS display_name, "fetched#2".created_at AS created_at, "fetched#2".disabled_at AS disabled_at, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "accounts#1".id AS id, "accounts#1".login AS login, "accounts#1".display_name AS display_name, "accounts#1".created_at AS created_at, "accounts#1".disabled_at AS disabled_at 
FROM accounts AS "accounts#1" 
WHERE "accounts#1".id = $1::UUID OR (EXISTS (SELECT * 
FROM role_grants AS role_grants_3 
WHERE role_grants_3.account_id = "accounts#1".id AND ((EXISTS (SELECT * 
FROM authorities AS authorities_3 
WHERE authorities_3.id = role_grants_3.authority_id AND authorities_3.region_code IS NOT NULL)) OR (EXISTS (SELECT * 
FROM institutions AS institutions_3 
WHERE institutions_3.id = role_grants_3.institution_id AND institutions_3.region_code IS NOT NULL))))) ORDER BY "accounts#1".id ASC 
 LIMIT $2::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#18")) AS answer

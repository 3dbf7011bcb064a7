SELECT json_send((SELECT to_json("connection#21") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#19") AS to_json_2 
FROM (SELECT (SELECT to_json("node#18") AS to_json_3 
FROM (SELECT 'acct_' || CAST("page#5".id AS TEXT) AS "id", "page#5".login AS "login", "page#5".display_name AS "displayName", "page#5".disabled_at IS NOT NULL AS "isDisabled", to_char(timezone('UTC', "page#5".created_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt", (SELECT coalesce(json_agg("many#11"), '[]'::json) AS coalesce_1 
FROM (SELECT "role_grants#6".role AS "role", (SELECT to_json("one#8") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#7".id AS TEXT) AS "id", "authorities#7".name AS "name" 
FROM authorities AS "authorities#7" 
WHERE "authorities#7".id = "role_grants#6".authority_id) AS "one#8") AS "authority", (SELECT to_json("one#10") AS to_json_5 
FROM (SELECT 'inst_' || CAST("institutions#9".id AS TEXT) AS "id", "institutions#9".name AS "name" 
FROM institutions AS "institutions#9" 
WHERE "institutions#9".id = "role_grants#6".institution_id) AS "one#10") AS "institution" 
FROM role_grants AS "role_grants#6" 
WHERE (EXISTS (SELECT * 
FROM accounts AS accounts_1 
WHERE accounts_1.id = "role_grants#6".account_id AND (accounts_1.id = $1::UUID OR (EXISTS (SELECT * 
FROM role_grants AS role_grants_1 
WHERE role_grants_1.account_id = accounts_1.id AND ((EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = role_grants_1.authority_id)) OR (EXISTS (SELECT * 
FROM institutions AS institutions_1 
WHERE institutions_1.id = role_grants_1.institution_id)))))))) AND "role_grants#6".account_id = "page#5".id AND "role_grants#6".revoked_at IS NULL AND "role_grants#6".in_force_at IS NOT NULL ORDER BY "role_grants#6".role, "role_grants#6".id) AS "many#11") AS "grants", (SELECT coalesce(json_agg("many#17"), '[]'::json) AS coalesce_2 
FROM (SELECT "role_grants#12".role AS "role", (SELECT to_json("one#14") AS to_json_6 
FROM (SELECT 'auth_' || CAST("authorities#13".id AS TEXT) AS "id", "authorities#13".name AS "name" 
FROM authorities AS "authorities#13" 
WHERE "authorities#13".id = "role_grants#12".authority_id) AS "one#14") AS "authority", (SELECT to_json("one#16") AS to_json_7 
FROM (SELECT 'inst_' || CAST("institutions#15".id AS TEXT) AS "id", "institutions#15".name AS "name" 
FROM institutions AS "institutions#15" 
WHERE "institutions#15".id = "role_grants#12".institution_id) AS "one#16") AS "institution" 
FROM role_grants AS "role_grants#12" 
WHERE (EXISTS (SELECT * 
FROM accounts AS accounts_2 
WHERE accounts_2.id = "role_grants#12".account_id AND (accounts_2.id = $1::UUID OR (EXISTS (SELECT * 
FROM role_grants AS role_grants_2 
WHERE role_grants_2.account_id = accounts_2.id AND ((EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = role_grants_2.authority_id)) OR (EXISTS (SELECT * 
FROM institutions AS institutions_2 
WHERE institutions_2.id = role_grants_2.institution_id)))))))) AND "role_grants#12".account_id = "page#5".id AND "role_grants#12".revoked_at IS NULL AND "role_grants#12".in_force_at IS NULL ORDER BY "role_grants#12".role, "role_grants#12".id) AS "many#17") AS "unconfirmedGrants") AS "node#18") AS "node") AS "edge#19")) FILTER (WHERE "page#5"."number#" <= $2::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('accounts:Account:CREATED_AT'::text, "page#5".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#5"."number#" = least($2::INTEGER, "page#5"."total#")), 'hasNextPage', count(*) > $2::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#4".id AS id, "fetched#4".login AS login, "fetched#4".display_name AS display_name, "fetched#4".created_at AS created_at, "fetched#4".disabled_at AS disabled_at, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT DISTINCT ON ("branches#20".id) "branches#20".id AS id, "branches#20".login AS login, "branches#20".display_name AS display_name, "branches#20".created_at AS created_at, "branches#20".disabled_at AS disabled_at 
FROM ((SELECT "accounts#2".id AS id, "accounts#2".login AS login, "accounts#2".display_name AS display_name, "accounts#2".created_at AS created_at, "accounts#2".disabled_at AS disabled_at 
FROM accounts AS "accounts#2" 
WHERE "accounts#2".id = $1::UUID ORDER BY "accounts#2".id ASC 
 LIMIT 21) UNION ALL (SELECT "accounts#3".id AS id, "accounts#3".login AS login, "accounts#3".display_name AS display_name, "accounts#3".created_at AS created_at, "accounts#3".disabled_at AS disabled_at 
FROM accounts AS "accounts#3" 
WHERE (EXISTS (SELECT * 
FROM role_grants AS role_grants_3 
WHERE role_grants_3.account_id = "accounts#3".id AND ((EXISTS (SELECT * 
FROM authorities AS authorities_3 
WHERE authorities_3.id = role_grants_3.authority_id)) OR (EXISTS (SELECT * 
FROM institutions AS institutions_3 
WHERE institutions_3.id = role_grants_3.institution_id))))) ORDER BY "accounts#3".id ASC 
 LIMIT 21)) AS "branches#20" ORDER BY "branches#20".id ASC 
 LIMIT 21) AS "fetched#4") AS "page#5") AS "connection#21")) AS answer

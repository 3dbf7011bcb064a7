SELECT json_send((SELECT to_json("one#20") AS to_json_1 
FROM (SELECT 'acct_' || CAST("accounts#1".id AS TEXT) AS "id", "accounts#1".login AS "login", "accounts#1".display_name AS "displayName", "accounts#1".disabled_at IS NOT NULL AS "isDisabled", to_char(timezone('UTC', "accounts#1".created_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt", (SELECT coalesce(json_agg("many#7"), '[]'::json) AS coalesce_1 
FROM (SELECT "role_grants#2".role AS "role", (SELECT to_json("one#4") AS to_json_2 
FROM (SELECT 'auth_' || CAST("authorities#3".id AS TEXT) AS "id", "authorities#3".name AS "name" 
FROM authorities AS "authorities#3" 
WHERE "authorities#3".id = "role_grants#2".authority_id) AS "one#4") AS "authority", (SELECT to_json("one#6") AS to_json_3 
FROM (SELECT 'inst_' || CAST("institutions#5".id AS TEXT) AS "id", "institutions#5".name AS "name" 
FROM institutions AS "institutions#5" 
WHERE "institutions#5".id = "role_grants#2".institution_id) AS "one#6") AS "institution" 
FROM role_grants AS "role_grants#2" 
WHERE (EXISTS (SELECT * 
FROM accounts AS accounts_1 
WHERE accounts_1.id = "role_grants#2".account_id AND accounts_1.id = $1::UUID)) AND "role_grants#2".account_id = "accounts#1".id AND "role_grants#2".revoked_at IS NULL AND "role_grants#2".in_force_at IS NOT NULL ORDER BY "role_grants#2".role, "role_grants#2".id) AS "many#7") AS "grants", (SELECT coalesce(json_agg("many#13"), '[]'::json) AS coalesce_2 
FROM (SELECT "role_grants#8".role AS "role", (SELECT to_json("one#10") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#9".id AS TEXT) AS "id", "authorities#9".name AS "name" 
FROM authorities AS "authorities#9" 
WHERE "authorities#9".id = "role_grants#8".authority_id) AS "one#10") AS "authority", (SELECT to_json("one#12") AS to_json_5 
FROM (SELECT 'inst_' || CAST("institutions#11".id AS TEXT) AS "id", "institutions#11".name AS "name" 
FROM institutions AS "institutions#11" 
WHERE "institutions#11".id = "role_grants#8".institution_id) AS "one#12") AS "institution" 
FROM role_grants AS "role_grants#8" 
WHERE (EXISTS (SELECT * 
FROM accounts AS accounts_2 
WHERE accounts_2.id = "role_grants#8".account_id AND accounts_2.id = $1::UUID)) AND "role_grants#8".account_id = "accounts#1".id AND "role_grants#8".revoked_at IS NULL AND "role_grants#8".in_force_at IS NULL ORDER BY "role_grants#8".role, "role_grants#8".id) AS "many#13") AS "unconfirmedGrants", "accounts#1".must_change_password AS "mustChangePassword", json_build_array('permissions'::text, coalesce((SELECT json_agg(role_grants_1.role) AS json_agg_1 
FROM role_grants AS role_grants_1 
WHERE role_grants_1.account_id = "accounts#1".id AND role_grants_1.revoked_at IS NULL AND role_grants_1.in_force_at IS NOT NULL AND "accounts#1".disabled_at IS NULL AND NOT "accounts#1".must_change_password), '[]'::json)) AS "permissions", (SELECT to_json("one#19") AS to_json_6 
FROM (SELECT 'ofcr_' || CAST("officers#14".id AS TEXT) AS "id", "officers#14".name AS "name", "officers#14".staff_no AS "staffNo", "officers#14".post AS "post", (SELECT to_json("one#18") AS to_json_7 
FROM (SELECT 'auth_' || CAST("authorities#15".id AS TEXT) AS "id", "authorities#15".name AS "name", (SELECT to_json("one#17") AS to_json_8 
FROM (SELECT "regions#16".code AS "code", "regions#16".name AS "name" 
FROM regions AS "regions#16" 
WHERE "regions#16".code = "authorities#15".region_code) AS "one#17") AS "region", "authorities#15".sectors AS "sectors" 
FROM authorities AS "authorities#15" 
WHERE "authorities#15".id = "officers#14".authority_id) AS "one#18") AS "authority" 
FROM officers AS "officers#14" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#14".authority_id AND authorities_1.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR)) AND "officers#14".account_id = "accounts#1".id) AS "one#19") AS "officer" 
FROM accounts AS "accounts#1" 
WHERE "accounts#1".id = $1::UUID AND "accounts#1".id = $1::UUID) AS "one#20")) AS answer

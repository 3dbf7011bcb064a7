SELECT json_send((SELECT to_json("one#8") AS to_json_1 
FROM (SELECT 'acct_' || CAST("accounts#1".id AS TEXT) AS "id", "accounts#1".display_name AS "displayName", json_build_array('masked_phone'::text, encode("accounts#1".phone_sealed, 'hex'), CAST("accounts#1".id AS TEXT)) AS "maskedPhone", "accounts#1".real_name AS "realName", "accounts#1".must_change_password AS "mustChangePassword", json_build_array('permissions'::text, coalesce((SELECT json_agg(role_grants_1.role) AS json_agg_1 
FROM role_grants AS role_grants_1 
WHERE role_grants_1.account_id = "accounts#1".id AND role_grants_1.revoked_at IS NULL AND role_grants_1.in_force_at IS NOT NULL AND "accounts#1".disabled_at IS NULL AND NOT "accounts#1".must_change_password), '[]'::json)) AS "permissions", (SELECT coalesce(json_agg("many#7"), '[]'::json) AS coalesce_1 
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
WHERE accounts_1.id = "role_grants#2".account_id AND accounts_1.id = $1::UUID)) AND "role_grants#2".account_id = "accounts#1".id AND "role_grants#2".revoked_at IS NULL AND "role_grants#2".in_force_at IS NOT NULL ORDER BY "role_grants#2".role, "role_grants#2".id) AS "many#7") AS "grants" 
FROM accounts AS "accounts#1" 
WHERE "accounts#1".id = $1::UUID AND "accounts#1".id = $1::UUID) AS "one#8")) AS answer

SELECT json_send((SELECT to_json("one#12") AS to_json_1 
FROM (SELECT 'acct_' || CAST("accounts#1".id AS TEXT) AS "id", "accounts#1".login AS "login", "accounts#1".display_name AS "displayName", "accounts#1".must_change_password AS "mustChangePassword", json_build_array('permissions'::text, coalesce((SELECT json_agg(role_grants_1.role) AS json_agg_1 
FROM role_grants AS role_grants_1 
WHERE role_grants_1.account_id = "accounts#1".id AND role_grants_1.revoked_at IS NULL AND role_grants_1.in_force_at IS NOT NULL AND "accounts#1".disabled_at IS NULL AND NOT "accounts#1".must_change_password), '[]'::json)) AS "permissions", (SELECT coalesce(json_agg("many#7"), '[]'::json) AS coalesce_1 
FROM (SELECT "role_grants#2".role AS "role", (SELECT to_json("one#6") AS to_json_2 
FROM (SELECT 'auth_' || CAST("authorities#3".id AS TEXT) AS "id", "authorities#3".name AS "name", (SELECT to_json("one#5") AS to_json_3 
FROM (SELECT "regions#4".code AS "code", "regions#4".name AS "name" 
FROM regions AS "regions#4" 
WHERE "regions#4".code = "authorities#3".region_code) AS "one#5") AS "region", "authorities#3".sectors AS "sectors" 
FROM authorities AS "authorities#3" 
WHERE "authorities#3".id = "role_grants#2".authority_id) AS "one#6") AS "authority" 
FROM role_grants AS "role_grants#2" 
WHERE (EXISTS (SELECT * 
FROM accounts AS accounts_1 
WHERE accounts_1.id = "role_grants#2".account_id AND accounts_1.id = $1::UUID)) AND "role_grants#2".account_id = "accounts#1".id AND "role_grants#2".revoked_at IS NULL AND "role_grants#2".in_force_at IS NOT NULL ORDER BY "role_grants#2".role, "role_grants#2".id) AS "many#7") AS "grants", (SELECT to_json("one#11") AS to_json_4 
FROM (SELECT 'ofcr_' || CAST("officers#8".id AS TEXT) AS "id", "officers#8".name AS "name", "officers#8".staff_no AS "staffNo", (SELECT to_json("one#10") AS to_json_5 
FROM (SELECT "inspector_profiles#9".certificate_no AS "certificateNo", "inspector_profiles#9".certificate_valid_from AS "certificateValidFrom", "inspector_profiles#9".certificate_valid_to AS "certificateValidTo", "inspector_profiles#9".may_lead AS "mayLead", "inspector_profiles#9".specialities AS "specialities" 
FROM inspector_profiles AS "inspector_profiles#9" 
WHERE (EXISTS (SELECT * 
FROM officers AS officers_1 
WHERE officers_1.id = "inspector_profiles#9".officer_id AND (officers_1.id = $2::UUID OR (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = officers_1.authority_id AND authorities_1.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR))))) AND "inspector_profiles#9".officer_id = "officers#8".id) AS "one#10") AS "inspector" 
FROM officers AS "officers#8" 
WHERE ("officers#8".id = $2::UUID OR (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "officers#8".authority_id AND authorities_2.region_code BETWEEN $3::VARCHAR AND $4::VARCHAR))) AND "officers#8".account_id = "accounts#1".id) AS "one#11") AS "officer" 
FROM accounts AS "accounts#1" 
WHERE "accounts#1".id = $1::UUID AND "accounts#1".id = $1::UUID) AS "one#12")) AS answer

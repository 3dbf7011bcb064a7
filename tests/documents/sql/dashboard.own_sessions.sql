SELECT json_send((SELECT to_json("one#4") AS to_json_1 
FROM (SELECT 'acct_' || CAST("accounts#1".id AS TEXT) AS "id", json_build_array('masked_phone'::text, encode("accounts#1".phone_sealed, 'hex'), CAST("accounts#1".id AS TEXT)) AS "maskedPhone", (SELECT coalesce(json_agg("many#3"), '[]'::json) AS coalesce_1 
FROM (SELECT 'sess_' || CAST("sessions#2".id AS TEXT) AS "id", "sessions#2".device_id AS "deviceId", to_char(timezone('UTC', "sessions#2".created_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "createdAt", to_char(timezone('UTC', "sessions#2".last_used_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "lastUsedAt", to_char(timezone('UTC', "sessions#2".expires_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "expiresAt", false AS "isCurrent" 
FROM sessions AS "sessions#2" 
WHERE "sessions#2".account_id = "accounts#1".id AND "sessions#2".ended_at IS NULL AND CAST(timezone('Asia/Shanghai', "sessions#2".expires_at) AS DATE) >= $1::DATE ORDER BY "sessions#2".last_used_at DESC, "sessions#2".id) AS "many#3") AS "sessions" 
FROM accounts AS "accounts#1" 
WHERE "accounts#1".id = $2::UUID AND "accounts#1".id = $2::UUID) AS "one#4")) AS answer

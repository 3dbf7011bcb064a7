SELECT json_send((SELECT to_json("one#14") AS to_json_1 
FROM (SELECT 'pub_' || CAST("public_records#1".id AS TEXT) AS "id", "public_records#1".version_no AS "versionNo", "public_records#1".superseded_at IS NULL AS "isCurrent", to_char(timezone('UTC', "public_records#1".superseded_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "supersededAt", (SELECT to_json("one#3") AS to_json_2 
FROM (SELECT 'pub_' || CAST("public_records#2".id AS TEXT) AS "id", "public_records#2".version_no AS "versionNo", "public_records#2".result_text AS "resultText", to_char(timezone('UTC', "public_records#2".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt" 
FROM public_records AS "public_records#2" 
WHERE "public_records#2".withdrawn_at IS NULL AND "public_records#2".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND "public_records#2".inspection_id = "public_records#1".inspection_id AND "public_records#2".superseded_at IS NULL) AS "one#3") AS "current", "public_records#1".task_code AS "taskCode", "public_records#1".category AS "category", "public_records#1".result_text AS "resultText", "public_records#1".result_codes AS "resultCodes", "public_records#1".violation_codes AS "violationCodes", "public_records#1".withholding_ground AS "withholdingGround", "public_records#1".items AS "items", "public_records#1".inspected_on AS "inspectedOn", to_char(timezone('UTC', "public_records#1".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", "public_records#1".is_late AS "isLate", "public_records#1".expires_on AS "expiresOn", "public_records#1".severity AS "severity", "public_records#1".repairable_from AS "repairableFrom", (SELECT to_json("one#5") AS to_json_3 
FROM (SELECT "repair_requests#4".commitment_version AS "textVersion", "repair_requests#4".commitment_signed_on AS "signedOn" 
FROM repair_requests AS "repair_requests#4" 
WHERE CAST("repair_requests#4".state AS TEXT) = 'REQUESTED' AND "repair_requests#4".commitment_version IS NOT NULL AND "repair_requests#4".public_record_id = "public_records#1".id) AS "one#5") AS "creditCommitment", "public_records#1".repair_status AS "repairStatus", (SELECT to_json("one#7") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#6".id AS TEXT) AS "id", "institutions#6".name AS "name" 
FROM institutions AS "institutions#6" 
WHERE "institutions#6".id = "public_records#1".institution_id) AS "one#7") AS "institution", (SELECT to_json("one#9") AS to_json_5 
FROM (SELECT 'auth_' || CAST("authorities#8".id AS TEXT) AS "id", "authorities#8".name AS "name" 
FROM authorities AS "authorities#8" 
WHERE "authorities#8".id = "public_records#1".authority_id) AS "one#9") AS "authority", (SELECT coalesce(json_agg("many#11"), '[]'::json) AS coalesce_1 
FROM (SELECT "publications#10".outlet AS "outlet", "publications#10".state AS "state", to_char(timezone('UTC', "publications#10".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", "publications#10".reference AS "reference" 
FROM publications AS "publications#10" 
WHERE "publications#10".public_record_id = "public_records#1".id ORDER BY CAST("publications#10".outlet AS TEXT) != 'PLATFORM', "publications#10".outlet) AS "many#11") AS "publications", (SELECT to_json("one#13") AS to_json_6 
FROM (SELECT "replies#12".text AS "text", to_char(timezone('UTC', "replies#12".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "shownAt" 
FROM replies AS "replies#12" 
WHERE CAST("replies#12".state AS TEXT) = 'SHOWN' AND "replies#12".public_record_id = "public_records#1".id) AS "one#13") AS "reply", "public_records#1".document AS "document", encode(sha256(convert_to("public_records#1".document, 'UTF8')), 'hex') AS "documentSha256" 
FROM public_records AS "public_records#1" 
WHERE "public_records#1".withdrawn_at IS NULL AND "public_records#1".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND "public_records#1".id = $1::UUID) AS "one#14")) AS answer

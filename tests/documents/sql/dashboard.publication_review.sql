SELECT json_send((SELECT to_json("one#20") AS to_json_1 
FROM (SELECT 'insp_' || CAST("inspections#1".id AS TEXT) AS "id", "inspections#1".state AS "state", "inspections#1".version AS "version", "inspections#1".publish_due_on AS "publishDueOn", "inspections#1".publish_due_is_provisional AS "publishDueIsProvisional", to_char(timezone('UTC', "inspections#1".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", (SELECT coalesce(json_agg("many#7"), '[]'::json) AS coalesce_1 
FROM (SELECT 'pub_' || CAST("public_records#2".id AS TEXT) AS "id", "public_records#2".version_no AS "versionNo", "public_records#2".superseded_at IS NULL AS "isCurrent", "public_records#2".is_late AS "isLate", "public_records#2".result_text AS "resultText", "public_records#2".violation_codes AS "violationCodes", CASE WHEN (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "public_records#2".inspection_id AND inspections_1.authority_id = $1::UUID)) THEN "public_records#2".withheld_violation_codes END AS "withheldViolationCodes", "public_records#2".withholding_ground AS "withholdingGround", to_char(timezone('UTC', "public_records#2".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", "public_records#2".expires_on AS "expiresOn", to_char(timezone('UTC', "public_records#2".superseded_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "supersededAt", to_char(timezone('UTC', "public_records#2".withdrawn_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "withdrawnAt", "public_records#2".withdrawal_ground AS "withdrawalGround", "public_records#2".repair_status AS "repairStatus", encode(sha256(convert_to("public_records#2".document, 'UTF8')), 'hex') AS "documentSha256", (SELECT coalesce(json_agg("many#4"), '[]'::json) AS coalesce_2 
FROM (SELECT "publications#3".outlet AS "outlet", "publications#3".state AS "state", to_char(timezone('UTC', "publications#3".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", "publications#3".reference AS "reference" 
FROM publications AS "publications#3" 
WHERE "publications#3".public_record_id = "public_records#2".id ORDER BY CAST("publications#3".outlet AS TEXT) != 'PLATFORM') AS "many#4") AS "publications", (SELECT to_json("one#6") AS to_json_2 
FROM (SELECT "replies#5".text AS "text", to_char(timezone('UTC', "replies#5".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "shownAt" 
FROM replies AS "replies#5" 
WHERE CAST("replies#5".state AS TEXT) = 'SHOWN' AND "replies#5".public_record_id = "public_records#2".id) AS "one#6") AS "reply" 
FROM public_records AS "public_records#2" 
WHERE ("public_records#2".withdrawn_at IS NULL AND "public_records#2".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) OR (EXISTS (SELECT * 
FROM inspections AS inspections_2 
WHERE inspections_2.id = "public_records#2".inspection_id AND inspections_2.authority_id = $1::UUID))) AND "public_records#2".inspection_id = "inspections#1".id ORDER BY "public_records#2".version_no) AS "many#7") AS "publicRecords", (SELECT coalesce(json_agg("many#9"), '[]'::json) AS coalesce_3 
FROM (SELECT "result_corrections#8".reason AS "reason", "result_corrections#8".found_on AS "foundOn", "result_corrections#8".due_on AS "dueOn", "result_corrections#8".due_is_provisional AS "dueIsProvisional", to_char(timezone('UTC', "result_corrections#8".reopened_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "reopenedAt", to_char(timezone('UTC', "result_corrections#8".corrected_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "correctedAt", "result_corrections#8".is_late AS "isLate" 
FROM result_corrections AS "result_corrections#8" 
WHERE "result_corrections#8".inspection_id = "inspections#1".id ORDER BY "result_corrections#8".reopened_at, "result_corrections#8".id) AS "many#9") AS "corrections", (SELECT coalesce(json_agg("many#11"), '[]'::json) AS coalesce_4 
FROM (SELECT 'obj_' || CAST("objections#10".id AS TEXT) AS "id", "objections#10".statement AS "statement", "objections#10".state AS "state", to_char(timezone('UTC', "objections#10".raised_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "raisedAt", "objections#10".due_on AS "dueOn", "objections#10".due_is_provisional AS "dueIsProvisional", to_char(timezone('UTC', "objections#10".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "objections#10".reason AS "reason" 
FROM objections AS "objections#10" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_3 
WHERE inspections_3.id = "objections#10".inspection_id AND inspections_3.authority_id = $1::UUID)) AND "objections#10".inspection_id = "inspections#1".id ORDER BY "objections#10".raised_at, "objections#10".id) AS "many#11") AS "objections", (SELECT coalesce(json_agg("many#13"), '[]'::json) AS coalesce_5 
FROM (SELECT 'rep_' || CAST("repair_requests#12".id AS TEXT) AS "id", "repair_requests#12".statement AS "statement", "repair_requests#12".state AS "state", to_char(timezone('UTC', "repair_requests#12".requested_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "requestedAt", to_char(timezone('UTC', "repair_requests#12".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "repair_requests#12".reason AS "reason" 
FROM repair_requests AS "repair_requests#12" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_4 
WHERE inspections_4.id = "repair_requests#12".inspection_id AND inspections_4.authority_id = $1::UUID)) AND "repair_requests#12".inspection_id = "inspections#1".id ORDER BY "repair_requests#12".requested_at, "repair_requests#12".id) AS "many#13") AS "repairRequests", (SELECT coalesce(json_agg("many#15"), '[]'::json) AS coalesce_6 
FROM (SELECT 'rply_' || CAST("replies#14".id AS TEXT) AS "id", "replies#14".text AS "text", "replies#14".state AS "state", to_char(timezone('UTC', "replies#14".written_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "writtenAt", to_char(timezone('UTC', "replies#14".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "replies#14".decline_ground AS "declineGround" 
FROM replies AS "replies#14" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_5 
WHERE inspections_5.id = "replies#14".inspection_id AND inspections_5.authority_id = $1::UUID)) AND "replies#14".inspection_id = "inspections#1".id ORDER BY "replies#14".written_at, "replies#14".id) AS "many#15") AS "replies", (SELECT coalesce(json_agg("many#19"), '[]'::json) AS coalesce_7 
FROM (SELECT 'fup_' || CAST("follow_ups#16".id AS TEXT) AS "id", "follow_ups#16".measure AS "measure", "follow_ups#16".state AS "state", to_char(timezone('UTC', "follow_ups#16".opened_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "openedAt", "follow_ups#16".finished_on AS "finishedOn", "follow_ups#16".note AS "note", (SELECT to_json("one#18") AS to_json_3 
FROM (SELECT 'auth_' || CAST("authorities#17".id AS TEXT) AS "id", "authorities#17".name AS "name" 
FROM authorities AS "authorities#17" 
WHERE "authorities#17".id = "follow_ups#16".notified_authority_id) AS "one#18") AS "notifiedAuthority", "follow_ups#16".case_reference AS "caseReference" 
FROM follow_ups AS "follow_ups#16" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_6 
WHERE inspections_6.id = "follow_ups#16".inspection_id AND inspections_6.authority_id = $1::UUID)) AND "follow_ups#16".inspection_id = "inspections#1".id ORDER BY "follow_ups#16".opened_at, "follow_ups#16".id) AS "many#19") AS "followUps" 
FROM inspections AS "inspections#1" 
WHERE "inspections#1".authority_id = $1::UUID AND "inspections#1".id = $2::UUID) AS "one#20")) AS answer

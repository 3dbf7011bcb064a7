SELECT json_send((SELECT to_json("one#47") AS to_json_1 
FROM (SELECT 'insp_' || CAST("inspections#1".id AS TEXT) AS "id", "inspections#1".window_from AS "windowFrom", "inspections#1".window_to AS "windowTo", "inspections#1".inspected_on AS "inspectedOn", "inspections#1".state AS "state", "inspections#1".version AS "version", "inspections#1".publish_due_on AS "publishDueOn", "inspections#1".publish_due_is_provisional AS "publishDueIsProvisional", to_char(timezone('UTC', "inspections#1".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", (SELECT coalesce(json_agg("many#7"), '[]'::json) AS coalesce_1 
FROM (SELECT 'pub_' || CAST("public_records#2".id AS TEXT) AS "id", "public_records#2".version_no AS "versionNo", "public_records#2".superseded_at IS NULL AS "isCurrent", "public_records#2".is_late AS "isLate", "public_records#2".result_text AS "resultText", "public_records#2".violation_codes AS "violationCodes", CASE WHEN (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "public_records#2".inspection_id AND inspections_1.authority_id = $1::UUID)) THEN "public_records#2".withheld_violation_codes END AS "withheldViolationCodes", "public_records#2".withholding_ground AS "withholdingGround", to_char(timezone('UTC', "public_records#2".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", "public_records#2".expires_on AS "expiresOn", "public_records#2".severity AS "severity", "public_records#2".repairable_from AS "repairableFrom", to_char(timezone('UTC', "public_records#2".superseded_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "supersededAt", to_char(timezone('UTC', "public_records#2".withdrawn_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "withdrawnAt", "public_records#2".withdrawal_ground AS "withdrawalGround", "public_records#2".repair_status AS "repairStatus", encode(sha256(convert_to("public_records#2".document, 'UTF8')), 'hex') AS "documentSha256", (SELECT coalesce(json_agg("many#4"), '[]'::json) AS coalesce_2 
FROM (SELECT "publications#3".outlet AS "outlet", "publications#3".state AS "state", to_char(timezone('UTC', "publications#3".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", "publications#3".reference AS "reference" 
FROM publications AS "publications#3" 
WHERE "publications#3".public_record_id = "public_records#2".id ORDER BY CAST("publications#3".outlet AS TEXT) != 'PLATFORM', "publications#3".outlet) AS "many#4") AS "publications", (SELECT to_json("one#6") AS to_json_2 
FROM (SELECT "replies#5".text AS "text", to_char(timezone('UTC', "replies#5".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "shownAt" 
FROM replies AS "replies#5" 
WHERE CAST("replies#5".state AS TEXT) = 'SHOWN' AND "replies#5".public_record_id = "public_records#2".id) AS "one#6") AS "reply" 
FROM public_records AS "public_records#2" 
WHERE ("public_records#2".withdrawn_at IS NULL AND "public_records#2".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) OR "inspections#1".authority_id = $1::UUID) AND "public_records#2".inspection_id = "inspections#1".id ORDER BY "public_records#2".version_no) AS "many#7") AS "publicRecords", (SELECT coalesce(json_agg("many#9"), '[]'::json) AS coalesce_3 
FROM (SELECT "result_corrections#8".reason AS "reason", "result_corrections#8".found_on AS "foundOn", "result_corrections#8".due_on AS "dueOn", "result_corrections#8".due_is_provisional AS "dueIsProvisional", to_char(timezone('UTC', "result_corrections#8".reopened_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "reopenedAt", to_char(timezone('UTC', "result_corrections#8".corrected_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "correctedAt", "result_corrections#8".is_late AS "isLate" 
FROM result_corrections AS "result_corrections#8" 
WHERE "result_corrections#8".inspection_id = "inspections#1".id ORDER BY "result_corrections#8".reopened_at, "result_corrections#8".id) AS "many#9") AS "corrections", (SELECT coalesce(json_agg("many#11"), '[]'::json) AS coalesce_4 
FROM (SELECT 'obj_' || CAST("objections#10".id AS TEXT) AS "id", "objections#10".statement AS "statement", "objections#10".state AS "state", to_char(timezone('UTC', "objections#10".raised_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "raisedAt", "objections#10".due_on AS "dueOn", "objections#10".due_is_provisional AS "dueIsProvisional", to_char(timezone('UTC', "objections#10".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "objections#10".reason AS "reason" 
FROM objections AS "objections#10" 
WHERE "inspections#1".authority_id = $1::UUID AND "objections#10".inspection_id = "inspections#1".id ORDER BY "objections#10".raised_at, "objections#10".id) AS "many#11") AS "objections", (SELECT coalesce(json_agg("many#13"), '[]'::json) AS coalesce_5 
FROM (SELECT 'rep_' || CAST("repair_requests#12".id AS TEXT) AS "id", "repair_requests#12".statement AS "statement", "repair_requests#12".state AS "state", to_char(timezone('UTC', "repair_requests#12".requested_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "requestedAt", to_char(timezone('UTC', "repair_requests#12".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "repair_requests#12".reason AS "reason" 
FROM repair_requests AS "repair_requests#12" 
WHERE "inspections#1".authority_id = $1::UUID AND "repair_requests#12".inspection_id = "inspections#1".id ORDER BY "repair_requests#12".requested_at, "repair_requests#12".id) AS "many#13") AS "repairRequests", (SELECT to_json("one#15") AS to_json_3 
FROM (SELECT "public_term_decisions#14".decision AS "decision", "public_term_decisions#14".severity AS "severity", "public_term_decisions#14".expires_before AS "expiresBefore", "public_term_decisions#14".expires_on AS "expiresOn", "public_term_decisions#14".reason AS "reason", to_char(timezone('UTC', "public_term_decisions#14".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt" 
FROM public_term_decisions AS "public_term_decisions#14" 
WHERE "inspections#1".authority_id = $1::UUID AND "public_term_decisions#14".inspection_id = "inspections#1".id) AS "one#15") AS "publicTermDecision", (SELECT coalesce(json_agg("many#17"), '[]'::json) AS coalesce_6 
FROM (SELECT 'rply_' || CAST("replies#16".id AS TEXT) AS "id", "replies#16".text AS "text", "replies#16".state AS "state", to_char(timezone('UTC', "replies#16".written_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "writtenAt", to_char(timezone('UTC', "replies#16".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "replies#16".decline_ground AS "declineGround" 
FROM replies AS "replies#16" 
WHERE "inspections#1".authority_id = $1::UUID AND "replies#16".inspection_id = "inspections#1".id ORDER BY "replies#16".written_at, "replies#16".id) AS "many#17") AS "replies", (SELECT coalesce(json_agg("many#21"), '[]'::json) AS coalesce_7 
FROM (SELECT 'fup_' || CAST("follow_ups#18".id AS TEXT) AS "id", "follow_ups#18".measure AS "measure", "follow_ups#18".state AS "state", to_char(timezone('UTC', "follow_ups#18".opened_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "openedAt", "follow_ups#18".finished_on AS "finishedOn", "follow_ups#18".note AS "note", (SELECT to_json("one#20") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#19".id AS TEXT) AS "id", "authorities#19".name AS "name" 
FROM authorities AS "authorities#19" 
WHERE "authorities#19".id = "follow_ups#18".notified_authority_id) AS "one#20") AS "notifiedAuthority", "follow_ups#18".case_reference AS "caseReference" 
FROM follow_ups AS "follow_ups#18" 
WHERE "inspections#1".authority_id = $1::UUID AND "follow_ups#18".inspection_id = "inspections#1".id ORDER BY "follow_ups#18".opened_at, "follow_ups#18".id) AS "many#21") AS "followUps", (SELECT coalesce(json_agg("many#23"), '[]'::json) AS coalesce_8 
FROM (SELECT "result_audits#22".decision AS "decision", "result_audits#22".reason AS "reason", to_char(timezone('UTC', "result_audits#22".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt" 
FROM result_audits AS "result_audits#22" 
WHERE "inspections#1".authority_id = $1::UUID AND "result_audits#22".inspection_id = "inspections#1".id ORDER BY "result_audits#22".decided_at, "result_audits#22".id) AS "many#23") AS "audits", (SELECT to_json("one#25") AS to_json_5 
FROM (SELECT 'task_' || CAST("inspection_tasks#24".id AS TEXT) AS "id", "inspection_tasks#24".code AS "code", "inspection_tasks#24".name AS "name", "inspection_tasks#24".category AS "category", "inspection_tasks#24".trigger AS "trigger", "inspection_tasks#24".reason AS "reason" 
FROM inspection_tasks AS "inspection_tasks#24" 
WHERE ("inspection_tasks#24".authority_id = $1::UUID OR (EXISTS (SELECT * 
FROM task_departments AS task_departments_1 
WHERE task_departments_1.task_id = "inspection_tasks#24".id AND task_departments_1.authority_id = $1::UUID))) AND "inspection_tasks#24".id = "inspections#1".task_id) AS "one#25") AS "task", (SELECT to_json("one#27") AS to_json_6 
FROM (SELECT 'inst_' || CAST("institutions#26".id AS TEXT) AS "id", "institutions#26".name AS "name", CASE WHEN (left("institutions#26".region_code, 4) = $2::VARCHAR AND CAST("institutions#26".sector AS TEXT) = ANY ($3::TEXT[])) THEN "institutions#26".risk_class END AS "riskClass", "institutions#26".list_status AS "listStatus" 
FROM institutions AS "institutions#26" 
WHERE "institutions#26".id = "inspections#1".institution_id) AS "one#27") AS "institution", (SELECT coalesce(json_agg("many#33"), '[]'::json) AS coalesce_9 
FROM (SELECT (SELECT to_json("one#32") AS to_json_7 
FROM (SELECT 'ofcr_' || CAST("officers#29".id AS TEXT) AS "id", "officers#29".name AS "name", (SELECT to_json("one#31") AS to_json_8 
FROM (SELECT 'auth_' || CAST("authorities#30".id AS TEXT) AS "id", "authorities#30".name AS "name" 
FROM authorities AS "authorities#30" 
WHERE "authorities#30".id = "officers#29".authority_id) AS "one#31") AS "authority" 
FROM officers AS "officers#29" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#29".authority_id AND authorities_1.region_code BETWEEN $4::VARCHAR AND $5::VARCHAR)) AND "officers#29".id = "inspection_assignments#28".officer_id) AS "one#32") AS "officer", "inspection_assignments#28".is_leader AS "isLeader", (SELECT to_char(timezone('UTC', anon_1.confirmed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS to_char_1 
FROM (SELECT record_confirmations_1.confirmed_at AS confirmed_at 
FROM record_confirmations AS record_confirmations_1, inspections AS inspections_2 
WHERE record_confirmations_1.record_id = inspections_2.current_record_id AND record_confirmations_1.officer_id = "inspection_assignments#28".officer_id AND inspections_2.id = "inspection_assignments#28".inspection_id) AS anon_1) AS "confirmedAt", to_char(timezone('UTC', "inspection_assignments#28".replaced_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "replacedAt", "inspection_assignments#28".replacement_reason AS "replacementReason", to_char(timezone('UTC', "inspection_assignments#28".replacement_proposed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "replacementProposedAt" 
FROM inspection_assignments AS "inspection_assignments#28" 
WHERE "inspection_assignments#28".inspection_id = "inspections#1".id ORDER BY "inspection_assignments#28".is_leader DESC, "inspection_assignments#28".id) AS "many#33") AS "assignments", (SELECT coalesce(json_agg("many#46"), '[]'::json) AS coalesce_10 
FROM (SELECT 'irec_' || CAST("inspection_records#34".id AS TEXT) AS "id", "inspection_records#34".version_no AS "versionNo", "inspection_records#34".correction_reason AS "correctionReason", to_char(timezone('UTC', "inspection_records#34".filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "filedAt", (SELECT to_json("one#36") AS to_json_9 
FROM (SELECT 'ofcr_' || CAST("officers#35".id AS TEXT) AS "id", "officers#35".name AS "name" 
FROM officers AS "officers#35" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "officers#35".authority_id AND authorities_2.region_code BETWEEN $4::VARCHAR AND $5::VARCHAR)) AND "officers#35".id = "inspection_records#34".filed_by) AS "one#36") AS "filedBy", to_char(timezone('UTC', "inspection_records#34".visit_started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitStartedAt", to_char(timezone('UTC', "inspection_records#34".visit_ended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitEndedAt", "inspection_records#34".clock_is_off AS "clockIsOff", "inspection_records#34".device_clock_offset_ms AS "deviceClockOffsetMs", "inspection_records#34".methods AS "methods", "inspection_records#34".result_codes AS "resultCodes", "inspection_records#34".measures AS "measures", "inspection_records#34".summary AS "summary", (SELECT coalesce(json_agg(to_char(timezone('UTC', "each#".moment), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), '[]'::json) AS coalesce_11 
FROM unnest("inspection_records#34".attempted_at) AS "each#"(moment)) AS "attemptedAt", CASE WHEN ("inspection_records#34".latitude IS NOT NULL) THEN (SELECT to_json("part#37") AS to_json_10 
FROM (SELECT "inspection_records#34".wgs84_latitude AS "wgs84Latitude", "inspection_records#34".wgs84_longitude AS "wgs84Longitude", "inspection_records#34".accuracy_m AS "accuracyM", "inspection_records#34".datum AS "datum") AS "part#37") END AS "position", (SELECT coalesce(json_agg("many#39"), '[]'::json) AS coalesce_12 
FROM (SELECT "record_answers#38".item_code AS "itemCode", "record_answers#38".is_checked AS "isChecked", "record_answers#38".problem_found AS "problemFound", "record_answers#38".handling AS "handling", "record_answers#38".note AS "note" 
FROM record_answers AS "record_answers#38" 
WHERE "record_answers#38".record_id = "inspection_records#34".id ORDER BY "record_answers#38".position) AS "many#39") AS "answers", (SELECT coalesce(json_agg("many#41"), '[]'::json) AS coalesce_13 
FROM (SELECT "findings#40".violation_code AS "violationCode", "findings#40".detail AS "detail", "findings#40".item_code AS "itemCode" 
FROM findings AS "findings#40" 
WHERE "findings#40".record_id = "inspection_records#34".id ORDER BY "findings#40".position) AS "many#41") AS "findings", (SELECT coalesce(json_agg("many#45"), '[]'::json) AS coalesce_14 
FROM (SELECT (SELECT to_json("one#44") AS to_json_11 
FROM (SELECT 'ofcr_' || CAST("officers#43".id AS TEXT) AS "id", "officers#43".name AS "name" 
FROM officers AS "officers#43" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_3 
WHERE authorities_3.id = "officers#43".authority_id AND authorities_3.region_code BETWEEN $4::VARCHAR AND $5::VARCHAR)) AND "officers#43".id = "record_confirmations#42".officer_id) AS "one#44") AS "officer", to_char(timezone('UTC', "record_confirmations#42".confirmed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "confirmedAt" 
FROM record_confirmations AS "record_confirmations#42" 
WHERE "record_confirmations#42".record_id = "inspection_records#34".id ORDER BY "record_confirmations#42".confirmed_at, "record_confirmations#42".officer_id) AS "many#45") AS "confirmations", "inspection_records#34".rules_version AS "rulesVersion" 
FROM inspection_records AS "inspection_records#34" 
WHERE "inspection_records#34".inspection_id = "inspections#1".id ORDER BY "inspection_records#34".version_no) AS "many#46") AS "records" 
FROM inspections AS "inspections#1" 
WHERE "inspections#1".authority_id = $1::UUID AND "inspections#1".id = $6::UUID) AS "one#47")) AS answer

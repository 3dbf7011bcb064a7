SELECT json_send((SELECT to_json("one#29") AS to_json_1 
FROM (SELECT 'insp_' || CAST("inspections#1".id AS TEXT) AS "id", "inspections#1".state AS "state", "inspections#1".version AS "version", "inspections#1".window_from AS "windowFrom", "inspections#1".window_to AS "windowTo", "inspections#1".inspected_on AS "inspectedOn", "inspections#1".publish_due_on AS "publishDueOn", (SELECT to_json("one#3") AS to_json_2 
FROM (SELECT "inspection_tasks#2".code AS "code", "inspection_tasks#2".name AS "name", "inspection_tasks#2".category AS "category", "inspection_tasks#2".trigger AS "trigger", "inspection_tasks#2".reason AS "reason" 
FROM inspection_tasks AS "inspection_tasks#2" 
WHERE ("inspection_tasks#2".authority_id = $1::UUID OR (EXISTS (SELECT * 
FROM task_departments AS task_departments_1 
WHERE task_departments_1.task_id = "inspection_tasks#2".id AND task_departments_1.authority_id = $1::UUID))) AND "inspection_tasks#2".id = "inspections#1".task_id) AS "one#3") AS "task", (SELECT to_json("one#5") AS to_json_3 
FROM (SELECT 'inst_' || CAST("institutions#4".id AS TEXT) AS "id", "institutions#4".name AS "name", CASE WHEN ("institutions#4".region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND CAST("institutions#4".sector AS TEXT) = ANY ($4::TEXT[])) THEN "institutions#4".risk_class END AS "riskClass", "institutions#4".list_status AS "listStatus" 
FROM institutions AS "institutions#4" 
WHERE "institutions#4".id = "inspections#1".institution_id) AS "one#5") AS "institution", (SELECT coalesce(json_agg("many#11"), '[]'::json) AS coalesce_1 
FROM (SELECT (SELECT to_json("one#10") AS to_json_4 
FROM (SELECT 'ofcr_' || CAST("officers#7".id AS TEXT) AS "id", "officers#7".name AS "name", (SELECT to_json("one#9") AS to_json_5 
FROM (SELECT "authorities#8".name AS "name" 
FROM authorities AS "authorities#8" 
WHERE "authorities#8".id = "officers#7".authority_id) AS "one#9") AS "authority" 
FROM officers AS "officers#7" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#7".authority_id AND authorities_1.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR)) AND "officers#7".id = "inspection_assignments#6".officer_id) AS "one#10") AS "officer", "inspection_assignments#6".is_leader AS "isLeader", (SELECT to_char(timezone('UTC', anon_1.confirmed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS to_char_1 
FROM (SELECT record_confirmations_1.confirmed_at AS confirmed_at 
FROM record_confirmations AS record_confirmations_1, inspections AS inspections_1 
WHERE record_confirmations_1.record_id = inspections_1.current_record_id AND record_confirmations_1.officer_id = "inspection_assignments#6".officer_id AND inspections_1.id = "inspection_assignments#6".inspection_id) AS anon_1) AS "confirmedAt" 
FROM inspection_assignments AS "inspection_assignments#6" 
WHERE "inspection_assignments#6".inspection_id = "inspections#1".id ORDER BY "inspection_assignments#6".is_leader DESC, "inspection_assignments#6".id) AS "many#11") AS "assignments", (SELECT coalesce(json_agg("many#24"), '[]'::json) AS coalesce_2 
FROM (SELECT "inspection_records#12".version_no AS "versionNo", "inspection_records#12".correction_reason AS "correctionReason", to_char(timezone('UTC', "inspection_records#12".filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "filedAt", (SELECT to_json("one#14") AS to_json_6 
FROM (SELECT "officers#13".name AS "name" 
FROM officers AS "officers#13" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "officers#13".authority_id AND authorities_2.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR)) AND "officers#13".id = "inspection_records#12".filed_by) AS "one#14") AS "filedBy", to_char(timezone('UTC', "inspection_records#12".visit_started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitStartedAt", to_char(timezone('UTC', "inspection_records#12".visit_ended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitEndedAt", "inspection_records#12".clock_is_off AS "clockIsOff", "inspection_records#12".device_clock_offset_ms AS "deviceClockOffsetMs", "inspection_records#12".methods AS "methods", "inspection_records#12".result_codes AS "resultCodes", "inspection_records#12".measures AS "measures", "inspection_records#12".summary AS "summary", (SELECT coalesce(json_agg(to_char(timezone('UTC', "each#".moment), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), '[]'::json) AS coalesce_3 
FROM unnest("inspection_records#12".attempted_at) AS "each#"(moment)) AS "attemptedAt", CASE WHEN ("inspection_records#12".latitude IS NOT NULL) THEN (SELECT to_json("part#15") AS to_json_7 
FROM (SELECT "inspection_records#12".wgs84_latitude AS "wgs84Latitude", "inspection_records#12".wgs84_longitude AS "wgs84Longitude", "inspection_records#12".accuracy_m AS "accuracyM", "inspection_records#12".datum AS "datum") AS "part#15") END AS "position", (SELECT coalesce(json_agg("many#17"), '[]'::json) AS coalesce_4 
FROM (SELECT "record_answers#16".item_code AS "itemCode", "record_answers#16".is_checked AS "isChecked", "record_answers#16".problem_found AS "problemFound", "record_answers#16".handling AS "handling", "record_answers#16".note AS "note" 
FROM record_answers AS "record_answers#16" 
WHERE "record_answers#16".record_id = "inspection_records#12".id ORDER BY "record_answers#16".position) AS "many#17") AS "answers", (SELECT coalesce(json_agg("many#19"), '[]'::json) AS coalesce_5 
FROM (SELECT "findings#18".violation_code AS "violationCode", "findings#18".detail AS "detail", "findings#18".item_code AS "itemCode" 
FROM findings AS "findings#18" 
WHERE "findings#18".record_id = "inspection_records#12".id ORDER BY "findings#18".position) AS "many#19") AS "findings", (SELECT coalesce(json_agg("many#23"), '[]'::json) AS coalesce_6 
FROM (SELECT (SELECT to_json("one#22") AS to_json_8 
FROM (SELECT "officers#21".name AS "name" 
FROM officers AS "officers#21" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_3 
WHERE authorities_3.id = "officers#21".authority_id AND authorities_3.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR)) AND "officers#21".id = "record_confirmations#20".officer_id) AS "one#22") AS "officer", to_char(timezone('UTC', "record_confirmations#20".confirmed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "confirmedAt" 
FROM record_confirmations AS "record_confirmations#20" 
WHERE "record_confirmations#20".record_id = "inspection_records#12".id ORDER BY "record_confirmations#20".confirmed_at, "record_confirmations#20".officer_id) AS "many#23") AS "confirmations", "inspection_records#12".rules_version AS "rulesVersion" 
FROM inspection_records AS "inspection_records#12" 
WHERE "inspection_records#12".inspection_id = "inspections#1".id ORDER BY "inspection_records#12".version_no) AS "many#24") AS "records", (SELECT coalesce(json_agg("many#26"), '[]'::json) AS coalesce_7 
FROM (SELECT "result_audits#25".decision AS "decision", "result_audits#25".reason AS "reason", to_char(timezone('UTC', "result_audits#25".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt" 
FROM result_audits AS "result_audits#25" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_2 
WHERE inspections_2.id = "result_audits#25".inspection_id AND inspections_2.authority_id = $1::UUID)) AND "result_audits#25".inspection_id = "inspections#1".id ORDER BY "result_audits#25".decided_at, "result_audits#25".id) AS "many#26") AS "audits", (SELECT coalesce(json_agg("many#28"), '[]'::json) AS coalesce_8 
FROM (SELECT 'pub_' || CAST("public_records#27".id AS TEXT) AS "id", "public_records#27".version_no AS "versionNo", "public_records#27".result_text AS "resultText", to_char(timezone('UTC', "public_records#27".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", "public_records#27".superseded_at IS NULL AS "isCurrent" 
FROM public_records AS "public_records#27" 
WHERE ("public_records#27".withdrawn_at IS NULL AND "public_records#27".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) OR (EXISTS (SELECT * 
FROM inspections AS inspections_3 
WHERE inspections_3.id = "public_records#27".inspection_id AND inspections_3.authority_id = $1::UUID))) AND "public_records#27".inspection_id = "inspections#1".id ORDER BY "public_records#27".version_no) AS "many#28") AS "publicRecords" 
FROM inspections AS "inspections#1" 
WHERE "inspections#1".authority_id = $1::UUID AND "inspections#1".id = $5::UUID) AS "one#29")) AS answer

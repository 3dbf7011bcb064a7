SELECT json_send((SELECT to_json("one#43") AS to_json_1 
FROM (SELECT 'insp_' || CAST("inspections#1".id AS TEXT) AS "id", "inspections#1".state AS "state", "inspections#1".version AS "version", "inspections#1".window_from AS "windowFrom", "inspections#1".window_to AS "windowTo", "inspections#1".checklist_code AS "checklistCode", "inspections#1".checklist_version AS "checklistVersion", "inspections#1".inspected_on AS "inspectedOn", "inspections#1".publish_due_on AS "publishDueOn", (SELECT to_json("one#5") AS to_json_2 
FROM (SELECT "inspection_tasks#2".code AS "code", "inspection_tasks#2".name AS "name", "inspection_tasks#2".category AS "category", "inspection_tasks#2".trigger AS "trigger", "inspection_tasks#2".reason AS "reason", (SELECT to_json("one#4") AS to_json_3 
FROM (SELECT "authorities#3".name AS "name" 
FROM authorities AS "authorities#3" 
WHERE "authorities#3".id = "inspection_tasks#2".authority_id) AS "one#4") AS "authority" 
FROM inspection_tasks AS "inspection_tasks#2" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.task_id = "inspection_tasks#2".id AND (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_1 
WHERE inspection_assignments_1.inspection_id = inspections_1.id AND inspection_assignments_1.replaced_at IS NULL AND inspection_assignments_1.officer_id = $1::UUID)))) AND "inspection_tasks#2".id = "inspections#1".task_id) AS "one#5") AS "task", (SELECT to_json("one#21") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#6".id AS TEXT) AS "id", "institutions#6".name AS "name", "institutions#6".unified_social_credit_code AS "unifiedSocialCreditCode", "institutions#6".address AS "address", "institutions#6".subject_kind AS "subjectKind", CASE WHEN ("institutions#6".region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND CAST("institutions#6".sector AS TEXT) = ANY ($4::TEXT[])) THEN "institutions#6".contact_name END AS "contactName", CASE WHEN ("institutions#6".region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND CAST("institutions#6".sector AS TEXT) = ANY ($4::TEXT[])) THEN "institutions#6".contact_phone END AS "contactPhone", (SELECT coalesce(json_agg("many#8"), '[]'::json) AS coalesce_1 
FROM (SELECT 'site_' || CAST("sites#7".id AS TEXT) AS "id", "sites#7".name AS "name", "sites#7".address AS "address", "sites#7".capacity AS "capacity", "sites#7".area_m2 AS "areaM2" 
FROM sites AS "sites#7" 
WHERE "sites#7".institution_id = "institutions#6".id ORDER BY "sites#7".is_main DESC, "sites#7".id) AS "many#8") AS "sites", (SELECT coalesce(json_agg("many#10"), '[]'::json) AS coalesce_2 
FROM (SELECT "entitlements#9".kind AS "kind", "entitlements#9".number AS "number", "entitlements#9".state AS "state", "entitlements#9".valid_to AS "validTo", "entitlements#9".delivery AS "delivery" 
FROM entitlements AS "entitlements#9" 
WHERE "entitlements#9".institution_id = "institutions#6".id ORDER BY "entitlements#9".valid_from DESC, "entitlements#9".id) AS "many#10") AS "entitlements", json_build_object('nodes', (SELECT coalesce(json_agg("page#16"), '[]'::json) AS coalesce_3 
FROM (SELECT 'crs_' || CAST("courses#11".id AS TEXT) AS "id", "courses#11".title AS "title", (SELECT coalesce(json_agg("many#13"), '[]'::json) AS coalesce_4 
FROM (SELECT "fee_items#12".name AS "name", "fee_items#12".basis AS "basis", "fee_items#12".amount_fen AS "amountFen", "fee_items#12".months AS "months", "fee_items#12".days AS "days", "fee_items#12".class_hours AS "classHours" 
FROM fee_items AS "fee_items#12" 
WHERE "fee_items#12".course_id = "courses#11".id ORDER BY "fee_items#12".position) AS "many#13") AS "feeItems", (SELECT coalesce(json_agg("many#15"), '[]'::json) AS coalesce_5 
FROM (SELECT "class_times#14".weekday AS "weekday", to_char("class_times#14".starts_at, 'HH24:MI') AS "startsAt", to_char("class_times#14".ends_at, 'HH24:MI') AS "endsAt" 
FROM class_times AS "class_times#14" 
WHERE "class_times#14".course_id = "courses#11".id ORDER BY "class_times#14".position) AS "many#15") AS "classTimes" 
FROM courses AS "courses#11" 
WHERE (CAST("courses#11".state AS TEXT) = 'PUBLISHED' OR (EXISTS (SELECT * 
FROM institutions AS institutions_1 
WHERE institutions_1.id = "courses#11".institution_id AND institutions_1.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND CAST(institutions_1.sector AS TEXT) = ANY ($4::TEXT[])))) AND "courses#11".institution_id = "institutions#6".id ORDER BY "courses#11".id ASC 
 LIMIT $5::INTEGER) AS "page#16")) AS "courses", json_build_object('nodes', (SELECT coalesce(json_agg("page#18"), '[]'::json) AS coalesce_6 
FROM (SELECT 'tch_' || CAST("teachers#17".id AS TEXT) AS "id", "teachers#17".name AS "name", "teachers#17".employment AS "employment", "teachers#17".certificate_kind AS "certificateKind", "teachers#17".certificate_no AS "certificateNo" 
FROM teachers AS "teachers#17" 
WHERE "teachers#17".employed_to IS NULL AND "teachers#17".institution_id = "institutions#6".id ORDER BY "teachers#17".id ASC 
 LIMIT $6::INTEGER) AS "page#18")) AS "teachers", json_build_object('nodes', (SELECT coalesce(json_agg("page#20"), '[]'::json) AS coalesce_7 
FROM (SELECT "public_records#19".inspected_on AS "inspectedOn", "public_records#19".result_text AS "resultText" 
FROM public_records AS "public_records#19" 
WHERE ("public_records#19".withdrawn_at IS NULL AND "public_records#19".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) OR (EXISTS (SELECT * 
FROM inspections AS inspections_2 
WHERE inspections_2.id = "public_records#19".inspection_id AND (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_2 
WHERE inspection_assignments_2.inspection_id = inspections_2.id AND inspection_assignments_2.replaced_at IS NULL AND inspection_assignments_2.officer_id = $1::UUID))))) AND "public_records#19".institution_id = "institutions#6".id AND "public_records#19".superseded_at IS NULL AND "public_records#19".withdrawn_at IS NULL AND "public_records#19".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) ORDER BY "public_records#19".published_at DESC, "public_records#19".id DESC 
 LIMIT $7::INTEGER) AS "page#20")) AS "publicInspectionResults" 
FROM institutions AS "institutions#6" 
WHERE "institutions#6".id = "inspections#1".institution_id) AS "one#21") AS "institution", (SELECT coalesce(json_agg("many#25"), '[]'::json) AS coalesce_8 
FROM (SELECT (SELECT to_json("one#24") AS to_json_5 
FROM (SELECT 'ofcr_' || CAST("officers#23".id AS TEXT) AS "id", "officers#23".name AS "name" 
FROM officers AS "officers#23" 
WHERE ("officers#23".id = $1::UUID OR (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#23".authority_id AND authorities_1.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR))) AND "officers#23".id = "inspection_assignments#22".officer_id) AS "one#24") AS "officer", "inspection_assignments#22".is_leader AS "isLeader", (SELECT to_char(timezone('UTC', anon_1.confirmed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS to_char_1 
FROM (SELECT record_confirmations_1.confirmed_at AS confirmed_at 
FROM record_confirmations AS record_confirmations_1, inspections AS inspections_3 
WHERE record_confirmations_1.record_id = inspections_3.current_record_id AND record_confirmations_1.officer_id = "inspection_assignments#22".officer_id AND inspections_3.id = "inspection_assignments#22".inspection_id) AS anon_1) AS "confirmedAt" 
FROM inspection_assignments AS "inspection_assignments#22" 
WHERE "inspection_assignments#22".inspection_id = "inspections#1".id ORDER BY "inspection_assignments#22".is_leader DESC, "inspection_assignments#22".id) AS "many#25") AS "assignments", (SELECT to_json("one#38") AS to_json_6 
FROM (SELECT "inspection_records#26".version_no AS "versionNo", to_char(timezone('UTC', "inspection_records#26".filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "filedAt", (SELECT to_json("one#28") AS to_json_7 
FROM (SELECT 'ofcr_' || CAST("officers#27".id AS TEXT) AS "id", "officers#27".name AS "name" 
FROM officers AS "officers#27" 
WHERE ("officers#27".id = $1::UUID OR (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "officers#27".authority_id AND authorities_2.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR))) AND "officers#27".id = "inspection_records#26".filed_by) AS "one#28") AS "filedBy", to_char(timezone('UTC', "inspection_records#26".visit_started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitStartedAt", to_char(timezone('UTC', "inspection_records#26".visit_ended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitEndedAt", "inspection_records#26".clock_is_off AS "clockIsOff", "inspection_records#26".methods AS "methods", "inspection_records#26".result_codes AS "resultCodes", "inspection_records#26".measures AS "measures", "inspection_records#26".summary AS "summary", CASE WHEN ("inspection_records#26".latitude IS NOT NULL) THEN (SELECT to_json("part#29") AS to_json_8 
FROM (SELECT "inspection_records#26".latitude AS "latitude", "inspection_records#26".longitude AS "longitude", "inspection_records#26".datum AS "datum", "inspection_records#26".accuracy_m AS "accuracyM") AS "part#29") END AS "position", (SELECT coalesce(json_agg("many#31"), '[]'::json) AS coalesce_9 
FROM (SELECT "record_answers#30".item_code AS "itemCode", "record_answers#30".is_checked AS "isChecked", "record_answers#30".problem_found AS "problemFound", "record_answers#30".handling AS "handling", "record_answers#30".note AS "note" 
FROM record_answers AS "record_answers#30" 
WHERE "record_answers#30".record_id = "inspection_records#26".id ORDER BY "record_answers#30".position) AS "many#31") AS "answers", (SELECT coalesce(json_agg("many#33"), '[]'::json) AS coalesce_10 
FROM (SELECT "findings#32".violation_code AS "violationCode", "findings#32".detail AS "detail", "findings#32".item_code AS "itemCode" 
FROM findings AS "findings#32" 
WHERE "findings#32".record_id = "inspection_records#26".id ORDER BY "findings#32".position) AS "many#33") AS "findings", (SELECT coalesce(json_agg("many#37"), '[]'::json) AS coalesce_11 
FROM (SELECT (SELECT to_json("one#36") AS to_json_9 
FROM (SELECT 'ofcr_' || CAST("officers#35".id AS TEXT) AS "id", "officers#35".name AS "name" 
FROM officers AS "officers#35" 
WHERE ("officers#35".id = $1::UUID OR (EXISTS (SELECT * 
FROM authorities AS authorities_3 
WHERE authorities_3.id = "officers#35".authority_id AND authorities_3.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR))) AND "officers#35".id = "record_confirmations#34".officer_id) AS "one#36") AS "officer", to_char(timezone('UTC', "record_confirmations#34".confirmed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "confirmedAt" 
FROM record_confirmations AS "record_confirmations#34" 
WHERE "record_confirmations#34".record_id = "inspection_records#26".id ORDER BY "record_confirmations#34".confirmed_at, "record_confirmations#34".officer_id) AS "many#37") AS "confirmations" 
FROM inspection_records AS "inspection_records#26" 
WHERE "inspection_records#26".id = "inspections#1".current_record_id) AS "one#38") AS "record", (SELECT coalesce(json_agg("many#40"), '[]'::json) AS coalesce_12 
FROM (SELECT "inspection_records#39".version_no AS "versionNo", to_char(timezone('UTC', "inspection_records#39".filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "filedAt", "inspection_records#39".correction_reason AS "correctionReason" 
FROM inspection_records AS "inspection_records#39" 
WHERE "inspection_records#39".inspection_id = "inspections#1".id ORDER BY "inspection_records#39".version_no) AS "many#40") AS "records", (SELECT coalesce(json_agg("many#42"), '[]'::json) AS coalesce_13 
FROM (SELECT "result_audits#41".decision AS "decision", "result_audits#41".reason AS "reason", to_char(timezone('UTC', "result_audits#41".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt" 
FROM result_audits AS "result_audits#41" 
WHERE "result_audits#41".inspection_id = "inspections#1".id ORDER BY "result_audits#41".decided_at, "result_audits#41".id) AS "many#42") AS "audits" 
FROM inspections AS "inspections#1" 
WHERE (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_3 
WHERE inspection_assignments_3.inspection_id = "inspections#1".id AND inspection_assignments_3.replaced_at IS NULL AND inspection_assignments_3.officer_id = $1::UUID)) AND "inspections#1".id = $8::UUID) AS "one#43")) AS answer

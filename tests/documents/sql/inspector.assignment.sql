SELECT json_send((SELECT to_json("one#69") AS to_json_1 
FROM (SELECT 'insp_' || CAST("inspections#1".id AS TEXT) AS "id", "inspections#1".state AS "state", "inspections#1".version AS "version", "inspections#1".window_from AS "windowFrom", "inspections#1".window_to AS "windowTo", "inspections#1".checklist_code AS "checklistCode", "inspections#1".checklist_version AS "checklistVersion", CASE WHEN (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_1 
WHERE inspection_assignments_1.inspection_id = "inspections#1".id AND inspection_assignments_1.replaced_at IS NULL AND inspection_assignments_1.officer_id = $1::UUID)) THEN "inspections#1".inspection_code END AS "inspectionCode", "inspections#1".notice_mode AS "noticeMode", to_char(timezone('UTC', "inspections#1".noticed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "noticedAt", (SELECT to_json("one#4") AS to_json_2 
FROM (SELECT 'site_' || CAST("sites#2".id AS TEXT) AS "id", "sites#2".name AS "name", "sites#2".address AS "address", CASE WHEN ("sites#2".latitude IS NOT NULL) THEN (SELECT to_json("part#3") AS to_json_3 
FROM (SELECT "sites#2".wgs84_latitude AS "wgs84Latitude", "sites#2".wgs84_longitude AS "wgs84Longitude") AS "part#3") END AS "position" 
FROM sites AS "sites#2" 
WHERE "sites#2".id = "inspections#1".site_id) AS "one#4") AS "site", (SELECT to_json("one#8") AS to_json_4 
FROM (SELECT to_char(timezone('UTC', "notices#5".issued_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "issuedAt", "notices#5".institution_name AS "institutionName", "notices#5".credit_code AS "unifiedSocialCreditCode", "notices#5".materials AS "materials", (SELECT coalesce(json_agg("many#7"), '[]'::json) AS coalesce_1 
FROM (SELECT "notice_items#6".code AS "code", "notice_items#6".title AS "title" 
FROM notice_items AS "notice_items#6" 
WHERE "notice_items#6".notice_id = "notices#5".id ORDER BY "notice_items#6".position) AS "many#7") AS "items", "notices#5".paragraphs_zh AS "paragraphsZh", to_char(timezone('UTC', "notices#5".acknowledged_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "acknowledgedAt" 
FROM notices AS "notices#5" 
WHERE "notices#5".inspection_id = "inspections#1".id) AS "one#8") AS "notice", (SELECT coalesce(json_agg("many#10"), '[]'::json) AS coalesce_2 
FROM (SELECT 'appt_' || CAST("appointments#9".id AS TEXT) AS "id", to_char(timezone('UTC', "appointments#9".visit_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitAt", "appointments#9".note AS "note", "appointments#9".state AS "state", "appointments#9".reason AS "reason" 
FROM appointments AS "appointments#9" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "appointments#9".inspection_id AND (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_2 
WHERE inspection_assignments_2.inspection_id = inspections_1.id AND inspection_assignments_2.replaced_at IS NULL AND inspection_assignments_2.officer_id = $1::UUID)))) AND "appointments#9".inspection_id = "inspections#1".id ORDER BY "appointments#9".proposed_at, "appointments#9".id) AS "many#10") AS "appointments", (SELECT coalesce(json_agg("many#12"), '[]'::json) AS coalesce_3 
FROM (SELECT 'rreq_' || CAST("recusal_requests#11".id AS TEXT) AS "id", "recusal_requests#11".side AS "side", "recusal_requests#11".state AS "state" 
FROM recusal_requests AS "recusal_requests#11" 
WHERE "recusal_requests#11".officer_id = $1::UUID AND "recusal_requests#11".inspection_id = "inspections#1".id ORDER BY "recusal_requests#11".requested_at, "recusal_requests#11".id) AS "many#12") AS "recusalRequests", (SELECT coalesce(json_agg("many#18"), '[]'::json) AS coalesce_4 
FROM (SELECT 'chk_' || CAST("check_ins#13".id AS TEXT) AS "id", (SELECT to_json("one#15") AS to_json_5 
FROM (SELECT 'ofcr_' || CAST("officers#14".id AS TEXT) AS "id" 
FROM officers AS "officers#14" 
WHERE ("officers#14".id = $1::UUID OR (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#14".authority_id AND authorities_1.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR))) AND "officers#14".id = "check_ins#13".officer_id) AS "one#15") AS "officer", to_char(timezone('UTC', "check_ins#13".corrected_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "correctedAt", "check_ins#13".flags AS "flags", (SELECT to_json("one#17") AS to_json_6 
FROM (SELECT to_char(timezone('UTC', "check_outs#16".corrected_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "correctedAt" 
FROM check_outs AS "check_outs#16" 
WHERE "check_outs#16".check_in_id = "check_ins#13".id) AS "one#17") AS "checkOut" 
FROM check_ins AS "check_ins#13" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_2 
WHERE inspections_2.id = "check_ins#13".inspection_id AND (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_3 
WHERE inspection_assignments_3.inspection_id = inspections_2.id AND inspection_assignments_3.replaced_at IS NULL AND inspection_assignments_3.officer_id = $1::UUID)))) AND "check_ins#13".inspection_id = "inspections#1".id ORDER BY "check_ins#13".corrected_at, "check_ins#13".id) AS "many#18") AS "checkIns", (SELECT to_json("part#19") AS to_json_7 
FROM (SELECT CASE WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_1 
WHERE CAST(evidence_1.owner_kind AS TEXT) = 'INSPECTION' AND evidence_1.owner_id = "inspections#1".id AND evidence_1.superseded_at IS NULL AND CAST(evidence_1.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_1.state AS TEXT) != 'RECEIVED' AND evidence_1.declared_at < now() - interval '86400 seconds')) THEN 'STUCK' WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_2 
WHERE CAST(evidence_2.owner_kind AS TEXT) = 'INSPECTION' AND evidence_2.owner_id = "inspections#1".id AND evidence_2.superseded_at IS NULL AND CAST(evidence_2.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_2.state AS TEXT) != 'RECEIVED')) THEN 'INCOMPLETE' WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_3 
WHERE CAST(evidence_3.owner_kind AS TEXT) = 'INSPECTION' AND evidence_3.owner_id = "inspections#1".id AND evidence_3.superseded_at IS NULL AND CAST(evidence_3.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_3.state AS TEXT) = 'RECEIVED')) THEN 'COMPLETE' ELSE 'NONE' END AS "state", (SELECT count(*) AS count_1 
FROM evidence AS evidence_4 
WHERE CAST(evidence_4.owner_kind AS TEXT) = 'INSPECTION' AND evidence_4.owner_id = "inspections#1".id AND evidence_4.superseded_at IS NULL AND CAST(evidence_4.state AS TEXT) != 'WITHDRAWN') AS "expected", (SELECT count(*) AS count_2 
FROM evidence AS evidence_5 
WHERE CAST(evidence_5.owner_kind AS TEXT) = 'INSPECTION' AND evidence_5.owner_id = "inspections#1".id AND evidence_5.superseded_at IS NULL AND CAST(evidence_5.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_5.state AS TEXT) = 'RECEIVED') AS "received", (SELECT count(*) AS count_3 
FROM evidence AS evidence_6 
WHERE CAST(evidence_6.owner_kind AS TEXT) = 'INSPECTION' AND evidence_6.owner_id = "inspections#1".id AND evidence_6.superseded_at IS NULL AND CAST(evidence_6.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_6.state AS TEXT) != 'RECEIVED') AS "missing") AS "part#19") AS "evidence", "inspections#1".inspected_on AS "inspectedOn", "inspections#1".publish_due_on AS "publishDueOn", (SELECT to_json("one#23") AS to_json_8 
FROM (SELECT "inspection_tasks#20".code AS "code", "inspection_tasks#20".name AS "name", "inspection_tasks#20".category AS "category", "inspection_tasks#20".trigger AS "trigger", "inspection_tasks#20".reason AS "reason", (SELECT to_json("one#22") AS to_json_9 
FROM (SELECT "authorities#21".name AS "name" 
FROM authorities AS "authorities#21" 
WHERE "authorities#21".id = "inspection_tasks#20".authority_id) AS "one#22") AS "authority" 
FROM inspection_tasks AS "inspection_tasks#20" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_3 
WHERE inspections_3.task_id = "inspection_tasks#20".id AND (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_4 
WHERE inspection_assignments_4.inspection_id = inspections_3.id AND inspection_assignments_4.replaced_at IS NULL AND inspection_assignments_4.officer_id = $1::UUID)))) AND "inspection_tasks#20".id = "inspections#1".task_id) AS "one#23") AS "task", (SELECT to_json("one#39") AS to_json_10 
FROM (SELECT 'inst_' || CAST("institutions#24".id AS TEXT) AS "id", "institutions#24".name AS "name", "institutions#24".unified_social_credit_code AS "unifiedSocialCreditCode", "institutions#24".address AS "address", "institutions#24".subject_kind AS "subjectKind", CASE WHEN ("institutions#24".region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND CAST("institutions#24".sector AS TEXT) = ANY ($4::TEXT[])) THEN "institutions#24".contact_name END AS "contactName", CASE WHEN ("institutions#24".region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND CAST("institutions#24".sector AS TEXT) = ANY ($4::TEXT[])) THEN "institutions#24".contact_phone END AS "contactPhone", (SELECT coalesce(json_agg("many#26"), '[]'::json) AS coalesce_5 
FROM (SELECT 'site_' || CAST("sites#25".id AS TEXT) AS "id", "sites#25".name AS "name", "sites#25".address AS "address", "sites#25".capacity AS "capacity", "sites#25".area_m2 AS "areaM2" 
FROM sites AS "sites#25" 
WHERE "sites#25".institution_id = "institutions#24".id ORDER BY "sites#25".is_main DESC, "sites#25".id) AS "many#26") AS "sites", (SELECT coalesce(json_agg("many#28"), '[]'::json) AS coalesce_6 
FROM (SELECT "entitlements#27".kind AS "kind", "entitlements#27".number AS "number", "entitlements#27".state AS "state", "entitlements#27".valid_to AS "validTo", "entitlements#27".delivery AS "delivery" 
FROM entitlements AS "entitlements#27" 
WHERE "entitlements#27".institution_id = "institutions#24".id ORDER BY "entitlements#27".valid_from DESC, "entitlements#27".id) AS "many#28") AS "entitlements", json_build_object('nodes', (SELECT coalesce(json_agg("page#34"), '[]'::json) AS coalesce_7 
FROM (SELECT 'crs_' || CAST("courses#29".id AS TEXT) AS "id", "courses#29".title AS "title", (SELECT coalesce(json_agg("many#31"), '[]'::json) AS coalesce_8 
FROM (SELECT "fee_items#30".name AS "name", "fee_items#30".basis AS "basis", "fee_items#30".amount_fen AS "amountFen", "fee_items#30".months AS "months", "fee_items#30".days AS "days", "fee_items#30".class_hours AS "classHours" 
FROM fee_items AS "fee_items#30" 
WHERE "fee_items#30".course_id = "courses#29".id ORDER BY "fee_items#30".position) AS "many#31") AS "feeItems", (SELECT coalesce(json_agg("many#33"), '[]'::json) AS coalesce_9 
FROM (SELECT "class_times#32".weekday AS "weekday", to_char("class_times#32".starts_at, 'HH24:MI') AS "startsAt", to_char("class_times#32".ends_at, 'HH24:MI') AS "endsAt" 
FROM class_times AS "class_times#32" 
WHERE "class_times#32".course_id = "courses#29".id ORDER BY "class_times#32".position) AS "many#33") AS "classTimes" 
FROM courses AS "courses#29" 
WHERE (CAST("courses#29".state AS TEXT) = 'PUBLISHED' OR (EXISTS (SELECT * 
FROM institutions AS institutions_1 
WHERE institutions_1.id = "courses#29".institution_id AND institutions_1.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR AND CAST(institutions_1.sector AS TEXT) = ANY ($4::TEXT[])))) AND "courses#29".institution_id = "institutions#24".id ORDER BY "courses#29".id ASC 
 LIMIT $5::INTEGER) AS "page#34")) AS "courses", json_build_object('nodes', (SELECT coalesce(json_agg("page#36"), '[]'::json) AS coalesce_10 
FROM (SELECT 'tch_' || CAST("teachers#35".id AS TEXT) AS "id", "teachers#35".name AS "name", "teachers#35".employment AS "employment", "teachers#35".certificate_kind AS "certificateKind", "teachers#35".certificate_no AS "certificateNo" 
FROM teachers AS "teachers#35" 
WHERE "teachers#35".employed_to IS NULL AND "teachers#35".institution_id = "institutions#24".id ORDER BY "teachers#35".id ASC 
 LIMIT $6::INTEGER) AS "page#36")) AS "teachers", json_build_object('nodes', (SELECT coalesce(json_agg("page#38"), '[]'::json) AS coalesce_11 
FROM (SELECT "public_records#37".inspected_on AS "inspectedOn", "public_records#37".result_text AS "resultText" 
FROM public_records AS "public_records#37" 
WHERE ("public_records#37".withdrawn_at IS NULL AND "public_records#37".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) OR (EXISTS (SELECT * 
FROM inspections AS inspections_4 
WHERE inspections_4.id = "public_records#37".inspection_id AND (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_5 
WHERE inspection_assignments_5.inspection_id = inspections_4.id AND inspection_assignments_5.replaced_at IS NULL AND inspection_assignments_5.officer_id = $1::UUID))))) AND "public_records#37".institution_id = "institutions#24".id AND "public_records#37".superseded_at IS NULL AND "public_records#37".withdrawn_at IS NULL AND "public_records#37".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) ORDER BY "public_records#37".published_at DESC, "public_records#37".id DESC 
 LIMIT $7::INTEGER) AS "page#38")) AS "publicInspectionResults" 
FROM institutions AS "institutions#24" 
WHERE "institutions#24".id = "inspections#1".institution_id) AS "one#39") AS "institution", (SELECT coalesce(json_agg("many#47"), '[]'::json) AS coalesce_12 
FROM (SELECT (SELECT to_json("one#46") AS to_json_11 
FROM (SELECT 'ofcr_' || CAST("officers#41".id AS TEXT) AS "id", "officers#41".name AS "name", (SELECT to_json("one#43") AS to_json_12 
FROM (SELECT "authorities#42".name AS "name" 
FROM authorities AS "authorities#42" 
WHERE "authorities#42".id = "officers#41".authority_id) AS "one#43") AS "authority", (SELECT to_json("one#45") AS to_json_13 
FROM (SELECT "inspector_profiles#44".public_no AS "publicNo", "inspector_profiles#44".certificate_no AS "certificateNo" 
FROM inspector_profiles AS "inspector_profiles#44" 
WHERE (EXISTS (SELECT * 
FROM officers AS officers_1 
WHERE officers_1.id = "inspector_profiles#44".officer_id AND (officers_1.id = $1::UUID OR (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = officers_1.authority_id AND authorities_2.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR))))) AND "inspector_profiles#44".officer_id = "officers#41".id) AS "one#45") AS "inspector" 
FROM officers AS "officers#41" 
WHERE ("officers#41".id = $1::UUID OR (EXISTS (SELECT * 
FROM authorities AS authorities_3 
WHERE authorities_3.id = "officers#41".authority_id AND authorities_3.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR))) AND "officers#41".id = "inspection_assignments#40".officer_id) AS "one#46") AS "officer", "inspection_assignments#40".is_leader AS "isLeader", (SELECT to_char(timezone('UTC', anon_1.confirmed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS to_char_1 
FROM (SELECT record_confirmations_1.confirmed_at AS confirmed_at 
FROM record_confirmations AS record_confirmations_1, inspections AS inspections_5 
WHERE record_confirmations_1.record_id = inspections_5.current_record_id AND record_confirmations_1.officer_id = "inspection_assignments#40".officer_id AND inspections_5.id = "inspection_assignments#40".inspection_id) AS anon_1) AS "confirmedAt" 
FROM inspection_assignments AS "inspection_assignments#40" 
WHERE "inspection_assignments#40".inspection_id = "inspections#1".id ORDER BY "inspection_assignments#40".is_leader DESC, "inspection_assignments#40".id) AS "many#47") AS "assignments", (SELECT to_json("one#64") AS to_json_14 
FROM (SELECT "inspection_records#48".version_no AS "versionNo", to_char(timezone('UTC', "inspection_records#48".filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "filedAt", (SELECT to_json("one#50") AS to_json_15 
FROM (SELECT 'ofcr_' || CAST("officers#49".id AS TEXT) AS "id", "officers#49".name AS "name" 
FROM officers AS "officers#49" 
WHERE ("officers#49".id = $1::UUID OR (EXISTS (SELECT * 
FROM authorities AS authorities_4 
WHERE authorities_4.id = "officers#49".authority_id AND authorities_4.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR))) AND "officers#49".id = "inspection_records#48".filed_by) AS "one#50") AS "filedBy", to_char(timezone('UTC', "inspection_records#48".visit_started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitStartedAt", to_char(timezone('UTC', "inspection_records#48".visit_ended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitEndedAt", "inspection_records#48".clock_is_off AS "clockIsOff", "inspection_records#48".methods AS "methods", "inspection_records#48".result_codes AS "resultCodes", "inspection_records#48".measures AS "measures", "inspection_records#48".summary AS "summary", CASE WHEN ("inspection_records#48".latitude IS NOT NULL) THEN (SELECT to_json("part#51") AS to_json_16 
FROM (SELECT "inspection_records#48".latitude AS "latitude", "inspection_records#48".longitude AS "longitude", "inspection_records#48".datum AS "datum", "inspection_records#48".accuracy_m AS "accuracyM") AS "part#51") END AS "position", (SELECT coalesce(json_agg("many#53"), '[]'::json) AS coalesce_13 
FROM (SELECT "record_answers#52".item_code AS "itemCode", "record_answers#52".is_checked AS "isChecked", "record_answers#52".problem_found AS "problemFound", "record_answers#52".handling AS "handling", "record_answers#52".note AS "note" 
FROM record_answers AS "record_answers#52" 
WHERE "record_answers#52".record_id = "inspection_records#48".id ORDER BY "record_answers#52".position) AS "many#53") AS "answers", (SELECT coalesce(json_agg("many#55"), '[]'::json) AS coalesce_14 
FROM (SELECT "findings#54".violation_code AS "violationCode", "findings#54".detail AS "detail", "findings#54".item_code AS "itemCode" 
FROM findings AS "findings#54" 
WHERE "findings#54".record_id = "inspection_records#48".id ORDER BY "findings#54".position) AS "many#55") AS "findings", (SELECT coalesce(json_agg("many#59"), '[]'::json) AS coalesce_15 
FROM (SELECT (SELECT to_json("one#58") AS to_json_17 
FROM (SELECT 'ofcr_' || CAST("officers#57".id AS TEXT) AS "id", "officers#57".name AS "name" 
FROM officers AS "officers#57" 
WHERE ("officers#57".id = $1::UUID OR (EXISTS (SELECT * 
FROM authorities AS authorities_5 
WHERE authorities_5.id = "officers#57".authority_id AND authorities_5.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR))) AND "officers#57".id = "record_confirmations#56".officer_id) AS "one#58") AS "officer", to_char(timezone('UTC', "record_confirmations#56".confirmed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "confirmedAt", "record_confirmations#56".record_hash AS "recordHash" 
FROM record_confirmations AS "record_confirmations#56" 
WHERE "record_confirmations#56".record_id = "inspection_records#48".id ORDER BY "record_confirmations#56".confirmed_at, "record_confirmations#56".officer_id) AS "many#59") AS "confirmations", "inspection_records#48".checklist_version AS "checklistVersion", "inspection_records#48".canonical AS "canonical", "inspection_records#48".hash AS "hash", (SELECT coalesce(json_agg("many#61"), '[]'::json) AS coalesce_16 
FROM (SELECT "record_signatures#60".party AS "party", "record_signatures#60".name AS "name", "record_signatures#60".capacity AS "capacity", to_char(timezone('UTC', "record_signatures#60".signed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "signedAt", json_build_array('signature_fits'::text, "record_signatures#60".record_hash, (SELECT inspection_records_1.hash 
FROM inspection_records AS inspection_records_1 
WHERE inspection_records_1.id = "record_signatures#60".record_id), (SELECT inspection_records_2.canonical 
FROM inspection_records AS inspection_records_2 
WHERE inspection_records_2.id = "record_signatures#60".record_id), (SELECT CAST(jsonb_build_array(inspection_records_3.id, inspection_records_3.inspection_id, inspection_records_3.version_no, inspection_records_3.correction_reason, inspection_records_3.filed_by, to_char(timezone('UTC', inspection_records_3.filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', inspection_records_3.visit_started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', inspection_records_3.visit_ended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), inspection_records_3.device_clock_offset_ms, inspection_records_3.clock_is_off, inspection_records_3.methods, inspection_records_3.result_codes, inspection_records_3.measures, inspection_records_3.summary, (SELECT coalesce(json_agg(to_char(timezone('UTC', "each#".moment), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), '[]'::json) AS coalesce_17 
FROM unnest(inspection_records_3.attempted_at) AS "each#"(moment)), inspection_records_3.latitude, inspection_records_3.longitude, inspection_records_3.accuracy_m, CAST(inspection_records_3.datum AS TEXT), inspection_records_3.rules_version, (SELECT coalesce(jsonb_agg(jsonb_build_array(record_answers_1.item_code, record_answers_1.is_checked, record_answers_1.problem_found, CAST(record_answers_1.handling AS TEXT), record_answers_1.note) ORDER BY record_answers_1.position), '[]'::jsonb) AS coalesce_18 
FROM record_answers AS record_answers_1 
WHERE record_answers_1.record_id = inspection_records_3.id), (SELECT coalesce(jsonb_agg(jsonb_build_array(findings_1.violation_code, findings_1.detail, findings_1.item_code) ORDER BY findings_1.position), '[]'::jsonb) AS coalesce_19 
FROM findings AS findings_1 
WHERE findings_1.record_id = inspection_records_3.id), (SELECT coalesce(jsonb_agg(jsonb_build_array(evidence_7.id, CAST(evidence_7.kind AS TEXT), encode(evidence_7.sha256, 'hex'), evidence_7.size) ORDER BY evidence_7.id), '[]'::jsonb) AS coalesce_20 
FROM evidence AS evidence_7 JOIN record_evidence AS record_evidence_1 ON record_evidence_1.evidence_id = evidence_7.id 
WHERE record_evidence_1.record_id = inspection_records_3.id)) || CASE WHEN (inspection_records_3.hash IS NULL) THEN '[]'::jsonb ELSE jsonb_build_array(inspection_records_3.hash, inspection_records_3.checklist_version) END AS TEXT) AS anon_2 
FROM inspection_records AS inspection_records_3 
WHERE inspection_records_3.id = "record_signatures#60".record_id), (SELECT encode(inspection_records_4.seal, 'hex') AS encode_1 
FROM inspection_records AS inspection_records_4 
WHERE inspection_records_4.id = "record_signatures#60".record_id)) AS "isValid" 
FROM record_signatures AS "record_signatures#60" 
WHERE "record_signatures#60".record_id = "inspection_records#48".id ORDER BY "record_signatures#60".recorded_at, "record_signatures#60".id) AS "many#61") AS "signatures", (SELECT to_json("one#63") AS to_json_18 
FROM (SELECT "signature_refusals#62".because AS "because", "signature_refusals#62".reason AS "reason", "signature_refusals#62".witness_name AS "witnessName" 
FROM signature_refusals AS "signature_refusals#62" 
WHERE "signature_refusals#62".record_id = "inspection_records#48".id) AS "one#63") AS "signatureRefusal" 
FROM inspection_records AS "inspection_records#48" 
WHERE "inspection_records#48".id = "inspections#1".current_record_id) AS "one#64") AS "record", (SELECT coalesce(json_agg("many#66"), '[]'::json) AS coalesce_21 
FROM (SELECT "inspection_records#65".version_no AS "versionNo", to_char(timezone('UTC', "inspection_records#65".filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "filedAt", "inspection_records#65".correction_reason AS "correctionReason" 
FROM inspection_records AS "inspection_records#65" 
WHERE "inspection_records#65".inspection_id = "inspections#1".id ORDER BY "inspection_records#65".version_no) AS "many#66") AS "records", (SELECT coalesce(json_agg("many#68"), '[]'::json) AS coalesce_22 
FROM (SELECT "result_audits#67".decision AS "decision", "result_audits#67".reason AS "reason", to_char(timezone('UTC', "result_audits#67".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt" 
FROM result_audits AS "result_audits#67" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_6 
WHERE inspections_6.id = "result_audits#67".inspection_id AND (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_6 
WHERE inspection_assignments_6.inspection_id = inspections_6.id AND inspection_assignments_6.replaced_at IS NULL AND inspection_assignments_6.officer_id = $1::UUID)))) AND "result_audits#67".inspection_id = "inspections#1".id ORDER BY "result_audits#67".decided_at, "result_audits#67".id) AS "many#68") AS "audits" 
FROM inspections AS "inspections#1" 
WHERE (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_7 
WHERE inspection_assignments_7.inspection_id = "inspections#1".id AND inspection_assignments_7.replaced_at IS NULL AND inspection_assignments_7.officer_id = $1::UUID)) AND "inspections#1".id = $8::UUID) AS "one#69")) AS answer

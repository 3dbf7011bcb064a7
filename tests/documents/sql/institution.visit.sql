SELECT json_send((SELECT to_json("one#25") AS to_json_1 
FROM (SELECT 'insp_' || CAST("inspections#1".id AS TEXT) AS "id", "inspections#1".state AS "state", "inspections#1".window_from AS "windowFrom", "inspections#1".window_to AS "windowTo", to_char(timezone('UTC', "inspections#1".noticed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "noticedAt", "inspections#1".inspected_on AS "inspectedOn", (SELECT to_json("one#3") AS to_json_2 
FROM (SELECT 'auth_' || CAST("authorities#2".id AS TEXT) AS "id", "authorities#2".name AS "name", "authorities#2".complaint_phone AS "complaintPhone" 
FROM authorities AS "authorities#2" 
WHERE "authorities#2".id = "inspections#1".authority_id) AS "one#3") AS "authority", (SELECT to_json("one#10") AS to_json_3 
FROM (SELECT 'ntc_' || CAST("notices#4".id AS TEXT) AS "id", "notices#4".mode AS "mode", to_char(timezone('UTC', "notices#4".issued_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "issuedAt", "notices#4".institution_name AS "institutionName", "notices#4".credit_code AS "unifiedSocialCreditCode", "notices#4".task_code AS "taskCode", json_build_array('legal_bases#5'::text, "notices#4".legal_basis) AS "legalBases", (SELECT coalesce(json_agg("many#7"), '[]'::json) AS coalesce_1 
FROM (SELECT "notice_items#6".code AS "code", "notice_items#6".title AS "title" 
FROM notice_items AS "notice_items#6" 
WHERE "notice_items#6".notice_id = "notices#4".id ORDER BY "notice_items#6".position) AS "many#7") AS "items", "notices#4".methods AS "methods", "notices#4".materials AS "materials", (SELECT coalesce(json_agg("many#9"), '[]'::json) AS coalesce_2 
FROM (SELECT 'ofcr_' || CAST("notice_officers#8".officer_id AS TEXT) AS "officerId", "notice_officers#8".unit AS "unit", "notice_officers#8".name AS "name", "notice_officers#8".certificate_no AS "certificateNo" 
FROM notice_officers AS "notice_officers#8" 
WHERE "notice_officers#8".notice_id = "notices#4".id ORDER BY "notice_officers#8".position) AS "many#9") AS "officers", "notices#4".contact AS "contact", "notices#4".appointment_possible AS "appointmentPossible", "notices#4".visits_this_year AS "visitsThisYear", "notices#4".paragraphs_zh AS "paragraphsZh", "notices#4".paragraphs_en AS "paragraphsEn", "notices#4".seal_authority AS "sealAuthority", "notices#4".sealed_on AS "sealedOn", to_char(timezone('UTC', "notices#4".acknowledged_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "acknowledgedAt" 
FROM notices AS "notices#4" 
WHERE "notices#4".inspection_id = "inspections#1".id) AS "one#10") AS "notice", (SELECT coalesce(json_agg("many#12"), '[]'::json) AS coalesce_3 
FROM (SELECT 'appt_' || CAST("appointments#11".id AS TEXT) AS "id", to_char(timezone('UTC', "appointments#11".visit_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitAt", "appointments#11".note AS "note", "appointments#11".state AS "state", to_char(timezone('UTC', "appointments#11".proposed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "proposedAt", to_char(timezone('UTC', "appointments#11".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "appointments#11".reason AS "reason" 
FROM appointments AS "appointments#11" 
WHERE "appointments#11".inspection_id = "inspections#1".id ORDER BY "appointments#11".proposed_at, "appointments#11".id) AS "many#12") AS "appointments", (SELECT coalesce(json_agg("many#14"), '[]'::json) AS coalesce_4 
FROM (SELECT 'rreq_' || CAST("recusal_requests#13".id AS TEXT) AS "id", "recusal_requests#13".side AS "side", "recusal_requests#13".ground AS "ground", "recusal_requests#13".statement AS "statement", "recusal_requests#13".state AS "state", to_char(timezone('UTC', "recusal_requests#13".requested_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "requestedAt", to_char(timezone('UTC', "recusal_requests#13".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "recusal_requests#13".reason AS "reason" 
FROM recusal_requests AS "recusal_requests#13" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "recusal_requests#13".inspection_id AND CAST("recusal_requests#13".side AS TEXT) = 'INSTITUTION' AND inspections_1.institution_id = $1::UUID)) AND "recusal_requests#13".inspection_id = "inspections#1".id ORDER BY "recusal_requests#13".requested_at, "recusal_requests#13".id) AS "many#14") AS "recusalRequests", (SELECT to_json("one#24") AS to_json_4 
FROM (SELECT 'irec_' || CAST("inspection_records#15".id AS TEXT) AS "id", "inspection_records#15".version_no AS "versionNo", "inspection_records#15".correction_reason AS "correctionReason", to_char(timezone('UTC', "inspection_records#15".filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "filedAt", to_char(timezone('UTC', "inspection_records#15".visit_started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitStartedAt", to_char(timezone('UTC', "inspection_records#15".visit_ended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitEndedAt", "inspection_records#15".methods AS "methods", "inspection_records#15".result_codes AS "resultCodes", "inspection_records#15".measures AS "measures", "inspection_records#15".summary AS "summary", (SELECT coalesce(json_agg("many#17"), '[]'::json) AS coalesce_5 
FROM (SELECT "record_answers#16".item_code AS "itemCode", "record_answers#16".is_checked AS "isChecked", "record_answers#16".problem_found AS "problemFound", "record_answers#16".handling AS "handling", "record_answers#16".note AS "note" 
FROM record_answers AS "record_answers#16" 
WHERE "record_answers#16".record_id = "inspection_records#15".id ORDER BY "record_answers#16".position) AS "many#17") AS "answers", (SELECT coalesce(json_agg("many#19"), '[]'::json) AS coalesce_6 
FROM (SELECT "findings#18".violation_code AS "violationCode", "findings#18".detail AS "detail", "findings#18".item_code AS "itemCode" 
FROM findings AS "findings#18" 
WHERE "findings#18".record_id = "inspection_records#15".id ORDER BY "findings#18".position) AS "many#19") AS "findings", "inspection_records#15".canonical AS "canonical", "inspection_records#15".hash AS "hash", (SELECT coalesce(json_agg("many#21"), '[]'::json) AS coalesce_7 
FROM (SELECT "record_signatures#20".party AS "party", "record_signatures#20".name AS "name", "record_signatures#20".capacity AS "capacity", to_char(timezone('UTC', "record_signatures#20".signed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "signedAt", json_build_array('signature_fits'::text, "record_signatures#20".record_hash, (SELECT inspection_records_1.hash 
FROM inspection_records AS inspection_records_1 
WHERE inspection_records_1.id = "record_signatures#20".record_id), (SELECT inspection_records_2.canonical 
FROM inspection_records AS inspection_records_2 
WHERE inspection_records_2.id = "record_signatures#20".record_id), (SELECT CAST(jsonb_build_array(inspection_records_3.id, inspection_records_3.inspection_id, inspection_records_3.version_no, inspection_records_3.correction_reason, inspection_records_3.filed_by, to_char(timezone('UTC', inspection_records_3.filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', inspection_records_3.visit_started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', inspection_records_3.visit_ended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), inspection_records_3.device_clock_offset_ms, inspection_records_3.clock_is_off, inspection_records_3.methods, inspection_records_3.result_codes, inspection_records_3.measures, inspection_records_3.summary, (SELECT coalesce(json_agg(to_char(timezone('UTC', "each#".moment), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), '[]'::json) AS coalesce_8 
FROM unnest(inspection_records_3.attempted_at) AS "each#"(moment)), inspection_records_3.latitude, inspection_records_3.longitude, inspection_records_3.accuracy_m, CAST(inspection_records_3.datum AS TEXT), inspection_records_3.rules_version, (SELECT coalesce(jsonb_agg(jsonb_build_array(record_answers_1.item_code, record_answers_1.is_checked, record_answers_1.problem_found, CAST(record_answers_1.handling AS TEXT), record_answers_1.note) ORDER BY record_answers_1.position), '[]'::jsonb) AS coalesce_9 
FROM record_answers AS record_answers_1 
WHERE record_answers_1.record_id = inspection_records_3.id), (SELECT coalesce(jsonb_agg(jsonb_build_array(findings_1.violation_code, findings_1.detail, findings_1.item_code) ORDER BY findings_1.position), '[]'::jsonb) AS coalesce_10 
FROM findings AS findings_1 
WHERE findings_1.record_id = inspection_records_3.id), (SELECT coalesce(jsonb_agg(jsonb_build_array(evidence_1.id, CAST(evidence_1.kind AS TEXT), encode(evidence_1.sha256, 'hex'), evidence_1.size) ORDER BY evidence_1.id), '[]'::jsonb) AS coalesce_11 
FROM evidence AS evidence_1 JOIN record_evidence AS record_evidence_1 ON record_evidence_1.evidence_id = evidence_1.id 
WHERE record_evidence_1.record_id = inspection_records_3.id)) || CASE WHEN (inspection_records_3.hash IS NULL) THEN '[]'::jsonb ELSE jsonb_build_array(inspection_records_3.hash, inspection_records_3.checklist_version) END AS TEXT) AS anon_1 
FROM inspection_records AS inspection_records_3 
WHERE inspection_records_3.id = "record_signatures#20".record_id), (SELECT encode(inspection_records_4.seal, 'hex') AS encode_1 
FROM inspection_records AS inspection_records_4 
WHERE inspection_records_4.id = "record_signatures#20".record_id)) AS "isValid" 
FROM record_signatures AS "record_signatures#20" 
WHERE "record_signatures#20".record_id = "inspection_records#15".id ORDER BY "record_signatures#20".recorded_at, "record_signatures#20".id) AS "many#21") AS "signatures", (SELECT to_json("one#23") AS to_json_5 
FROM (SELECT "signature_refusals#22".because AS "because", "signature_refusals#22".reason AS "reason", "signature_refusals#22".witness_name AS "witnessName", "signature_refusals#22".witness_capacity AS "witnessCapacity", json_build_array('signature_fits'::text, "signature_refusals#22".record_hash, (SELECT inspection_records_5.hash 
FROM inspection_records AS inspection_records_5 
WHERE inspection_records_5.id = "signature_refusals#22".record_id), (SELECT inspection_records_6.canonical 
FROM inspection_records AS inspection_records_6 
WHERE inspection_records_6.id = "signature_refusals#22".record_id), (SELECT CAST(jsonb_build_array(inspection_records_7.id, inspection_records_7.inspection_id, inspection_records_7.version_no, inspection_records_7.correction_reason, inspection_records_7.filed_by, to_char(timezone('UTC', inspection_records_7.filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', inspection_records_7.visit_started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', inspection_records_7.visit_ended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), inspection_records_7.device_clock_offset_ms, inspection_records_7.clock_is_off, inspection_records_7.methods, inspection_records_7.result_codes, inspection_records_7.measures, inspection_records_7.summary, (SELECT coalesce(json_agg(to_char(timezone('UTC', "each#".moment), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), '[]'::json) AS coalesce_12 
FROM unnest(inspection_records_7.attempted_at) AS "each#"(moment)), inspection_records_7.latitude, inspection_records_7.longitude, inspection_records_7.accuracy_m, CAST(inspection_records_7.datum AS TEXT), inspection_records_7.rules_version, (SELECT coalesce(jsonb_agg(jsonb_build_array(record_answers_2.item_code, record_answers_2.is_checked, record_answers_2.problem_found, CAST(record_answers_2.handling AS TEXT), record_answers_2.note) ORDER BY record_answers_2.position), '[]'::jsonb) AS coalesce_13 
FROM record_answers AS record_answers_2 
WHERE record_answers_2.record_id = inspection_records_7.id), (SELECT coalesce(jsonb_agg(jsonb_build_array(findings_2.violation_code, findings_2.detail, findings_2.item_code) ORDER BY findings_2.position), '[]'::jsonb) AS coalesce_14 
FROM findings AS findings_2 
WHERE findings_2.record_id = inspection_records_7.id), (SELECT coalesce(jsonb_agg(jsonb_build_array(evidence_2.id, CAST(evidence_2.kind AS TEXT), encode(evidence_2.sha256, 'hex'), evidence_2.size) ORDER BY evidence_2.id), '[]'::jsonb) AS coalesce_15 
FROM evidence AS evidence_2 JOIN record_evidence AS record_evidence_2 ON record_evidence_2.evidence_id = evidence_2.id 
WHERE record_evidence_2.record_id = inspection_records_7.id)) || CASE WHEN (inspection_records_7.hash IS NULL) THEN '[]'::jsonb ELSE jsonb_build_array(inspection_records_7.hash, inspection_records_7.checklist_version) END AS TEXT) AS anon_2 
FROM inspection_records AS inspection_records_7 
WHERE inspection_records_7.id = "signature_refusals#22".record_id), (SELECT encode(inspection_records_8.seal, 'hex') AS encode_2 
FROM inspection_records AS inspection_records_8 
WHERE inspection_records_8.id = "signature_refusals#22".record_id)) AS "isValid" 
FROM signature_refusals AS "signature_refusals#22" 
WHERE "signature_refusals#22".record_id = "inspection_records#15".id) AS "one#23") AS "signatureRefusal" 
FROM inspection_records AS "inspection_records#15" 
WHERE "inspection_records#15".id = "inspections#1".current_record_id AND "inspection_records#15".inspection_id = "inspections#1".id) AS "one#24") AS "record" 
FROM inspections AS "inspections#1" 
WHERE "inspections#1".institution_id = $1::UUID AND "inspections#1".noticed_at IS NOT NULL AND "inspections#1".id = $2::UUID) AS "one#25")) AS answer

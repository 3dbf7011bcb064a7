SELECT json_send((SELECT to_json("one#24") AS to_json_1 
FROM (SELECT 'insp_' || CAST("inspections#1".id AS TEXT) AS "id", "inspections#1".state AS "state", "inspections#1".window_from AS "windowFrom", "inspections#1".window_to AS "windowTo", to_char(timezone('UTC', "inspections#1".noticed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "noticedAt", "inspections#1".inspected_on AS "inspectedOn", (SELECT to_json("one#3") AS to_json_2 
FROM (SELECT 'auth_' || CAST("authorities#2".id AS TEXT) AS "id", "authorities#2".name AS "name", "authorities#2".complaint_phone AS "complaintPhone" 
FROM authorities AS "authorities#2" 
WHERE "authorities#2".id = "inspections#1".authority_id) AS "one#3") AS "authority", (SELECT to_json("one#9") AS to_json_3 
FROM (SELECT 'ntc_' || CAST("notices#4".id AS TEXT) AS "id", "notices#4".mode AS "mode", to_char(timezone('UTC', "notices#4".issued_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "issuedAt", "notices#4".institution_name AS "institutionName", "notices#4".credit_code AS "unifiedSocialCreditCode", "notices#4".task_code AS "taskCode", "notices#4".legal_basis AS "legalBasis", (SELECT coalesce(json_agg("many#6"), '[]'::json) AS coalesce_1 
FROM (SELECT "notice_items#5".code AS "code", "notice_items#5".title AS "title" 
FROM notice_items AS "notice_items#5" 
WHERE "notice_items#5".notice_id = "notices#4".id ORDER BY "notice_items#5".position) AS "many#6") AS "items", "notices#4".methods AS "methods", "notices#4".materials AS "materials", (SELECT coalesce(json_agg("many#8"), '[]'::json) AS coalesce_2 
FROM (SELECT 'ofcr_' || CAST("notice_officers#7".officer_id AS TEXT) AS "officerId", "notice_officers#7".unit AS "unit", "notice_officers#7".name AS "name", "notice_officers#7".certificate_no AS "certificateNo" 
FROM notice_officers AS "notice_officers#7" 
WHERE "notice_officers#7".notice_id = "notices#4".id ORDER BY "notice_officers#7".position) AS "many#8") AS "officers", "notices#4".contact AS "contact", "notices#4".appointment_possible AS "appointmentPossible", "notices#4".visits_this_year AS "visitsThisYear", "notices#4".paragraphs_zh AS "paragraphsZh", "notices#4".paragraphs_en AS "paragraphsEn", "notices#4".seal_authority AS "sealAuthority", "notices#4".sealed_on AS "sealedOn", to_char(timezone('UTC', "notices#4".acknowledged_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "acknowledgedAt" 
FROM notices AS "notices#4" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "notices#4".inspection_id AND inspections_1.institution_id = $1::UUID AND inspections_1.noticed_at IS NOT NULL)) AND "notices#4".inspection_id = "inspections#1".id) AS "one#9") AS "notice", (SELECT coalesce(json_agg("many#11"), '[]'::json) AS coalesce_3 
FROM (SELECT 'appt_' || CAST("appointments#10".id AS TEXT) AS "id", to_char(timezone('UTC', "appointments#10".visit_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitAt", "appointments#10".note AS "note", "appointments#10".state AS "state", to_char(timezone('UTC', "appointments#10".proposed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "proposedAt", to_char(timezone('UTC', "appointments#10".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "appointments#10".reason AS "reason" 
FROM appointments AS "appointments#10" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_2 
WHERE inspections_2.id = "appointments#10".inspection_id AND inspections_2.institution_id = $1::UUID AND inspections_2.noticed_at IS NOT NULL)) AND "appointments#10".inspection_id = "inspections#1".id ORDER BY "appointments#10".proposed_at, "appointments#10".id) AS "many#11") AS "appointments", (SELECT coalesce(json_agg("many#13"), '[]'::json) AS coalesce_4 
FROM (SELECT 'rreq_' || CAST("recusal_requests#12".id AS TEXT) AS "id", "recusal_requests#12".side AS "side", "recusal_requests#12".ground AS "ground", "recusal_requests#12".statement AS "statement", "recusal_requests#12".state AS "state", to_char(timezone('UTC', "recusal_requests#12".requested_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "requestedAt", to_char(timezone('UTC', "recusal_requests#12".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", "recusal_requests#12".reason AS "reason" 
FROM recusal_requests AS "recusal_requests#12" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_3 
WHERE inspections_3.id = "recusal_requests#12".inspection_id AND CAST("recusal_requests#12".side AS TEXT) = 'INSTITUTION' AND inspections_3.institution_id = $1::UUID)) AND "recusal_requests#12".inspection_id = "inspections#1".id ORDER BY "recusal_requests#12".requested_at, "recusal_requests#12".id) AS "many#13") AS "recusalRequests", (SELECT to_json("one#23") AS to_json_4 
FROM (SELECT 'irec_' || CAST("inspection_records#14".id AS TEXT) AS "id", "inspection_records#14".version_no AS "versionNo", "inspection_records#14".correction_reason AS "correctionReason", to_char(timezone('UTC', "inspection_records#14".filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "filedAt", to_char(timezone('UTC', "inspection_records#14".visit_started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitStartedAt", to_char(timezone('UTC', "inspection_records#14".visit_ended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitEndedAt", "inspection_records#14".methods AS "methods", "inspection_records#14".result_codes AS "resultCodes", "inspection_records#14".measures AS "measures", "inspection_records#14".summary AS "summary", (SELECT coalesce(json_agg("many#16"), '[]'::json) AS coalesce_5 
FROM (SELECT "record_answers#15".item_code AS "itemCode", "record_answers#15".is_checked AS "isChecked", "record_answers#15".problem_found AS "problemFound", "record_answers#15".handling AS "handling", "record_answers#15".note AS "note" 
FROM record_answers AS "record_answers#15" 
WHERE "record_answers#15".record_id = "inspection_records#14".id ORDER BY "record_answers#15".position) AS "many#16") AS "answers", (SELECT coalesce(json_agg("many#18"), '[]'::json) AS coalesce_6 
FROM (SELECT "findings#17".violation_code AS "violationCode", "findings#17".detail AS "detail", "findings#17".item_code AS "itemCode" 
FROM findings AS "findings#17" 
WHERE "findings#17".record_id = "inspection_records#14".id ORDER BY "findings#17".position) AS "many#18") AS "findings", "inspection_records#14".canonical AS "canonical", "inspection_records#14".hash AS "hash", (SELECT coalesce(json_agg("many#20"), '[]'::json) AS coalesce_7 
FROM (SELECT "record_signatures#19".party AS "party", "record_signatures#19".name AS "name", "record_signatures#19".capacity AS "capacity", to_char(timezone('UTC', "record_signatures#19".signed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "signedAt", json_build_array('signature_fits'::text, "record_signatures#19".record_hash, (SELECT inspection_records_1.hash 
FROM inspection_records AS inspection_records_1 
WHERE inspection_records_1.id = "record_signatures#19".record_id), (SELECT inspection_records_2.canonical 
FROM inspection_records AS inspection_records_2 
WHERE inspection_records_2.id = "record_signatures#19".record_id), (SELECT CAST(jsonb_build_array(inspection_records_3.id, inspection_records_3.inspection_id, inspection_records_3.version_no, inspection_records_3.correction_reason, inspection_records_3.filed_by, to_char(timezone('UTC', inspection_records_3.filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', inspection_records_3.visit_started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', inspection_records_3.visit_ended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), inspection_records_3.device_clock_offset_ms, inspection_records_3.clock_is_off, inspection_records_3.methods, inspection_records_3.result_codes, inspection_records_3.measures, inspection_records_3.summary, (SELECT coalesce(json_agg(to_char(timezone('UTC', "each#".moment), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), '[]'::json) AS coalesce_8 
FROM unnest(inspection_records_3.attempted_at) AS "each#"(moment)), inspection_records_3.latitude, inspection_records_3.longitude, inspection_records_3.accuracy_m, CAST(inspection_records_3.datum AS TEXT), inspection_records_3.rules_version, (SELECT coalesce(jsonb_agg(jsonb_build_array(record_answers_1.item_code, record_answers_1.is_checked, record_answers_1.problem_found, CAST(record_answers_1.handling AS TEXT), record_answers_1.note) ORDER BY record_answers_1.position), '[]'::jsonb) AS coalesce_9 
FROM record_answers AS record_answers_1 
WHERE record_answers_1.record_id = inspection_records_3.id), (SELECT coalesce(jsonb_agg(jsonb_build_array(findings_1.violation_code, findings_1.detail, findings_1.item_code) ORDER BY findings_1.position), '[]'::jsonb) AS coalesce_10 
FROM findings AS findings_1 
WHERE findings_1.record_id = inspection_records_3.id), (SELECT coalesce(jsonb_agg(jsonb_build_array(evidence_1.id, CAST(evidence_1.kind AS TEXT), encode(evidence_1.sha256, 'hex'), evidence_1.size) ORDER BY evidence_1.id), '[]'::jsonb) AS coalesce_11 
FROM evidence AS evidence_1 JOIN record_evidence AS record_evidence_1 ON record_evidence_1.evidence_id = evidence_1.id 
WHERE record_evidence_1.record_id = inspection_records_3.id)) || CASE WHEN (inspection_records_3.hash IS NULL) THEN '[]'::jsonb ELSE jsonb_build_array(inspection_records_3.hash, inspection_records_3.checklist_version) END AS TEXT) AS anon_1 
FROM inspection_records AS inspection_records_3 
WHERE inspection_records_3.id = "record_signatures#19".record_id), (SELECT encode(inspection_records_4.seal, 'hex') AS encode_1 
FROM inspection_records AS inspection_records_4 
WHERE inspection_records_4.id = "record_signatures#19".record_id)) AS "isValid" 
FROM record_signatures AS "record_signatures#19" 
WHERE "record_signatures#19".record_id = "inspection_records#14".id ORDER BY "record_signatures#19".recorded_at, "record_signatures#19".id) AS "many#20") AS "signatures", (SELECT to_json("one#22") AS to_json_5 
FROM (SELECT "signature_refusals#21".because AS "because", "signature_refusals#21".reason AS "reason", "signature_refusals#21".witness_name AS "witnessName", "signature_refusals#21".witness_capacity AS "witnessCapacity", json_build_array('signature_fits'::text, "signature_refusals#21".record_hash, (SELECT inspection_records_5.hash 
FROM inspection_records AS inspection_records_5 
WHERE inspection_records_5.id = "signature_refusals#21".record_id), (SELECT inspection_records_6.canonical 
FROM inspection_records AS inspection_records_6 
WHERE inspection_records_6.id = "signature_refusals#21".record_id), (SELECT CAST(jsonb_build_array(inspection_records_7.id, inspection_records_7.inspection_id, inspection_records_7.version_no, inspection_records_7.correction_reason, inspection_records_7.filed_by, to_char(timezone('UTC', inspection_records_7.filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', inspection_records_7.visit_started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', inspection_records_7.visit_ended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), inspection_records_7.device_clock_offset_ms, inspection_records_7.clock_is_off, inspection_records_7.methods, inspection_records_7.result_codes, inspection_records_7.measures, inspection_records_7.summary, (SELECT coalesce(json_agg(to_char(timezone('UTC', "each#".moment), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), '[]'::json) AS coalesce_12 
FROM unnest(inspection_records_7.attempted_at) AS "each#"(moment)), inspection_records_7.latitude, inspection_records_7.longitude, inspection_records_7.accuracy_m, CAST(inspection_records_7.datum AS TEXT), inspection_records_7.rules_version, (SELECT coalesce(jsonb_agg(jsonb_build_array(record_answers_2.item_code, record_answers_2.is_checked, record_answers_2.problem_found, CAST(record_answers_2.handling AS TEXT), record_answers_2.note) ORDER BY record_answers_2.position), '[]'::jsonb) AS coalesce_13 
FROM record_answers AS record_answers_2 
WHERE record_answers_2.record_id = inspection_records_7.id), (SELECT coalesce(jsonb_agg(jsonb_build_array(findings_2.violation_code, findings_2.detail, findings_2.item_code) ORDER BY findings_2.position), '[]'::jsonb) AS coalesce_14 
FROM findings AS findings_2 
WHERE findings_2.record_id = inspection_records_7.id), (SELECT coalesce(jsonb_agg(jsonb_build_array(evidence_2.id, CAST(evidence_2.kind AS TEXT), encode(evidence_2.sha256, 'hex'), evidence_2.size) ORDER BY evidence_2.id), '[]'::jsonb) AS coalesce_15 
FROM evidence AS evidence_2 JOIN record_evidence AS record_evidence_2 ON record_evidence_2.evidence_id = evidence_2.id 
WHERE record_evidence_2.record_id = inspection_records_7.id)) || CASE WHEN (inspection_records_7.hash IS NULL) THEN '[]'::jsonb ELSE jsonb_build_array(inspection_records_7.hash, inspection_records_7.checklist_version) END AS TEXT) AS anon_2 
FROM inspection_records AS inspection_records_7 
WHERE inspection_records_7.id = "signature_refusals#21".record_id), (SELECT encode(inspection_records_8.seal, 'hex') AS encode_2 
FROM inspection_records AS inspection_records_8 
WHERE inspection_records_8.id = "signature_refusals#21".record_id)) AS "isValid" 
FROM signature_refusals AS "signature_refusals#21" 
WHERE "signature_refusals#21".record_id = "inspection_records#14".id) AS "one#22") AS "signatureRefusal" 
FROM inspection_records AS "inspection_records#14" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_4 
WHERE inspections_4.id = "inspection_records#14".inspection_id AND inspections_4.institution_id = $1::UUID AND inspections_4.noticed_at IS NOT NULL)) AND "inspection_records#14".id = "inspections#1".current_record_id) AS "one#23") AS "record" 
FROM inspections AS "inspections#1" 
WHERE "inspections#1".institution_id = $1::UUID AND "inspections#1".noticed_at IS NOT NULL AND "inspections#1".id = $2::UUID) AS "one#24")) AS answer

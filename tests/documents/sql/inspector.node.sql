SELECT json_send((SELECT to_json("one#17") AS to_json_1 
FROM (SELECT 'irec_' || CAST("inspection_records#1".id AS TEXT) AS "id", "inspection_records#1".version_no AS "versionNo", to_char(timezone('UTC', "inspection_records#1".filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "filedAt", (SELECT to_json("one#3") AS to_json_2 
FROM (SELECT 'ofcr_' || CAST("officers#2".id AS TEXT) AS "id", "officers#2".name AS "name" 
FROM officers AS "officers#2" 
WHERE ("officers#2".id = $1::UUID OR (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#2".authority_id AND authorities_1.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR))) AND "officers#2".id = "inspection_records#1".filed_by) AS "one#3") AS "filedBy", to_char(timezone('UTC', "inspection_records#1".visit_started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitStartedAt", to_char(timezone('UTC', "inspection_records#1".visit_ended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "visitEndedAt", "inspection_records#1".clock_is_off AS "clockIsOff", "inspection_records#1".methods AS "methods", "inspection_records#1".result_codes AS "resultCodes", "inspection_records#1".measures AS "measures", "inspection_records#1".summary AS "summary", CASE WHEN ("inspection_records#1".latitude IS NOT NULL) THEN (SELECT to_json("part#4") AS to_json_3 
FROM (SELECT "inspection_records#1".latitude AS "latitude", "inspection_records#1".longitude AS "longitude", "inspection_records#1".datum AS "datum", "inspection_records#1".accuracy_m AS "accuracyM") AS "part#4") END AS "position", (SELECT coalesce(json_agg("many#6"), '[]'::json) AS coalesce_1 
FROM (SELECT "record_answers#5".item_code AS "itemCode", "record_answers#5".is_checked AS "isChecked", "record_answers#5".problem_found AS "problemFound", "record_answers#5".handling AS "handling", "record_answers#5".note AS "note" 
FROM record_answers AS "record_answers#5" 
WHERE "record_answers#5".record_id = "inspection_records#1".id ORDER BY "record_answers#5".position) AS "many#6") AS "answers", (SELECT coalesce(json_agg("many#8"), '[]'::json) AS coalesce_2 
FROM (SELECT "findings#7".violation_code AS "violationCode", "findings#7".detail AS "detail", "findings#7".item_code AS "itemCode" 
FROM findings AS "findings#7" 
WHERE "findings#7".record_id = "inspection_records#1".id ORDER BY "findings#7".position) AS "many#8") AS "findings", (SELECT coalesce(json_agg("many#12"), '[]'::json) AS coalesce_3 
FROM (SELECT (SELECT to_json("one#11") AS to_json_4 
FROM (SELECT 'ofcr_' || CAST("officers#10".id AS TEXT) AS "id", "officers#10".name AS "name" 
FROM officers AS "officers#10" 
WHERE ("officers#10".id = $1::UUID OR (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "officers#10".authority_id AND authorities_2.region_code BETWEEN $2::VARCHAR AND $3::VARCHAR))) AND "officers#10".id = "record_confirmations#9".officer_id) AS "one#11") AS "officer", to_char(timezone('UTC', "record_confirmations#9".confirmed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "confirmedAt", "record_confirmations#9".record_hash AS "recordHash" 
FROM record_confirmations AS "record_confirmations#9" 
WHERE "record_confirmations#9".record_id = "inspection_records#1".id ORDER BY "record_confirmations#9".confirmed_at, "record_confirmations#9".officer_id) AS "many#12") AS "confirmations", "inspection_records#1".checklist_version AS "checklistVersion", "inspection_records#1".correction_reason AS "correctionReason", "inspection_records#1".canonical AS "canonical", "inspection_records#1".hash AS "hash", (SELECT coalesce(json_agg("many#14"), '[]'::json) AS coalesce_4 
FROM (SELECT "record_signatures#13".party AS "party", "record_signatures#13".name AS "name", "record_signatures#13".capacity AS "capacity", to_char(timezone('UTC', "record_signatures#13".signed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "signedAt", json_build_array('signature_fits'::text, "record_signatures#13".record_hash, (SELECT inspection_records_1.hash 
FROM inspection_records AS inspection_records_1 
WHERE inspection_records_1.id = "record_signatures#13".record_id), (SELECT inspection_records_2.canonical 
FROM inspection_records AS inspection_records_2 
WHERE inspection_records_2.id = "record_signatures#13".record_id), (SELECT CAST(jsonb_build_array(inspection_records_3.id, inspection_records_3.inspection_id, inspection_records_3.version_no, inspection_records_3.correction_reason, inspection_records_3.filed_by, to_char(timezone('UTC', inspection_records_3.filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', inspection_records_3.visit_started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', inspection_records_3.visit_ended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), inspection_records_3.device_clock_offset_ms, inspection_records_3.clock_is_off, inspection_records_3.methods, inspection_records_3.result_codes, inspection_records_3.measures, inspection_records_3.summary, (SELECT coalesce(json_agg(to_char(timezone('UTC', "each#".moment), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), '[]'::json) AS coalesce_5 
FROM unnest(inspection_records_3.attempted_at) AS "each#"(moment)), inspection_records_3.latitude, inspection_records_3.longitude, inspection_records_3.accuracy_m, CAST(inspection_records_3.datum AS TEXT), inspection_records_3.rules_version, (SELECT coalesce(jsonb_agg(jsonb_build_array(record_answers_1.item_code, record_answers_1.is_checked, record_answers_1.problem_found, CAST(record_answers_1.handling AS TEXT), record_answers_1.note) ORDER BY record_answers_1.position), '[]'::jsonb) AS coalesce_6 
FROM record_answers AS record_answers_1 
WHERE record_answers_1.record_id = inspection_records_3.id), (SELECT coalesce(jsonb_agg(jsonb_build_array(findings_1.violation_code, findings_1.detail, findings_1.item_code) ORDER BY findings_1.position), '[]'::jsonb) AS coalesce_7 
FROM findings AS findings_1 
WHERE findings_1.record_id = inspection_records_3.id), (SELECT coalesce(jsonb_agg(jsonb_build_array(evidence_1.id, CAST(evidence_1.kind AS TEXT), encode(evidence_1.sha256, 'hex'), evidence_1.size) ORDER BY evidence_1.id), '[]'::jsonb) AS coalesce_8 
FROM evidence AS evidence_1 JOIN record_evidence AS record_evidence_1 ON record_evidence_1.evidence_id = evidence_1.id 
WHERE record_evidence_1.record_id = inspection_records_3.id)) || CASE WHEN (inspection_records_3.hash IS NULL) THEN '[]'::jsonb ELSE jsonb_build_array(inspection_records_3.hash, inspection_records_3.checklist_version) END AS TEXT) AS anon_1 
FROM inspection_records AS inspection_records_3 
WHERE inspection_records_3.id = "record_signatures#13".record_id), (SELECT encode(inspection_records_4.seal, 'hex') AS encode_1 
FROM inspection_records AS inspection_records_4 
WHERE inspection_records_4.id = "record_signatures#13".record_id)) AS "isValid" 
FROM record_signatures AS "record_signatures#13" 
WHERE "record_signatures#13".record_id = "inspection_records#1".id ORDER BY "record_signatures#13".recorded_at, "record_signatures#13".id) AS "many#14") AS "signatures", (SELECT to_json("one#16") AS to_json_5 
FROM (SELECT "signature_refusals#15".because AS "because", "signature_refusals#15".reason AS "reason", "signature_refusals#15".witness_name AS "witnessName", json_build_array('signature_fits'::text, "signature_refusals#15".record_hash, (SELECT inspection_records_5.hash 
FROM inspection_records AS inspection_records_5 
WHERE inspection_records_5.id = "signature_refusals#15".record_id), (SELECT inspection_records_6.canonical 
FROM inspection_records AS inspection_records_6 
WHERE inspection_records_6.id = "signature_refusals#15".record_id), (SELECT CAST(jsonb_build_array(inspection_records_7.id, inspection_records_7.inspection_id, inspection_records_7.version_no, inspection_records_7.correction_reason, inspection_records_7.filed_by, to_char(timezone('UTC', inspection_records_7.filed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', inspection_records_7.visit_started_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), to_char(timezone('UTC', inspection_records_7.visit_ended_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), inspection_records_7.device_clock_offset_ms, inspection_records_7.clock_is_off, inspection_records_7.methods, inspection_records_7.result_codes, inspection_records_7.measures, inspection_records_7.summary, (SELECT coalesce(json_agg(to_char(timezone('UTC', "each#".moment), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), '[]'::json) AS coalesce_9 
FROM unnest(inspection_records_7.attempted_at) AS "each#"(moment)), inspection_records_7.latitude, inspection_records_7.longitude, inspection_records_7.accuracy_m, CAST(inspection_records_7.datum AS TEXT), inspection_records_7.rules_version, (SELECT coalesce(jsonb_agg(jsonb_build_array(record_answers_2.item_code, record_answers_2.is_checked, record_answers_2.problem_found, CAST(record_answers_2.handling AS TEXT), record_answers_2.note) ORDER BY record_answers_2.position), '[]'::jsonb) AS coalesce_10 
FROM record_answers AS record_answers_2 
WHERE record_answers_2.record_id = inspection_records_7.id), (SELECT coalesce(jsonb_agg(jsonb_build_array(findings_2.violation_code, findings_2.detail, findings_2.item_code) ORDER BY findings_2.position), '[]'::jsonb) AS coalesce_11 
FROM findings AS findings_2 
WHERE findings_2.record_id = inspection_records_7.id), (SELECT coalesce(jsonb_agg(jsonb_build_array(evidence_2.id, CAST(evidence_2.kind AS TEXT), encode(evidence_2.sha256, 'hex'), evidence_2.size) ORDER BY evidence_2.id), '[]'::jsonb) AS coalesce_12 
FROM evidence AS evidence_2 JOIN record_evidence AS record_evidence_2 ON record_evidence_2.evidence_id = evidence_2.id 
WHERE record_evidence_2.record_id = inspection_records_7.id)) || CASE WHEN (inspection_records_7.hash IS NULL) THEN '[]'::jsonb ELSE jsonb_build_array(inspection_records_7.hash, inspection_records_7.checklist_version) END AS TEXT) AS anon_2 
FROM inspection_records AS inspection_records_7 
WHERE inspection_records_7.id = "signature_refusals#15".record_id), (SELECT encode(inspection_records_8.seal, 'hex') AS encode_2 
FROM inspection_records AS inspection_records_8 
WHERE inspection_records_8.id = "signature_refusals#15".record_id)) AS "isValid" 
FROM signature_refusals AS "signature_refusals#15" 
WHERE "signature_refusals#15".record_id = "inspection_records#1".id) AS "one#16") AS "signatureRefusal" 
FROM inspection_records AS "inspection_records#1" 
WHERE (EXISTS (SELECT * 
FROM inspections AS inspections_1 
WHERE inspections_1.id = "inspection_records#1".inspection_id AND (EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_1 
WHERE inspection_assignments_1.inspection_id = inspections_1.id AND inspection_assignments_1.replaced_at IS NULL AND inspection_assignments_1.officer_id = $1::UUID)))) AND "inspection_records#1".id = $4::UUID) AS "one#17")) AS answer

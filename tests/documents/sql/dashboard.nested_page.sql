SELECT json_send(json_build_object('nodes', (SELECT coalesce(json_agg("page#12"), '[]'::json) AS coalesce_1 
FROM (SELECT 'inst_' || CAST("institutions#1".id AS TEXT) AS "id", "institutions#1".name AS "name", "institutions#1".subject_kind AS "subjectKind", "institutions#1".list_status AS "listStatus", "institutions#1".credit_grade AS "creditGrade", "institutions#1".address AS "address", (SELECT to_json("one#3") AS to_json_1 
FROM (SELECT "regions#2".name AS "name" 
FROM regions AS "regions#2" 
WHERE "regions#2".code = "institutions#1".region_code) AS "one#3") AS "region", json_build_object('nodes', (SELECT coalesce(json_agg("page#5"), '[]'::json) AS coalesce_2 
FROM (SELECT 'crs_' || CAST("courses#4".id AS TEXT) AS "id", "courses#4".title AS "title", "courses#4".class_hour_count AS "classHourCount", "courses#4".starts_on AS "startsOn" 
FROM courses AS "courses#4" 
WHERE (CAST("courses#4".state AS TEXT) = 'PUBLISHED' OR left("institutions#1".region_code, 4) = $1::VARCHAR AND CAST("institutions#1".sector AS TEXT) = ANY ($2::TEXT[])) AND "courses#4".institution_id = "institutions#1".id ORDER BY "courses#4".id ASC 
 LIMIT 5) AS "page#5")) AS "courses", json_build_object('nodes', (SELECT coalesce(json_agg("page#11"), '[]'::json) AS coalesce_3 
FROM (SELECT 'insp_' || CAST("inspections#6".id AS TEXT) AS "id", "inspections#6".state AS "state", "inspections#6".inspected_on AS "inspectedOn", (SELECT to_json("one#10") AS to_json_2 
FROM (SELECT "inspection_records#7".result_codes AS "resultCodes", (SELECT coalesce(json_agg("many#9"), '[]'::json) AS coalesce_4 
FROM (SELECT "findings#8".violation_code AS "violationCode", "findings#8".detail AS "detail" 
FROM findings AS "findings#8" 
WHERE "findings#8".record_id = "inspection_records#7".id ORDER BY "findings#8".position) AS "many#9") AS "findings" 
FROM inspection_records AS "inspection_records#7" 
WHERE (left("inspections#6".authority_region_code, 4) = $1::VARCHAR AND CAST("inspections#6".sector AS TEXT) = ANY ($2::TEXT[]) OR left("inspections#6".region_code, 4) = $1::VARCHAR AND left("inspections#6".authority_region_code, 4) != left("inspections#6".region_code, 4) AND CAST("inspections#6".sector AS TEXT) = ANY ($2::TEXT[]) AND coalesce("inspections#6".noticed_at, "inspections#6".published_at) IS NOT NULL AND (EXISTS (SELECT * 
FROM result_audits AS result_audits_1 
WHERE result_audits_1.record_id = "inspection_records#7".id AND CAST(result_audits_1.decision AS TEXT) = 'APPROVED'))) AND "inspection_records#7".id = "inspections#6".current_record_id AND "inspection_records#7".inspection_id = "inspections#6".id) AS "one#10") AS "record" 
FROM inspections AS "inspections#6" 
WHERE (left("inspections#6".authority_region_code, 4) = $1::VARCHAR AND CAST("inspections#6".sector AS TEXT) = ANY ($2::TEXT[]) OR left("inspections#6".region_code, 4) = $1::VARCHAR AND left("inspections#6".authority_region_code, 4) != left("inspections#6".region_code, 4) AND CAST("inspections#6".sector AS TEXT) = ANY ($2::TEXT[]) AND coalesce("inspections#6".noticed_at, "inspections#6".published_at) IS NOT NULL) AND "inspections#6".institution_id = "institutions#1".id ORDER BY "inspections#6".id DESC 
 LIMIT 3) AS "page#11")) AS "inspections" 
FROM institutions AS "institutions#1" 
WHERE left("institutions#1".region_code, 4) = $3::VARCHAR ORDER BY "institutions#1".id ASC 
 LIMIT 20) AS "page#12"))) AS answer

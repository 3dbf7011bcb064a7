SELECT CAST((SELECT to_json("connection#15") AS to_json_1 
FROM (SELECT (SELECT coalesce(json_agg("page#14"), '[]'::json) AS coalesce_1 
FROM (SELECT 'inst_' || CAST("institutions#1".id AS TEXT) AS "id", "institutions#1".name AS "name", "institutions#1".subject_kind AS "subjectKind", "institutions#1".list_status AS "listStatus", "institutions#1".credit_grade AS "creditGrade", "institutions#1".address AS "address", (SELECT to_json("one#3") AS to_json_2 
FROM (SELECT "regions#2".name AS "name" 
FROM regions AS "regions#2" 
WHERE "regions#2".code = "institutions#1".region_code) AS "one#3") AS "region", (SELECT to_json("connection#6") AS to_json_3 
FROM (SELECT (SELECT coalesce(json_agg("page#5"), '[]'::json) AS coalesce_2 
FROM (SELECT 'crs_' || CAST("courses#4".id AS TEXT) AS "id", "courses#4".title AS "title", "courses#4".class_hour_count AS "classHourCount", "courses#4".starts_on AS "startsOn" 
FROM courses AS "courses#4" 
WHERE (CAST("courses#4".state AS TEXT) = 'PUBLISHED' OR (EXISTS (SELECT * 
FROM institutions AS institutions_1 
WHERE institutions_1.id = "courses#4".institution_id AND (false OR institutions_1.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR AND CAST(institutions_1.sector AS TEXT) = ANY ($3::TEXT[]))))) AND "courses#4".institution_id = "institutions#1".id ORDER BY "courses#4".id ASC 
 LIMIT $4::INTEGER) AS "page#5") AS "nodes") AS "connection#6") AS "courses", (SELECT to_json("connection#13") AS to_json_4 
FROM (SELECT (SELECT coalesce(json_agg("page#12"), '[]'::json) AS coalesce_3 
FROM (SELECT 'insp_' || CAST("inspections#7".id AS TEXT) AS "id", "inspections#7".state AS "state", "inspections#7".inspected_on AS "inspectedOn", (SELECT to_json("one#11") AS to_json_5 
FROM (SELECT "inspection_records#8".result_codes AS "resultCodes", (SELECT coalesce(json_agg("many#10"), '[]'::json) AS coalesce_4 
FROM (SELECT "findings#9".violation_code AS "violationCode", "findings#9".detail AS "detail" 
FROM findings AS "findings#9" 
WHERE "findings#9".record_id = "inspection_records#8".id ORDER BY "findings#9".position) AS "many#10") AS "findings" 
FROM inspection_records AS "inspection_records#8" 
WHERE "inspection_records#8".id = "inspections#7".current_record_id) AS "one#11") AS "record" 
FROM inspections AS "inspections#7" 
WHERE ((EXISTS (SELECT * 
FROM inspection_assignments AS inspection_assignments_1 
WHERE false)) OR false AND "inspections#7".noticed_at IS NOT NULL OR "inspections#7".authority_region_code BETWEEN $1::VARCHAR AND $2::VARCHAR AND CAST("inspections#7".sector AS TEXT) = ANY ($3::TEXT[])) AND "inspections#7".institution_id = "institutions#1".id ORDER BY "inspections#7".id DESC 
 LIMIT $5::INTEGER) AS "page#12") AS "nodes") AS "connection#13") AS "inspections" 
FROM institutions AS "institutions#1" 
WHERE "institutions#1".region_code BETWEEN $6::VARCHAR AND $7::VARCHAR ORDER BY "institutions#1".id ASC 
 LIMIT $8::INTEGER) AS "page#14") AS "nodes") AS "connection#15") AS TEXT) AS answer

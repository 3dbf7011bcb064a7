SELECT json_send((SELECT json_agg("nodes#10".item ORDER BY "nodes#10".place) AS json_agg_1 
FROM (SELECT "asked#1".place AS place, (SELECT to_json("one#3") AS to_json_1 
FROM (SELECT 'crs_' || CAST("courses#2".id AS TEXT) AS "id", "courses#2".title AS "title", "courses#2".state AS "courseState" 
FROM courses AS "courses#2" 
WHERE (CAST("courses#2".state AS TEXT) = 'PUBLISHED' OR (EXISTS (SELECT * 
FROM institutions AS institutions_1 
WHERE institutions_1.id = "courses#2".institution_id AND institutions_1.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR AND CAST(institutions_1.sector AS TEXT) = ANY ($3::TEXT[])))) AND "courses#2".id = "asked#1".key) AS "one#3") AS item 
FROM unnest($4::UUID[], $5::INTEGER[]) AS "asked#1"(key, place) UNION ALL SELECT "asked#4".place AS place, (SELECT to_json("one#6") AS to_json_2 
FROM (SELECT 'insp_' || CAST("inspections#5".id AS TEXT) AS "id", "inspections#5".state AS "inspectionState", "inspections#5".version AS "version" 
FROM inspections AS "inspections#5" 
WHERE "inspections#5".authority_region_code BETWEEN $1::VARCHAR AND $2::VARCHAR AND CAST("inspections#5".sector AS TEXT) = ANY ($3::TEXT[]) AND "inspections#5".id = "asked#4".key) AS "one#6") AS item 
FROM unnest($6::UUID[], $7::INTEGER[]) AS "asked#4"(key, place) UNION ALL SELECT "asked#7".place AS place, (SELECT to_json("one#9") AS to_json_3 
FROM (SELECT 'inst_' || CAST("institutions#8".id AS TEXT) AS "id", "institutions#8".name AS "name", "institutions#8".version AS "version" 
FROM institutions AS "institutions#8" 
WHERE "institutions#8".id = "asked#7".key) AS "one#9") AS item 
FROM unnest($8::UUID[], $9::INTEGER[]) AS "asked#7"(key, place)) AS "nodes#10")) AS answer

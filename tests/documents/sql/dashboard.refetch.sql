SELECT json_send((SELECT coalesce(json_agg("nodes#11".item ORDER BY "nodes#11".place), '[]'::json) AS coalesce_1 
FROM (SELECT "unknown#1".place AS place, null::json AS item 
FROM unnest($1::INTEGER[]) AS "unknown#1"(place) UNION ALL SELECT "asked#2".place AS place, (SELECT to_json("one#4") AS to_json_1 
FROM (SELECT 'crs_' || CAST("courses#3".id AS TEXT) AS "id", "courses#3".title AS "title", "courses#3".state AS "courseState" 
FROM courses AS "courses#3" 
WHERE (CAST("courses#3".state AS TEXT) = 'PUBLISHED' OR (EXISTS (SELECT * 
FROM institutions AS institutions_1 
WHERE institutions_1.id = "courses#3".institution_id AND left(institutions_1.region_code, 4) = $2::VARCHAR AND CAST(institutions_1.sector AS TEXT) = ANY ($3::TEXT[])))) AND "courses#3".id = "asked#2".key) AS "one#4") AS item 
FROM unnest($4::UUID[], $5::INTEGER[]) AS "asked#2"(key, place) UNION ALL SELECT "asked#5".place AS place, (SELECT to_json("one#7") AS to_json_2 
FROM (SELECT 'insp_' || CAST("inspections#6".id AS TEXT) AS "id", "inspections#6".state AS "inspectionState", "inspections#6".version AS "version" 
FROM inspections AS "inspections#6" 
WHERE (left("inspections#6".authority_region_code, 4) = $2::VARCHAR AND CAST("inspections#6".sector AS TEXT) = ANY ($3::TEXT[]) OR left("inspections#6".region_code, 4) = $2::VARCHAR AND left("inspections#6".authority_region_code, 4) != left("inspections#6".region_code, 4) AND CAST("inspections#6".sector AS TEXT) = ANY ($3::TEXT[]) AND coalesce("inspections#6".noticed_at, "inspections#6".published_at) IS NOT NULL) AND "inspections#6".id = "asked#5".key) AS "one#7") AS item 
FROM unnest($6::UUID[], $7::INTEGER[]) AS "asked#5"(key, place) UNION ALL SELECT "asked#8".place AS place, (SELECT to_json("one#10") AS to_json_3 
FROM (SELECT 'inst_' || CAST("institutions#9".id AS TEXT) AS "id", "institutions#9".name AS "name", CASE WHEN (left("institutions#9".region_code, 4) = $2::VARCHAR AND CAST("institutions#9".sector AS TEXT) = ANY ($3::TEXT[])) THEN "institutions#9".version ELSE "institutions#9".public_version END AS "version" 
FROM institutions AS "institutions#9" 
WHERE "institutions#9".id = "asked#8".key) AS "one#10") AS item 
FROM unnest($8::UUID[], $9::INTEGER[]) AS "asked#8"(key, place)) AS "nodes#11")) AS answer

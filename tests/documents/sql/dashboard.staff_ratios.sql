SELECT json_send((SELECT to_json("one#3") AS to_json_1 
FROM (SELECT 'inst_' || CAST("institutions#1".id AS TEXT) AS "id", "institutions#1".name AS "name", CASE WHEN (left("institutions#1".region_code, 4) = $1::VARCHAR AND CAST("institutions#1".sector AS TEXT) = ANY ($2::TEXT[])) THEN json_build_array('staff_ratios#2'::text, (SELECT headcounts_1.staff_count 
FROM headcounts AS headcounts_1 
WHERE headcounts_1.institution_id = "institutions#1".id), (SELECT headcounts_2.offline_learner_count 
FROM headcounts AS headcounts_2 
WHERE headcounts_2.institution_id = "institutions#1".id), (SELECT headcounts_3.preschool_learner_count 
FROM headcounts AS headcounts_3 
WHERE headcounts_3.institution_id = "institutions#1".id), (SELECT count(*) AS count_1 
FROM teachers AS teachers_1 
WHERE teachers_1.institution_id = "institutions#1".id AND teachers_1.employed_to IS NULL AND CAST(teachers_1.employment AS TEXT) = 'FULL_TIME'), (SELECT CAST(min(div(sites_1.area_m2, sites_1.capacity)) AS INTEGER) AS min_1 
FROM sites AS sites_1 
WHERE sites_1.institution_id = "institutions#1".id AND sites_1.closed_on IS NULL)) END AS "staffRatios" 
FROM institutions AS "institutions#1" 
WHERE "institutions#1".id = $3::UUID) AS "one#3")) AS answer

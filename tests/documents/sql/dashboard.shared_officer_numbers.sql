SELECT json_send((SELECT to_json("connection#11") AS to_json_1 
FROM (SELECT (SELECT count(*) AS count_1 
FROM officers AS "officers#4" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = "officers#4".authority_id AND authorities_1.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR)) AND "officers#4".id IN (SELECT officers_1.id 
FROM officers AS officers_1, officers AS officers_2 
WHERE officers_2.authority_id = officers_1.authority_id AND officers_2.staff_no_key = officers_1.staff_no_key AND officers_2.staff_no_spelling != 0 AND (EXISTS (SELECT * 
FROM officers AS officers_3 
WHERE officers_3.authority_id = officers_1.authority_id AND officers_3.staff_no_key = officers_1.staff_no_key AND officers_3.id != officers_1.id)) UNION ALL SELECT inspector_profiles_1.officer_id 
FROM inspector_profiles AS inspector_profiles_1, inspector_profiles AS inspector_profiles_2 
WHERE inspector_profiles_2.certificate_no_key = inspector_profiles_1.certificate_no_key AND inspector_profiles_2.certificate_no_spelling != 0 AND (EXISTS (SELECT * 
FROM inspector_profiles AS inspector_profiles_3 
WHERE inspector_profiles_3.certificate_no_key = inspector_profiles_1.certificate_no_key AND inspector_profiles_3.officer_id != inspector_profiles_1.officer_id)))) AS "totalCount", coalesce(json_agg((SELECT to_json("edge#10") AS to_json_2 
FROM (SELECT (SELECT to_json("node#9") AS to_json_3 
FROM (SELECT 'ofcr_' || CAST("page#3".id AS TEXT) AS "id", "page#3".name AS "name", "page#3".staff_no AS "staffNo", EXISTS (SELECT * 
FROM officers AS officers_4 
WHERE officers_4.authority_id = "page#3".authority_id AND officers_4.staff_no_key = "page#3".staff_no_key AND officers_4.id != "page#3".id) AS "sharesStaffNo", (SELECT to_json("one#6") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#5".id AS TEXT) AS "id", "authorities#5".name AS "name" 
FROM authorities AS "authorities#5" 
WHERE "authorities#5".id = "page#3".authority_id) AS "one#6") AS "authority", (SELECT to_json("one#8") AS to_json_5 
FROM (SELECT "inspector_profiles#7".certificate_no AS "certificateNo", EXISTS (SELECT * 
FROM inspector_profiles AS inspector_profiles_4 
WHERE inspector_profiles_4.certificate_no_key = "inspector_profiles#7".certificate_no_key AND inspector_profiles_4.officer_id != "inspector_profiles#7".officer_id) AS "sharesCertificateNo" 
FROM inspector_profiles AS "inspector_profiles#7" 
WHERE (EXISTS (SELECT * 
FROM officers AS officers_5 
WHERE officers_5.id = "inspector_profiles#7".officer_id AND (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = officers_5.authority_id AND authorities_2.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR)))) AND "inspector_profiles#7".officer_id = "page#3".id) AS "one#8") AS "inspector") AS "node#9") AS "node") AS "edge#10")) FILTER (WHERE "page#3"."number#" <= $3::INTEGER), '[]'::json) AS "edges", json_build_object('hasNextPage', count(*) > $3::INTEGER, 'endCursor', max(translate(encode(convert_to(CAST(json_build_array('officers:Officer:REGISTERED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($3::INTEGER, "page#3"."total#"))) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".authority_id AS authority_id, "fetched#2".name AS name, "fetched#2".staff_no AS staff_no, "fetched#2".staff_no_key AS staff_no_key, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "officers#1".id AS id, "officers#1".authority_id AS authority_id, "officers#1".name AS name, "officers#1".staff_no AS staff_no, "officers#1".staff_no_key AS staff_no_key 
FROM officers AS "officers#1" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_3 
WHERE authorities_3.id = "officers#1".authority_id AND authorities_3.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR)) AND "officers#1".id IN (SELECT officers_6.id 
FROM officers AS officers_6, officers AS officers_7 
WHERE officers_7.authority_id = officers_6.authority_id AND officers_7.staff_no_key = officers_6.staff_no_key AND officers_7.staff_no_spelling != 0 AND (EXISTS (SELECT * 
FROM officers AS officers_8 
WHERE officers_8.authority_id = officers_6.authority_id AND officers_8.staff_no_key = officers_6.staff_no_key AND officers_8.id != officers_6.id)) UNION ALL SELECT inspector_profiles_5.officer_id 
FROM inspector_profiles AS inspector_profiles_5, inspector_profiles AS inspector_profiles_6 
WHERE inspector_profiles_6.certificate_no_key = inspector_profiles_5.certificate_no_key AND inspector_profiles_6.certificate_no_spelling != 0 AND (EXISTS (SELECT * 
FROM inspector_profiles AS inspector_profiles_7 
WHERE inspector_profiles_7.certificate_no_key = inspector_profiles_5.certificate_no_key AND inspector_profiles_7.officer_id != inspector_profiles_5.officer_id))) ORDER BY "officers#1".id ASC 
 LIMIT $3::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#11")) AS answer

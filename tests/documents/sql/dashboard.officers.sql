SELECT json_send((SELECT to_json("connection#10") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#9") AS to_json_2 
FROM (SELECT (SELECT to_json("node#8") AS to_json_3 
FROM (SELECT 'ofcr_' || CAST("page#3".id AS TEXT) AS "id", "page#3".name AS "name", "page#3".staff_no AS "staffNo", "page#3".post AS "post", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#4".id AS TEXT) AS "id", "authorities#4".name AS "name" 
FROM authorities AS "authorities#4" 
WHERE "authorities#4".id = "page#3".authority_id) AS "one#5") AS "authority", (SELECT to_json("one#7") AS to_json_5 
FROM (SELECT "inspector_profiles#6".public_no AS "publicNo", "inspector_profiles#6".certificate_no AS "certificateNo", "inspector_profiles#6".certificate_valid_from AS "certificateValidFrom", "inspector_profiles#6".certificate_valid_to AS "certificateValidTo", "inspector_profiles#6".may_lead AS "mayLead", "inspector_profiles#6".specialities AS "specialities" 
FROM inspector_profiles AS "inspector_profiles#6" 
WHERE (EXISTS (SELECT * 
FROM officers AS officers_1 
WHERE officers_1.id = "inspector_profiles#6".officer_id AND (EXISTS (SELECT * 
FROM authorities AS authorities_1 
WHERE authorities_1.id = officers_1.authority_id AND authorities_1.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR)))) AND "inspector_profiles#6".officer_id = "page#3".id) AS "one#7") AS "inspector") AS "node#8") AS "node") AS "edge#9")) FILTER (WHERE "page#3"."number#" <= $3::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('officers:Officer:REGISTERED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($3::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $3::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".authority_id AS authority_id, "fetched#2".name AS name, "fetched#2".staff_no AS staff_no, "fetched#2".post AS post, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "officers#1".id AS id, "officers#1".authority_id AS authority_id, "officers#1".name AS name, "officers#1".staff_no AS staff_no, "officers#1".post AS post 
FROM officers AS "officers#1" 
WHERE (EXISTS (SELECT * 
FROM authorities AS authorities_2 
WHERE authorities_2.id = "officers#1".authority_id AND authorities_2.region_code BETWEEN $1::VARCHAR AND $2::VARCHAR)) AND (EXISTS (SELECT * 
FROM inspector_profiles AS inspector_profiles_1 
WHERE inspector_profiles_1.officer_id = "officers#1".id AND inspector_profiles_1.left_on IS NULL AND $4::DATE BETWEEN inspector_profiles_1.certificate_valid_from AND inspector_profiles_1.certificate_valid_to)) ORDER BY "officers#1".id ASC 
 LIMIT $3::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#10")) AS answer

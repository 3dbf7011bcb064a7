SELECT json_send((SELECT to_json("one#32") AS to_json_1 
FROM (SELECT 'inst_' || CAST("institutions#1".id AS TEXT) AS "id", "institutions#1".name AS "name", "institutions#1".unified_social_credit_code AS "unifiedSocialCreditCode", "institutions#1".kinds AS "kinds", "institutions#1".subject_kind AS "subjectKind", "institutions#1".legal_form AS "legalForm", "institutions#1".address AS "address", "institutions#1".established_on AS "establishedOn", "institutions#1".introduction AS "introduction", "institutions#1".website AS "website", "institutions#1".public_phone AS "publicPhone", "institutions#1".existence AS "existence", "institutions#1".list_status AS "listStatus", "institutions#1".credit_grade AS "creditGrade", (SELECT to_json("one#5") AS to_json_2 
FROM (SELECT "regions#2".code AS "code", "regions#2".name AS "name", (SELECT to_json("one#4") AS to_json_3 
FROM (SELECT "regions#3".code AS "code", "regions#3".name AS "name" 
FROM regions AS "regions#3" 
WHERE "regions#3".code = "regions#2".parent_code) AS "one#4") AS "parent" 
FROM regions AS "regions#2" 
WHERE "regions#2".code = "institutions#1".region_code) AS "one#5") AS "region", (SELECT to_json("one#7") AS to_json_4 
FROM (SELECT 'auth_' || CAST("authorities#6".id AS TEXT) AS "id", "authorities#6".name AS "name", "authorities#6".complaint_phone AS "complaintPhone" 
FROM authorities AS "authorities#6" 
WHERE "authorities#6".id = "institutions#1".supervising_authority_id) AS "one#7") AS "supervisingAuthority", (SELECT coalesce(json_agg("many#10"), '[]'::json) AS coalesce_1 
FROM (SELECT 'site_' || CAST("sites#8".id AS TEXT) AS "id", "sites#8".name AS "name", "sites#8".address AS "address", "sites#8".area_m2 AS "areaM2", "sites#8".capacity AS "capacity", CASE WHEN ("sites#8".latitude IS NOT NULL) THEN (SELECT to_json("part#9") AS to_json_5 
FROM (SELECT "sites#8".wgs84_latitude AS "wgs84Latitude", "sites#8".wgs84_longitude AS "wgs84Longitude") AS "part#9") END AS "position" 
FROM sites AS "sites#8" 
WHERE "sites#8".institution_id = "institutions#1".id ORDER BY "sites#8".is_main DESC, "sites#8".id) AS "many#10") AS "sites", (SELECT coalesce(json_agg("many#14"), '[]'::json) AS coalesce_2 
FROM (SELECT 'ent_' || CAST("entitlements#11".id AS TEXT) AS "id", "entitlements#11".kind AS "kind", "entitlements#11".programme AS "programme", "entitlements#11".number AS "number", "entitlements#11".state AS "state", "entitlements#11".valid_from AS "validFrom", "entitlements#11".valid_to AS "validTo", "entitlements#11".delivery AS "delivery", "entitlements#11".categories AS "categories", (SELECT to_json("one#13") AS to_json_6 
FROM (SELECT "authorities#12".name AS "name" 
FROM authorities AS "authorities#12" 
WHERE "authorities#12".id = "entitlements#11".authority_id) AS "one#13") AS "authority" 
FROM entitlements AS "entitlements#11" 
WHERE "entitlements#11".institution_id = "institutions#1".id ORDER BY "entitlements#11".valid_from DESC, "entitlements#11".id) AS "many#14") AS "entitlements", (SELECT to_json("connection#21") AS to_json_7 
FROM (SELECT coalesce(json_agg((SELECT to_json("node#20") AS to_json_8 
FROM (SELECT 'crs_' || CAST("page#17".id AS TEXT) AS "id", "page#17".title AS "title", "page#17".subject_kind AS "subjectKind", "page#17".delivery AS "delivery", "page#17".starts_on AS "startsOn", "page#17".ends_on AS "endsOn", (SELECT coalesce(json_agg("many#19"), '[]'::json) AS coalesce_3 
FROM (SELECT "fee_items#18".name AS "name", "fee_items#18".basis AS "basis", "fee_items#18".amount_fen AS "amountFen" 
FROM fee_items AS "fee_items#18" 
WHERE "fee_items#18".course_id = "page#17".id ORDER BY "fee_items#18".position) AS "many#19") AS "feeItems") AS "node#20")) FILTER (WHERE "page#17"."number#" <= $1::INTEGER), '[]'::json) AS "nodes", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('courses:Course:REGISTERED_AT'::text, "page#17".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#17"."number#" = least($1::INTEGER, "page#17"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#16".id AS id, "fetched#16".title AS title, "fetched#16".subject_kind AS subject_kind, "fetched#16".delivery AS delivery, "fetched#16".starts_on AS starts_on, "fetched#16".ends_on AS ends_on, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "courses#15".id AS id, "courses#15".title AS title, "courses#15".subject_kind AS subject_kind, "courses#15".delivery AS delivery, "courses#15".starts_on AS starts_on, "courses#15".ends_on AS ends_on 
FROM courses AS "courses#15" 
WHERE CAST("courses#15".state AS TEXT) = 'PUBLISHED' AND "courses#15".institution_id = "institutions#1".id ORDER BY "courses#15".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#16") AS "page#17") AS "connection#21") AS "courses", (SELECT to_json("connection#26") AS to_json_9 
FROM (SELECT coalesce(json_agg((SELECT to_json("node#25") AS to_json_10 
FROM (SELECT 'tch_' || CAST("page#24".id AS TEXT) AS "id", "page#24".name AS "name", "page#24".certificate_kind AS "certificateKind", "page#24".certificate_no AS "certificateNo", "page#24".subjects AS "subjects", "page#24".employment AS "employment") AS "node#25")) FILTER (WHERE "page#24"."number#" <= $2::INTEGER), '[]'::json) AS "nodes", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('teachers:Teacher:REGISTERED_AT'::text, "page#24".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#24"."number#" = least($2::INTEGER, "page#24"."total#")), 'hasNextPage', count(*) > $2::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#23".id AS id, "fetched#23".name AS name, "fetched#23".employment AS employment, "fetched#23".subjects AS subjects, "fetched#23".certificate_kind AS certificate_kind, "fetched#23".certificate_no AS certificate_no, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "teachers#22".id AS id, "teachers#22".name AS name, "teachers#22".employment AS employment, "teachers#22".subjects AS subjects, "teachers#22".certificate_kind AS certificate_kind, "teachers#22".certificate_no AS certificate_no 
FROM teachers AS "teachers#22" 
WHERE "teachers#22".employed_to IS NULL AND "teachers#22".institution_id = "institutions#1".id ORDER BY "teachers#22".id ASC 
 LIMIT $2::INTEGER + 1) AS "fetched#23") AS "page#24") AS "connection#26") AS "teachers", json_build_object('nodes', (SELECT coalesce(json_agg("page#30"), '[]'::json) AS coalesce_4 
FROM (SELECT 'pub_' || CAST("public_records#27".id AS TEXT) AS "id", "public_records#27".inspected_on AS "inspectedOn", "public_records#27".result_text AS "resultText", "public_records#27".result_codes AS "resultCodes", to_char(timezone('UTC', "public_records#27".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", (SELECT to_json("one#29") AS to_json_11 
FROM (SELECT "authorities#28".name AS "name" 
FROM authorities AS "authorities#28" 
WHERE "authorities#28".id = "public_records#27".authority_id) AS "one#29") AS "authority" 
FROM public_records AS "public_records#27" 
WHERE "public_records#27".withdrawn_at IS NULL AND "public_records#27".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND "public_records#27".institution_id = "institutions#1".id AND "public_records#27".superseded_at IS NULL ORDER BY "public_records#27".published_at DESC, "public_records#27".id DESC 
 LIMIT $3::INTEGER) AS "page#30"), 'totalCount', (SELECT count(*) AS count_1 
FROM public_records AS "public_records#31" 
WHERE "public_records#31".withdrawn_at IS NULL AND "public_records#31".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND "public_records#31".institution_id = "institutions#1".id AND "public_records#31".superseded_at IS NULL)) AS "publicInspectionResults" 
FROM institutions AS "institutions#1" 
WHERE "institutions#1".unified_social_credit_code = $4::VARCHAR) AS "one#32")) AS answer

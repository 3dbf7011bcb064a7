SELECT json_send((SELECT to_json("one#34") AS to_json_1 
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
FROM (SELECT 'auth_' || CAST("authorities#12".id AS TEXT) AS "id", "authorities#12".name AS "name" 
FROM authorities AS "authorities#12" 
WHERE "authorities#12".id = "entitlements#11".authority_id) AS "one#13") AS "authority" 
FROM entitlements AS "entitlements#11" 
WHERE "entitlements#11".institution_id = "institutions#1".id ORDER BY "entitlements#11".valid_from DESC, "entitlements#11".id) AS "many#14") AS "entitlements", (SELECT to_json("connection#22") AS to_json_7 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#21") AS to_json_8 
FROM (SELECT (SELECT to_json("node#20") AS to_json_9 
FROM (SELECT 'crs_' || CAST("page#17".id AS TEXT) AS "id", "page#17".title AS "title", "page#17".subject_kind AS "subjectKind", "page#17".delivery AS "delivery", "page#17".starts_on AS "startsOn", "page#17".ends_on AS "endsOn", (SELECT coalesce(json_agg("many#19"), '[]'::json) AS coalesce_3 
FROM (SELECT "fee_items#18".name AS "name", "fee_items#18".basis AS "basis", "fee_items#18".amount_fen AS "amountFen" 
FROM fee_items AS "fee_items#18" 
WHERE "fee_items#18".course_id = "page#17".id ORDER BY "fee_items#18".position) AS "many#19") AS "feeItems") AS "node#20") AS "node") AS "edge#21")) FILTER (WHERE "page#17"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('courses:Course:REGISTERED_AT'::text, "page#17".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#17"."number#" = least($1::INTEGER, "page#17"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#16".id AS id, "fetched#16".title AS title, "fetched#16".subject_kind AS subject_kind, "fetched#16".delivery AS delivery, "fetched#16".starts_on AS starts_on, "fetched#16".ends_on AS ends_on, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "courses#15".id AS id, "courses#15".title AS title, "courses#15".subject_kind AS subject_kind, "courses#15".delivery AS delivery, "courses#15".starts_on AS starts_on, "courses#15".ends_on AS ends_on 
FROM courses AS "courses#15" 
WHERE CAST("courses#15".state AS TEXT) = 'PUBLISHED' AND "courses#15".institution_id = "institutions#1".id ORDER BY "courses#15".id ASC 
 LIMIT 21) AS "fetched#16") AS "page#17") AS "connection#22") AS "courses", (SELECT to_json("connection#28") AS to_json_10 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#27") AS to_json_11 
FROM (SELECT (SELECT to_json("node#26") AS to_json_12 
FROM (SELECT 'tch_' || CAST("page#25".id AS TEXT) AS "id", "page#25".name AS "name", "page#25".certificate_kind AS "certificateKind", "page#25".certificate_no AS "certificateNo", "page#25".subjects AS "subjects", "page#25".employment AS "employment") AS "node#26") AS "node") AS "edge#27")) FILTER (WHERE "page#25"."number#" <= $2::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('teachers:Teacher:REGISTERED_AT'::text, "page#25".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#25"."number#" = least($2::INTEGER, "page#25"."total#")), 'hasNextPage', count(*) > $2::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#24".id AS id, "fetched#24".name AS name, "fetched#24".employment AS employment, "fetched#24".subjects AS subjects, "fetched#24".certificate_kind AS certificate_kind, "fetched#24".certificate_no AS certificate_no, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "teachers#23".id AS id, "teachers#23".name AS name, "teachers#23".employment AS employment, "teachers#23".subjects AS subjects, "teachers#23".certificate_kind AS certificate_kind, "teachers#23".certificate_no AS certificate_no 
FROM teachers AS "teachers#23" 
WHERE "teachers#23".employed_to IS NULL AND "teachers#23".institution_id = "institutions#1".id ORDER BY "teachers#23".id ASC 
 LIMIT 21) AS "fetched#24") AS "page#25") AS "connection#28") AS "teachers", json_build_object('nodes', (SELECT coalesce(json_agg("page#32"), '[]'::json) AS coalesce_4 
FROM (SELECT 'pub_' || CAST("public_records#29".id AS TEXT) AS "id", "public_records#29".inspected_on AS "inspectedOn", "public_records#29".result_text AS "resultText", "public_records#29".result_codes AS "resultCodes", to_char(timezone('UTC', "public_records#29".published_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "publishedAt", (SELECT to_json("one#31") AS to_json_13 
FROM (SELECT 'auth_' || CAST("authorities#30".id AS TEXT) AS "id", "authorities#30".name AS "name" 
FROM authorities AS "authorities#30" 
WHERE "authorities#30".id = "public_records#29".authority_id) AS "one#31") AS "authority" 
FROM public_records AS "public_records#29" 
WHERE "public_records#29".withdrawn_at IS NULL AND "public_records#29".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND "public_records#29".institution_id = "institutions#1".id AND "public_records#29".superseded_at IS NULL ORDER BY "public_records#29".published_at DESC, "public_records#29".id DESC 
 LIMIT 10) AS "page#32"), 'totalCount', (SELECT count(*) AS count_1 
FROM public_records AS "public_records#33" 
WHERE "public_records#33".withdrawn_at IS NULL AND "public_records#33".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND "public_records#33".institution_id = "institutions#1".id AND "public_records#33".superseded_at IS NULL)) AS "publicInspectionResults" 
FROM institutions AS "institutions#1" 
WHERE "institutions#1".unified_social_credit_code = $3::VARCHAR) AS "one#34")) AS answer

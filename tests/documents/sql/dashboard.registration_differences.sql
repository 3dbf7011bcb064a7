SELECT json_send((SELECT to_json("connection#11") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#9") AS to_json_2 
FROM (SELECT (SELECT to_json("node#8") AS to_json_3 
FROM (SELECT 'rdif_' || CAST("page#3".id AS TEXT) AS "id", "page#3".field AS "field", "page#3".ours AS "ours", "page#3".theirs AS "theirs", "page#3".source AS "source", to_char(timezone('UTC', "page#3".source_updated_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "sourceUpdatedAt", to_char(timezone('UTC', "page#3".seen_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "seenAt", CASE WHEN (EXISTS (SELECT * 
FROM institutions AS institutions_1 
WHERE institutions_1.id = "page#3".institution_id AND left(institutions_1.region_code, 4) = $1::VARCHAR AND CAST(institutions_1.sector AS TEXT) = ANY ($2::TEXT[]))) THEN (SELECT accounts_1.display_name 
FROM accounts AS accounts_1 
WHERE accounts_1.id = "page#3".seen_by) END AS "seenBy", "page#3".state AS "state", "page#3".question AS "question", to_char(timezone('UTC', "page#3".asked_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "askedAt", "page#3".explanation AS "explanation", to_char(timezone('UTC', "page#3".explained_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "explainedAt", "page#3".reason AS "reason", to_char(timezone('UTC', "page#3".decided_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "decidedAt", CASE WHEN (EXISTS (SELECT * 
FROM institutions AS institutions_2 
WHERE institutions_2.id = "page#3".institution_id AND left(institutions_2.region_code, 4) = $1::VARCHAR AND CAST(institutions_2.sector AS TEXT) = ANY ($2::TEXT[]))) THEN (SELECT accounts_2.display_name 
FROM accounts AS accounts_2 
WHERE accounts_2.id = "page#3".decided_by) END AS "decidedBy", "page#3".version AS "version", (SELECT to_json("one#5") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#4".id AS TEXT) AS "id", "institutions#4".name AS "name", "institutions#4".unified_social_credit_code AS "unifiedSocialCreditCode" 
FROM institutions AS "institutions#4" 
WHERE "institutions#4".id = "page#3".institution_id) AS "one#5") AS "institution", (SELECT to_json("one#7") AS to_json_5 
FROM (SELECT 'xreg_' || CAST("external_registrations#6".id AS TEXT) AS "id", "external_registrations#6".kind AS "kind", "external_registrations#6".number AS "number", "external_registrations#6".version AS "version" 
FROM external_registrations AS "external_registrations#6" 
WHERE "external_registrations#6".id = "page#3".registration_id) AS "one#7") AS "registration") AS "node#8") AS "node") AS "edge#9")) FILTER (WHERE "page#3"."number#" <= $3::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('registrationDifferences:RegistrationDifference:SEEN_AT'::text, CAST(EXTRACT(epoch FROM "page#3".seen_at) * 1000000 AS BIGINT), "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($3::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $3::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM registration_differences AS "registration_differences#10" 
WHERE (EXISTS (SELECT * 
FROM institutions AS institutions_3 
WHERE institutions_3.id = "registration_differences#10".institution_id AND left(institutions_3.region_code, 4) = $1::VARCHAR AND CAST(institutions_3.sector AS TEXT) = ANY ($2::TEXT[]))) AND CAST("registration_differences#10".state AS TEXT) IN ('EXPLAINED', 'OPEN', 'PUT_TO_INSTITUTION') AND (EXISTS (SELECT institutions_4.id 
FROM institutions AS institutions_4 
WHERE institutions_4.id = "registration_differences#10".institution_id AND left(institutions_4.region_code, 4) = $4::VARCHAR))) AS "totalCount" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".institution_id AS institution_id, "fetched#2".registration_id AS registration_id, "fetched#2".field AS field, "fetched#2".ours AS ours, "fetched#2".theirs AS theirs, "fetched#2".source AS source, "fetched#2".source_updated_at AS source_updated_at, "fetched#2".seen_at AS seen_at, "fetched#2".seen_by AS seen_by, "fetched#2".state AS state, "fetched#2".question AS question, "fetched#2".asked_at AS asked_at, "fetched#2".explanation AS explanation, "fetched#2".explained_at AS explained_at, "fetched#2".reason AS reason, "fetched#2".decided_at AS decided_at, "fetched#2".decided_by AS decided_by, "fetched#2".version AS version, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "registration_differences#1".id AS id, "registration_differences#1".institution_id AS institution_id, "registration_differences#1".registration_id AS registration_id, "registration_differences#1".field AS field, "registration_differences#1".ours AS ours, "registration_differences#1".theirs AS theirs, "registration_differences#1".source AS source, "registration_differences#1".source_updated_at AS source_updated_at, "registration_differences#1".seen_at AS seen_at, "registration_differences#1".seen_by AS seen_by, "registration_differences#1".state AS state, "registration_differences#1".question AS question, "registration_differences#1".asked_at AS asked_at, "registration_differences#1".explanation AS explanation, "registration_differences#1".explained_at AS explained_at, "registration_differences#1".reason AS reason, "registration_differences#1".decided_at AS decided_at, "registration_differences#1".decided_by AS decided_by, "registration_differences#1".version AS version 
FROM registration_differences AS "registration_differences#1" 
WHERE (EXISTS (SELECT * 
FROM institutions AS institutions_5 
WHERE institutions_5.id = "registration_differences#1".institution_id AND left(institutions_5.region_code, 4) = $1::VARCHAR AND CAST(institutions_5.sector AS TEXT) = ANY ($2::TEXT[]))) AND CAST("registration_differences#1".state AS TEXT) IN ('EXPLAINED', 'OPEN', 'PUT_TO_INSTITUTION') AND (EXISTS (SELECT institutions_6.id 
FROM institutions AS institutions_6 
WHERE institutions_6.id = "registration_differences#1".institution_id AND left(institutions_6.region_code, 4) = $5::VARCHAR)) ORDER BY "registration_differences#1".seen_at ASC, "registration_differences#1".id ASC 
 LIMIT $3::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#11")) AS answer

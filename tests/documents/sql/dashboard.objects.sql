SELECT json_send((SELECT to_json("connection#18") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#15") AS to_json_2 
FROM (SELECT (SELECT to_json("node#14") AS to_json_3 
FROM (SELECT "page#3".unified_social_credit_code AS "unifiedSocialCreditCode", "page#3".risk_class AS "riskClass", (SELECT count(*) AS count_1 
FROM inspections AS inspections_1 
WHERE inspections_1.institution_id = "page#3".id AND CAST(inspections_1.state AS TEXT) != 'VOIDED' AND (coalesce(inspections_1.noticed_at, inspections_1.published_at) IS NOT NULL OR inspections_1.window_to < CAST(timezone('Asia/Shanghai', now()) AS DATE)) AND EXTRACT(year FROM inspections_1.window_from) = EXTRACT(year FROM CAST(timezone('Asia/Shanghai', now()) AS DATE))) AS "visitsThisYear", EXISTS (SELECT * 
FROM object_stops AS object_stops_1 
WHERE object_stops_1.institution_id = "page#3".id AND object_stops_1.first_on <= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND (object_stops_1.last_on IS NULL OR object_stops_1.last_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE))) AS "isStopped", "page#3".existence AS "existence", (SELECT to_json("one#7") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#4".id AS TEXT) AS "id", "institutions#4".name AS "name", (SELECT to_json("one#6") AS to_json_5 
FROM (SELECT "regions#5".code AS "code", "regions#5".name AS "name" 
FROM regions AS "regions#5" 
WHERE "regions#5".code = "institutions#4".region_code) AS "one#6") AS "region" 
FROM institutions AS "institutions#4" 
WHERE "institutions#4".id = "page#3".id) AS "one#7") AS "institution", (SELECT coalesce(json_agg("many#11"), '[]'::json) AS coalesce_1 
FROM (SELECT "risk_assessments#8".risk_class AS "riskClass", "risk_assessments#8".points AS "points", to_char(timezone('UTC', "risk_assessments#8".assessed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "assessedAt", (SELECT coalesce(json_agg("many#10"), '[]'::json) AS coalesce_2 
FROM (SELECT "risk_input_counts#9".input AS "input", "risk_input_counts#9".count AS "count" 
FROM risk_input_counts AS "risk_input_counts#9" 
WHERE "risk_input_counts#9".assessment_id = "risk_assessments#8".id ORDER BY "risk_input_counts#9".input) AS "many#10") AS "inputs" 
FROM risk_assessments AS "risk_assessments#8" 
WHERE "risk_assessments#8".institution_id = "page#3".id ORDER BY "risk_assessments#8".assessed_at DESC, "risk_assessments#8".id DESC) AS "many#11") AS "assessments", (SELECT coalesce(json_agg("many#13"), '[]'::json) AS coalesce_3 
FROM (SELECT 'stop_' || CAST("object_stops#12".id AS TEXT) AS "id", "object_stops#12".ground AS "ground", "object_stops#12".reason AS "reason", "object_stops#12".first_on AS "firstOn", "object_stops#12".last_on AS "lastOn" 
FROM object_stops AS "object_stops#12" 
WHERE "object_stops#12".institution_id = "page#3".id ORDER BY "object_stops#12".first_on DESC, "object_stops#12".id DESC) AS "many#13") AS "stops") AS "node#14") AS "node") AS "edge#15")) FILTER (WHERE "page#3"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('inspectionObjects:InspectionObject:REGISTERED_AT'::text, "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($1::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo", (SELECT count(*) AS count_2 
FROM institutions AS "institutions#17" 
WHERE left("institutions#17".region_code, 4) = $2::VARCHAR AND CAST("institutions#17".sector AS TEXT) = ANY ($3::TEXT[]) AND left("institutions#17".region_code, 4) = $4::VARCHAR AND CAST("institutions#17".risk_class AS TEXT) = ANY ($5::TEXT[])) AS "totalCount" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".unified_social_credit_code AS unified_social_credit_code, "fetched#2".existence AS existence, "fetched#2".risk_class AS risk_class, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "institutions#1".id AS id, "institutions#1".unified_social_credit_code AS unified_social_credit_code, "institutions#1".existence AS existence, "institutions#1".risk_class AS risk_class 
FROM institutions AS "institutions#1" 
WHERE left("institutions#1".region_code, 4) = $2::VARCHAR AND CAST("institutions#1".sector AS TEXT) = ANY ($3::TEXT[]) AND left("institutions#1".region_code, 4) = $6::VARCHAR AND CAST("institutions#1".risk_class AS TEXT) = ANY ($7::TEXT[]) ORDER BY "institutions#1".id ASC 
 LIMIT $1::INTEGER + 1) AS "fetched#2") AS "page#3") AS "connection#18")) AS answer

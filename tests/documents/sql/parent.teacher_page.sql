SELECT json_send((SELECT to_json("one#4") AS to_json_1 
FROM (SELECT 'tch_' || CAST("teachers#1".id AS TEXT) AS "id", "teachers#1".name AS "name", "teachers#1".nationality AS "nationality", "teachers#1".employment AS "employment", "teachers#1".subjects AS "subjects", "teachers#1".stages AS "stages", "teachers#1".certificate_kind AS "certificateKind", "teachers#1".certificate_no AS "certificateNo", "teachers#1".certificate_issuer AS "certificateIssuer", "teachers#1".background AS "background", "teachers#1".employed_to IS NULL AS "isEmployed", "teachers#1".employed_from AS "employedFrom", (SELECT to_json("one#3") AS to_json_2 
FROM (SELECT 'inst_' || CAST("institutions#2".id AS TEXT) AS "id", "institutions#2".name AS "name" 
FROM institutions AS "institutions#2" 
WHERE "institutions#2".id = "teachers#1".institution_id) AS "one#3") AS "institution" 
FROM teachers AS "teachers#1" 
WHERE "teachers#1".employed_to IS NULL AND "teachers#1".id = $1::UUID) AS "one#4")) AS answer

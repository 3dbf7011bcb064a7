SELECT json_send((SELECT to_json("one#10") AS to_json_1 
FROM (SELECT 'crs_' || CAST("courses#1".id AS TEXT) AS "id", "courses#1".title AS "title", "courses#1".introduction AS "introduction", "courses#1".subject_kind AS "subjectKind", "courses#1".category AS "category", "courses#1".delivery AS "delivery", "courses#1".stages AS "stages", "courses#1".class_hour_count AS "classHourCount", "courses#1".lesson_minutes AS "lessonMinutes", "courses#1".starts_on AS "startsOn", "courses#1".ends_on AS "endsOn", "courses#1".skipped_on AS "skippedOn", "courses#1".state AS "state", (SELECT coalesce(json_agg("many#3"), '[]'::json) AS coalesce_1 
FROM (SELECT "fee_items#2".name AS "name", "fee_items#2".basis AS "basis", "fee_items#2".amount_fen AS "amountFen", "fee_items#2".months AS "months", "fee_items#2".days AS "days", "fee_items#2".class_hours AS "classHours", "fee_items#2".refund_rule AS "refundRule" 
FROM fee_items AS "fee_items#2" 
WHERE "fee_items#2".course_id = "courses#1".id ORDER BY "fee_items#2".position) AS "many#3") AS "feeItems", (SELECT coalesce(json_agg("many#5"), '[]'::json) AS coalesce_2 
FROM (SELECT "class_times#4".weekday AS "weekday", to_char("class_times#4".starts_at, 'HH24:MI') AS "startsAt", to_char("class_times#4".ends_at, 'HH24:MI') AS "endsAt" 
FROM class_times AS "class_times#4" 
WHERE "class_times#4".course_id = "courses#1".id ORDER BY "class_times#4".position) AS "many#5") AS "classTimes", (SELECT to_json("one#7") AS to_json_2 
FROM (SELECT 'site_' || CAST("sites#6".id AS TEXT) AS "id", "sites#6".name AS "name", "sites#6".address AS "address" 
FROM sites AS "sites#6" 
WHERE "sites#6".id = "courses#1".site_id) AS "one#7") AS "site", (SELECT to_json("one#9") AS to_json_3 
FROM (SELECT 'inst_' || CAST("institutions#8".id AS TEXT) AS "id", "institutions#8".name AS "name", "institutions#8".list_status AS "listStatus" 
FROM institutions AS "institutions#8" 
WHERE "institutions#8".id = "courses#1".institution_id) AS "one#9") AS "institution" 
FROM courses AS "courses#1" 
WHERE CAST("courses#1".state AS TEXT) = 'PUBLISHED' AND "courses#1".id = $1::UUID) AS "one#10")) AS answer

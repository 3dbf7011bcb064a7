SELECT json_send(json_build_object('nodes', (SELECT coalesce(json_agg("page#6"), '[]'::json) AS coalesce_1 
FROM (SELECT 'pub_' || CAST("public_records#1".id AS TEXT) AS "id", "public_records#1".result_text AS "resultText", (SELECT to_json("one#3") AS to_json_1 
FROM (SELECT 'inst_' || CAST("institutions#2".id AS TEXT) AS "id", "institutions#2".name AS "name" 
FROM institutions AS "institutions#2" 
WHERE "institutions#2".id = "public_records#1".institution_id) AS "one#3") AS "institution", (SELECT coalesce(json_agg("many#5"), '[]'::json) AS coalesce_2 
FROM (SELECT ('/evidence/' || ('evid_' || CAST("evidence#4".id AS TEXT))) || '/picture' AS "url", ('/evidence/' || ('evid_' || CAST("evidence#4".id AS TEXT))) || '/thumbnail' AS "thumbnailUrl", (SELECT blobs_1.width 
FROM blobs AS blobs_1 
WHERE blobs_1.sha256 = "evidence#4".sha256 AND CAST("evidence#4".state AS TEXT) = 'RECEIVED') AS "width", (SELECT blobs_2.height 
FROM blobs AS blobs_2 
WHERE blobs_2.sha256 = "evidence#4".sha256 AND CAST("evidence#4".state AS TEXT) = 'RECEIVED') AS "height" 
FROM evidence AS "evidence#4" 
WHERE "evidence#4".owner_id = "public_records#1".inspection_id AND "public_records#1".superseded_at IS NULL AND "evidence#4".released_at IS NOT NULL AND CAST("evidence#4".owner_kind AS TEXT) = 'INSPECTION' AND (EXISTS (SELECT * 
FROM public_records AS public_records_1 
WHERE public_records_1.inspection_id = "evidence#4".owner_id AND public_records_1.superseded_at IS NULL AND public_records_1.withdrawn_at IS NULL AND public_records_1.expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE))) ORDER BY "evidence#4".declared_at, "evidence#4".id) AS "many#5") AS "pictures" 
FROM public_records AS "public_records#1" 
WHERE "public_records#1".withdrawn_at IS NULL AND "public_records#1".expires_on >= CAST(timezone('Asia/Shanghai', now()) AS DATE) AND "public_records#1".superseded_at IS NULL AND left("public_records#1".region_code, 4) = $1::VARCHAR ORDER BY "public_records#1".published_at DESC, "public_records#1".id DESC 
 LIMIT 20) AS "page#6"))) AS answer

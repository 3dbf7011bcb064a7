SELECT json_send((SELECT to_json("connection#9") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#8") AS to_json_2 
FROM (SELECT (SELECT to_json("node#7") AS to_json_3 
FROM (SELECT 'cmp_' || CAST("page#3".id AS TEXT) AS "id", "page#3".complaint_no AS "complaintNo", (SELECT to_json("part#6") AS to_json_4 
FROM (SELECT 'evs_' || ('cmp_' || CAST("page#3".id AS TEXT)) AS "id", CASE WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_1 
WHERE CAST(evidence_1.owner_kind AS TEXT) = 'COMPLAINT' AND evidence_1.owner_id = "page#3".id AND evidence_1.superseded_at IS NULL AND CAST(evidence_1.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_1.state AS TEXT) != 'RECEIVED' AND evidence_1.declared_at < now() - interval '86400 seconds')) THEN 'STUCK' WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_2 
WHERE CAST(evidence_2.owner_kind AS TEXT) = 'COMPLAINT' AND evidence_2.owner_id = "page#3".id AND evidence_2.superseded_at IS NULL AND CAST(evidence_2.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_2.state AS TEXT) != 'RECEIVED')) THEN 'INCOMPLETE' WHEN (EXISTS (SELECT * 
FROM evidence AS evidence_3 
WHERE CAST(evidence_3.owner_kind AS TEXT) = 'COMPLAINT' AND evidence_3.owner_id = "page#3".id AND evidence_3.superseded_at IS NULL AND CAST(evidence_3.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_3.state AS TEXT) = 'RECEIVED')) THEN 'COMPLETE' ELSE 'NONE' END AS "state", (SELECT count(*) AS count_1 
FROM evidence AS evidence_4 
WHERE CAST(evidence_4.owner_kind AS TEXT) = 'COMPLAINT' AND evidence_4.owner_id = "page#3".id AND evidence_4.superseded_at IS NULL AND CAST(evidence_4.state AS TEXT) != 'WITHDRAWN') AS "expected", (SELECT count(*) AS count_2 
FROM evidence AS evidence_5 
WHERE CAST(evidence_5.owner_kind AS TEXT) = 'COMPLAINT' AND evidence_5.owner_id = "page#3".id AND evidence_5.superseded_at IS NULL AND CAST(evidence_5.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_5.state AS TEXT) = 'RECEIVED') AS "received", (SELECT count(*) AS count_3 
FROM evidence AS evidence_6 
WHERE CAST(evidence_6.owner_kind AS TEXT) = 'COMPLAINT' AND evidence_6.owner_id = "page#3".id AND evidence_6.superseded_at IS NULL AND CAST(evidence_6.state AS TEXT) != 'WITHDRAWN' AND CAST(evidence_6.state AS TEXT) != 'RECEIVED') AS "missing", (SELECT coalesce(json_agg("many#5"), '[]'::json) AS coalesce_1 
FROM (SELECT 'evid_' || CAST("evidence#4".id AS TEXT) AS "id", "evidence#4".kind AS "kind", "evidence#4".state AS "state", "evidence#4".refusal AS "refusal", to_char(timezone('UTC', "evidence#4".received_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "receivedAt", json_build_array('evidence_address'::text, CAST("evidence#4".id AS TEXT), 'picture', (SELECT blobs_1.derivative_sha256 
FROM blobs AS blobs_1 
WHERE blobs_1.sha256 = "evidence#4".sha256 AND CAST("evidence#4".state AS TEXT) = 'RECEIVED') IS NOT NULL, CAST($1::UUID AS TEXT), null::text) AS "url", json_build_array('evidence_address'::text, CAST("evidence#4".id AS TEXT), 'thumbnail', (SELECT blobs_2.derivative_sha256 
FROM blobs AS blobs_2 
WHERE blobs_2.sha256 = "evidence#4".sha256 AND CAST("evidence#4".state AS TEXT) = 'RECEIVED') IS NOT NULL, CAST($1::UUID AS TEXT), null::text) AS "thumbnailUrl" 
FROM evidence AS "evidence#4" 
WHERE CAST("evidence#4".owner_kind AS TEXT) = 'COMPLAINT' AND (EXISTS (SELECT * 
FROM complaints AS complaints_1 
WHERE complaints_1.id = "evidence#4".owner_id AND (complaints_1.complainant_ref = $2::BYTEA OR CAST(complaints_1.category AS TEXT) != 'INSPECTOR_CONDUCT' AND complaints_1.handler_id = $1::UUID))) AND CAST("evidence#4".owner_kind AS TEXT) = 'COMPLAINT' AND "evidence#4".owner_id = "page#3".id ORDER BY "evidence#4".declared_at, "evidence#4".id) AS "many#5") AS "items") AS "part#6") AS "evidence") AS "node#7") AS "node") AS "edge#8")) FILTER (WHERE "page#3"."number#" <= $3::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('myComplaints:Complaint:RECEIVED_AT'::text, CAST(EXTRACT(epoch FROM "page#3".received_at) * 1000000 AS BIGINT), "page#3".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#3"."number#" = least($3::INTEGER, "page#3"."total#")), 'hasNextPage', count(*) > $3::INTEGER) AS "pageInfo" 
FROM (SELECT "fetched#2".id AS id, "fetched#2".complaint_no AS complaint_no, "fetched#2".received_at AS received_at, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "complaints#1".id AS id, "complaints#1".complaint_no AS complaint_no, "complaints#1".received_at AS received_at 
FROM complaints AS "complaints#1" 
WHERE "complaints#1".complainant_ref = $2::BYTEA AND "complaints#1".complainant_ref = $2::BYTEA ORDER BY "complaints#1".received_at DESC, "complaints#1".id DESC 
 LIMIT 21) AS "fetched#2") AS "page#3") AS "connection#9")) AS answer

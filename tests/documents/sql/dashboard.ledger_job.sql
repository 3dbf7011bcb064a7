SELECT json_send((SELECT to_json("one#10") AS to_json_1 
FROM (SELECT 'ldgr_' || CAST("ledger_jobs#1".id AS TEXT) AS "id", "ledger_jobs#1".state AS "state", "ledger_jobs#1".done_count AS "doneCount", "ledger_jobs#1".total_count AS "totalCount", "ledger_jobs#1".new_count AS "newCount", "ledger_jobs#1".changed_count AS "changedCount", "ledger_jobs#1".unchanged_count AS "unchangedCount", "ledger_jobs#1".rejected_count AS "rejectedCount", "ledger_jobs#1".unchecked_count AS "uncheckedCount", "ledger_jobs#1".failure_code AS "failureCode", "ledger_jobs#1".failure_zh AS "failureZh", "ledger_jobs#1".failure_en AS "failureEn", CASE WHEN ("ledger_jobs#1".rejected_key IS NOT NULL) THEN ('/ledgers/jobs/' || ('ldgr_' || CAST("ledger_jobs#1".id AS TEXT))) || '/rejected' END AS "rejectedUrl", (SELECT to_json("connection#9") AS to_json_2 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#7") AS to_json_3 
FROM (SELECT translate(encode(convert_to(CAST(json_build_array('rows:LedgerRow:POSITION'::text, "page#4".position, "page#4".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '') AS "cursor", (SELECT to_json("node#6") AS to_json_4 
FROM (SELECT 'lrow_' || CAST("page#4".id AS TEXT) AS "id", "page#4".sheet AS "sheet", "page#4".line AS "line", "page#4".label AS "label", "page#4".outcome AS "outcome", "page#4".changed AS "changed", json_build_array('ledger_refusals#5'::text, "page#4".refusals) AS "refusals") AS "node#6") AS "node") AS "edge#7")) FILTER (WHERE "page#4"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('hasNextPage', count(*) > $1::INTEGER, 'endCursor', max(translate(encode(convert_to(CAST(json_build_array('rows:LedgerRow:POSITION'::text, "page#4".position, "page#4".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#4"."number#" = least($1::INTEGER, "page#4"."total#"))) AS "pageInfo", (SELECT count(*) AS count_1 
FROM ledger_rows AS "ledger_rows#8" 
WHERE (EXISTS (SELECT * 
FROM ledger_jobs AS ledger_jobs_1 
WHERE ledger_jobs_1.id = "ledger_rows#8".job_id AND (ledger_jobs_1.declared_by = $2::UUID OR ledger_jobs_1.authority_id = $3::UUID))) AND "ledger_rows#8".job_id = "ledger_jobs#1".id AND "ledger_rows#8".is_dry = ("ledger_jobs#1".applied_by IS NULL)) AS "totalCount" 
FROM (SELECT "fetched#3".id AS id, "fetched#3".position AS position, "fetched#3".sheet AS sheet, "fetched#3".line AS line, "fetched#3".label AS label, "fetched#3".outcome AS outcome, "fetched#3".changed AS changed, "fetched#3".refusals AS refusals, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT "ledger_rows#2".id AS id, "ledger_rows#2".position AS position, "ledger_rows#2".sheet AS sheet, "ledger_rows#2".line AS line, "ledger_rows#2".label AS label, "ledger_rows#2".outcome AS outcome, "ledger_rows#2".changed AS changed, "ledger_rows#2".refusals AS refusals 
FROM ledger_rows AS "ledger_rows#2" 
WHERE (EXISTS (SELECT * 
FROM ledger_jobs AS ledger_jobs_2 
WHERE ledger_jobs_2.id = "ledger_rows#2".job_id AND (ledger_jobs_2.declared_by = $2::UUID OR ledger_jobs_2.authority_id = $3::UUID))) AND "ledger_rows#2".job_id = "ledger_jobs#1".id AND "ledger_rows#2".is_dry = ("ledger_jobs#1".applied_by IS NULL) ORDER BY "ledger_rows#2".position ASC, "ledger_rows#2".id ASC 
 LIMIT 21) AS "fetched#3") AS "page#4") AS "connection#9") AS "rows" 
FROM ledger_jobs AS "ledger_jobs#1" 
WHERE ("ledger_jobs#1".declared_by = $2::UUID OR "ledger_jobs#1".authority_id = $3::UUID) AND "ledger_jobs#1".id = $4::UUID) AS "one#10")) AS answer

SELECT json_send((SELECT to_json("connection#16") AS to_json_1 
FROM (SELECT coalesce(json_agg((SELECT to_json("edge#11") AS to_json_2 
FROM (SELECT (SELECT to_json("node#10") AS to_json_3 
FROM (SELECT 'rul_' || CAST("page#5".id AS TEXT) AS "id", "page#5".version AS "version", "page#5".state AS "state", "page#5".measure AS "measure", to_char(timezone('UTC', "page#5".noticed_at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "noticedAt", "page#5".statement_due_on AS "statementDueOn", "page#5".appeal_due_on AS "appealDueOn", (SELECT to_json("one#7") AS to_json_4 
FROM (SELECT 'inst_' || CAST("institutions#6".id AS TEXT) AS "id", "institutions#6".name AS "name" 
FROM institutions AS "institutions#6" 
WHERE "institutions#6".id = "page#5".institution_id) AS "one#7") AS "institution", (SELECT to_json("one#9") AS to_json_5 
FROM (SELECT 'auth_' || CAST("authorities#8".id AS TEXT) AS "id", "authorities#8".name AS "name" 
FROM authorities AS "authorities#8" 
WHERE "authorities#8".id = "page#5".authority_id) AS "one#9") AS "authority") AS "node#10") AS "node") AS "edge#11")) FILTER (WHERE "page#5"."number#" <= $1::INTEGER), '[]'::json) AS "edges", json_build_object('endCursor', max(translate(encode(convert_to(CAST(json_build_array('rulings:Ruling:NOTICED_AT'::text, "page#5".id) AS TEXT), 'UTF8'), 'base64'), E'\n', '')) FILTER (WHERE "page#5"."number#" = least($1::INTEGER, "page#5"."total#")), 'hasNextPage', count(*) > $1::INTEGER) AS "pageInfo", (SELECT count(*) AS count_1 
FROM rulings AS "rulings#13" 
WHERE left("rulings#13".region_code, 4) = $2::VARCHAR AND CAST("rulings#13".sector AS TEXT) = ANY ($3::TEXT[]) AND CAST("rulings#13".state AS TEXT) = ANY ($4::TEXT[])) + (SELECT count(*) AS count_2 
FROM rulings AS "rulings#14" 
WHERE "rulings#14".authority_id = $5::UUID AND (left("rulings#14".region_code, 4) = $2::VARCHAR AND CAST("rulings#14".sector AS TEXT) = ANY ($3::TEXT[])) IS NOT true AND CAST("rulings#14".state AS TEXT) = ANY ($6::TEXT[])) AS "totalCount" 
FROM (SELECT "fetched#4".id AS id, "fetched#4".institution_id AS institution_id, "fetched#4".authority_id AS authority_id, "fetched#4".measure AS measure, "fetched#4".state AS state, "fetched#4".noticed_at AS noticed_at, "fetched#4".statement_due_on AS statement_due_on, "fetched#4".appeal_due_on AS appeal_due_on, "fetched#4".version AS version, row_number() OVER () AS "number#", count(*) OVER () AS "total#" 
FROM (SELECT DISTINCT ON ("branches#15".id) "branches#15".id AS id, "branches#15".institution_id AS institution_id, "branches#15".authority_id AS authority_id, "branches#15".measure AS measure, "branches#15".state AS state, "branches#15".noticed_at AS noticed_at, "branches#15".statement_due_on AS statement_due_on, "branches#15".appeal_due_on AS appeal_due_on, "branches#15".version AS version 
FROM ((SELECT "rulings#2".id AS id, "rulings#2".institution_id AS institution_id, "rulings#2".authority_id AS authority_id, "rulings#2".measure AS measure, "rulings#2".state AS state, "rulings#2".noticed_at AS noticed_at, "rulings#2".statement_due_on AS statement_due_on, "rulings#2".appeal_due_on AS appeal_due_on, "rulings#2".version AS version 
FROM rulings AS "rulings#2" 
WHERE left("rulings#2".region_code, 4) = $2::VARCHAR AND CAST("rulings#2".sector AS TEXT) = ANY ($3::TEXT[]) AND CAST("rulings#2".state AS TEXT) = ANY ($7::TEXT[]) ORDER BY "rulings#2".id DESC 
 LIMIT $1::INTEGER + 1) UNION ALL (SELECT "rulings#3".id AS id, "rulings#3".institution_id AS institution_id, "rulings#3".authority_id AS authority_id, "rulings#3".measure AS measure, "rulings#3".state AS state, "rulings#3".noticed_at AS noticed_at, "rulings#3".statement_due_on AS statement_due_on, "rulings#3".appeal_due_on AS appeal_due_on, "rulings#3".version AS version 
FROM rulings AS "rulings#3" 
WHERE "rulings#3".authority_id = $5::UUID AND CAST("rulings#3".state AS TEXT) = ANY ($8::TEXT[]) ORDER BY "rulings#3".id DESC 
 LIMIT $1::INTEGER + 1)) AS "branches#15" ORDER BY "branches#15".id DESC 
 LIMIT $1::INTEGER + 1) AS "fetched#4") AS "page#5") AS "connection#16")) AS answer

-- The page of an institution as one would write it by hand, for anybody; cursors as ours are spelt.
select to_json(one)::text from (
    select 'inst_' || i.id::text as id, i.name, i.unified_social_credit_code as "unifiedSocialCreditCode",
        i.kinds, i.subject_kind as "subjectKind", i.legal_form as "legalForm", i.address,
        i.established_on as "establishedOn", i.introduction, i.website, i.public_phone as "publicPhone",
        i.existence, i.list_status as "listStatus", i.credit_grade as "creditGrade",
        json_build_object('code', r.code, 'name', r.name,
            'parent', case when p.code is not null then json_build_object('code', p.code, 'name', p.name) end
        ) as region,
        json_build_object('id', 'auth_' || a.id::text, 'name', a.name, 'complaintPhone', a.complaint_phone)
            as "supervisingAuthority",
        (select coalesce(json_agg(json_build_object('id', 'site_' || s.id::text, 'name', s.name,
                'address', s.address, 'areaM2', s.area_m2, 'capacity', s.capacity,
                'position', case when s.latitude is not null then json_build_object(
                    'wgs84Latitude', s.wgs84_latitude, 'wgs84Longitude', s.wgs84_longitude) end
            ) order by s.is_main desc, s.id), '[]')
            from sites s where s.institution_id = i.id) as sites,
        (select coalesce(json_agg(json_build_object('id', 'ent_' || e.id::text, 'kind', e.kind,
                'programme', e.programme, 'number', e.number, 'state', e.state, 'validFrom', e.valid_from,
                'validTo', e.valid_to, 'delivery', e.delivery, 'categories', e.categories,
                'authority', json_build_object('id', 'auth_' || b.id::text, 'name', b.name)
            ) order by e.valid_from desc, e.id), '[]')
            from entitlements e join authorities b on b.id = e.authority_id
            where e.institution_id = i.id) as entitlements,
        (select json_build_object(
            'edges', coalesce(json_agg(json_build_object('node', json_build_object('id', 'crs_' || c.id::text,
                'title', c.title, 'subjectKind', c.subject_kind, 'delivery', c.delivery,
                'startsOn', c.starts_on, 'endsOn', c.ends_on,
                'feeItems', (select coalesce(json_agg(json_build_object('name', f.name, 'basis', f.basis,
                    'amountFen', f.amount_fen) order by f.position), '[]')
                    from fee_items f where f.course_id = c.id)
                )) order by c.id) filter (where c.place <= 20), '[]'),
            'pageInfo', json_build_object('endCursor', case when count(*) > 0 then translate(encode(convert_to(
                json_build_array('courses:Course:REGISTERED_AT'::text,
                    max(c.id::text) filter (where c.place <= 20))::text,
                'UTF8'), 'base64'), E'\n', '') end, 'hasNextPage', count(*) > 20))
            from (select *, row_number() over (order by id) as place from (
                select id, title, subject_kind, delivery, starts_on, ends_on from courses
                where institution_id = i.id and state = 'PUBLISHED' order by id limit 21) c) c) as courses,
        (select json_build_object(
            'edges', coalesce(json_agg(json_build_object('node', json_build_object('id', 'tch_' || t.id::text,
                'name', t.name, 'certificateKind', t.certificate_kind, 'certificateNo', t.certificate_no,
                'subjects', t.subjects, 'employment', t.employment
                )) order by t.id) filter (where t.place <= 20), '[]'),
            'pageInfo', json_build_object('endCursor', case when count(*) > 0 then translate(encode(convert_to(
                json_build_array('teachers:Teacher:REGISTERED_AT'::text,
                    max(t.id::text) filter (where t.place <= 20))::text,
                'UTF8'), 'base64'), E'\n', '') end, 'hasNextPage', count(*) > 20))
            from (select *, row_number() over (order by id) as place from (
                select id, name, certificate_kind, certificate_no, subjects, employment from teachers
                where institution_id = i.id and employed_to is null order by id limit 21) t) t) as teachers,
        (select json_build_object(
            'nodes', coalesce(json_agg(json_build_object('id', 'pub_' || q.id::text,
                'inspectedOn', q.inspected_on, 'resultText', q.result_text, 'resultCodes', q.result_codes,
                'publishedAt', to_char(q.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                'authority', json_build_object('id', 'auth_' || b.id::text, 'name', b.name)
                ) order by q.published_at desc, q.id desc) filter (where q.place <= 10), '[]'),
            'totalCount', count(*))
            from (select *, row_number() over (order by published_at desc, id desc) as place
                from public_records
                where institution_id = i.id and withdrawn_at is null and superseded_at is null
                    and expires_on >= (now() at time zone 'Asia/Shanghai')::date) q
            join authorities b on b.id = q.authority_id) as "publicInspectionResults"
    from institutions i
    join regions r on r.code = i.region_code
    left join regions p on p.code = r.parent_code
    join authorities a on a.id = i.supervising_authority_id
    where i.id = $1
) one

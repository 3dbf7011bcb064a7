-- The nested page as one would write it by hand: no scope, no permission, for one actor who sees all.
select json_build_object('nodes', coalesce((select json_agg(page) from (
    select 'inst_' || i.id::text as id, i.name, i.subject_kind as "subjectKind",
        i.list_status as "listStatus", i.credit_grade as "creditGrade", i.address,
        (select to_json(region) from (select r.name from regions r where r.code = i.region_code) region) as region,
        json_build_object('nodes', (select coalesce(json_agg(course), '[]') from (
            select 'crs_' || c.id::text as id, c.title, c.class_hour_count as "classHourCount",
                c.starts_on as "startsOn"
            from courses c
            where c.institution_id = i.id
            order by c.id
            limit 5
        ) course)) as courses,
        json_build_object('nodes', (select coalesce(json_agg(inspection), '[]') from (
            select 'insp_' || n.id::text as id, n.state, n.inspected_on as "inspectedOn",
                (select to_json(record) from (
                    select q.result_codes as "resultCodes",
                        (select coalesce(json_agg(finding), '[]') from (
                            select f.violation_code as "violationCode", f.detail
                            from findings f where f.record_id = q.id order by f.position
                        ) finding) as findings
                    from inspection_records q where q.id = n.current_record_id
                ) record) as record
            from inspections n
            where n.institution_id = i.id
            order by n.id desc
            limit 3
        ) inspection)) as inspections
    from institutions i
    where left(i.region_code, 4) = $1
    order by i.id
    limit $2
) page), '[]'))::text

-- The flat page as one would write it by hand.
select json_build_object('nodes', coalesce((select json_agg(page) from (
    select 'inst_' || i.id::text as id, i.name, i.subject_kind as "subjectKind", i.address,
        i.list_status as "listStatus", i.credit_grade as "creditGrade", i.established_on as "establishedOn"
    from institutions i
    order by i.id
    limit $1
) page), '[]'))::text

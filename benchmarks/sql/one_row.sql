-- One institution as one would write it by hand.
select to_json(one)::text from (
    select 'inst_' || i.id::text as id, i.name, i.subject_kind as "subjectKind", i.address,
        i.list_status as "listStatus", i.credit_grade as "creditGrade", i.established_on as "establishedOn"
    from institutions i where i.id = $1
) one

-- Deletes warnings that are consequences of another warning about the same file; the column
-- `explains` of `kinds.csv` lists them.
delete from {{ target }}
where
    build_utc = cast($build_utc as timestamp)
    and (file_name, kind) in (
        select
            cause.file_name,
            causes.effect
        from {{ target }} as cause
        inner join (
            values
            {% for cause, effect in causes %}
            ({{ cause | literal }}, {{ effect | literal }}){% if not loop.last %},{% endif +%}
            {% endfor %}
        ) as causes (cause, effect)
            on cause.kind = causes.cause
        where cause.build_utc = cast($build_utc as timestamp)
    )

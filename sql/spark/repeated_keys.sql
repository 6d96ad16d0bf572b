-- The keys that an initial file has more than once, each line but the first.
select
    line,
    {{ table.key }} as cell,
    first_line
from (
    select
        line,
        {{ table.key }},
        min(line) over (partition by {{ table.key }}) as first_line
    from good_{{ table.name }}
) as good
where line > first_line
order by line
limit $most

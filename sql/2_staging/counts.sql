-- The number of records, of invalid records, and of fatal faults.
select
    (select count(*) from numbered) as records,
    count(distinct line) as rejected,
    count(*) filter (
        where kind in (
            {% for kind in fatal_kinds %}
            {{ kind | literal }}{% if not loop.last %},{% endif +%}
            {% endfor %}
        )
    ) as fatal
from faults;

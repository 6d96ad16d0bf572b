-- How many records were looked at, how many of them are invalid, and how many faults are fatal.
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

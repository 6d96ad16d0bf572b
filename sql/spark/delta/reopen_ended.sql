-- Makes the versions live again that unpublished builds ended in a Delta table. Spark's SQL.
update {{ stored }}
set
    valid_to_month = null,
    superseded_by = null,
    ended_as = null,
    ended_by = null
where ended_by not in ({% for build in published %}{{ build | number }}{% if not loop.last %}, {% endif %}{% endfor %})

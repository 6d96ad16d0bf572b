-- Deletes the rows that unpublished builds added to a Delta table. Spark's SQL.
delete from {{ stored }}
where added_by not in ({% for build in published %}{{ build | number }}{% if not loop.last %}, {% endif %}{% endfor %})

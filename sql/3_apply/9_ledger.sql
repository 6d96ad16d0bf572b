-- What the file was and what it did, as one row of the ledger.
insert into ops.processed_files by name
select
    {% for column, value in entry.items() %}
    {{ value | literal }} as {{ column | identifier }}{% if not loop.last %},{% endif +%}
    {% endfor %}

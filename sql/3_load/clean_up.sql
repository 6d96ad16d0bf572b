-- Drops the temporary tables of a file.
{% if is_delta %}
drop table if exists delta;

drop table if exists matched;

drop table if exists superseded;

drop table if exists changes;

drop table if exists completed;

{% endif %}
{% if staged.has_lines %}
drop table if exists faults;

drop table if exists records;

drop table if exists joined;

drop table if exists lines;

{% endif %}
{% if staged.is_text %}
drop table if exists cell_notices;

drop table if exists time_notices;

{% endif %}
drop table if exists reject_errors;

drop table if exists reject_scans;

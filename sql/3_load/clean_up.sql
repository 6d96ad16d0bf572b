-- What served one file only goes before the commit, which would else write a delta anew where rows
-- of it were deleted.
{% if is_delta %}
drop table delta;

drop table matched;

drop table superseded;

drop table changes;

{% if keeps_empty_cells %}
drop table completed;

{% endif %}
{% endif %}
{% if was_quarantined %}
drop table raw_{{ table.name }};

drop table quarantined_{{ table.name }};
{% endif %}

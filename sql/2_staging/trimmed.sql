-- A cell without the blanks around it; an empty one is null. `NULL` and `N/A` are text.
{% if has_blanks %}
create or replace temp macro trimmed(cell) as nullif(trim(cell), '');
{% else %}
-- This file has no blank anywhere, or its cells are trimmed already: nothing to do.
create or replace temp macro trimmed(cell) as cell;
{% endif %}

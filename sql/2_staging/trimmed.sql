-- A cell without surrounding blanks; null if it is empty. `NULL` and `N/A` remain text.
{% if has_blanks %}
create or replace temp macro trimmed(cell) as nullif(trim(cell), '');
{% else %}
-- The file contains no blanks, or its cells are already trimmed.
create or replace temp macro trimmed(cell) as cell;
{% endif %}

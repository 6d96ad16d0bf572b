-- Stores the title of the dashboard and the name of the people who are supported.
update ops.warehouse
set
    title = $title,
    audience = $audience

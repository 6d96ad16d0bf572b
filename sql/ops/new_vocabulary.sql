-- What the dashboard calls the department and the people it supports.
update ops.warehouse
set
    title = $title,
    audience = $audience

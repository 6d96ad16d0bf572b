-- One row per service category that is live after the last month applied. From the files
-- `service_categories`; a deleted category is only in `history.service_categories`.
create table dim_service_categories (
    category_id varchar,
    category_name varchar,
    department varchar,
    valid_from_month integer
);

comment on table dim_service_categories is 'One row per live service category.';
comment on column dim_service_categories.category_id is 'Key of the service category.';
comment on column dim_service_categories.category_name is 'What the member asked about.';
comment on column dim_service_categories.department is
'The department that answers for the category.';
comment on column dim_service_categories.valid_from_month is
'Month (YYYYMM) of the file that brought this version of the row.';

-- One row per contact center that is live after the last month applied. From the files
-- `contact_centers`; a deleted center is only in `history.contact_centers`.
create table dim_contact_centers (
    contact_center_id varchar,
    contact_center_name varchar,
    location varchar,
    valid_from_month integer
);

comment on table dim_contact_centers is 'One row per live contact center.';
comment on column dim_contact_centers.contact_center_id is 'Key of the contact center.';
comment on column dim_contact_centers.contact_center_name is
'Name of the contact center, as reports show it.';
comment on column dim_contact_centers.location is 'City and state.';
comment on column dim_contact_centers.valid_from_month is
'Month (YYYYMM) of the file that brought this version of the row.';

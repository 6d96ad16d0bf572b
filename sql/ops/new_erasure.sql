-- Copies an erased record from the warehouse that this one replaces.
insert into ops.erasures by name
select
    cast($erased_utc as timestamp) as erased_utc,
    $erased_by as erased_by,
    $table_name as table_name,
    $key_sha256 as key_sha256,
    $salt as salt

-- Converts cells of the files of `settings/`; null if a cell is invalid.
create or replace temp macro setting_month(cell) as
case
    when regexp_full_match(cell, '(19|20)[0-9]{2}(0[1-9]|1[0-2])') then cast(cell as integer)
end;

create or replace temp macro setting_value(cell) as
case when regexp_full_match(cell, '[0-9]+([.][0-9]+)?') then try_cast(cell as double) end;

-- 1 to 7, or the name or abbreviation of a weekday.
create or replace temp macro setting_weekday(cell) as
case
    when regexp_full_match(cell, '[1-7]') then cast(cell as integer)
    when
        length(cell) >= 3
        and regexp_matches(
            lower(cell), '^(mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|[a-z]+day)$'
        )
        then list_position(
            ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], lower(left(cell, 3))
        )
end;

-- Minutes since midnight of a time on a quarter of an hour, such as 08:30. 24:00 is the end of the
-- day.
create or replace temp macro setting_minute(cell) as
case
    when cell = '24:00' then 1440
    when regexp_full_match(cell, '([01]?[0-9]|2[0-3]):(00|15|30|45)')
        then
            60 * cast(split_part(cell, ':', 1) as integer)
            + cast(split_part(cell, ':', 2) as integer)
end;

create or replace temp macro setting_date(cell) as
case
    when regexp_full_match(cell, '[0-9]{4}-[0-9]{2}-[0-9]{2}') then try_cast(cell as date)
end;

create or replace temp macro setting_flag(cell) as
case lower(cell) when 'true' then true when 'false' then false end;

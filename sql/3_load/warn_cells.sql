-- What is implausible about the cells of a file that is read line by line: one warning per kind,
-- with the line of an example.
insert into ops.warnings by name
with
found as (
    select
        kind,
        cast(sum(occurrences) as bigint) as occurrences,
        'line ' || min(first_line) || ' (' || min_by(example, first_line) || ')' as example
    from cell_notices
    group by kind
)

select
    cast($processed_utc as timestamp) as build_utc,
    $file_name as file_name,
    kind,
    case kind
        when 'days_without_a_time' then 'rows have a day without a time, taken as midnight UTC'
        when 'mixed_time_zones'
            then 'rows have a time without a zone, taken as UTC, though others have one'
        when 'marked_rows_of_an_initial_file'
            then 'rows are marked as deleted, and loaded all the same'
        when 'text_not_composed'
            then 'cells have letters and accents apart, and were put together (Unicode''s form NFC)'
        else 'keys or channels have a character inside that is not to be seen'
    end as what,
    occurrences,
    example,
    case kind
        when 'days_without_a_time' then 'have the times exported too'
        when 'mixed_time_zones' then 'have all times exported with their zone'
        when 'marked_rows_of_an_initial_file'
            then 'an initial file has no actions; remove the rows'
        when 'invisible_characters_in_keys'
            then 'to a machine it is another than what looks the same'
    end as advice
from found
where
    kind <> 'times_with_zone'
    and (
        kind <> 'mixed_time_zones'
        or exists (
            select 1
            from cell_notices as zones
            where zones.kind = 'times_with_zone'
        )
    )
order by kind;

-- Warns of implausible cells in a file that was read line by line: one warning per kind, with the
-- line of an example.
insert into ops.warnings by name
with
found as (
    select
        kind,
        cast(sum(occurrences) as bigint) as occurrences,
        'line ' || min(first_line) || ': ' || min_by(example, first_line) as example
    from cell_notices
    group by kind
)

select
    cast($processed_utc as timestamp) as build_utc,
    $file_name as file_name,
    kind,
    case kind
        when 'days_without_a_time'
            then
                counted(occurrences, 'row has', 'rows have')
                || ' a date without a time, read as midnight UTC'
        when 'mixed_time_zones'
            then
                counted(occurrences, 'row has', 'rows have')
                || ' a time without a time zone, read as UTC, although other times have one'
        when 'marked_rows_of_an_initial_file'
            then counted(
                occurrences,
                'row is marked as deleted but was loaded',
                'rows are marked as deleted but were loaded'
            )
        when 'text_not_composed'
            then
                counted(occurrences, 'cell has', 'cells have')
                || ' accents as separate characters, converted to the Unicode form NFC'
        else counted(
            occurrences,
            'key or channel contains an invisible character',
            'keys or channels contain invisible characters'
        )
    end as what,
    occurrences,
    example,
    case kind
        when 'days_without_a_time' then 'Export the times, too.'
        when 'mixed_time_zones' then 'Export all times with their time zone.'
        when 'marked_rows_of_an_initial_file'
            then 'Initial files have no actions. Remove the rows.'
        when 'invisible_characters_in_keys'
            then 'They do not match the same text without such characters.'
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

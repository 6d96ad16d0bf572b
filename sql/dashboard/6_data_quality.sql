-- What is unexpected about the files of each month: one row per month and kind.
with
months as (
    select
        month,
        sum(columns(* exclude (month, table_name, file_name)))
    from data_quality_by_file
    group by month
),

kinds as (
    select
        month,
        unnest([
            {'position': 1, 'kind': 'rows quarantined', 'number': rows_rejected},
            {'position': 2, 'kind': 'deletes of missing keys', 'number': deletes_of_missing_keys},
            {'position': 3, 'kind': 'center unknown', 'number': unknown_contact_centers},
            {'position': 4, 'kind': 'category unknown', 'number': unknown_categories},
            {'position': 5, 'kind': 'agent unknown', 'number': unknown_agents},
            {'position': 6, 'kind': 'duration disagrees', 'number': durations_that_disagree},
            {'position': 7, 'kind': 'call without duration', 'number': calls_without_duration},
            {'position': 8, 'kind': 'call without end', 'number': calls_without_end},
            {'position': 9, 'kind': 'times out of order', 'number': times_out_of_order},
            {'position': 10, 'kind': 'rating not 1 to 5', 'number': ratings_outside_1_to_5}
        ], recursive := true)
    from months
)

select
    position,
    kind,
    month_of_file(month) as files_of,
    cast(coalesce(number, 0) as bigint) as number
from kinds
order by position, files_of

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
            struct_pack(ordinal := 1, name := 'rows quarantined', number := rows_rejected),
            struct_pack(
                ordinal := 2, name := 'deletes of missing keys', number := deletes_of_missing_keys
            ),
            struct_pack(ordinal := 3, name := 'center unknown', number := unknown_contact_centers),
            struct_pack(ordinal := 4, name := 'category unknown', number := unknown_categories),
            struct_pack(ordinal := 5, name := 'agent unknown', number := unknown_agents),
            struct_pack(
                ordinal := 6, name := 'no agent (abandoned)', number := interactions_without_agent
            ),
            struct_pack(
                ordinal := 7, name := 'duration disagrees', number := durations_that_disagree
            ),
            struct_pack(
                ordinal := 8, name := 'call without duration', number := calls_without_duration
            ),
            struct_pack(ordinal := 9, name := 'call without end', number := calls_without_end),
            struct_pack(ordinal := 10, name := 'times out of order', number := times_out_of_order),
            struct_pack(
                ordinal := 11, name := 'rating not 1 to 5', number := ratings_outside_1_to_5
            )
        ]) as kind
    from months
)

select
    kinds.kind.ordinal as position,
    kinds.kind.name as kind,
    month_of_file(kinds.month) as files_of,
    cast(coalesce(kinds.kind.number, 0) as bigint) as number
from kinds
order by position, files_of

-- What is wrong with the data? An interaction without an agent was abandoned, and is no defect.
create or replace temp table by_file as
select *
from data_quality_by_file;

create or replace temp table data_quality as
with
by_month as (
    select
        month,
        count(*) as files,
        sum(columns(* exclude (month, table_name, file_name)))
    from by_file
    group by month
),

kinds as (
    select
        month,
        files,
        unnest([
            struct_pack(ordinal := 1, name := 'rows quarantined', number := rows_rejected),
            struct_pack(
                ordinal := 2, name := 'deletes of missing keys', number := deletes_of_missing_keys
            ),
            struct_pack(ordinal := 3, name := 'center unknown', number := unknown_contact_centers),
            struct_pack(ordinal := 4, name := 'category unknown', number := unknown_categories),
            struct_pack(ordinal := 5, name := 'agent unknown', number := unknown_agents),
            struct_pack(
                ordinal := 6, name := 'duration disagrees', number := durations_that_disagree
            ),
            struct_pack(
                ordinal := 7, name := 'call without duration', number := calls_without_duration
            ),
            struct_pack(ordinal := 8, name := 'call without end', number := calls_without_end),
            struct_pack(ordinal := 9, name := 'times out of order', number := times_out_of_order),
            struct_pack(
                ordinal := 10, name := 'impossible length', number := impossible_durations
            ),
            struct_pack(
                ordinal := 11, name := 'rating not 1 to 5', number := ratings_outside_1_to_5
            )
        ]) as kind
    from by_month
)

select
    kinds.kind.ordinal,
    kinds.kind.name as kind,
    kinds.month,
    kinds.files,
    dense_rank() over (order by kinds.month desc) as months_ago,
    cast(coalesce(kinds.kind.number, 0) as bigint) as defects
from kinds
qualify months_ago <= 12;

with
last_month as (
    select
        strftime(first_day_of(max(month)), '%B %Y') as month_in_words,
        max(files) as files,
        sum(defects) as defects,
        string_agg(
            kind || ' ' || in_digits(defects, 0), ', '
            order by defects desc, ordinal asc
        ) filter (where defects > 0) as kinds
    from data_quality
    where months_ago = 1
),

noticed as (
    select count(*) as notices
    from notices
),

earlier as (
    select
        coalesce(sum(defects), 0) as defects,
        count(distinct month) as months
    from data_quality
    where months_ago > 1
)

select
    case
        when last_month.defects = 0
            then
                case
                    when noticed.notices = 0 then 'No data problems' else 'No rows with defects'
                end
                || case
                    when last_month.files = 1 then ' in the file for '
                    else ' in the ' || last_month.files || ' files for '
                end
                || last_month.month_in_words
                || case when noticed.notices = 0 then '' else ' (but see the note at the top)' end
        else
            case when last_month.files = 1 then 'The file for ' else 'The files for ' end
            || last_month.month_in_words
            || case when last_month.files = 1 then ' has defects: ' else ' have defects: ' end
            || last_month.kinds
    end
    || case
        when earlier.months = 0 then '.'
        when earlier.defects = 0 then '; none in earlier months.'
        when earlier.defects = 1 then '; 1 remains in earlier months.'
        else '; ' || in_digits(earlier.defects, 0) || ' remain in earlier months.'
    end as finding,
    'Rows with a defect, by the month of their file. Superseded and deleted interactions are not'
    || ' counted. A reference to a deleted contact center or category is a defect.' as scope,
    'select * from data_quality_by_file order by month, file_name' as query
from last_month
cross join earlier
cross join noticed;

select
    kind,
    list(defects order by month) as defects_by_month,
    list(month_of_file(month) order by month) as months,
    sum(defects) as defects
from data_quality
group by ordinal, kind
order by ordinal;

select *
from by_file
order by month, file_name

-- What must a reader know before the figures? Lists the missing and incomplete months, then the
-- warnings of the build that loaded the last month. As of a month, only warnings about files up to
-- that month are listed.
create or replace temp table notices as
with
missing as (
    select
        1 as ordinal,
        month_start as place,
        month_in_words || ' is missing: no interactions were loaded for it.' as notice
    from shown_months
    where not has_interactions
),

incomplete as (
    select
        2 as ordinal,
        month_start as place,
        strftime(month_start, '%B %Y') || ' is incomplete: its interactions '
        || concat_ws(
            ' and ',
            case when first_day > month_start then 'begin on ' || day_in_words(first_day) end,
            case when last_day < last_day(month_start) then 'end on ' || day_in_words(last_day) end
        ) || '. It is not compared with other months.' as notice
    from shown_months
    where has_interactions and not is_complete
),

last_build as (
    select max(processed_utc) as build_utc
    from ops.processed_files
    where month <= as_of_month()
),

warnings as (
    select
        3 as ordinal,
        cast(null as date) as place,
        warnings.file_name || ': '
        || with_example(warnings.what, warnings.occurrences, warnings.example) as notice
    from ops.warnings as warnings
    inner join last_build
        on warnings.build_utc = last_build.build_utc
    left join ops.processed_files as files
        on warnings.file_name = files.file_name
    where
        coalesce(files.month <= as_of_month(), as_of_month() = 999912)
        -- the lists above contain these
        and warnings.kind not in (
            'missing_months', 'months_have_interactions', 'months_are_complete'
        )
)

select *
from missing
union all
select *
from incomplete
union all
select *
from warnings;

select
    case
        when count(*) = 1 then 'Read this first: 1 note about the data'
        else 'Read this first: ' || count(*) || ' notes about the data'
    end as finding,
    '' as scope,
    '' as query
from notices
having count(*) > 0;

select notice
from notices
order by ordinal, place, notice

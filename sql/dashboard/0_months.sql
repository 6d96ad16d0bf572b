-- What the page is about, read once for all its panels; and how its sentences write a number.
create or replace temp macro audience() as {{ audience | literal }};

-- The contact center that the page is about; null on the page about all of them.
create or replace temp macro contact_center() as nullif({{ contact_center | literal }}, '');

create or replace temp macro is_shown(name) as
coalesce(name = contact_center(), contact_center() is null);

-- What all contact centers together are called beside one of them.
create or replace temp macro all_centers() as 'All contact centers';

-- The condition that the query of a panel has on the page of one contact center, after `and` or
-- `where`.
create or replace temp macro condition(keyword) as
coalesce(
    ' ' || keyword || ' contact_center_name = '''
    || replace(contact_center(), '''', '''''') || '''',
    ''
);

create or replace temp macro in_digits(value, digits) as
format('{:,.' || digits || 'f}', cast(value as double));

-- +12.8%, -3.0%; the share comes as a fraction.
create or replace temp macro in_percent(share) as
case when share > 0 then '+' when share < 0 then chr(8722) else '' end
|| in_digits(100 * abs(share), 1) || '%';

-- A name inside a sentence: the page isolates it, since it may be written from right to left.
create or replace temp macro isolated(name) as chr(57344) || name || chr(57345);

create or replace temp macro capitalized(word) as upper(left(word, 1)) || substr(word, 2);

-- 0.4 longer, 0.4 shorter; null where nothing has changed or there is nothing to compare with.
create or replace temp macro in_words(change, digits, more, less) as
case
    when round(change, digits) > 0 then in_digits(change, digits) || ' ' || more
    when round(change, digits) < 0 then in_digits(-change, digits) || ' ' || less
end;

-- A; A and B; A and 3 others.
create or replace temp macro names_in_words(names) as
case
    when len(names) = 1 then isolated(names[1])
    when len(names) = 2 then isolated(names[1]) || ' and ' || isolated(names[2])
    else isolated(names[1]) || ' and ' || (len(names) - 1) || ' others'
end;

-- March 14; the year is that of its month.
create or replace temp macro day_in_words(day_) as
strftime(day_, '%B ') || day(day_);

-- The last thirteen months that were loaded: the last one, and the same month a year before.
create or replace temp table shown_months as
select
    *,
    strftime(month_start, '%B %Y')
    || case
        when last_day < last_day(month_start) then ' through ' || day_in_words(last_day)
        when first_day > month_start then ' from ' || day_in_words(first_day)
        else ''
    end as month_in_words
from dim_months
order by month_start desc
limit 13;

-- Those up to the last one with interactions, which the page is about, by how long before it they
-- are. Another month is there to compare with only if both are complete.
create or replace temp table months as
with
latest as (
    select
        shown.month_start,
        shown.month as latest_month,
        shown.previous_month,
        shown.same_month_last_year
    from shown_months as shown
    where shown.has_interactions
    order by shown.month_start desc
    limit 1
)

select
    date_diff('month', shown.month_start, latest.month_start) as months_ago,
    shown.month_start,
    shown.month,
    shown.month_in_words,
    shown.has_interactions,
    shown.is_complete,
    latest.latest_month,
    shown.month_start = latest.month_start as is_latest,
    coalesce(shown.month_start = latest.previous_month, false) as is_before,
    coalesce(shown.month_start = latest.same_month_last_year, false) as is_last_year
from shown_months as shown
inner join latest
    on shown.month_start <= latest.month_start;

-- Which of its changes are more than chance.
create or replace temp table changes as
select changes.*
from measure_changes as changes
inner join months
    on changes.month_start = months.month_start
where months.is_latest

-- Superseded versions: rows that a later month updated or deleted. Each has the columns of a live
-- row, the month that ended it (it was current until the month before), the file that ended it, and
-- whether it was updated or deleted. The views `…_history` of `4_core` combine them with the live
-- rows.
create schema history;

create table history.contact_centers as
select
    *,
    cast(null as integer) as valid_to_month,
    cast(null as varchar) as superseded_by,
    cast(null as varchar) as ended_as
from core.contact_centers
where false;

create table history.service_categories as
select
    *,
    cast(null as integer) as valid_to_month,
    cast(null as varchar) as superseded_by,
    cast(null as varchar) as ended_as
from core.service_categories
where false;

create table history.agents as
select
    *,
    cast(null as integer) as valid_to_month,
    cast(null as varchar) as superseded_by,
    cast(null as varchar) as ended_as
from core.agents
where false;

create table history.interactions as
select
    *,
    cast(null as integer) as valid_to_month,
    cast(null as varchar) as superseded_by,
    cast(null as varchar) as ended_as
from core.interactions
where false;

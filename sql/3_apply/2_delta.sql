-- One row per good row of a delta file, in the order of the file: `rowid` keeps it.
create or replace temp table delta as
select *
from {{ table.staging | identifier }}

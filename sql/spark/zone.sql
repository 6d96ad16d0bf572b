-- A UTC timestamp in local time in {{ zone | literal }}. On Spark, converting the time zone is
-- faster than the comparisons in `1_tables/local_time.sql`.
create or replace macro local_time(utc) as
(utc at time zone 'UTC') at time zone {{ zone | literal }};

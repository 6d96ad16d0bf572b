-- A UTC timestamp as the clock of {{ zone | literal }} shows it. To Spark a zone costs less than the
-- stretches of `1_tables/local_time.sql`, which it works out one after the other.
create or replace macro local_time(utc) as
(utc at time zone 'UTC') at time zone {{ zone | literal }};

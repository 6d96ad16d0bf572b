-- Inserts warnings from Python: lists of equal length, one element per warning.
insert into ops.warnings by name
select
    cast($processed_utc as timestamp) as build_utc,
    unnest(cast($file_names as varchar[])) as file_name,
    unnest(cast($kinds as varchar[])) as kind,
    unnest(cast($whats as varchar[])) as what,
    unnest(cast($occurrences as bigint[])) as occurrences,
    unnest(cast($examples as varchar[])) as example,
    unnest(cast($advices as varchar[])) as advice

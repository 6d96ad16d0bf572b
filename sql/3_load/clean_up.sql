-- What the quarantine of a file had for staging goes once the file is loaded.
drop table raw_{{ table.name }};

drop table quarantined_{{ table.name }};

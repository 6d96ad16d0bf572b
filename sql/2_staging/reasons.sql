-- The error message for an invalid row, by its kind; `detail` contains the value to insert.
create or replace temp macro reason_of(kind, detail) as
case kind
    when 'empty_key' then 'the key is empty'
    when 'totals_row' then 'looks like a totals row; remove it'
    when 'repeated_header' then 'looks like a repeated header row; remove it'
    when 'truncated_key'
        then 'looks like a number that a spreadsheet shortened; export keys as text'
    when 'duplicate_key' then 'duplicate key, first seen on line ' || detail
    when 'empty_action' then 'the action is empty'
    when 'unknown_action' then 'expected add, update or delete'
    when 'not_a_time' then 'expected a time like 2025-01-31T14:30:00Z'
    when 'time_out_of_range' then 'expected a year from 2000 to 2099'
    when 'not_a_date' then 'expected a date like 2025-01-31'
    when 'date_out_of_range' then 'expected a year from 1900 to 2099'
    when 'not_a_number' then 'expected a number like 12.5'
    when 'negative_duration' then 'expected a duration of 0 minutes or more'
    when 'wrong_field_count' then 'expected ' || detail
    when 'stray_quote' then 'unexpected quote in the middle of a cell'
    when 'stray_carriage_return' then 'unexpected carriage return in the middle of a row'
    when 'unclosed_quote' then 'quote is never closed'
    when 'nul_byte' then 'NUL byte; expected a text file'
    when 'not_utf8' then 'invalid UTF-8; save the file as UTF-8'
    when 'row_too_long' then 'expected a row of at most ' || detail || ' bytes'
    when 'all_rows_invalid' then 'all rows are invalid'
    when 'too_many_invalid_rows'
        then 'more than ' || detail || ' rows are invalid; is this the right file?'
end;

-- What a person is told of an invalid row, by its kind; `detail` is what was found.
create or replace temp macro reason_of(kind, detail) as
case kind
    when 'empty_key' then 'the key is empty'
    when 'totals_row' then 'a total, not a row; remove it'
    when 'repeated_header' then 'the header once more'
    when 'truncated_key' then 'a number that a spreadsheet has cut short; export the keys as text'
    when 'duplicate_key' then 'the key is there already, on line ' || detail
    when 'empty_action' then 'the action is empty'
    when 'unknown_action' then 'not an action; it is add, update or delete'
    when 'not_a_time' then 'not a time; write it like 2025-01-31T14:30:00Z'
    when 'time_out_of_range' then 'not a time between the years 2000 and 2099'
    when 'not_a_date' then 'not a date; write it like 2025-01-31'
    when 'date_out_of_range' then 'not a date between the years 1900 and 2099'
    when 'not_a_number' then 'not a number'
    when 'negative_duration' then 'a negative duration'
    when 'wrong_field_count' then 'expected ' || detail
    when 'stray_quote' then 'a quote in the middle of a cell'
    when 'stray_carriage_return' then 'a carriage return in the middle of the row'
    when 'unclosed_quote' then 'a quote that is never closed'
    when 'nul_byte' then 'a NUL byte; this is not text'
    when 'not_utf8' then 'a byte that is not UTF-8; save the file as UTF-8'
    when 'row_too_long' then 'a row of more than ' || detail || ' bytes'
    when 'all_rows_invalid' then 'every row of it is invalid'
    when 'too_many_invalid_rows'
        then 'more than ' || detail || ' rows are invalid; is this the right file?'
end;

-- What the bytes of a file's lines say: those that are not UTF-8, or have a NUL byte in them.
select
    count(*) as lines,
    count(*) filter (where not is_valid_utf8(value)) as not_utf8,
    count(*) filter (where contains(value, chr(0))) as with_nul
from lines

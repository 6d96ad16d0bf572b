-- Reads every block of a table: DuckDB verifies the checksum of each.
select bit_xor(hash(whole_row))
from {{ relation }} as whole_row -- noqa: AL05

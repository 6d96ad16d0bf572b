-- sql/ops/every_block.sql
/* Reads every block of a table, and nothing else: DuckDB compares each with its checksum. */
SELECT
  bit_xor(xxhash64(whole_row)) AS _col_0
FROM support_report AS whole_row /* noqa: AL05 */;

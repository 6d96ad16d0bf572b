"""Print the report as of a month: python examples/open.py warehouse.duckdb 202502."""

import sys

import duckdb

path, *month = sys.argv[1:]
with duckdb.connect(path, read_only=True) as con:
    if month:
        con.execute(f"set variable as_of_month = {int(month[0])}")
    print(con.sql("from support_report"))

"""Answers the business questions of `sql/analysis/` with their supporting figures."""

import sys
from collections.abc import Iterator

from warehouse.engine.location import Location
from warehouse.engine.quoting import literal
from warehouse.engine.render import run_each
from warehouse.engine.sources import scripts, text_of
from warehouse.engine.workspace import temporary_folder
from warehouse.opening import open_to_read
from warehouse.table import table_lines
from warehouse.terminal import Heading, columns


def analyze(database: Location, as_of: str | None = None) -> Iterator[str]:
    """Yield each question, its answer and the supporting figures as lines.

    A script opens with the question as a comment; its first statement returns the answer, a
    sentence a row, and its second the evidence. as_of is a loaded month (YYYYMM).
    """
    with temporary_folder() as folder, open_to_read(database, as_of) as con:
        con.execute(f"set temp_directory = {literal(folder)}")
        limit = columns(sys.stdout)
        room = limit and limit - len("  ")
        for number, script in enumerate(scripts("analysis")):
            if number:
                yield ""
            yield Heading(text_of(script).partition("\n")[0].removeprefix("-- "))
            answer, evidence = run_each(con, script)
            yield ""
            for (text,) in answer.rows or [("No data.",)]:
                yield f"  {text}"
            yield ""
            yield from (f"  {line}" for line in table_lines(*evidence, room, hint="widen the terminal"))

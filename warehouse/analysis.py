"""The business questions of `sql/analysis/`, answered from a warehouse with their evidence."""

from collections.abc import Iterator
from pathlib import Path

from warehouse.past import open_as_of
from warehouse.query import formatted
from warehouse.render import render, scripts


def analyze(database: Path, as_of: str | None = None) -> Iterator[str]:
    """For each question its text, its answer and the rows that it rests on, as lines.

    A script opens with the question as a comment; its first statement returns the answer, a
    sentence a row, and its second the evidence. as_of is an applied month (YYYYMM).
    """
    with open_as_of(database, as_of) as con:
        for number, script in enumerate(scripts("analysis")):
            sql = render(script)
            answer, evidence = con.extract_statements(sql)
            if number:
                yield ""
            yield sql.partition("\n")[0].removeprefix("-- ")
            yield ""
            yield from (f"  {text}" for (text,) in con.execute(answer).fetchall() or [("There is nothing to say.",)])
            yield ""
            rows = con.execute(evidence).fetchall()
            names = [column[0] for column in con.description or ()]
            yield from (f"  {line}" for line in formatted(names, rows, "table").splitlines())

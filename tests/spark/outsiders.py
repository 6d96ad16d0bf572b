"""Others who read the folder of a warehouse, without supportwh, by the recipes of docs/scale.md."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import duckdb_extension_delta
import polars

from tests.conftest import ROOT
from tests.spark.conftest import RemoteProject
from warehouse.engine.location import SparkTarget
from warehouse.spark.session import Session

#: What is compared of an interaction.
COLUMNS = "interaction_id", "agent_id", "channel"


def recipe(name: str, project: RemoteProject, month: int | None) -> str:
    """The block of code below a name in docs/scale.md, for a warehouse, live or as of a month."""
    text = (ROOT / "docs" / "scale.md").read_text("utf-8")
    found = re.search(rf"^\*\*{re.escape(name)}\*\*[^\n]*\n(?:[^\n]+\n)*\n((?:    [^\n]*\n|\n)+)", text, re.MULTILINE)
    assert found, name
    code = re.sub(r"^    ", "", found[1], flags=re.MULTILINE)
    [folder] = [path.name for path in sorted(project.database.glob("tables-*"))[-1:]]
    code = code.replace("WAREHOUSE", str(project.database)).replace("tables-1", folder)
    return code.replace("published.month", str(month)) if month else code


def rows_of(rows: Any) -> list[tuple[str | None, ...]]:
    return sorted(tuple(row) for row in rows)


def by_spark(project: RemoteProject, month: int | None) -> list[tuple[str | None, ...]]:
    session = Session(SparkTarget(project.server, ""))
    try:
        return rows_of(session.spark.sql(recipe("Spark SQL", project, month)).select(*COLUMNS).collect())
    finally:
        session.close()


def by_duckdb(project: RemoteProject, month: int | None) -> list[tuple[str | None, ...]]:
    [extension] = Path(duckdb_extension_delta.__file__).parent.rglob("delta.duckdb_extension")
    with duckdb.connect(config={"autoinstall_known_extensions": "false"}) as con:
        con.execute(f"load '{extension}'")
        return rows_of(con.sql(recipe("DuckDB", project, month)).select(", ".join(COLUMNS)).fetchall())


def by_polars(project: RemoteProject, month: int | None) -> list[tuple[str | None, ...]]:
    names: dict[str, Any] = {}
    exec(recipe("Polars", project, None), names)
    if month:
        names["live"] = names["as_of"](month)
    live: polars.LazyFrame = names["live"]
    return rows_of(live.select(COLUMNS).collect().rows())


class Outsider(NamedTuple):
    name: str
    read: Callable[[RemoteProject, int | None], list[tuple[str | None, ...]]]


OUTSIDERS = [Outsider("Spark SQL", by_spark), Outsider("DuckDB", by_duckdb), Outsider("Polars", by_polars)]


def insiders(project: RemoteProject, month: int | None = None) -> list[tuple[str | None, ...]]:
    """The same, as supportwh exports it."""
    as_of = ("--as-of", str(month)) if month else ()
    folder = project.folder / "exported_for_outsiders"
    result = project.run("export", "fact_interactions", *as_of, "--database", project.database, "--output-dir", folder)
    assert result.exit_code == 0, result.stderr
    rows = duckdb.sql(
        f"select {', '.join(COLUMNS)} from read_csv('{folder}/fact_interactions.csv', all_varchar = true)"
    )
    return rows_of(rows.fetchall())

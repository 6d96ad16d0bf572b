"""The dashboard: one HTML page that needs nothing else, with a panel for each file of `sql/dashboard/`."""

import importlib.util
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import duckdb

from warehouse import __version__
from warehouse.commands.draw import draw
from warehouse.engine import render
from warehouse.engine.atomic import partial_files, replace_atomically
from warehouse.engine.database import open_to_read
from warehouse.engine.render import run, scripts
from warehouse.errors import WarehouseError
from warehouse.output import json_value, month_name
from warehouse.text import shown

#: What all charts share: nothing is fixed that the page's light or dark colours should decide.
STYLE = Path(__file__).with_name("dashboard.style.json")
PAGE = Path(__file__).with_name("dashboard.html")


@dataclass(frozen=True)
class Panel:
    """A panel: the rows of its query, and a chart of them if it has a specification."""

    name: str
    columns: list[str]
    rows: list[tuple[Any, ...]]
    spec: dict[str, Any] = field(default_factory=dict)
    svg: str = ""

    @property
    def records(self) -> list[dict[str, Any]]:
        return [dict(zip(self.columns, map(json_value, row), strict=True)) for row in self.rows]


def write_dashboard(database: Path, output: Path, as_of: str | None = None) -> Path:
    """Write the page as one file that appears whole or not at all, and return its path.

    as_of is a loaded month (YYYYMM). The same warehouse gives the same bytes. Raises
    WarehouseError, also where the package that draws the charts is missing.
    """
    if not importlib.util.find_spec("vl_convert"):
        raise WarehouseError("The dashboard needs a package that draws charts: pip install 'supportwh[dashboard]'")
    with open_to_read(database, as_of) as con:
        panels = [_panel(con, script) for script in scripts("dashboard")]
        facts = _facts(con, as_of)
    page = _page(_with_charts(panels), facts)
    with partial_files(output.parent) as partial:
        path = partial / output.name
        path.write_text(page, "utf-8")
        replace_atomically({output: path})
    return output


def _panel(con: duckdb.DuckDBPyConnection, script: str) -> Panel:
    columns, rows = run(con, script)
    path = (render.SQL / script).with_suffix(".vl.json")
    spec = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return Panel(Path(script).stem.partition("_")[2], columns, rows, spec)


def _with_charts(panels: list[Panel]) -> list[Panel]:
    """The same with a drawing each, where there is a chart and something to draw."""
    charts = [panel for panel in panels if panel.spec and panel.rows]
    specs = [{**panel.spec, "title": None, "data": {"values": panel.records}} for panel in charts]
    drawn = draw(specs, json.loads(STYLE.read_text("utf-8")))
    svgs = {panel.name: svg for panel, svg in zip(charts, drawn, strict=True)}
    return [replace(panel, svg=svgs.get(panel.name, "")) for panel in panels]


def _facts(con: duckdb.DuckDBPyConnection, as_of: str | None) -> dict[str, Any]:
    """What the foot of the page says."""
    [last_load] = run(con, "ops/last_load.sql").records
    [warehouse] = run(con, "ops/warehouse.sql").records
    return {
        "first": month_name(last_load["first_month"]),
        "last": month_name(last_load["last_month"]),
        "is_past": as_of is not None,
        "zone": warehouse["zone"],
        "processed": f"{last_load['processed_utc']:%Y-%m-%d %H:%M} UTC",
        "versions": last_load["processed_by"],
        "version": __version__,
    }


def _page(panels: list[Panel], facts: dict[str, Any]) -> str:
    import jinja2

    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["shown"] = _shown
    charts = [panel for panel in panels if panel.spec]
    [headline] = [panel for panel in panels if not panel.spec]
    template = environment.from_string(PAGE.read_text("utf-8"))
    return template.render(headline=headline, charts=charts, **facts)


def _shown(value: Any, sign: str = "") -> str:
    """A value for people: numbers with commas and without needless zeros, nothing as a dash."""
    if value is None:
        return "\N{EN DASH}"
    if isinstance(value, bool | str):
        return shown(str(value))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return format(value, f"{sign},").replace("-", "\N{MINUS SIGN}")

"""The dashboard: one HTML page that needs nothing else, with a panel for each template of `sql/dashboard/`."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse import __version__
from warehouse.commands.targets import refuse_targets
from warehouse.engine import render
from warehouse.engine.atomic import replace_atomically
from warehouse.engine.connection import Connection
from warehouse.engine.location import Location
from warehouse.engine.quoting import literal
from warehouse.engine.render import Result, relation_name, run, run_each, scripts
from warehouse.engine.workspace import temporary_folder
from warehouse.opening import open_to_read
from warehouse.output import json_value, month_name
from warehouse.text import escape_control

if TYPE_CHECKING:
    import markupsafe

#: What stands before and after a name in a sentence, and what becomes of it.
BEFORE_NAME, AFTER_NAME = ("\ue000", "<bdi>"), ("\ue001", "</bdi>")


@dataclass(frozen=True)
class Panel:
    """What a panel says in its first line, about what, the rows that its template shows, and the figures behind it.

    The figures are what the query returns, which a reader can run.
    """

    name: str
    template: str
    finding: str
    scope: str
    records: list[dict[str, Any]]
    query: str
    figures: Result


def write_dashboard(
    database: Location,
    output: Path,
    as_of: str | None = None,
    *,
    is_forced: bool = False,
    title: str | None = None,
    audience: str | None = None,
) -> Path:
    """Write the page as one file that appears whole or not at all, and return its path.

    as_of is a loaded month (YYYYMM). is_forced replaces whatever file is there, see `refuse_targets`. title and
    audience, the people who are supported, are those of the warehouse unless they are given. The same warehouse gives
    the same bytes. Raises WarehouseError.
    """
    named = output
    refuse_targets([output], "html", database, is_forced=is_forced)
    output = output.resolve()  # a link stays one
    with temporary_folder(output.parent) as partial, open_to_read(database, as_of) as con:
        con.execute(f"set temp_directory = {literal(partial / 'spill')}")
        facts = _facts(con, as_of)
        facts |= {name: value for name, value in (("title", title), ("audience", audience)) if value}
        panels = [panel for script in scripts("dashboard") for panel in _panel(con, script, facts["audience"])]
        path = partial / output.name
        path.write_text(_page(panels, facts), "utf-8")
        replace_atomically({output: path})
    return named


def _panel(con: Connection, script: str, audience: str) -> list[Panel]:
    """The panel of a script that has a template beside it and something to say.

    The first statement that returns rows gives its finding, its scope and its query, the second the rows that the
    template shows, and the third, if there is a query, what that returns: read from what the panel has read already.
    """
    results = run_each(con, script, audience=audience)
    template = Path(script).with_suffix(".html").name
    if not (render.SQL / "dashboard" / template).is_file() or not results[0].rows:
        return []
    [(finding, scope, query)] = results[0].rows
    records = [{name: json_value(value) for name, value in record.items()} for record in results[1].records]
    figures = results[2] if query else Result([], [])
    figures = Result(figures.columns, [tuple(map(json_value, row)) for row in figures.rows])
    return [Panel(relation_name(script), template, finding, scope, records, query, figures)]


def _facts(con: Connection, as_of: str | None) -> dict[str, Any]:
    """What the head and the foot of the page say."""
    [last_load] = run(con, "ops/last_load.sql").records
    [warehouse] = run(con, "ops/warehouse.sql").records
    return {
        "first": month_name(last_load["first_month"]),
        "last": month_name(last_load["last_month"]),
        "title": warehouse["title"],
        "audience": warehouse["audience"],
        "as_of": as_of,
        "zone": warehouse["zone"],
        "processed": f"{last_load['processed_utc']:%Y-%m-%d %H:%M} UTC",
        "versions": last_load["processed_by"],
        "version": __version__,
    }


def _page(panels: list[Panel], facts: dict[str, Any]) -> str:
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(render.SQL / "dashboard"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(shown=_shown, sentence=_sentence, fixed=_fixed)
    return environment.get_template("page.html").render(panels=panels, **facts)


def _sentence(text: str) -> "markupsafe.Markup":
    """A sentence with its names isolated: one may be written in another direction (see `isolated` in 0_months.sql)."""
    import markupsafe

    escaped = str(markupsafe.escape(escape_control(text)))
    return markupsafe.Markup(escaped.replace(*BEFORE_NAME).replace(*AFTER_NAME))


def _shown(value: Any) -> str:
    """A value for people: numbers with commas and without needless zeros, nothing as a dash."""
    if value is None:
        return "\N{EN DASH}"
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, bool | str | date):
        return escape_control(str(value))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return format(value, ",").replace("-", "\N{MINUS SIGN}")


def _fixed(value: float | None, digits: int, sign: str = "") -> str:
    """A number with so many digits after the point, nothing as a dash."""
    if value is None:
        return "\N{EN DASH}"
    return format(value, f"{sign},.{digits}f").replace("-", "\N{MINUS SIGN}")

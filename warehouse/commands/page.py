"""Reads the panels of the dashboard from a warehouse, and renders the HTML page."""

import functools
import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse import __version__
from warehouse.engine.connection import Connection
from warehouse.engine.render import Result, run, run_each
from warehouse.engine.sources import folders, has_file, relation_name, scripts
from warehouse.output import json_value, month_name
from warehouse.text import escape_control

if TYPE_CHECKING:
    import jinja2
    import markupsafe

#: The marks around a name in a sentence (see `isolated` in 0_months.sql), and their HTML.
BEFORE_NAME, AFTER_NAME = ("\ue000", "<bdi>"), ("\ue001", "</bdi>")


@dataclass(frozen=True)
class Panel:
    """The first sentence of a panel, its scope, the rows that its template shows, and the figures behind it.

    The figures are the result of the query, which readers can run.
    """

    name: str
    template: str
    finding: str
    scope: str
    records: list[dict[str, Any]]
    query: str
    figures: Result


@dataclass(frozen=True)
class Facts:
    """The content of the header and the footer. contact_center is empty on the page about all contact centers."""

    title: str
    audience: str
    contact_center: str
    first: str
    last: str
    as_of: str | None
    zone: str
    processed_utc: datetime
    versions: str
    version: str = __version__


@dataclass(frozen=True)
class Page:
    """The facts and the panels of a page."""

    facts: Facts
    panels: list[Panel]

    def records(self, name: str) -> list[dict[str, Any]]:
        """Return the rows that a panel shows; none if the page lacks the panel."""
        return [record for panel in self.panels if panel.name == name for record in panel.records]


def read_page(con: Connection, as_of: str | None, contact_center: str, **words: str | None) -> Page:
    """Run the scripts of `sql/dashboard/` for one contact center, or for all of them if it is empty.

    words are a title and an audience that replace those of the warehouse. Raises WarehouseError.
    """
    [last_load] = run(con, "ops/last_load.sql").records
    [warehouse] = run(con, "ops/warehouse.sql").records
    title, audience = (words[name] or warehouse[name] for name in ("title", "audience"))
    facts = Facts(
        title,
        audience,
        contact_center,
        month_name(last_load["first_month"]),
        month_name(last_load["last_month"]),
        as_of,
        warehouse["zone"],
        last_load["processed_utc"],
        last_load["processed_by"],
    )
    return Page(facts, [panel for script in scripts("dashboard") for panel in _panel(con, script, facts)])


def _panel(con: Connection, script: str, facts: Facts) -> list[Panel]:
    """Return the panel of a script that has a template and returns a finding.

    The first statement that returns rows gives its finding, its scope and its query, the second the rows that the
    template shows, and the third, if the panel has a query, the result of that query.
    """
    results = run_each(con, script, audience=facts.audience, contact_center=facts.contact_center)
    template = Path(script).with_suffix(".html").name
    if not has_file(f"dashboard/{template}") or not results[0].rows:
        return []
    [(finding, scope, query)] = results[0].rows
    records = [{name: json_value(value) for name, value in record.items()} for record in results[1].records]
    figures = results[2] if query else Result([], [])
    figures = Result(figures.columns, [tuple(map(json_value, row)) for row in figures.rows])
    return [Panel(relation_name(script), template, finding, scope, records, query, figures)]


def page_html(page: Page, links: list[tuple[str, str]]) -> str:
    """Return the page as HTML. links are names and addresses of other pages."""
    return _environment(folders()).get_template("page.html").render(**vars(page.facts), panels=page.panels, links=links)


@functools.cache
def _environment(sources: tuple[Path, ...]) -> "jinja2.Environment":
    environment = template_environment(sources, autoescape=True)
    environment.filters["sentence"] = _sentence
    return environment


def template_environment(sources: tuple[Path, ...], *, autoescape: bool) -> "jinja2.Environment":
    """Return the environment for the templates of `dashboard/`, with filters for values."""
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([folder / "dashboard" for folder in sources]),
        autoescape=autoescape,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(shown=_shown, fixed=_fixed, in_double_quotes=_in_double_quotes)
    return environment


def _sentence(text: str) -> "markupsafe.Markup":
    """Return a sentence with its names isolated, because their writing direction may differ."""
    import markupsafe

    escaped = str(markupsafe.escape(escape_control(text)))
    return markupsafe.Markup(escaped.replace(*BEFORE_NAME).replace(*AFTER_NAME))


def _in_double_quotes(text: str) -> str:
    """Return a text escaped for double quotes in a shell."""
    return re.sub(r'(["$`\\])', r"\\\1", text)


def _shown(value: Any) -> str:
    """Return a value for people: numbers with commas and without needless zeros, nothing as a dash."""
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
    """Return a number with so many digits after the point, nothing as a dash."""
    if value is None:
        return "\N{EN DASH}"
    return format(value, f"{sign},.{digits}f").replace("-", "\N{MINUS SIGN}")

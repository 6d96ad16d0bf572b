"""Writes the dashboard: a page about all contact centers, about one, or one page each; as HTML or as an email."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.commands.export import REPORT, write_workbook_of
from warehouse.commands.mail import Attachment, message
from warehouse.commands.names import contact_center_named
from warehouse.commands.page import Page, page_html, read_page
from warehouse.commands.targets import refuse_targets
from warehouse.commands.workbook import require_xlsxwriter
from warehouse.engine.atomic import replace_atomically
from warehouse.engine.connection import Connection
from warehouse.engine.location import Location, SparkTarget
from warehouse.engine.quoting import literal
from warehouse.engine.render import run
from warehouse.engine.workspace import make_folder, temporary_folder
from warehouse.opening import open_to_read

#: Exit codes if nothing was written.
UNCHANGED, NOTHING_MISSED = 3, 4
#: Maximum length of a file name, in characters.
MOST_NAME = 60


@dataclass(frozen=True)
class Asked:
    """Options of a dashboard.

    output is its file, None for `dashboard.html` or `dashboard.eml`; with is_each the files go to output_dir. title
    and audience default to those of the warehouse. attachments are
    `page` and `workbook`. is_forced replaces any existing file, see `refuse_targets`.
    """

    output: Path | None = None
    as_of: str | None = None
    title: str | None = None
    audience: str | None = None
    contact_center: str | None = None
    is_each: bool = False
    output_dir: Path = Path()
    is_mail: bool = False
    attachments: tuple[str, ...] = ()
    sender: str | None = None
    recipients: tuple[str, ...] = ()
    if_changed: bool = False
    if_missed: bool = False
    is_forced: bool = False

    @property
    def file_format(self) -> str:
        return "eml" if self.is_mail else "html"


@dataclass(frozen=True)
class Outcome:
    """The files that were written; or the reason and the exit code if none was."""

    paths: list[Path] = field(default_factory=list)
    reason: str = ""
    exit_code: int = 0


def write_dashboard(database: Location, asked: Asked) -> Outcome:
    """Write the files, all of them or none.

    The same warehouse gives the same bytes. Nothing is written if_missed and no target was missed in the last month,
    or if_changed and the files have these bytes already. Raises WarehouseError.
    """
    if "workbook" in asked.attachments:
        require_xlsxwriter()
    with open_to_read(database, asked.as_of) as con:
        targets = _targets(con, asked)
        if asked.is_each:
            make_folder(asked.output_dir)
        refuse_targets(targets.values(), asked.file_format, database, is_forced=asked.is_forced)
        folder = next(iter(targets.values())).resolve().parent  # symbolic links stay in place
        with temporary_folder(folder) as partial:
            con.execute(f"set temp_directory = {literal(partial / 'spill')}")
            if asked.is_each and not isinstance(database, SparkTarget):
                run(con, "ops/shared_reports.sql")
            for number, (center, target) in enumerate(targets.items()):
                page = read_page(con, asked.as_of, center, title=asked.title, audience=asked.audience)
                if not number and asked.if_missed and not page.records("targets"):
                    reason = f"No target was missed in {page.facts.last}; nothing was written."
                    return Outcome(reason=reason, exit_code=NOTHING_MISSED)
                (partial / target.name).write_bytes(_content(con, page, targets, asked, partial))
            files = {target.resolve(): partial / target.name for target in targets.values()}
            if asked.if_changed and all(map(_is_same, files.keys(), files.values())):
                return Outcome(reason="Nothing has changed; nothing was written.", exit_code=UNCHANGED)
            replace_atomically(files)
    return Outcome(list(targets.values()))


def _targets(con: Connection, asked: Asked) -> dict[str, Path]:
    """Return the file of each contact center; the empty name means all contact centers."""
    centers = [(str(key), str(name)) for key, name in run(con, "ops/contact_centers.sql").rows]
    if not asked.is_each:
        center = contact_center_named(asked.contact_center, centers) if asked.contact_center else ""
        return {center: asked.output or Path(f"dashboard.{asked.file_format}")}
    files = _file_names(sorted({name for _, name in centers}))
    names = {"": f"index.{asked.file_format}"} | {name: f"{file}.{asked.file_format}" for name, file in files}
    return {name: asked.output_dir / file for name, file in names.items()}


def _file_names(names: list[str]) -> Iterator[tuple[str, str]]:
    """Yield each name with a unique file name of letters, digits and hyphens."""
    taken = {"index"}
    for name in names:
        plain = re.sub(r"[\W_]+", "-", name.casefold()).strip("-")[:MOST_NAME] or "contact-center"
        file = next(file for file in _numbered(plain) if file not in taken)
        taken.add(file)
        yield name, file


def _numbered(name: str) -> Iterator[str]:
    yield name
    number = 2
    while True:
        yield f"{name}-{number}"
        number += 1


def _content(con: Connection, page: Page, targets: dict[str, Path], asked: Asked, partial: Path) -> bytes:
    """Return the bytes of a page as HTML or as an email."""
    links = [(other or "All contact centers", path.name) for other, path in targets.items()]
    html = page_html(page, links if asked.is_each else [])
    if not asked.is_mail:
        return html.encode()
    attachments = []
    if "page" in asked.attachments:
        attachments.append(Attachment("dashboard.html", "text", "html", html.encode()))
    if "workbook" in asked.attachments:
        path = partial / f"{REPORT}.xlsx"
        write_workbook_of(con, [REPORT], path, asked.as_of)
        kind = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        attachments.append(Attachment(path.name, "application", kind, path.read_bytes()))
    return message(page, attachments, asked.sender, asked.recipients)


def _is_same(target: Path, new: Path) -> bool:
    return target.exists() and target.read_bytes() == new.read_bytes()

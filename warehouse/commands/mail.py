"""The dashboard as an email: its findings and most important tables, in the HTML that email clients show."""

import functools
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from warehouse.commands.page import AFTER_NAME, BEFORE_NAME, Page, template_environment
from warehouse.engine.sources import folders
from warehouse.text import escape_control

if TYPE_CHECKING:
    import jinja2

#: How many contact centers and notices an email has, and how many characters of a name and of a notice. Gmail cuts
#: a message of more than 102 KB; these keep it below 100.
MOST_ROWS, MOST_NAME, MOST_NOTICE = 10, 80, 400
#: What keeps the direction of a name from the text around it (Unicode Standard Annex 9, isolates).
ISOLATE = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"


class Attachment(NamedTuple):
    """A file of an email, with its media type."""

    name: str
    main_type: str
    subtype: str
    content: bytes


def message(page: Page, attachments: Iterable[Attachment], sender: str | None, recipients: Iterable[str]) -> bytes:
    """Return an email (RFC 5322) with an HTML and a plain-text body; the same bytes for the same page.

    Its date is that of the last load. Without a sender it is a draft, which Outlook opens to be sent.
    """
    facts = page.facts
    mail = EmailMessage(policy=SMTP)
    missed = len(page.records("targets")) and page.records("targets")[0]["missed"]
    ending = f": {missed} {'target' if missed == 1 else 'targets'} missed" if missed else ""
    about = f", {facts.contact_center}" if facts.contact_center else ""
    mail["Subject"] = " ".join(escape_control(f"{facts.title}{about}, {facts.last}{ending}").split())
    mail["Date"] = format_datetime(facts.processed_utc.replace(tzinfo=UTC))
    if sender:
        mail["From"] = sender
    else:
        mail["X-Unsent"] = "1"
    if to := ", ".join(recipients):
        mail["To"] = to
    mail.set_content(_rendered("mail.txt", page), cte="quoted-printable")
    mail.add_alternative(_rendered("mail.html", page), subtype="html", cte="quoted-printable")
    for attached in attachments:
        mail.add_attachment(
            attached.content,
            maintype=attached.main_type,
            subtype=attached.subtype,
            filename=attached.name,
            params={"charset": "utf-8"} if attached.main_type == "text" else {},
        )
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_supportwh_{number}")  # which neither quoted-printable nor base64 can hold
    return mail.as_bytes()


def _rendered(template: str, page: Page) -> str:
    panels = [replace(panel, records=panel.records[:MOST_ROWS]) for panel in page.panels]
    environment = _environment(folders(), is_html=template.endswith(".html"))
    return environment.get_template(template).render(**vars(page.facts), panels=panels)


@functools.cache
def _environment(sources: tuple[Path, ...], *, is_html: bool) -> "jinja2.Environment":
    environment = template_environment(sources, autoescape=is_html)
    environment.filters.update(
        sentence=_sentence,
        name=lambda name: "".join((ISOLATE[0], _shortened(escape_control(name), MOST_NAME), ISOLATE[1])),
        notice=lambda text: _shortened(escape_control(text), MOST_NOTICE),
    )
    return environment


def _sentence(text: str) -> str:
    """Return a sentence with its names isolated and shortened."""
    before, after = BEFORE_NAME[0], AFTER_NAME[0]
    return re.sub(
        f"{before}([^{after}]*){after}",
        lambda match: "".join((ISOLATE[0], _shortened(match[1], MOST_NAME), ISOLATE[1])),
        escape_control(text),
    )


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}\N{HORIZONTAL ELLIPSIS}"

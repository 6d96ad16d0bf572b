"""The email: what it holds, what email clients show of it, and when it is not written."""

import email
import email.policy
import re
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.conftest import Project, interaction

pytestmark = pytest.mark.all_reports


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: CSS that Gmail keeps in a `style` attribute, as far as an email of ours could use it.
#: Source: Google, "CSS Support | Gmail", https://developers.google.com/workspace/gmail/design/css
GMAIL_CSS = words(
    """
    background background-color border border-bottom border-collapse border-color border-left border-radius
    border-right border-spacing border-style border-top border-width color direction display font font-family
    font-size font-style font-variant font-weight height letter-spacing line-height list-style list-style-type
    margin margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width opacity
    overflow padding padding-bottom padding-left padding-right padding-top table-layout text-align
    text-decoration text-indent text-transform vertical-align visibility white-space width word-spacing
    word-wrap
    """
)
#: CSS that Outlook for Windows shows, which renders with Word; `max-width` is the one property of ours that it leaves
#: out. Source: Microsoft, "Word 2007 HTML and CSS Rendering Capabilities in Outlook 2007", part 2,
#: https://learn.microsoft.com/en-us/previous-versions/office/developer/office-2007/aa338201(v=office.12)
OUTLOOK_CSS = words(
    """
    background background-color border border-bottom border-collapse border-color border-left border-right
    border-style border-top border-width color direction font font-family font-size font-style font-variant
    font-weight height letter-spacing line-height list-style-type margin margin-bottom margin-left margin-right
    margin-top padding padding-bottom padding-left padding-right padding-top table-layout text-align
    text-decoration text-indent text-transform vertical-align white-space width
    """
)
#: HTML that both keep. Scripts, forms, frames, media, SVG and disclosure widgets are removed, and in Outlook style
#: sheets of the body. Source: part 1 of the article, and "CSS Support | Gmail".
ELEMENTS = words(
    """
    html head meta title body div p h1 h2 h3 br b i strong em span a ul ol li table thead tbody tr th td img hr
    """
)
VOID = {"meta", "br", "img", "hr"}
ATTRIBUTES = {"style", "lang", "charset", "colspan", "rowspan", "align", "valign", "width", "height", "dir", "alt"}


class Sanitizer(HTMLParser):
    """Removes from an email what a client removes, and keeps a list of it."""

    def __init__(self, css: frozenset[str]) -> None:
        super().__init__()
        self.css = css
        self.removed: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ELEMENTS:
            self.removed.append(f"<{tag}>")
        elif tag not in VOID:
            self.open.append(tag)
        self.removed += [name for name, _ in attrs if name not in ATTRIBUTES]
        for declaration in dict(attrs).get("style", "").split(";"):
            name, _, value = declaration.partition(":")
            if name.strip() and (name.strip() not in self.css or re.search(r"var\(|url\(|expression", value)):
                self.removed.append(name.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag in ELEMENTS:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def sanitized(body: str, css: frozenset[str]) -> tuple[list[str], str]:
    """What a client removes from a body, and the text that is left."""
    sanitizer = Sanitizer(css)
    sanitizer.feed(body)
    sanitizer.close()
    assert sanitizer.open == []
    return sorted(set(sanitizer.removed)), " ".join("".join(sanitizer.text).split())


def mail(project: Project, *arguments: str | Path) -> EmailMessage:
    """The email of a warehouse."""
    path = project.folder / "dashboard.eml"
    result = project.run("dashboard", "--mail", "--database", project.database, "--output", path, *arguments)
    assert result.exit_code == 0, result.stderr
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@pytest.fixture
def sample(bundled: Path, tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.database = bundled
    return project


@pytest.fixture
def missing_targets(project: Project) -> Project:
    """A warehouse of twelve contact centers with names of 200 letters that all miss a target, and one of notices."""
    names = {f"C{n:02}": f"{n:02} {'Zürich & <b>Söhne</b> ' * 10}"[:200] for n in range(12)}
    project.extract.initial("contact_centers", [f"{key},{name},Here" for key, name in names.items()])
    project.extract.initial("interactions", [interaction(f"I{key}", contact_center_id=key) for key in names])
    project.extract.write(
        "settings/targets.csv", "metric,contact_center_id,from_month,value\naverage_rating,*,202501,5\n"
    )
    return project


def test_the_email_has_the_findings_and_the_main_tables_in_text_and_html(sample: Project) -> None:
    message = mail(sample)
    plain, html = body(message, "plain"), body(message, "html")
    for text in (plain, sanitized(html, GMAIL_CSS)[1]):
        assert "March 2025 had 34 interactions, 5 fewer than February 2025." in text
        assert "9.6" in text
        assert all(name in text for name in ("Portland OR NW", "Tampa FL SE", "Columbus OH", "Denver CO MW"))
        assert "has the longest calls: 12.8 minutes on average" in text
    assert html.count("<table") == 2
    assert message["Subject"] == "Member support, 2025-03"


def test_email_clients_remove_nothing_that_matters(sample: Project) -> None:
    html = body(mail(sample), "html")
    assert sanitized(html, GMAIL_CSS)[0] == []
    assert sanitized(html, OUTLOOK_CSS)[0] == ["max-width"]


def test_the_sanitizer_of_this_test_removes_what_clients_do() -> None:
    page = '<div style="display: grid; color: red; width: var(--w)" onclick="x"><svg></svg><details></details></div>'
    assert sanitized(page, GMAIL_CSS)[0] == ["<details>", "<svg>", "onclick", "width"]
    assert sanitized(page, OUTLOOK_CSS)[0] == ["<details>", "<svg>", "display", "onclick", "width"]


def test_an_email_of_many_long_names_and_missed_targets_stays_below_100_kb(missing_targets: Project) -> None:
    missing_targets.built()
    message = mail(missing_targets)
    html = body(message, "html")
    assert len(html.encode()) < 100_000
    removed, text = sanitized(html, GMAIL_CSS)
    assert removed == []
    assert text.count("Missed by") == 1
    assert "2 more are on the page." in text  # of twelve contact centers
    assert "<b>Söhne</b>" in text  # as text, not as HTML
    assert message["Subject"].endswith(": 12 targets missed")


def test_the_same_warehouse_gives_the_same_email(sample: Project) -> None:
    path = sample.folder / "dashboard.eml"
    mail(sample, "--attach", "page", "--attach", "workbook")
    first = path.read_bytes()
    mail(sample, "--attach", "page", "--attach", "workbook")
    assert path.read_bytes() == first
    assert b"\n" not in first.replace(b"\r\n", b"")


def test_the_page_and_the_workbook_are_attached_as_they_are_written(sample: Project) -> None:
    message = mail(sample, "--attach", "page", "--attach", "workbook")
    attached = {part.get_filename(): part.get_content() for part in message.iter_attachments()}
    assert sorted(map(str, attached)) == ["dashboard.html", "support_report.xlsx"]
    page = sample.folder / "dashboard.html"
    sample.run("dashboard", "--database", sample.database, "--output", page)
    assert attached["dashboard.html"] == page.read_text("utf-8")
    assert attached["support_report.xlsx"] == sample.exported(file_format="xlsx")


def test_without_a_sender_the_email_is_a_draft(sample: Project) -> None:
    assert [mail(sample)[name] for name in ("X-Unsent", "From", "To")] == ["1", None, None]
    message = mail(sample, "--from", "Reports <r@example.org>", "--to", "a@example.org", "--to", "b@example.org")
    assert message["X-Unsent"] is None
    assert message["From"] == "Reports <r@example.org>"
    assert message["To"] == "a@example.org, b@example.org"


@pytest.mark.parametrize("address", ["nobody", "a@b@c", "a@example.org\nBcc: x@example.org", "a@example.org, b@c", ""])
def test_what_is_no_address_is_wrong_usage(sample: Project, address: str) -> None:
    result = sample.run("dashboard", "--mail", "--to", address, "--database", sample.database)
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_nothing_is_written_if_nothing_has_changed(sample: Project) -> None:
    path = sample.folder / "dashboard.eml"
    arguments = ("dashboard", "--mail", "--if-changed", "--database", sample.database, "--output", path)
    assert sample.run(*arguments).exit_code == 0
    written = path.stat().st_mtime_ns
    result = sample.run(*arguments)
    assert (result.exit_code, result.stdout) == (3, "")
    assert path.stat().st_mtime_ns == written
    path.write_bytes(path.read_bytes().replace(b"interactions", b"Interactions"))
    assert sample.run(*arguments).exit_code == 0


def test_nothing_is_written_if_no_target_was_missed(sample: Project, missing_targets: Project) -> None:
    path = missing_targets.folder / "dashboard.eml"
    arguments = ("dashboard", "--mail", "--if-missed", "--output", path, "--database")
    result = sample.run(*arguments, sample.database)
    assert (result.exit_code, result.stdout, path.exists()) == (4, "", False)
    missing_targets.built()
    assert sample.run(*arguments, missing_targets.database).exit_code == 0
    assert path.exists()


def test_another_file_is_not_replaced_by_an_email(sample: Project) -> None:
    path = sample.folder / "notes.txt"
    path.write_text("mine")
    result = sample.run("dashboard", "--mail", "--database", sample.database, "--output", path)
    assert result.exit_code == 1
    assert path.read_text() == "mine"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--attach", "page"),
        ("--to", "a@example.org"),
        ("--from", "a@example.org"),
        ("--output-dir", "pages"),
        ("--each", "--output", "page.html"),
        ("--each", "--contact-center", "TPA"),
    ],
)
def test_options_without_effect_are_wrong_usage(sample: Project, arguments: tuple[str, ...]) -> None:
    result = sample.run("dashboard", *arguments, "--database", sample.database)
    assert result.exit_code == 2
    assert arguments[0] in result.stderr

"""The dashboard: one page, no network, findings first, the figures of the views, seen as a browser shows it."""

import html
import json
import os
import re
import shlex
import shutil
import subprocess
import unicodedata
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pypdf
import pytest

from tests.conftest import ROOT, Project, interaction
from warehouse.commands.page import _shown
from warehouse.engine.sources import SQL

pytestmark = pytest.mark.all_reports

PANELS = [
    "notices",
    "headline",
    "contact_centers",
    "call_length",
    "departments",
    "restatements",
    "staffing",
    "data_quality",
]
BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def page(project: Project, *arguments: str) -> str:
    """The page of a warehouse."""
    path = project.folder / "dashboard.html"
    result = project.run("dashboard", "--database", project.database, "--output", path, *arguments)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"{path}\n"
    return path.read_text("utf-8")


def panel(text: str, name: str) -> str:
    """The part of a page that is one panel."""
    return text.split(f'<section id="{name}"', 1)[1].split("</section>", 1)[0]


def plain(markup: str) -> str:
    """What a reader sees of a piece of HTML."""
    return html.unescape(re.sub("<[^>]*>", "", markup))


def finding(text: str, name: str) -> str:
    """The first line of a panel."""
    return plain(re.findall(r"<h2[^>]*>(.*?)</h2>", panel(text, name))[0])


def scope(text: str, name: str) -> str:
    """What a panel says below its finding."""
    return plain("".join(re.findall(r'<p class="scope">(.*?)</p>', panel(text, name))))


def notices(text: str) -> list[str]:
    """What the first panel tells about the data."""
    return [plain(item) for item in re.findall(r"<li>(.*?)</li>", panel(text, "notices"), re.DOTALL)]


def seen(text: str) -> str:
    """A text without its line breaks and ligatures."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def cells_of(markup: str) -> list[list[str]]:
    """The rows of a table, as HTML."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", markup.split("<tbody>")[1], re.DOTALL)
    return [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]


def query_of(text: str, name: str) -> str:
    """The query that a panel shows."""
    [command] = re.findall(r"<code>(.*?)</code>", panel(text, name))
    return plain(command)


def figures(text: str, name: str) -> list[dict[str, str]]:
    """The table behind a panel."""
    table = panel(text, name).split("<details>")[1]
    columns = re.findall(r'<th scope="col">(.*?)</th>', table)
    rows = re.findall(r"<tr>(<td.*?)</tr>", table)
    cells = [[plain(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows]
    return [dict(zip(columns, row, strict=True)) for row in cells]


@pytest.fixture
def sample(bundled: Path, tmp_path: Path) -> Project:
    project = Project(tmp_path)
    shutil.copy(bundled, project.database)
    return project


def test_every_template_has_its_query_and_is_a_panel_of_the_page(sample: Project) -> None:
    templates = sorted(path for path in (SQL / "dashboard").glob("*.html") if path.name[0].isdigit())
    assert all(path.with_suffix(".sql").exists() for path in templates)
    names = [path.stem.partition("_")[2] for path in templates]
    assert [name for name in names if name != "targets"] == PANELS  # the sample has none
    assert re.findall(r'<section id="(\w+)"', page(sample)) == PANELS


def test_the_page_asks_for_nothing_outside_of_it(sample: Project) -> None:
    text = page(sample)
    assert "<script" not in text
    links = re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?([^\"')\s>]+)", text)
    assert [link for link in links if not link.startswith(("data:", "#"))] == []
    assert "http://" not in text
    assert "https://" not in text


def test_what_a_killed_dashboard_left_behind_is_cleaned_by_the_next(sample: Project) -> None:
    process = subprocess.Popen(["true"])
    process.wait()
    leftover = sample.folder / f".supportwh.{process.pid}.abc.partial"
    leftover.mkdir()
    (leftover / "dashboard.html").write_text("half a page")
    page(sample)
    assert not leftover.exists()


def test_the_same_warehouse_gives_the_same_page(sample: Project) -> None:
    assert page(sample) == page(sample)


def test_every_panel_opens_with_its_finding(sample: Project) -> None:
    text = page(sample)
    assert {name: finding(text, name) for name in PANELS} == {
        "notices": "Read this first: 1 note about the data",
        "headline": "March 2025 had 34 interactions, 5 fewer than February 2025. Agents took 9.6 minutes on average to "
        "resolve a call. Members rated support 3.69 out of 5 on average, based on 13 ratings.",
        "contact_centers": "No contact center had the minimum for a comparison: 30 calls or 30 ratings in each "
        "of the two months.",
        "call_length": "Tampa FL SE has the longest calls: 12.8 minutes on average, "
        "4.8 of them after the issue is resolved.",
        "departments": "Member Services had the largest share of interactions in March 2025: 29.4 percent. "
        "No share has grown significantly since February 2025.",
        "restatements": "The files of March 2025 changed 2 earlier months, most of all 2025-02, now with "
        "39 interactions (1 more) and 334.0 minutes of calls (13.0 more).",
        "staffing": "No hour of the week has at least 5 calls at any one contact center, the minimum for a "
        "staffing estimate. "
        "53 percent of calls start outside business hours.",
        "data_quality": "No rows with defects in the 4 files for March 2025 (but see the note at the top); "
        "7 remain in earlier months.",
    }


def test_the_query_below_a_finding_returns_its_figures(sample: Project) -> None:
    for arguments in ((), ("--as-of", "202502")):
        text = page(sample, *arguments)
        shown = {name: figures(text, name) for name in PANELS if name != "notices"}
        for name, rows in shown.items():
            program, command, *words = shlex.split(query_of(text, name))
            assert (program, command, words[:-1]) == ("supportwh", "query", list(arguments))
            result = sample.run("query", *words, "--database", sample.database, "--format", "json")
            assert result.exit_code == 0, result.stderr
            returned = [{key: _shown(value) for key, value in row.items()} for row in json.loads(result.stdout)]
            assert rows == returned, name
            assert rows or name in ("restatements",)


def test_the_center_with_the_strongest_evidence_comes_first_and_the_unknown_one_last(project: Project) -> None:
    project.extract.initial("contact_centers", [f"C{n},Center {n},IL" for n in range(4)])
    minutes = {"C0": (10, 9), "C1": (10, 11), "C2": (10, 14), "C3": (10, 10), "CX": (10, 30)}

    def month(number: int, days: int) -> list[str]:
        return [
            interaction(
                f"{center}_{number}_{key}",
                contact_center_id=center,
                interaction_start=f"2025-0{number}-{1 + key % days:02}T15:00:{key:02}Z",
                agent_resolution_timestamp=f"2025-0{number}-{1 + key % days:02}T15:{pair[number - 1] + key % 5:02}:00Z",
                interaction_end=f"2025-0{number}-{1 + key % days:02}T15:50:00Z",
            )
            for center, pair in minutes.items()
            for key in range(40)
        ]

    project.extract.initial("interactions", month(1, 31))
    project.extract.delta("interactions", "202502", [f"{row},add" for row in month(2, 28)])
    project.built()
    text = panel(page(project), "contact_centers")
    rows = re.findall(r'<th scope="row"[^>]*><bdi>(.*?)</bdi>.*?</tr>', text, re.DOTALL)
    assert rows == ["Center 2", "Center 0", "Center 1", "Center 3", "Unknown"]
    changes = re.findall(r'<span class="change (\w+)">(.*?)</span>', text.split("<details>")[0])
    told = [(color, plain(change).split(")")[-1].strip()) for color, change in changes if color != "soft"]
    assert told == [("bad", "worse"), ("good", "better"), ("bad", "worse")]


def test_what_a_month_restated_stands_beside_what_the_report_said_and_why(sample: Project) -> None:
    text = panel(page(sample), "restatements").split("<details>")[0]
    rows = [[" ".join(plain(cell).split()) for cell in row] for row in cells_of(text)]
    assert rows == [
        [
            "2025-02",
            "39 \N{BLACK UP-POINTING TRIANGLE}\N{NARROW NO-BREAK SPACE}+1".replace("\N{NARROW NO-BREAK SPACE}", " "),
            "334.0 \N{BLACK UP-POINTING TRIANGLE} +13.0",
            "center renamed: 7 (Denver CO MTN \N{RIGHTWARDS ARROW} Denver CO MW)came late: 1",
        ],
        [
            "2025-01",
            "31 unchanged",
            "257.0 \N{BLACK UP-POINTING TRIANGLE} +5.0",
            "category deleted: 7 (Records \N{RIGHTWARDS ARROW} Unknown)center renamed: 7 (Denver CO MTN "
            "\N{RIGHTWARDS ARROW} Denver CO MW)corrected: 1",
        ],
    ]
    before, now = (
        dict(
            sample.rows(
                "select month, [sum(total_interactions), sum(total_call_duration)]"
                f" from support_report_history where as_of_month = {month} group by month"
            )
        )
        for month in (202502, 202503)
    )
    assert (now["2025-02"], before["2025-02"]) == ([39, 334.0], [38, 321.0])
    assert (now["2025-01"], before["2025-01"]) == ([31, 257.0], [31, 252.0])


def test_good_data_is_told_in_words_and_bad_data_in_a_table(
    smallest_project: Project, new_project: Callable[[str], Project]
) -> None:
    assert "<table" not in panel(page(smallest_project), "data_quality").split("<details>")[0]
    project = new_project("bad")
    project.extract.initial("interactions", [interaction(), interaction("I2", category_id="KX", agent_id="")])
    project.built()
    text = page(project)
    assert finding(text, "data_quality") == "The files for January 2025 have defects: category unknown 1."
    assert [row[0] for row in cells_of(panel(text, "data_quality").split("<details>")[0])] == ["category unknown"]


def test_the_tiles_compare_the_last_month_with_the_one_before(sample: Project) -> None:
    tiles = re.findall(r'<li class="tile">(.*?)</li>', panel(page(sample), "headline"), re.DOTALL)
    seen = [re.findall(r"<(?:span|b)[^>]*>([^<>]+)</(?:span|b)>", tile) for tile in tiles]
    down, minus = "\N{BLACK DOWN-POINTING TRIANGLE}\N{NARROW NO-BREAK SPACE}", "\N{MINUS SIGN}"
    seen = [[html.unescape(text) for text in tile] for tile in seen]
    assert [tile[:3] for tile in seen] == [
        ["Interactions", "34", f"{down}{minus}5 ({minus}12.8%)"],
        ["Phone calls", "20", f"{down}{minus}8 ({minus}28.6%)"],
        ["Calls abandoned, %", "0.0", "unchanged"],
        ["Minutes to resolve a call", "9.6", f"{down}{minus}0.8 ({minus}8.1%)"],
        ["Rating, 1 to 5", "3.69", f"{down}{minus}0.64 ({minus}14.8%)"],
        ["Rated 4 or 5, %", "46.2", f"{down}{minus}42.7"],
    ]
    assert [tile[3:] for tile in seen] == [
        [f"{minus}21.1% per business day"],
        [],
        ["of 20 calls"],
        ["median 9.0, 20 answered calls"],
        ["based on 13 ratings"],
        ["of 13 ratings"],
    ]


def test_a_month_of_a_mistyped_year_is_not_the_last(project: Project) -> None:
    project.extract.initial(
        "interactions", [interaction(), interaction("I2", interaction_start="2052-01-05T14:30:00Z")]
    )
    project.built()
    assert finding(page(project), "headline").startswith("January 2025 had 1 interaction. ")


def test_a_line_has_a_gap_where_a_month_has_nothing(project: Project) -> None:
    for number in (2, 4, 5):
        row = interaction(f"I{number}", **dict.fromkeys(TIMES, f"2025-0{number}-06T15:00:00Z"))
        project.extract.delta("interactions", f"20250{number}", [f"{row},add"])
    project.built()
    text = panel(page(project), "headline")
    lines = re.findall(r'aria-label="([^"]*)".*?<path d="([^"]*)"', text, re.DOTALL)
    by_name = {label.split(" by month")[0]: (label, path) for label, path in lines}
    assert by_name["Interactions"][0] == "Interactions by month: 1, 1, \N{EN DASH}, 1, 1"
    minutes = by_name["Rating, 1 to 5"]
    assert minutes[0] == "Rating, 1 to 5 by month: 4.00, 4.00, \N{EN DASH}, 4.00, 4.00"
    assert re.sub("[0-9. ]", "", minutes[1]) == "MLML"


TIMES = ("timestamp", "interaction_start", "agent_resolution_timestamp", "interaction_end")


def test_the_foot_says_which_months_zone_and_versions(sample: Project) -> None:
    foot = page(sample).split("<footer>")[1]
    for word in ("2025-01 to 2025-03", "America/New_York", "supportwh ", "DuckDB ", " UTC"):
        assert word in foot


def test_the_page_as_of_a_month_is_that_of_a_warehouse_built_up_to_it(sample: Project, tmp_path: Path) -> None:
    part = Project(tmp_path / "part")
    arguments = ["--data-dir", ROOT / "data", "--database", part.database, "--months", "202502"]
    assert part.run("build", *arguments).exit_code == 0
    past = page(sample, "--as-of", "202502")
    assert "As of 2025-02: later files are not counted." in past
    past = past.replace("supportwh query --as-of 202502 ", "supportwh query ")

    def body(text: str) -> str:
        return text.split("<main>")[1].split("<footer>")[0]

    assert body(past) == body(page(part))
    assert body(past) != body(page(sample))


def test_a_warehouse_without_interactions_has_a_page_that_says_so(project: Project) -> None:
    project.extract.initial("interactions", [])
    project.built()
    text = page(project)
    assert "No interactions yet." in text
    assert re.findall(r'<section id="(\w+)"', text) == ["notices", "headline", "data_quality"]


def test_interactions_without_a_start_are_a_page_without_a_month(project: Project) -> None:
    project.extract.initial("interactions", [interaction(interaction_start="")])
    project.built()
    assert "No interactions yet." in page(project)


def test_what_a_name_says_stays_text(project: Project) -> None:
    name = "<script>alert('x')</script> & \"so\""
    quoted = name.replace('"', '""')
    project.extract.initial("contact_centers", [f'C1,"{quoted}",Springfield IL'])
    project.built()
    text = page(project)
    assert "<script" not in text
    assert figures(text, "call_length")[0]["contact_center_name"] == name


#: Names that XML cannot hold, that turn the direction of writing, or that are long.
HOSTILE = {
    "vertical tab": "Cen\x0bter",
    "escape": "\x1b[2JCenter",
    "noncharacters": "Cen\ufffe\uffff\ufdd0\U0001fffeter",
    "emoji": "\U0001f600" * 40,
    "families": "\U0001f469\u200d\U0001f469\u200d\U0001f467" * 20,
    "right to left": "\u202e\u05d7\u05d9\u05e4\u05d4",
    "template": "{{ 7 * 7 }}{% raw %}",
}


def test_a_page_is_written_whatever_the_names_are(project: Project) -> None:
    rows = [f"C{n},{name},IL" for n, name in enumerate(HOSTILE.values())]
    project.extract.initial("contact_centers", rows)
    calls = [interaction(f"I{n}", contact_center_id=f"C{n}") for n in range(len(rows))]
    project.extract.initial("interactions", calls)
    project.built()
    text = page(project)
    assert len(figures(text, "contact_centers")) == len(HOSTILE)
    assert HOSTILE["template"] in text
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\u202e]", text)


def test_a_page_that_cannot_be_written_is_a_sentence_and_leaves_nothing(smallest_project: Project) -> None:
    project = smallest_project
    arguments = ("dashboard", "--database", project.database, "--output")
    result = project.run(*arguments, project.folder / "nowhere" / "page.html")
    assert result.exit_code == 1
    assert "No such file or directory" in result.stderr
    (project.folder / "page.html").mkdir()
    result = project.run(*arguments, project.folder / "page.html")
    assert result.exit_code == 1
    assert "is a folder, pipe or device, not a file" in result.stderr
    assert list(project.folder.glob(".*")) == []


def of_size(project: Project, months: int, centers: int, name: str) -> Project:
    """A warehouse of so many months and centers; each month after the first corrects some rows of the one before."""
    project.extract.initial("contact_centers", [f"C{n},{name.format(n)},IL" for n in range(centers)])
    project.extract.initial("service_categories", [f"K{n},Topic {n},{name.format(n % 9)}" for n in range(20)])
    before: list[str] = []
    for number in range(months):
        year, month = 2025 + number // 12, number % 12 + 1
        rows = []
        for n in range(centers * 6):
            time = f"{year}-{month:02}-{1 + n % 28:02}T{13 + n * (number + 3) % 9:02}:{{:02}}:00Z"
            rows.append(
                interaction(
                    f"I{number}_{n}",
                    contact_center_id=f"C{n % centers}",
                    category_id=f"K{n * (number + 1) % 20}",
                    agent_id="" if n % 11 == 0 else "A1",
                    timestamp=time.format(59),
                    interaction_start=time.format(0),
                    agent_resolution_timestamp=time.format(2 + n * (number + 2) % 7),
                    interaction_end=time.format(9),
                    call_duration_minutes="9.0",
                    satisfaction_rating=str(1 + n * (number + 1) % 5),
                )
            )
        if number:
            changes = [f"{row},delete" for row in before[:2]] + [f"{row},update" for row in before[2:5]]
            changes = [row.replace(",phone,", ",web,") for row in changes] + [f"{row},add" for row in rows]
            project.extract.delta("interactions", f"{year}{month:02}", changes)
        else:
            project.extract.initial("interactions", rows)
        before = rows
    project.built()
    return project


SHORT = "City {} ST"
LONG = "Contact center {} with a name of sixty letters and a few more"[:62]
IN_FULL = [pytest.mark.slow, pytest.mark.harness]

#: Loads pages into frames of some widths, as they are and with all figures open, and writes down what is wrong.
LOOK = """
<body><script>
function isClipped(frame, node) { // there for a screen reader only
  for (; node; node = node.parentElement)
    if (frame.contentWindow.getComputedStyle(node).clipPath !== 'none') return true;
  return false;
}
function problems(frame) {
  const page = frame.contentDocument, width = frame.clientWidth, found = [], boxes = [];
  const seen = page.body.innerText.length;
  if (page.documentElement.scrollWidth > width) found.push(`as wide as ${page.documentElement.scrollWidth}`);
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement, text = node.data.trim();
    if (!text || !parent.checkVisibility() || isClipped(frame, parent)) continue;
    const size = parseFloat(frame.contentWindow.getComputedStyle(parent).fontSize);
    if (size < 10) found.push(`${text} has ${size} pixels`);
    const range = page.createRange();
    range.selectNodeContents(node);
    const scrolling = parent.closest('.scroll');
    const edge = scrolling ? scrolling.getBoundingClientRect().right : Infinity;
    for (const {left, top, right, bottom} of range.getClientRects()) {
      if (left < edge) boxes.push({text, box: {left, top, right: Math.min(right, edge), bottom}});
      if (!scrolling && (right > width || left < 0)) found.push(`${text} sticks out`);
    }
  }
  for (const cell of page.querySelectorAll('td, th, li, h2'))
    if (cell.checkVisibility() && !isClipped(frame, cell) && cell.clientWidth
        && cell.scrollWidth > cell.clientWidth + 1)
      found.push(`${cell.innerText} is wider than its cell`);
  for (const [number, one] of boxes.entries())
    for (const other of boxes.slice(number + 1)) {
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (across > 1 && down > 3) found.push(`${one.text} lies on ${other.text}`);
    }
  return {seen, texts: boxes.length, height: page.documentElement.scrollHeight, found: found.slice(0, 20)};
}
addEventListener('load', () => {
  const result = {};
  for (const frame of document.querySelectorAll('iframe')) {
    result[frame.title] = problems(frame);
    for (const details of frame.contentDocument.querySelectorAll('details')) details.open = true;
    result[frame.title + ' open'] = problems(frame);
  }
  document.body.textContent = JSON.stringify(result);
});
</script>
"""


def browsed(folder: Path, *arguments: str) -> str:
    """What headless Chromium without a network prints; it must have nothing to complain of."""
    assert BROWSER
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
    command += [f"--user-data-dir={folder / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND"]
    command += ["--enable-logging=stderr", "--v=0", "--window-size=1600,1000", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []
    return done.stdout


def framed(script: str, text: str, folder: Path, *widths: int, flags: tuple[str, ...] = ()) -> Any:
    """What a script writes down about a page that it shows in frames of some widths."""
    frame = '<iframe title="{0}" style="border: 0; width: {0}px; height: 900px" srcdoc="{1}"></iframe>'
    path = folder / "look.html"
    path.write_text(script + "".join(frame.format(width, html.escape(text)) for width in widths), "utf-8")
    shown = browsed(folder, *flags, "--dump-dom", path.as_uri())
    return json.loads(html.unescape(re.sub("<[^>]*>", "", shown.split("<body>")[1])))


def looked_at(text: str, folder: Path, *widths: int) -> dict[str, dict[str, object]]:
    """What is wrong with a page at some widths."""
    return framed(LOOK, text, folder, *widths)


#: Asks axe-core, which is in each frame, what makes a page hard to use for people with disabilities.
AUDIT = """
<body><script>
addEventListener('load', async () => {
  const result = {};
  for (const frame of document.querySelectorAll('iframe')) {
    for (const details of frame.contentDocument.querySelectorAll('details')) details.open = true;
    const {passes, violations} = await frame.contentWindow.axe.run();
    const found = violations.map(({id, nodes}) => `${id}: ${nodes[0].html.slice(0, 200)}`);
    result[frame.title] = {passes: passes.length, found};
  }
  document.body.textContent = JSON.stringify(result);
});
</script>
"""


def audited(text: str, folder: Path, *flags: str) -> dict[str, dict[str, Any]]:
    """What axe-core says of a page on a desk and a phone; the page itself allows no script, so its policy goes."""
    axe = (resources.files("axe_core_python") / "axe.min.js").read_text("utf-8")
    open_page = re.sub('<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    assert open_page != text
    page_with_axe = open_page.replace("</body>", f"<script>{axe}</script></body>")
    return framed(AUDIT, page_with_axe, folder, 1280, 390, flags=("--virtual-time-budget=30000", *flags))


if BROWSER or os.environ.get("CI"):  # on a desk without Chromium the tests above have to do

    @pytest.mark.parametrize(
        ("months", "centers", "name"),
        [
            pytest.param(1, 4, SHORT),
            pytest.param(24, 40, LONG, marks=IN_FULL),
            pytest.param(13, 200, SHORT, marks=IN_FULL),
        ],
    )
    def test_a_page_of_any_size_fits_a_desk_and_a_phone_and_can_be_read(
        project: Project, tmp_path: Path, months: int, centers: int, name: str
    ) -> None:
        found = looked_at(page(of_size(project, months, centers, name)), tmp_path, 1280, 390)
        assert found.keys() == {"1280", "1280 open", "390", "390 open"}
        assert {kind: result["found"] for kind, result in found.items() if result["found"]} == {}
        assert all(int(str(result["texts"])) > 100 for result in found.values())
        assert name == LONG or int(str(found["390"]["height"])) <= 6000

    def test_the_look_finds_what_is_wrong(tmp_path: Path) -> None:
        wrong = (
            '<p style="font-size: 9px">small</p><p style="width: 500px">wide</p>'
            '<div style="position: absolute; top: 200px">one</div><div style="position: absolute; top: 202px">two</div>'
        )
        found = str(looked_at(wrong, tmp_path, 390)["390"]["found"])
        for what in ("small has 9 pixels", "as wide as 508", "one lies on two"):
            assert what in found

    @pytest.mark.parametrize(
        "flags", [(), pytest.param(("--blink-settings=preferredColorScheme=0",), marks=IN_FULL)], ids=["light", "dark"]
    )
    def test_axe_finds_no_barrier_on_a_desk_or_a_phone(sample: Project, tmp_path: Path, flags: tuple[str, ...]) -> None:
        found = audited(page(sample), tmp_path, *flags)
        assert {width: result["found"] for width, result in found.items()} == {"1280": [], "390": []}
        assert all(result["passes"] > 15 for result in found.values())

    @pytest.mark.slow
    @pytest.mark.harness
    def test_axe_finds_a_barrier_that_is_there(sample: Project, tmp_path: Path) -> None:
        faint = page(sample).replace("<h1>", '<h1 style="color: #bbb">')
        assert "color-contrast" in str(audited(faint, tmp_path)["390"]["found"])

    @pytest.mark.slow
    @pytest.mark.harness
    def test_no_panel_is_cut_by_the_end_of_a_printed_page(project: Project, tmp_path: Path) -> None:
        text = page(of_size(project, 13, 40, SHORT))
        browsed(
            tmp_path,
            "--no-pdf-header-footer",
            f"--print-to-pdf={tmp_path / 'page.pdf'}",
            (project.folder / "dashboard.html").as_uri(),
        )
        pages = [seen(one.extract_text()) for one in pypdf.PdfReader(tmp_path / "page.pdf").pages]
        assert len(pages) > 1
        for name in PANELS[1:-1]:
            shown = panel(text, name).split("<details>")[0]
            words = [word for one in re.findall(">([^<>]+)<", shown) if (word := seen(plain(one)))]
            found = [number for number, one in enumerate(pages) if words[0][:60] in one and words[-1] in one]
            assert found, f"{name} is on two pages"

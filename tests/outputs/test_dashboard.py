"""The dashboard: one page, no network, findings first, the figures of the views, seen as a browser shows it."""

import html
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import ROOT, Project, interaction
from warehouse.engine.render import SQL

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


def finding(text: str, name: str) -> str:
    """The first line of a panel."""
    return html.unescape(re.findall(r"<h2[^>]*>(.*?)</h2>", panel(text, name))[0])


def figures(text: str, name: str) -> list[dict[str, str]]:
    """The table behind a panel."""
    table = panel(text, name).split("<details>")[1]
    columns = re.findall(r'<th scope="col">(.*?)</th>', table)
    rows = re.findall(r"<tr>(<td.*?)</tr>", table)
    cells = [[html.unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows]
    return [dict(zip(columns, row, strict=True)) for row in cells]


def written(value: float | None) -> str:
    """A number as the figures have it."""
    return "\N{EN DASH}" if value is None else f"{float(value):,g}".replace("-", "\N{MINUS SIGN}")


@pytest.fixture
def sample(bundled: Path, tmp_path: Path) -> Project:
    project = Project(tmp_path)
    shutil.copy(bundled, project.database)
    return project


def test_every_template_has_its_query_and_is_a_panel_of_the_page(sample: Project) -> None:
    templates = sorted(path for path in (SQL / "dashboard").glob("*.html") if path.name[0].isdigit())
    assert all(path.with_suffix(".sql").exists() for path in templates)
    assert [path.stem.partition("_")[2] for path in templates] == PANELS
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
        "notices": "Read this first: one thing about the data",
        "headline": "March 2025 had 34 interactions, 5 fewer than February 2025; a call takes 11.0 minutes, "
        "0.9 shorter; members rate us 3.69 out of 5, 0.64 worse.",
        "contact_centers": "Denver CO MW worsened most since February 2025: its calls take 9.7 minutes to resolve, "
        "0.3 longer, and its rating is 4.00, 1.00 lower. 2 of 4 centers are worse in both.",
        "call_length": "Tampa FL SE keeps callers longest, 12.8 minutes a call; 4.8 of them come after the resolution. "
        "Portland OR NW takes longest to resolve them, 10.4.",
        "departments": "Member Services has the largest share of March 2025, 29.4 percent; Technology gained most "
        "since February 2025, 11.1 points, and has 26.5.",
        "restatements": "The files of March 2025 changed 2 earlier months, most of all 2025-02, now with "
        "39 interactions (1 more) and 334.0 minutes of calls (13.0 more).",
        "staffing": "Friday at 15:00 takes the most agents, 3 in 3 centers, as does one other hour; "
        "53 percent of the calls come outside business hours.",
        "data_quality": "No rows with defects in the 4 files for March 2025 (but see the first panel); "
        "7 remain in earlier files.",
    }


def test_a_single_month_is_compared_with_none(smallest_project: Project) -> None:
    text = page(smallest_project)
    assert {name: finding(text, name) for name in PANELS if name != "notices"} == {
        "headline": "January 2025 had 1 interaction; a call takes 14.0 minutes; members rate us 4.00 out of 5.",
        "contact_centers": "Springfield takes longest to resolve a call, 9.0 minutes; "
        "Springfield is rated lowest, 4.00.",
        "call_length": "Springfield keeps callers longest, 14.0 minutes a call; 5.0 of them come after the resolution, "
        "and it takes longest to resolve them, too.",
        "departments": "Finance has the largest share of January 2025, 100.0 percent.",
        "restatements": "There is no earlier report that could have changed.",
        "staffing": "Sunday at 9:00 takes the most agents, 1 in 1 center; "
        "100 percent of the calls come outside business hours.",
        "data_quality": "No data problems in the 4 files for January 2025.",
    }


def test_the_centers_that_got_worse_come_first_and_the_unknown_one_last(project: Project) -> None:
    project.extract.initial("contact_centers", [f"C{n},Center {n},IL" for n in range(4)])

    def month(number: int, minutes: dict[str, int], ratings: dict[str, int]) -> list[str]:
        return [
            interaction(
                f"{center}{number}",
                contact_center_id=center,
                interaction_start=f"2025-0{number}-06T15:00:00Z",
                agent_resolution_timestamp=f"2025-0{number}-06T15:{minutes[center]:02}:00Z",
                interaction_end=f"2025-0{number}-06T15:50:00Z",
                satisfaction_rating=str(ratings[center]),
            )
            for center in minutes
        ]

    project.extract.initial("interactions", month(1, dict.fromkeys(CENTERS, 10), dict.fromkeys(CENTERS, 4)))
    longer = month(2, {"C0": 9, "C1": 14, "C2": 10, "C3": 10, "CX": 30}, {"C0": 4, "C1": 4, "C2": 2, "C3": 4, "CX": 4})
    project.extract.delta("interactions", "202502", [f"{row},add" for row in longer])
    project.built()
    rows = figures(page(project), "contact_centers")
    assert [(row["contact center"], row["worsening"]) for row in rows] == [
        ("Center 2", "0.5"),
        ("Center 1", "0.4"),
        ("Center 3", "0"),
        ("Center 0", "\N{MINUS SIGN}0.1"),
        ("Unknown", "2"),
    ]


CENTERS = ("C0", "C1", "C2", "C3", "CX")


def test_what_a_month_restated_stands_beside_what_the_report_said_and_why(sample: Project) -> None:
    rows = figures(page(sample), "restatements")
    assert rows == [
        {
            "month": "2025-02",
            "interactions now": "39",
            "interactions change": "1",
            "call minutes now": "334",
            "call minutes change": "13",
            "causes": "center renamed: 7 (Denver CO MTN → Denver CO MW), came late: 1",
        },
        {
            "month": "2025-01",
            "interactions now": "31",
            "interactions change": "0",
            "call minutes now": "257",
            "call minutes change": "5",
            "causes": "category deleted: 7 (Records → Unknown), center renamed: 7 (Denver CO MTN → Denver CO MW), "
            "corrected: 1",
        },
    ]
    before, now = (
        dict(
            sample.rows(
                "select month, struct_pack(n := sum(total_interactions), m := sum(total_call_duration))"
                f" from support_report_history where as_of_month = {month} group by month"
            )
        )
        for month in (202502, 202503)
    )
    for row in rows:
        then = before[row["month"]]
        assert float(row["interactions now"]) == now[row["month"]]["n"]
        assert float(row["interactions now"]) - float(row["interactions change"]) == then["n"]
        assert float(row["call minutes now"]) - float(row["call minutes change"]) == then["m"]


def test_good_data_is_told_in_words_and_bad_data_in_a_table(
    smallest_project: Project, new_project: Callable[[str], Project]
) -> None:
    assert "<table" not in panel(page(smallest_project), "data_quality").split("<details>")[0]
    project = new_project("bad")
    project.extract.initial("interactions", [interaction(), interaction("I2", category_id="KX", agent_id="")])
    project.built()
    text = page(project)
    assert finding(text, "data_quality") == "The files for January 2025 have defects: category unknown 1."
    assert re.findall(r'<th scope="row">(.*?)</th>', panel(text, "data_quality")) == ["category unknown"]


def test_the_figures_are_those_of_the_views(sample: Project) -> None:
    text = page(sample)
    centers = {row["contact center"]: row for row in figures(text, "contact_centers")}
    expected = sample.rows(
        "select contact_center_name, count(*) filter (month = '2025-03'),"
        " round(avg(minutes_to_resolution) filter (is_call and month = '2025-03'), 1),"
        " round(avg(rating_in_scale(satisfaction_rating)) filter (month = '2025-03'), 2)"
        " from interactions_wide group by contact_center_name"
    )
    assert {name: (row["interactions"], row["handle minutes"], row["rating"]) for name, row in centers.items()} == {
        name: (written(number), written(minutes), written(rating)) for name, number, minutes, rating in expected
    }
    months = [number for (number,) in sample.rows("select total_interactions from interactions_by_month order by all")]
    by_month = [row["interactions by month"].split(", ") for row in centers.values()]
    assert [sum(map(int, column)) for column in zip(*by_month, strict=True)] == [
        number for (number,) in sample.rows("select total_interactions from interactions_by_month order by month")
    ]
    assert sorted(months) == sorted(int(n) for n in figures(text, "headline")[0]["by month"].split(", "))
    calls = {row["contact center"]: row for row in figures(text, "call_length")}
    assert {name: (row["call minutes"], row["minutes after resolution"]) for name, row in calls.items()} == {
        name: (written(minutes), written(after))
        for name, minutes, after in sample.rows(
            "select contact_center_name, round(avg(call_duration_minutes), 1), round(avg(minutes_after_resolution), 1)"
            " from interactions_wide where is_call and month = '2025-03' group by contact_center_name"
        )
    }
    assert {row["department"]: row["interactions"] for row in figures(text, "departments")} == {
        name: written(number)
        for name, number in sample.rows(
            "select department, total_interactions from departments_by_month where month = '2025-03'"
            " and total_interactions > 0"
        )
    }
    hours = [(row["day"][:3], row["hour"], row["agents"]) for row in figures(text, "staffing")]
    assert hours == [
        (day, str(hour), written(agents))
        for day, hour, agents in sample.rows(
            "select ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][weekday], start_hour, sum(agents_needed)"
            " from staffing_by_hour group by weekday, start_hour order by weekday, start_hour"
        )
    ]
    assert len(hours) == 7 * 24
    defects = {row["kind"]: row["defects"] for row in figures(text, "data_quality")}
    [(unknown, quarantined)] = sample.rows(
        "select sum(unknown_categories), sum(rows_rejected) from data_quality_by_file"
    )
    assert (defects["category unknown"], defects["rows quarantined"]) == (written(unknown), written(quarantined))


def test_the_headline_compares_the_last_month_with_the_one_before(sample: Project) -> None:
    rows = figures(page(sample), "headline")
    assert [(row["figure"], row["value"], row["change"]) for row in rows] == [
        ("Interactions", "34", "\N{MINUS SIGN}5"),
        ("Phone calls", "20", "\N{MINUS SIGN}8"),
        ("Minutes a call", "11", "\N{MINUS SIGN}0.9"),
        ("Minutes to resolve", "9.6", "\N{MINUS SIGN}0.8"),
        ("Rating, 1 to 5", "3.69", "\N{MINUS SIGN}0.64"),
        ("Calls abandoned, %", "0", "0"),
    ]


def test_a_month_of_a_mistyped_year_is_not_the_last(project: Project) -> None:
    project.extract.initial(
        "interactions", [interaction(), interaction("I2", interaction_start="2052-01-05T14:30:00Z")]
    )
    project.built()
    assert finding(page(project), "headline").startswith("January 2025 had 1 interaction;")


def test_a_line_has_a_gap_where_a_month_has_nothing(project: Project) -> None:
    for number in (2, 4, 5):
        row = interaction(f"I{number}", **dict.fromkeys(TIMES, f"2025-0{number}-06T15:00:00Z"))
        project.extract.delta("interactions", f"20250{number}", [f"{row},add"])
    project.built()
    text = panel(page(project), "headline")
    lines = re.findall(r'aria-label="([^"]*)".*?<path d="([^"]*)"', text, re.DOTALL)
    by_name = {label.split(" by month")[0]: (label, path) for label, path in lines}
    assert by_name["Interactions"][0] == "Interactions by month: 1, 1, \N{EN DASH}, 1, 1"
    assert by_name["Minutes a call"][0] == "Minutes a call by month: 14.0, 14.0, \N{EN DASH}, 14.0, 14.0"
    assert re.sub("[0-9. ]", "", by_name["Minutes a call"][1]) == "MLML"


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
    assert "As it was after 2025-02." in past

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
    assert figures(text, "call_length")[0]["contact center"] == name


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
    assert "is not a file but a folder" in result.stderr
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
function problems(frame) {
  const page = frame.contentDocument, width = frame.clientWidth, found = [], boxes = [];
  const seen = page.body.innerText.length;
  if (page.documentElement.scrollWidth > width) found.push(`as wide as ${page.documentElement.scrollWidth}`);
  const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement, text = node.data.trim();
    if (!text || !parent.checkVisibility()) continue;
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
    if (cell.checkVisibility() && cell.scrollWidth > cell.clientWidth + 1 && cell.clientWidth)
      found.push(`${cell.innerText} is wider than its cell`);
  for (const [number, one] of boxes.entries())
    for (const other of boxes.slice(number + 1)) {
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
      if (across > 1 && down > 3) found.push(`${one.text} lies on ${other.text}`);
    }
  return {seen, texts: boxes.length, found: found.slice(0, 20)};
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


def looked_at(text: str, folder: Path, *widths: int) -> dict[str, dict[str, object]]:
    """What headless Chromium without a network finds wrong with a page at some widths."""
    assert BROWSER
    frame = '<iframe title="{0}" style="border: 0; width: {0}px; height: 900px" srcdoc="{1}"></iframe>'
    path = folder / "look.html"
    path.write_text(LOOK + "".join(frame.format(width, html.escape(text)) for width in widths), "utf-8")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
    command += [f"--user-data-dir={folder / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND"]
    command += ["--enable-logging=stderr", "--v=0", "--window-size=1600,1000", "--dump-dom", path.as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stderr.splitlines() if "CONSOLE" in line] == []
    return json.loads(html.unescape(re.sub("<[^>]*>", "", done.stdout.split("<body>")[1])))


if BROWSER or os.environ.get("CI"):  # on a desk without Chromium the tests above have to do

    @pytest.mark.parametrize(
        ("months", "centers", "name"),
        [
            pytest.param(1, 4, SHORT),
            pytest.param(3, 4, SHORT, marks=IN_FULL),
            pytest.param(6, 40, SHORT, marks=IN_FULL),
            pytest.param(24, 40, LONG),
        ],
    )
    def test_a_page_of_any_size_fits_a_desk_and_a_phone_and_can_be_read(
        project: Project, tmp_path: Path, months: int, centers: int, name: str
    ) -> None:
        found = looked_at(page(of_size(project, months, centers, name)), tmp_path, 1280, 390)
        assert found.keys() == {"1280", "1280 open", "390", "390 open"}
        assert {kind: result["found"] for kind, result in found.items() if result["found"]} == {}
        assert all(int(str(result["texts"])) > 100 for result in found.values())

    def test_the_look_finds_what_is_wrong(tmp_path: Path) -> None:
        wrong = (
            '<p style="font-size: 9px">small</p><p style="width: 500px">wide</p>'
            '<div style="position: absolute; top: 200px">one</div><div style="position: absolute; top: 202px">two</div>'
        )
        found = str(looked_at(wrong, tmp_path, 390)["390"]["found"])
        for what in ("small has 9 pixels", "as wide as 508", "one lies on two"):
            assert what in found

"""The dashboard: one page, no network, the figures of the views, seen as a browser shows it."""

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Project, interaction
from warehouse.engine.render import SQL

PANELS = sorted(path.name.split(".")[0].partition("_")[2] for path in (SQL / "dashboard").glob("*.vl.json"))
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
    return text.split(f'<figure id="{name}"', 1)[1].split("</figure>", 1)[0]


def figures(text: str) -> list[list[str]]:
    """The rows of the table behind a panel."""
    rows = re.findall(r"<tr>(<td.*?)</tr>", text)
    return [[html.unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("sample"))
    result = project.run("build", "--data-dir", ROOT / "data", "--database", project.database)
    assert result.exit_code == 0, result.stderr
    return project


def test_there_is_a_query_beside_every_chart() -> None:
    assert PANELS == ["business_hours", "data_quality", "departments", "handle_time", "volume"]
    assert all(path.with_suffix("").with_suffix(".sql").exists() for path in (SQL / "dashboard").glob("*.vl.json"))


def test_the_page_asks_for_nothing_outside_of_it(sample: Project) -> None:
    text = page(sample)
    assert "<script" not in text
    links = re.findall(r"(?:src|href|url)\s*[=(]\s*[\"']?([^\"')\s>]+)", text)
    assert [link for link in links if not link.startswith(("data:", "#"))] == []
    assert set(re.findall(r"https?://[^\"'<\s]+", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }


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


@pytest.mark.parametrize("name", PANELS)
def test_every_panel_has_a_text_alternative_and_its_figures(sample: Project, name: str) -> None:
    text = panel(page(sample), name)
    assert re.search(r'role="img" aria-label="[^"]{30,}"', text)
    assert "<h2" in text
    assert "<figcaption>" in text
    assert len(figures(text)) >= 3


def test_a_month_without_a_defect_is_pale(project: Project) -> None:
    project.built()
    text = panel(page(project), "data_quality")
    assert {row[3] for row in figures(text)} == {"0"}
    assert set(re.findall(r'fill-opacity="([^"]+)"', text)) <= {"0.06", "1"}


def test_the_figures_are_those_of_the_views(sample: Project) -> None:
    text = page(sample)
    volume = sum(int(row[3]) for row in figures(panel(text, "volume")))
    assert [(volume,)] == sample.rows("select count(*) from fact_interactions")
    hours = sum(int(row[3]) for row in figures(panel(text, "business_hours")))
    assert hours == volume
    assert len(figures(panel(text, "business_hours"))) == 7 * 24
    inside = sum(int(row[3]) for row in figures(panel(text, "business_hours")) if row[4] == "inside")
    expected = "select sum(total_interactions) from interactions_by_business_hours where business_hours = 'inside'"
    assert [(inside,)] == sample.rows(expected)
    handle = [(row[0], float(row[2]), float(row[3])) for row in figures(panel(text, "handle_time"))]
    assert handle == [
        (name, float(call), float(work))
        for name, call, work in sample.rows(
            "select contact_center_name, average_call_minutes, average_handle_minutes"
            " from handle_time_by_contact_center order by rank_by_call_minutes"
        )
    ]
    unknown = sum(int(row[3]) for row in figures(panel(text, "data_quality")) if row[1] == "category unknown")
    assert [(unknown,)] == sample.rows("select sum(unknown_categories) from data_quality_by_file")
    departments = {row[1]: int(row[2]) for row in figures(panel(text, "departments"))}
    assert departments == dict(
        sample.rows("select department, total_interactions from departments_by_month where month = '2025-03'")
    )


def test_the_headline_compares_the_last_month_with_the_one_before(sample: Project) -> None:
    text = page(sample)
    tiles = re.findall(r'<li class="tile"><span>(.*?)</span><b>(.*?)</b><span>(.*?)</span>', text)
    assert tiles[:2] == [
        ("Interactions", "34", "\N{MINUS SIGN}5 on 2025-02"),
        ("Phone calls", "20", "\N{MINUS SIGN}8 on 2025-02"),
    ]
    assert len(tiles) == 6


def test_the_foot_says_which_months_zone_and_versions(sample: Project) -> None:
    foot = page(sample).split("<footer>")[1]
    for word in ("2025-01 to 2025-03", "America/New_York", "supportwh ", "DuckDB ", " UTC"):
        assert word in foot


def test_the_page_as_of_a_month_is_that_of_a_warehouse_built_up_to_it(sample: Project, tmp_path: Path) -> None:
    part = Project(tmp_path)
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
    assert "Nothing to show." in panel(text, "volume")


def test_what_a_name_says_stays_text(project: Project) -> None:
    name = "<script>alert('x')</script> & \"so\""
    quoted = name.replace('"', '""')
    project.extract.initial("contact_centers", [f'C1,"{quoted}",Springfield IL'])
    project.built()
    text = page(project)
    assert "<script" not in text
    assert figures(panel(text, "handle_time"))[0][0] == name


#: Names that the library that draws does not survive, or that XML cannot hold.
HOSTILE = {
    "vertical tab": "Cen\x0bter",
    "escape": "\x1b[2JCenter",
    "noncharacters": "Cen\ufffe\uffff\ufdd0\U0001fffeter",
    "emoji where a label is cut": "\U0001f600" * 40,
    "families": "\U0001f469\u200d\U0001f469\u200d\U0001f467" * 20,
    "right to left": "\u202e\u05d7\u05d9\u05e4\u05d4",
    "sixty letters": "A center whose name goes on for sixty letters and then some",
}


def test_a_page_is_written_whatever_the_names_are(project: Project) -> None:
    rows = [f"C{n},{name},IL" for n, name in enumerate(HOSTILE.values())]
    project.extract.initial("contact_centers", rows)
    calls = [interaction(f"I{n}", contact_center_id=f"C{n}") for n in range(len(rows))]
    project.extract.initial("interactions", calls)
    project.built()
    text = page(project)
    assert "could not be drawn" not in text
    assert text.count('role="img"') == len(PANELS)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", "".join(re.findall(r"<svg.*?</svg>", text, re.DOTALL)))


def test_a_chart_that_kills_its_process_leaves_a_page_with_its_figures(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.built()
    monkeypatch.setattr("warehouse.commands.draw.PROGRAM", "import os; os.abort()")
    text = page(project)
    assert text.count("This chart could not be drawn; its figures are here.") == len(PANELS)
    assert figures(panel(text, "handle_time"))[0][0] == "Springfield"


def test_without_the_package_that_draws_it_says_how_to_get_it(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.built()
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    result = project.run("dashboard", "--database", project.database, "--output", project.folder / "page.html")
    assert result.exit_code == 1
    assert result.stderr == (
        "Error: The dashboard needs a package that draws charts: pip install 'supportwh[dashboard]'\n"
    )
    assert not (project.folder / "page.html").exists()


def test_a_page_that_cannot_be_written_is_a_sentence_and_leaves_nothing(project: Project) -> None:
    project.built()
    result = project.run(
        "dashboard", "--database", project.database, "--output", project.folder / "nowhere" / "page.html"
    )
    assert result.exit_code == 1
    assert "No such file or directory" in result.stderr
    (project.folder / "page.html").mkdir()
    result = project.run("dashboard", "--database", project.database, "--output", project.folder / "page.html")
    assert result.exit_code == 1
    assert "is not a file but a folder" in result.stderr
    assert list(project.folder.glob(".*")) == []


def in_the_browser(path: Path, tmp_path: Path, *options: str) -> tuple[str, str]:
    """The page as headless Chromium has it after loading, with the network off; and what it logged."""
    assert BROWSER
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"]
    command += [f"--user-data-dir={tmp_path / 'profile'}", "--host-resolver-rules=MAP * ~NOTFOUND"]
    command += ["--enable-logging=stderr", "--v=0", *options, path.as_uri()]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout, result.stderr


if BROWSER or os.environ.get("CI"):  # on a desk without Chromium the tests above have to do

    def test_a_browser_without_a_network_shows_every_panel(sample: Project, tmp_path: Path) -> None:
        page(sample)
        shown, logged = in_the_browser(sample.folder / "dashboard.html", tmp_path, "--dump-dom")
        assert [line for line in logged.splitlines() if "CONSOLE" in line] == []
        for name in PANELS:
            marks = re.findall(r'<g class="mark-(\w+) [^"]*role-mark.*?</g>', panel(shown, name), re.DOTALL)
            assert marks, name
            drawn = re.findall(r'<(?:path|text|line|rect)[^>]*aria-roledescription="[^"]+"', panel(shown, name))
            assert len(drawn) >= 3, name

    @pytest.mark.parametrize("width", [1280, 500])
    def test_the_page_fits_a_desk_and_a_phone(sample: Project, tmp_path: Path, width: int) -> None:
        page(sample)
        shot = tmp_path / "page.png"
        in_the_browser(
            sample.folder / "dashboard.html", tmp_path, f"--window-size={width},1600", f"--screenshot={shot}"
        )
        assert shot.stat().st_size > 20_000

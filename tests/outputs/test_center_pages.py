"""The page of one contact center, and a page for each."""

import html
import re
from pathlib import Path

import pytest

from tests.conftest import Project, interaction
from tests.outputs.test_dashboard import PANELS, figures, finding, page, panel, plain, query_of

pytestmark = pytest.mark.all_reports


@pytest.fixture
def sample(bundled: Path, tmp_path: Path) -> Project:
    project = Project(tmp_path)
    project.database = bundled
    return project


def test_a_center_has_the_same_panels_beside_the_figures_of_all(sample: Project) -> None:
    text = page(sample, "--contact-center", "TPA")
    assert re.findall(r'<section id="(\w+)"', text) == PANELS
    assert "<h1>Member support: <bdi>Tampa FL SE</bdi>, 2025-01 to 2025-03</h1>" in text
    assert finding(text, "headline").startswith(
        "Tampa FL SE had 9 interactions in March 2025, 1 fewer than in February"
    )
    assert "all contact centers: 34" in panel(text, "headline")
    names = re.findall(r'<th scope="row"[^>]*><bdi>(.*?)</bdi>', panel(text, "contact_centers").split("<details>")[0])
    assert names == ["Tampa FL SE", "All contact centers"]
    assert "Tampa FL SE's calls took 12.8 minutes" in finding(text, "call_length")


@pytest.mark.parametrize("name", ["TPA", "tpa", "Tampa FL SE", "TAMPA fl se"])
def test_a_center_is_named_by_its_id_or_its_name_in_any_case(sample: Project, name: str) -> None:
    assert "Tampa FL SE had 9 interactions" in plain(page(sample, "--contact-center", name))


def test_a_center_that_does_not_exist_is_refused_with_similar_names(sample: Project) -> None:
    result = sample.run("dashboard", "--database", sample.database, "--contact-center", "Tampa FL")
    assert result.exit_code == 1
    assert "Did you mean Tampa FL SE?" in result.stderr


def test_the_query_below_a_finding_of_a_center_returns_its_figures(sample: Project) -> None:
    text = page(sample, "--contact-center", "TPA")
    for name in re.findall(r'<section id="(\w+)"', text):
        if "<details>" not in panel(text, name) or name == "data_quality":
            continue
        query = query_of(text, name).split('"')[1]
        answer = sample.run("query", query, "--database", sample.database, "--format", "csv").stdout.splitlines()
        shown = figures(text, name)
        assert len(answer) == len(shown) + 1, name
        if shown and "contact_center_name" in shown[0]:
            assert {row["contact_center_name"] for row in shown} == {"Tampa FL SE"}


def test_the_figures_of_the_pages_add_up_to_those_of_all(sample: Project) -> None:
    for name, column in (("contact_centers", "total_interactions"), ("departments", "total_interactions")):
        totals = []
        for center in ("PDX", "TPA", "CMH", "DEN", ""):
            text = page(sample, *(("--contact-center", center) if center else ()))
            totals.append(sum(int(row[column].replace(",", "")) for row in figures(text, name)))
        assert sum(totals[:-1]) == totals[-1]


def test_each_center_has_a_page_and_the_index_links_to_all(sample: Project) -> None:
    folder = sample.folder / "pages"
    result = sample.run("dashboard", "--each", "--output-dir", folder, "--database", sample.database)
    assert result.exit_code == 0, result.stderr
    files = ["index.html", "columbus-oh.html", "denver-co-mw.html", "portland-or-nw.html", "tampa-fl-se.html"]
    assert result.stdout.splitlines() == [str(folder / name) for name in files]
    for name in files:
        text = (folder / name).read_text("utf-8")
        links = re.findall(r'<a href="(.*?)">', text)
        assert sorted([*links, name]) == sorted(files)
    alone = page(sample, "--contact-center", "TPA")
    assert re.sub(r"<nav.*?</nav>\n", "", (folder / files[-1]).read_text("utf-8"), flags=re.DOTALL) == alone


def test_names_that_would_share_a_file_or_are_no_letters_have_one_each(project: Project) -> None:
    names = ["A/B", "a b", "index", "../../etc", "—", "Zürich", '"$HOME" `x` \\']
    quoted = [name.replace('"', '""') for name in names]
    project.extract.initial("contact_centers", [f'C{n},"{name}",Here' for n, name in enumerate(quoted)])
    project.extract.initial(
        "interactions", [interaction(f"I{n}", contact_center_id=f"C{n}") for n in range(len(names))]
    )
    project.built()
    folder = project.folder / "pages"
    result = project.run("dashboard", "--each", "--output-dir", folder, "--database", project.database)
    assert result.exit_code == 0, result.stderr
    assert {path.name for path in folder.iterdir()} == {
        *("index.html", "a-b.html", "a-b-2.html", "index-2.html", "etc.html", "contact-center.html"),
        *("zürich.html", "home-x.html"),
    }
    text = html.unescape((folder / "home-x.html").read_text("utf-8"))
    assert "contact_center_name = '\\\"\\$HOME\\\" \\`x\\` \\\\'" in text


def test_one_file_that_cannot_be_replaced_leaves_all_as_they_were(sample: Project) -> None:
    folder = sample.folder / "pages"
    folder.mkdir()
    (folder / "tampa-fl-se.html").write_text("mine")
    result = sample.run("dashboard", "--each", "--output-dir", folder, "--database", sample.database)
    assert result.exit_code == 1
    assert [path.name for path in folder.iterdir()] == ["tampa-fl-se.html"]

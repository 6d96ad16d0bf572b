"""One mistyped year changes nothing but its own month: every report, the analysis and the page beside those without."""

import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import Project, interaction

pytestmark = pytest.mark.all_reports

#: A row that counts nowhere but in its own month and among what is Unknown: its keys are missing, and it is no call.
CELLS = {"channel": "fax", "category_id": "K?", "agent_id": "A?", "contact_center_id": "C?"}
NOTHING = {"call_duration_minutes": "", "satisfaction_rating": "", "agent_resolution_timestamp": ""}

#: Not of the reports: what loads it, and the interactions themselves.
LISTS = {"interactions_wide", "fact_interactions", "fact_interactions_history", "data_quality_by_file"}


def a_month_of(number: int, chance: random.Random) -> list[str]:
    first = datetime(2025, number, 1, 6)
    days = (datetime(2025, number + 1, 1) - datetime(2025, number, 1)).days
    starts = sorted(first + timedelta(minutes=chance.randrange(days * 1440 - 360)) for _ in range(400))
    return [
        interaction(
            f"I{number}{place:03}",
            contact_center_id=f"C{chance.randint(1, 3)}",
            category_id=f"K{chance.randint(1, 3)}",
            channel=chance.choice(["phone", "phone", "web"]),
            interaction_start=f"{start:%Y-%m-%dT%H:%M:%SZ}",
            timestamp=f"{start + timedelta(hours=1):%Y-%m-%dT%H:%M:%SZ}",
            agent_resolution_timestamp=f"{start + timedelta(minutes=chance.randint(3, 9)):%Y-%m-%dT%H:%M:%SZ}",
            interaction_end=f"{start + timedelta(minutes=14):%Y-%m-%dT%H:%M:%SZ}",
            call_duration_minutes="14",
            satisfaction_rating=str(chance.randint(1, 5)),
        )
        for place, start in enumerate(starts)
    ]


def built(folder: Path, mistyped: str | None) -> Project:
    project = Project(folder)
    chance = random.Random(2052)
    project.extract.initial("contact_centers", [f"C{n},Center {n},Town {n}" for n in (1, 2, 3)])
    project.extract.initial("service_categories", [f"K{n},Category {n},Department {n}" for n in (1, 2, 3)])
    project.extract.initial("interactions", a_month_of(1, chance))
    for number in (2, 3):
        rows = a_month_of(number, chance)
        if mistyped and number == 3:
            rows.append(interaction("X1", interaction_start=mistyped, interaction_end=mistyped, **CELLS, **NOTHING))
        project.extract.delta("interactions", f"20250{number}", [f"{row},add" for row in rows])
    project.built()
    return project


@pytest.mark.parametrize(
    ("mistyped", "month"), [("2052-03-10T15:00:00Z", "2052-03"), ("2024-06-10T15:00:00Z", "2024-06")]
)
def test_a_mistyped_year_changes_no_report_but_its_own_month(tmp_path: Path, mistyped: str, month: str) -> None:
    without, with_it = built(tmp_path / "without", None), built(tmp_path / "with", mistyped)
    views = [name for (name,) in without.rows("select view_name from duckdb_views() where not internal")]
    compared = 0
    for view in set(views) - LISTS:
        if view.startswith(("interaction_", "processed_files", "support_report_transitions")):
            continue
        columns = {name for (name,) in without.rows(f"select column_name from (describe {view})")}
        own = [
            f"{column}::varchar not like '{month[:4]}%'"
            for column in ("month", "month_start", "quarter")
            if column in columns
        ]
        names = [
            f"{column} <> 'Unknown'"
            for column in ("contact_center_name", "department", "category_name")
            if column in columns
        ]
        query = f"select * from {view} where {' and '.join([*own, *names, 'true'])}"
        assert sorted(map(str, without.rows(query))) == sorted(map(str, with_it.rows(query))), view
        compared += 1
    assert compared >= 25
    said = [project.run("analyze", "--database", project.database).stdout for project in (without, with_it)]
    assert said[0] == said[1]


def panels(project: Project) -> str:
    path = project.folder / "page.html"
    assert project.run("dashboard", "--database", project.database, "--output", path).exit_code == 0
    text = path.read_text("utf-8")
    return text[text.index('<section id="headline"') : text.index('<section id="restatements"')]


def test_a_mistyped_year_is_on_no_panel_of_the_page(tmp_path: Path) -> None:
    without, with_it = (
        built(tmp_path / name, year) for name, year in (("without", None), ("with", "2052-03-10T15:00:00Z"))
    )
    assert panels(without) == panels(with_it)

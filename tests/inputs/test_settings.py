"""The optional files of `settings/`: what is invalid in them, and from when on they are in force."""

from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Project, interaction

TARGETS = "metric,contact_center_id,from_month,value"
HOURS = "contact_center_id,from_month,weekday,opens,closes"
HOLIDAYS = "date,name,is_business_day"


def write(project: Project, name: str, header: str, *rows: str) -> Path:
    return project.extract.write(f"settings/{name}.csv", "\n".join([header, *rows, ""]).encode())


#: What is invalid: file, header, row, and the column that is at fault.
INVALID = {
    "an unknown metric": ("targets", TARGETS, "calls_per_hour,*,202501,3", "metric"),
    "a target that is no number": ("targets", TARGETS, "average_rating,*,202501,high", "value"),
    "a rate above one": ("targets", TARGETS, "abandonment_rate,*,202501,5", "value"),
    "a rating above five": ("targets", TARGETS, "average_rating,*,202501,5.5", "value"),
    "no minutes": ("targets", TARGETS, "average_handle_minutes,*,202501,0", "value"),
    "a month that is none": ("targets", TARGETS, "average_rating,*,2025-01,4", "from_month"),
    "no contact center": ("targets", TARGETS, "average_rating,,202501,4", "contact_center_id"),
    "a weekday that is none": ("business_hours", HOURS, "*,202501,8,09:00,17:00", "weekday"),
    "a day called otherwise": ("business_hours", HOURS, "*,202501,Holiday,09:00,17:00", "weekday"),
    "a time off the quarter": ("business_hours", HOURS, "*,202501,1,09:10,17:00", "opens"),
    "a time that is none": ("business_hours", HOURS, "*,202501,1,09:00,25:00", "closes"),
    "hours past midnight": ("business_hours", HOURS, "*,202501,1,22:00,06:00", "closes"),
    "an unknown time zone": ("business_hours", f"{HOURS},time_zone", "*,202501,1,09:00,17:00,Boston", "time_zone"),
    "a date that is none": ("holidays", HOLIDAYS, "2025-02-30,Nothing,", "date"),
    "a holiday without a name": ("holidays", HOLIDAYS, "2025-07-04,,", "name"),
    "a flag that is none": ("holidays", HOLIDAYS, "2025-07-04,Day,no", "is_business_day"),
}


@pytest.mark.parametrize(("name", "header", "row", "column"), INVALID.values(), ids=INVALID)
def test_an_invalid_cell_is_reported_with_its_line_and_column_and_nothing_is_loaded(
    project: Project, name: str, header: str, row: str, column: str
) -> None:
    write(project, name, header, "", row)
    assert project.faults() == [(f"settings/{name}.csv", 3, column, "invalid_setting")]
    assert project.faults("--quarantine") == [(f"settings/{name}.csv", 3, column, "invalid_setting")]
    assert not project.database.exists()


#: Rows of which the last repeats or contradicts an earlier one, and the column that is told.
REPEATED: dict[str, tuple[str, str, list[str], str]] = {
    "a target twice": ("targets", TARGETS, ["average_rating,*,202501,4", "average_rating,*,202501,4.5"], "metric"),
    "hours that overlap": (
        "business_hours",
        HOURS,
        ["*,202501,Monday,08:00,12:00", "*,202501,2,11:00,14:00", "*,202501,1,11:45,14:00"],
        "opens",
    ),
    "two time zones": (
        "business_hours",
        f"{HOURS},time_zone",
        ["C1,202501,1,08:00,12:00,America/Chicago", "C1,202501,2,08:00,12:00,America/Denver"],
        "time_zone",
    ),
    "a holiday twice": ("holidays", HOLIDAYS, ["2025-07-04,One,", "2025-07-04,Other,"], "date"),
}


@pytest.mark.parametrize(("name", "header", "rows", "column"), REPEATED.values(), ids=REPEATED)
def test_a_duplicate_row_is_reported(project: Project, name: str, header: str, rows: list[str], column: str) -> None:
    write(project, name, header, *rows)
    assert project.faults() == [(f"settings/{name}.csv", len(rows) + 1, column, "invalid_setting")]


#: Files that are invalid as a whole.
SHAPES: dict[str, tuple[bytes, list[tuple[Any, ...]]]] = {
    "a missing column": (
        b"metric,from_month,value\n",
        [("settings/targets.csv", 1, "contact_center_id", "missing_column")],
    ),
    "too few fields": (
        f"{TARGETS}\naverage_rating,*,202501\n".encode(),
        [("settings/targets.csv", 2, None, "wrong_field_count")],
    ),
    "a stray quote": (
        f'{TARGETS}\naverage_rating,*,2025"01,4\n'.encode(),
        [("settings/targets.csv", 2, None, "stray_quote")],
    ),
    "another encoding": (
        f"{TARGETS}\naverage_rating,Zo\xeb,202501,4\n".encode("latin-1"),
        [("settings/targets.csv", 2, None, "not_utf8")],
    ),
    "nothing": (b"", [("settings/targets.csv", None, None, "empty_file")]),
}


@pytest.mark.parametrize(("content", "expected"), SHAPES.values(), ids=SHAPES)
def test_a_malformed_file_is_reported(project: Project, content: bytes, expected: list[tuple[Any, ...]]) -> None:
    project.extract.write("settings/targets.csv", content)
    assert project.faults() == expected


def test_a_spreadsheets_marks_line_ends_quotes_and_blanks_change_nothing(project: Project) -> None:
    rows = '\ufeffValue,METRIC, contact_center_id ,from_month\r\n\r\n,,,\r\n4,average_rating,"*", 202501 \r\n'
    project.extract.write("settings/targets.csv", rows.encode())
    project.built()
    assert project.rows("from settings.targets") == [("average_rating", "*", 202501, 4.0)]


@pytest.mark.all_reports
def test_a_target_is_in_force_from_its_month_on_and_that_of_a_center_goes_before_that_of_all(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,Springfield,IL", "C2,Shelbyville,IL"])
    write(
        project,
        "targets",
        TARGETS,
        "average_rating,*,202412,3",
        "average_rating,*,202502,4.5",
        "average_rating,C2,202502,2",
        "average_rating,*,202504,5",
    )
    for number in (2, 3):
        rows = [interaction(f"{center}{number}", contact_center_id=center, **times(number)) for center in ("C1", "C2")]
        project.extract.delta("interactions", f"20250{number}", [f"{row},add" for row in rows])
    project.built()
    query = "select month, contact_center_name, value, target, is_met from targets_by_month order by all"
    assert project.rows(query) == [
        ("2025-01", "Shelbyville", None, 3.0, None),
        ("2025-01", "Springfield", 4.0, 3.0, True),
        ("2025-02", "Shelbyville", 4.0, 2.0, True),
        ("2025-02", "Springfield", 4.0, 4.5, False),
        ("2025-03", "Shelbyville", 4.0, 2.0, True),
        ("2025-03", "Springfield", 4.0, 4.5, False),
    ]


def times(month: int) -> dict[str, str]:
    return {
        "interaction_start": f"2025-0{month}-05T14:30:00Z",
        "agent_resolution_timestamp": f"2025-0{month}-05T14:39:00Z",
        "interaction_end": f"2025-0{month}-05T14:44:00Z",
        "timestamp": f"2025-0{month}-05T14:44:00Z",
    }


@pytest.mark.all_reports
def test_settings_that_change_are_loaded_without_a_new_file_and_gone_ones_are_forgotten(project: Project) -> None:
    project.built()
    path = write(project, "targets", TARGETS, "average_rating,*,202501,4")
    assert "  settings/" in status(project)
    dry = project.built("--dry-run")
    assert "The settings have changed." in dry.stderr
    assert project.rows("from settings.targets") == []
    project.built()
    assert project.rows("select value from settings.targets") == [(4.0,)]
    assert "  nothing" in status(project)
    assert "Nothing new" in project.built().stderr
    path.unlink()
    project.built()
    assert project.rows("from settings.targets") == []


def status(project: Project) -> list[str]:
    result = project.run("status", "--data-dir", project.extract.folder, "--database", project.database)
    return result.stdout.splitlines()


@pytest.mark.warnings
def test_an_unknown_contact_center_and_an_unknown_file_are_warned_of(project: Project) -> None:
    write(project, "targets", TARGETS, "average_rating,C9,202501,4")
    write(project, "business_hours", HOURS, "C8,202501,1,09:00,17:00")
    project.extract.write("settings/goals.csv", b"")
    assert [(file, kind) for file, kind, *_ in project.warned() if file.startswith("settings")] == [
        ("settings/goals.csv", "ignored_files"),
        ("settings/business_hours.csv", "settings_name_known_contact_centers"),
        ("settings/targets.csv", "settings_name_known_contact_centers"),
    ]


@pytest.mark.all_reports
@pytest.mark.warnings
def test_missed_targets_are_a_warning_of_check_and_not_of_a_build(project: Project) -> None:
    write(project, "targets", TARGETS, "average_rating,*,202501,4.5", "average_handle_minutes,*,202501,5")
    assert "targets_are_met" not in project.kinds_warned()
    said = project.run("check", "--database", project.database).stdout
    assert (
        "warning: targets_by_month: 2 targets were missed in 2025-01"
        " (e.g. Springfield: average handle minutes 9.0, target 5.0).\n"
    ) in said


@pytest.mark.all_reports
def test_the_share_resolved_within_the_target_goes_by_the_target_of_the_month(project: Project) -> None:
    write(project, "targets", TARGETS, "resolution_minutes,*,202501,9", "resolution_minutes,*,202502,8")
    project.extract.delta("interactions", "202502", [interaction("I2", **times(2)) + ",add"])
    project.built()
    assert project.rows("select month, share_resolved_within_target from contact_centers_by_month") == [
        ("2025-01", 1.0),
        ("2025-02", 0.0),
    ]

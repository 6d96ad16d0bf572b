"""Months: their order, their files, and what a delta does to rows."""

import os
import re
from pathlib import Path

import pytest

from tests.conftest import HEADERS, ROWS, Project, interaction
from tests.inputs.test_files import HEADER, STORED, fault_lines

REFRESH = r"Rebuild from the CSV files: supportwh build --data-dir \S+ --database \S+ --full-refresh\n$"
FEBRUARY = "delta/contact_centers_delta_202502.csv"
OLD = tuple(ROWS["contact_centers"][0].split(","))
COUNTS = (
    "select rows_read, rows_added, rows_updated, rows_deleted, rows_unchanged, rows_superseded,"
    " deletes_of_missing_keys, table_rows_before, table_rows_after from ops.processed_files where month = '202502'"
)


def centers(project: Project, month: str, *rows: str) -> Path:
    return project.extract.delta("contact_centers", month, list(rows))


def warnings(said: str) -> list[str]:
    return [line.removeprefix("Warning: ") for line in said.splitlines() if line.startswith("Warning: ")]


@pytest.mark.parametrize("name", ["b", '"b"'])
def test_the_last_of_several_rows_of_a_key_is_live_and_the_others_are_counted(project: Project, name: str) -> None:
    project.extract.initial("contact_centers", ["C1,a,a", "C2,a,a", "C3,a,a"])
    deletes_last = ["C1,b,b,update", "C1,,,delete"]
    deletes_first = ["C2,,,delete", f"C2,{name},b,add"]
    is_back = ["C3,b,b,update", "C3,c,c,update", "C3,a,a,update"]
    centers(project, "202502", *deletes_last, *deletes_first, *is_back, "C4,b,b,add", "C4,d,d,update")
    said = project.built().stderr
    assert project.rows(STORED) == [("C2", "b", "b"), ("C3", "a", "a"), ("C4", "d", "d")]
    assert project.rows(COUNTS) == [(9, 1, 1, 1, 1, 5, 0, 3, 3)]
    assert "5 superseded" in said


def test_an_add_of_an_existing_key_updates_and_an_update_of_a_missing_key_adds(project: Project) -> None:
    centers(project, "202502", "C1,T,M,add", "C2,U,N,update")
    assert warnings(project.built().stderr) == [
        f"{FEBRUARY}: 1 `add` row already existed and was updated (C1).",
        f"{FEBRUARY}: 1 `update` row had no matching key and was added (C2).",
    ]
    assert project.rows(STORED) == [("C1", "T", "M"), ("C2", "U", "N")]
    assert project.rows(COUNTS) == [(2, 1, 1, 0, 0, 0, 0, 1, 2)]


def test_a_delete_of_a_missing_key_is_counted(project: Project) -> None:
    centers(project, "202502", "C8,,,delete", "C9,,,delete")
    assert warnings(project.built().stderr) == [f"{FEBRUARY}: 2 `delete` rows have no matching key (e.g. C8)."]
    assert project.rows(STORED) == [OLD]
    assert project.rows(COUNTS) == [(2, 0, 0, 0, 0, 0, 2, 1, 1)]


@pytest.mark.parametrize("arguments", [(), ("--months", "202502")])
def test_the_same_build_again_changes_nothing_and_says_so(project: Project, arguments: tuple[str, ...]) -> None:
    path = centers(project, "202502", "C1,T,M,update")
    project.built()
    before, stat = project.database.read_bytes(), project.database.stat()
    os.utime(path)
    assert project.built(*arguments).stderr == "Nothing new: the warehouse is up to date.\n"
    assert project.database.read_bytes() == before
    assert (project.database.stat().st_ino, project.database.stat().st_mtime_ns) == (stat.st_ino, stat.st_mtime_ns)


@pytest.mark.parametrize("row", ["C1,TT,M,update", "C1,U,M,update"])
def test_a_processed_file_that_has_changed_is_named(project: Project, row: str) -> None:
    centers(project, "202502", "C1,T,M,update")
    project.built()
    centers(project, "202502", row)
    centers(project, "202503", "C2,N,N,add")
    said = project.refused()
    assert fault_lines(said) == [f"{FEBRUARY}: changed since it was loaded"]
    assert re.search(REFRESH, said)
    project.built("--full-refresh")
    assert project.rows(STORED) == [tuple(row.split(",")[:3]), ("C2", "N", "N")]


@pytest.mark.parametrize("arguments", [(), ("--months", "202502")])
def test_a_month_earlier_than_the_last_loaded_is_named(project: Project, arguments: tuple[str, ...]) -> None:
    centers(project, "202503", "C1,March,M,update")
    project.built()
    centers(project, "202502", "C1,February,M,update", "C2,N,N,add")
    said = project.refused(*arguments)
    assert fault_lines(said) == [f"{FEBRUARY}: expected 202503, the last month loaded, or a later one"]
    assert re.search(REFRESH, said)
    project.built("--full-refresh")
    assert project.rows(STORED) == [("C1", "March", "M"), ("C2", "N", "N")]


def test_months_that_would_skip_an_earlier_one_are_refused_by_name(project: Project) -> None:
    centers(project, "202502", "C1,February,M,update")
    centers(project, "202503", "C1,March,M,update")
    assert project.refused("--months", "202503") == (
        "Error: --months would skip 202502, which could not be loaded later.\nUse --months 202502,202503\n"
    )
    project.built("--months", "202502")
    assert project.rows(STORED) == [("C1", "February", "M")]
    project.built("--months", "202503")
    assert project.rows(STORED) == [("C1", "March", "M")]


@pytest.mark.warnings
def test_a_month_without_a_file_between_two_that_have_one_is_a_warning(project: Project) -> None:
    centers(project, "202502", "C1,T,M,update")
    centers(project, "202504", "C1,U,N,update")
    for month in ("202502", "202504"):
        row = interaction(f"I{month}").replace("2025-01", f"2025-{month[-2:]}")
        project.extract.delta("interactions", month, [f"{row},add"])
    gap = "delta/: 1 month has no file (202503), although 202504 has one. Is an export missing?"
    assert fault_lines(project.refused("--strict")) == [f"warning: {gap}"]
    assert warnings(project.built().stderr) == [gap]
    assert project.rows(STORED) == [("C1", "U", "N")]


@pytest.mark.parametrize(
    "months", ["2025-2", "202513", "202500", "202502;drop", "", "202502,", "٢٠٢٥٠٢", "2025021", "all"]
)
def test_invalid_months_are_wrong_usage(project: Project, months: str) -> None:
    missing = project.folder / "nowhere"
    result = project.run("build", "--data-dir", missing, "--database", project.database, "--months", months)
    assert result.exit_code == 2
    part = "" if months == "202502," else months
    sentence = f"{part!r} is not a month; expected YYYYMM, such as 202502, separated by commas"
    assert result.stderr.endswith(f"Error: Invalid value for '--months': {sentence}\n")
    assert not project.database.exists()


def test_a_month_may_be_named_twice_and_in_any_order(project: Project) -> None:
    for month in ("202502", "202503", "202504"):
        centers(project, month, f"C1,{month},M,update")
    project.built("--months", "2025-03,202502,202503")
    assert project.rows(STORED) == [("C1", "202503", "M")]


@pytest.mark.parametrize("month", ["202504", "202501"])
def test_a_month_that_has_no_file_is_named(project: Project, month: str) -> None:
    centers(project, "202502", "C1,T,M,update")
    assert fault_lines(project.refused("--months", f"202502,{month}")) == [f"delta/: no file for {month}"]


@pytest.mark.parametrize(
    "name",
    ["members_delta_202502.csv", "agent_delta_202502.csv", "agents_delta_202513.csv", "agents_delta_202502.tsv"],
)
def test_a_delta_file_of_no_table_is_ignored_with_a_warning(project: Project, name: str) -> None:
    project.extract.write(f"delta/{name}", HEADERS["agents"] + ",action\nA2,Bea,C1,2024-01-15,K1,add\n")
    known = "contact_centers, service_categories, agents, interactions"
    warning = f"delta/{name}: ignored: expected TABLE_delta_YYYYMM.csv, where TABLE is {known}."
    assert fault_lines(project.refused("--strict")) == [f"warning: {warning}"]
    assert warnings(project.built().stderr) == [warning]
    assert project.rows("select count(*) from dim_agents") == [(1,)]


@pytest.mark.parametrize("other", ["Contact_Centers_delta_202502.csv", "contact_centers_delta_202502.CSV"])
def test_two_files_for_a_table_and_a_month_are_named(project: Project, other: str) -> None:
    project.built()
    centers(project, "202502", "C1,T,M,update")
    project.extract.write(f"delta/{other}", HEADER + ",action\nC1,U,N,update\n")
    first, second = sorted([FEBRUARY, f"delta/{other}"])
    assert fault_lines(project.refused()) == [
        f"{first} and {second}: two files for contact_centers in 202502; keep one of them"
    ]


@pytest.mark.all_reports
def test_an_interaction_whose_references_are_unknown_or_deleted_is_kept_and_counted(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,Springfield,IL", "C2,Shelbyville,IL"])
    project.extract.initial("service_categories", ["K1,Billing,Finance", "K2,Claims,Medical"])
    project.extract.initial("agents", ["A1,Ada,C1,2024-01-15,K1", "A2,Bea,C2,2024-01-15,K1"])
    unknown = [
        interaction("I2", contact_center_id="C9"),
        interaction("I3", contact_center_id=""),
        interaction("I4", contact_center_id="C2"),
        interaction("I5", category_id="K9"),
        interaction("I6", category_id="K2"),
        interaction("I7", agent_id="A2"),
        interaction("I8", agent_id="A9", category_id="", contact_center_id="C2"),
    ]
    project.extract.initial("interactions", [interaction("I1"), *unknown])
    centers(project, "202502", "C2,,,delete")
    project.extract.delta("service_categories", "202502", ["K2,,,delete"])
    project.extract.delta("agents", "202502", ["A2,,,,,delete"])
    february = interaction("I9").replace("2025-01", "2025-02")
    project.extract.delta("interactions", "202502", [f"{february},add", f"{february},delete"])
    found = [(4, "a contact_center_id", "C2"), (3, "a category_id", "K2"), (2, "an agent_id", "A2")]
    unknown = "fact_interactions: {} interactions refer to {} that does not exist (e.g. {}). Reports show Unknown."
    said = {line for line in warnings(project.built().stderr) if line.startswith("fact_")}
    assert said == {unknown.format(*each) for each in found}
    assert project.rows("select * exclude (month, total_calls, total_call_duration) from support_report") == [
        ("Springfield", "Finance", 2),
        ("Springfield", "Unknown", 2),
        ("Unknown", "Finance", 3),
        ("Unknown", "Unknown", 1),
    ]
    assert project.rows("select count(*) from fact_interactions") == [(8,)]
    assert project.rows("select contact_center_name, total_calls from handle_time_by_contact_center order by 1") == [
        ("Springfield", 4),
        ("Unknown", 4),
    ]


@pytest.mark.warnings
def test_an_interaction_without_a_start_is_kept_in_the_month_unknown(project: Project) -> None:
    project.extract.initial("interactions", [interaction(), interaction("I2", interaction_start="")])
    project.extract.delta("interactions", "202502", [interaction("I3", interaction_start=" ") + ",add"])
    said = warnings(project.built().stderr)
    for file, key in (("initial/interactions.csv", "I2"), ("delta/interactions_delta_202502.csv", "I3")):
        assert f"{file}: 1 interaction has no start ({key}). Reports show the month Unknown." in said
    assert project.rows("select month, total_interactions from support_report") == [("2025-01", 1), ("Unknown", 2)]
    assert project.rows("select interaction_start_utc from fact_interactions where month = 'Unknown'") == [(None,)] * 2


def test_a_second_file_for_a_month_that_was_processed_is_named_too(project: Project) -> None:
    centers(project, "202502", "C1,T,M,update")
    project.built()
    project.extract.write("delta/contact_centers_delta_202502.CSV", HEADER + ",action\nC1,U,N,update\n")
    said = project.refused()
    assert "delta/contact_centers_delta_202502.CSV and delta/contact_centers_delta_202502.csv: two files" in said


@pytest.mark.parametrize("name", ["Delta", "deltas"])
def test_a_folder_that_is_nearly_that_of_the_deltas_is_ignored_with_a_warning(project: Project, name: str) -> None:
    project.extract.write(f"{name}/agents_delta_202502.csv", HEADERS["agents"] + ",action\n")
    assert f"Warning: {name}: ignored: expected a folder called delta" in project.built().stderr
    assert "The warehouse is unchanged: found 1 warning with --strict" in project.refused("--strict")


@pytest.mark.parametrize("action", ["update", "add", "delete"])
def test_a_duplicate_key_in_an_initial_file_is_reported_before_a_delta_of_the_same_build(
    project: Project, action: str
) -> None:
    row = ROWS["agents"][0]
    project.extract.initial("agents", [row, row])
    project.extract.delta("agents", "202502", [f"{row},{action}", f"A2{row[2:]},add"])
    for arguments in ((), ("--quarantine",)):
        said = project.refused(*arguments)
        assert fault_lines(said) == ["initial/agents.csv:3: agent_id: duplicate key, first seen on line 2 (found 'A1')"]

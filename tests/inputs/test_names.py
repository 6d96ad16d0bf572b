"""Where files lie and how they and their columns are called: what is told about those that are no input."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import HEADERS, ROWS, Project
from warehouse.extract.prescan import MAGIC


def ignored(project: Project, *arguments: str) -> list[tuple[str, str]]:
    """The files that a build passes over, and why."""
    project.built(*arguments)
    return project.rows("select file_name, what from ops.warnings where kind = 'ignored_files' order by all")


@pytest.mark.parametrize("folder", ["nothing", "parent", "initial"])
@pytest.mark.parametrize("is_built", [False, True])
def test_a_directory_with_neither_folder_is_not_up_to_date(project: Project, folder: str, is_built: bool) -> None:
    if is_built:
        project.built()
    (project.folder / "nothing").mkdir()
    folders = {
        "nothing": project.folder / "nothing",
        "parent": project.folder,
        "initial": project.extract.folder / "initial",
    }
    project.extract.folder = folders[folder]
    message = f"{project.extract.folder} has neither initial/ nor delta/."
    assert message in project.refused()
    if is_built:
        status = project.run("status", "--database", project.database, "--data-dir", project.extract.folder)
        assert status.exit_code == 1
        assert message in status.stderr
        assert "Tables" in status.stdout


def test_a_warning_names_the_folder_of_a_misplaced_file(project: Project) -> None:
    project.extract.write("initial/agents_delta_202502.csv", "")
    project.extract.write("delta/agents.csv.gz", b"")
    project.extract.write("agents.csv", "")
    project.extract.write("interactions_delta_202503.csv", "")
    project.extract.write("notes.txt", "nobody's concern")
    assert ignored(project) == [
        ("agents.csv", "ignored: initial files belong in initial/"),
        ("delta/agents.csv.gz", "ignored: initial files belong in initial/"),
        ("initial/agents_delta_202502.csv", "ignored: delta files belong in delta/"),
        ("interactions_delta_202503.csv", "ignored: delta files belong in delta/"),
    ]


@pytest.mark.parametrize("name", ["agents (1).csv", "agents.zip", "agents.csv.part", "Agents copy.csv"])
def test_a_file_that_looks_like_a_missing_one_is_named_with_it(project: Project, name: str) -> None:
    (project.extract.folder / "initial" / "agents.csv").rename(project.extract.folder / "initial" / name)
    said = project.refused()
    assert said.startswith("initial/agents.csv: the file does not exist\nwarning: ")
    assert f"warning: initial/{name}: ignored: expected TABLE.csv, where TABLE is " in said


def test_files_of_systems_and_office_programs_are_ignored_silently(project: Project) -> None:
    for name in (".DS_Store", "Thumbs.db", "desktop.ini", "~$agents.xlsx", ".~lock.agents.csv#", "._agents.csv"):
        for folder in ("", "initial/", "delta/"):
            project.extract.write(folder + name, b"\0")
    (project.extract.folder / "__MACOSX").mkdir()
    assert ignored(project, "--strict") == []


@pytest.mark.parametrize("spelling", ["Agent ID", "agentId", "AGENT-ID", "agent id ", "Agent_Id."])
def test_a_column_that_is_spelled_otherwise_is_named_with_its_spelling(project: Project, spelling: str) -> None:
    project.extract.write(
        "initial/agents.csv", f"{HEADERS['agents'].replace('agent_id', spelling)}\n{ROWS['agents'][0]}\n"
    )
    assert project.faults() == [("initial/agents.csv", 1, "agent_id", "missing_column")]
    assert (
        f"initial/agents.csv:1: missing column: agent_id; found '{spelling.strip()}', rename it\n" in project.refused()
    )


def test_a_header_of_nothing_but_other_spellings_is_one(project: Project) -> None:
    header = HEADERS["agents"].replace("_", " ").title()
    project.extract.write("initial/agents.csv", f"{header}\n{ROWS['agents'][0]}\n")
    columns = [column for _, _, column, kind in project.faults() if kind == "missing_column"]
    assert sorted(map(str, columns)) == sorted(HEADERS["agents"].split(","))


@pytest.mark.parametrize(("start", "found"), MAGIC.items(), ids=lambda value: str(value)[:20])
def test_a_file_of_another_format_is_called_by_its_name(project: Project, start: bytes, found: tuple[str, str]) -> None:
    project.extract.write("initial/agents.csv", start + bytes(20))
    [fault] = project.faults()
    if not (start == b"\xff\xfe" and found[1].startswith("encoded as UTF-16")):
        assert fault == ("initial/agents.csv", None, None, found[0])
        assert found[1] in project.refused()


def test_an_invalid_cell_is_quoted_as_far_as_a_line_allows(project: Project) -> None:
    cells = {"2": '"12,5"', "3": '"1.234,5"', "4": "\x1b[31m", "5": "9" * 20 + "x" * 200}
    rows = [f"I{key},2025-01-05T14:30:00Z,phone,K1,A1,C1,,,,{cell}," for key, cell in cells.items()]
    project.extract.initial("interactions", [*rows, *ROWS["interactions"]])
    said = project.refused().splitlines()
    where = [
        f"initial/interactions.csv:{line}: call_duration_minutes: expected a number like 12.5" for line in range(2, 6)
    ]
    assert said[:4] == [
        f"{where[0]}, found '12,5'",
        f"{where[1]}, found '1.234,5'",
        f"{where[2]}, found '\\x1b[31m'",
        f"{where[3]}, found '{'9' * 20}{'x' * 20}\N{HORIZONTAL ELLIPSIS}'",
    ]


def test_the_error_of_an_early_delta_names_the_option(project: Project) -> None:
    for month in ("202412", "202501"):
        project.extract.delta("agents", month, [ROWS["agents"][0] + ",add"])
    assert [kind for *_, kind in project.faults()] == ["early_delta", "early_delta"]
    assert "--initial-month" in project.refused()


@pytest.mark.parametrize("is_raw", [False, True])
def test_csv_for_excel_has_a_mark_and_its_line_ends(smallest_project: Project, tmp_path: Path, is_raw: bool) -> None:
    plain = ["export", "support_report", "--database", smallest_project.database, "--output-dir"]
    raw = ["--raw"] if is_raw else []
    assert smallest_project.run(*plain, tmp_path / "plain", *raw).exit_code == 0
    assert smallest_project.run(*plain, tmp_path / "excel", "--excel", *raw).exit_code == 0
    data = (tmp_path / "plain" / "support_report.csv").read_bytes()
    marked = b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")
    assert (tmp_path / "excel" / "support_report.csv").read_bytes() == marked
    sql = "from support_report order by all"
    result = smallest_project.run(
        "query", sql, "--format", "csv", "--excel", *raw, "--database", smallest_project.database
    )
    assert result.stdout_bytes == marked
    for command in (["export", "--format", "json"], ["query", "select 1"]):
        result = smallest_project.run(*command, "--excel", "--database", smallest_project.database)
        assert result.exit_code == 2
        assert "--excel requires --format csv." in result.stderr
    shutil.rmtree(tmp_path / "excel")

"""Warnings: how they are told, kept, shown again, and stop a strict build."""

import json
from pathlib import Path

from tests.conftest import Project, interaction

INITIAL = "initial/interactions.csv"


def shown(project: Project, command: str) -> str:
    """What a command says of the warehouse."""
    arguments = ["--data-dir", str(project.extract.folder)] if command == "status" else []
    result = project.run(command, "--database", project.database, *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_a_warning_is_kept_with_its_build_file_kind_count_and_example(project: Project) -> None:
    rows = [interaction(f"I{key}", satisfaction_rating="9") for key in range(3)]
    project.extract.initial("interactions", rows)
    project.extract.delta("agents", "202502", ["A9,,,,,delete"])
    project.built()
    assert project.rows(
        "select file_name, kind, occurrences, example, build_utc = (select created_utc from ops.warehouse)"
        " from ops.warnings order by kind"
    ) == [
        ("delta/agents_delta_202502.csv", "deletes_of_missing_keys", 1, "A9", True),
        (INITIAL, "ratings_are_from_1_to_5", 3, "I0", True),
    ]


def test_a_warning_is_told_once_and_shown_ever_after(project: Project) -> None:
    project.extract.initial("interactions", [interaction(satisfaction_rating="9")])
    project.extract.delta("agents", "202502", ["A9,,,,,delete"])
    project.extract.write("delta/agents.csv", "")
    first = project.warned()
    assert len(first) == 3
    project.extract.delta("agents", "202503", ["A2,Bea,C1,2024-01-15,K1,add"])
    assert [warning.partition(":")[0] for warning in project.warned()] == ["delta/agents.csv"]
    for command, before in (("status", "\n  "), ("check", "warning: ")):
        said = shown(project, command)
        for warning in first:
            assert before + warning + "\n" in said
    assert "Warnings of the build of " in shown(project, "status")


def test_after_fifteen_warnings_the_rest_is_counted_and_status_shows_all(project: Project) -> None:
    for number in range(18):
        project.extract.write(f"delta/file_{number:02}.csv", "")
    said = project.built().stderr
    assert said.count("\nWarning: ") == 15
    assert "\n... and 3 more warnings; supportwh status shows all.\n" in said
    assert [f"\n  delta/file_{number:02}.csv: ignored" in shown(project, "status") for number in range(18)] == [
        True
    ] * 18


def test_a_strict_build_stops_at_a_warning_of_any_kind(project: Project) -> None:
    project.extract.delta("agents", "202502", ["A9,,,,,delete"])
    said = project.refused("--strict")
    assert said.startswith("warning: delta/agents_delta_202502.csv: rows to delete were not there: A9\n")
    assert not project.database.exists()


def test_a_check_that_warns_without_the_columns_of_a_warning_is_named(project: Project, sql: Path) -> None:
    (sql / "6_checks" / "sums.sql").write_text("-- Sums.\n-- severity: warning\nselect 1 as file_name\n")
    assert "sql/6_checks/sums.sql: a warning has the column 'what', and this has not." in project.refused()


# What else a build may be asked to say.


def test_a_dry_run_says_what_a_build_would_do_and_writes_nothing(project: Project) -> None:
    project.extract.delta("agents", "202502", ["A9,,,,,delete"])
    before = sorted(project.folder.rglob("*"))
    result = project.built("--dry-run")
    assert "initial/agents.csv                           1 added" in result.stderr
    assert "\nWarning: delta/agents_delta_202502.csv: rows to delete were not there: A9\n" in result.stderr
    assert result.stderr.endswith("\nA dry run: nothing was written.\n")
    assert result.stdout == ""
    assert sorted(project.folder.rglob("*")) == before
    project.built()
    project.extract.delta("agents", "202503", ["A1,Ada King,C1,2024-01-15,K1,update"])
    stood = project.database.read_bytes()
    assert "1 updated" in project.built("--dry-run").stderr
    assert project.database.read_bytes() == stood
    assert "1 updated" in project.built().stderr
    assert project.built("--dry-run").stderr.endswith("Nothing new: the warehouse is up to date.\n")


def test_a_dry_run_ends_as_the_build_would(project: Project) -> None:
    project.extract.initial("agents", ["A1,Ada,C1,someday,K1"])
    project.extract.write("delta/agents.csv", "")
    assert "initial/agents.csv:2: hire_date: not a date" in project.refused("--dry-run")
    project.extract.initial("agents", ["A1,Ada,C1,someday,K1", "A2,Bea,C1,2024-01-15,K1"])
    assert "1 row was quarantined" in project.built("--dry-run", "--quarantine").stderr
    assert "With --strict" in project.refused("--dry-run", "--quarantine", "--strict")
    assert not project.database.exists()


def test_a_quiet_build_says_warnings_and_errors_only(project: Project) -> None:
    result = project.built("--quiet")
    assert (result.stderr, result.stdout) == ("", f"{project.database}\n")
    project.extract.delta("agents", "202502", ["A9,,,,,delete"])
    assert project.built("--quiet").stderr == (
        "Warning: delta/agents_delta_202502.csv: rows to delete were not there: A9\n"
    )
    assert project.built("--quiet").stderr == ""
    project.extract.initial("agents", [])
    assert project.refused("--quiet").startswith("initial/agents.csv: it has changed since it was processed\n")


def records(said: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in said.splitlines()]


def test_a_log_in_json_has_all_of_stderr_in_it(project: Project) -> None:
    for number in range(18):
        project.extract.write(f"delta/file_{number:02}.csv", "")
    found = records(project.built("--log-format", "json").stderr)
    assert [record["event"] for record in found] == ["file"] * 4 + ["warning"] * 18 + ["built"]
    assert {"file": "initial/agents.csv", "rows_added": 1, "month": "202501", "level": "info"}.items() <= found[
        2
    ].items()
    assert {"file": "delta/file_17.csv", "kind": "ignored_files", "level": "warning"}.items() <= found[21].items()
    steps = [
        record["step"] for record in records(project.built("--log-format", "json", "-v").stderr) if "step" in record
    ]
    assert "ops/warehouse.sql" in steps


def test_an_error_in_json_has_its_details_and_advice(project: Project) -> None:
    project.extract.initial("agents", ["A1,Ada,C1,someday,K1", "A2,Bea,C1,2024-01-15,K1"])
    detail, error = records(project.refused("--log-format", "json"))
    assert detail["message"] == "initial/agents.csv:2: hire_date: not a date; write it like 2025-01-31"
    assert (detail["level"], error["level"], error["event"]) == ("error", "error", "error")
    assert "build --quarantine" in str(error["advice"]).replace(f"--data-dir {project.extract.folder} ", "").replace(
        f"--database {project.database} ", ""
    )


def test_a_log_file_has_files_warnings_and_errors_in_either_format(project: Project) -> None:
    project.extract.initial("agents", ["A1,Ada,C1,someday,K1"])
    log = project.folder / "log"
    paths = ["--data-dir", project.extract.folder, "--database", project.database]
    assert project.run("--log-file", log, "build", *paths).exit_code == 1
    assert "initial/agents.csv:2: hire_date: not a date" in log.read_text()
    log.unlink()
    result = project.run("--log-file", log, "--log-format", "json", "build", *paths, "--quarantine", "--quiet")
    assert result.exit_code == 1
    assert {record["level"] for record in records(log.read_text())} == {"debug", "error"}

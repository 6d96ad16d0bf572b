"""Warnings: how they are told, kept, shown again, and stop a strict build."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Project, interaction, interactions, told

pytestmark = pytest.mark.warnings

INITIAL = "initial/interactions.csv"
FEBRUARY = "delta/agents_delta_202502.csv"
#: A month with agents has interactions, too.
FEBRUARY_CALL = interaction("I9").replace("2025-01", "2025-02") + ",add"


def shown(project: Project, command: str) -> str:
    """What a command says of the warehouse."""
    arguments = ["--data-dir", str(project.extract.folder)] if command == "status" else []
    result = project.run(command, "--database", project.database, *arguments)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def test_a_warning_is_kept_with_its_build_file_kind_count_and_example(project: Project) -> None:
    rows = [interaction(f"I{key}", satisfaction_rating=f"{key + 7}") for key in range(3)]
    project.extract.initial("interactions", rows)
    project.extract.delta("agents", "202502", ["A9,,,,,delete"])
    project.extract.delta("interactions", "202502", [FEBRUARY_CALL])
    ratings = "3 ratings are not from 1 to 5 (e.g. I0). Averages exclude such ratings."
    assert f"\nWarning: {INITIAL}: {ratings}\n" in project.built().stderr
    assert project.rows(
        "select file_name, kind, occurrences, example, build_utc = (select created_utc from ops.warehouse)"
        " from ops.warnings order by kind"
    ) == [
        (FEBRUARY, "deletes_of_missing_keys", 1, "A9", True),
        (INITIAL, "ratings_are_from_1_to_5", 3, "I0", True),
    ]


def test_a_warning_is_told_once_and_shown_ever_after(project: Project) -> None:
    project.extract.initial("interactions", [interaction(satisfaction_rating="9")])
    project.extract.delta("agents", "202502", ["A9,,,,,delete"])
    project.extract.delta("interactions", "202502", [FEBRUARY_CALL])
    project.extract.write("delta/agents.csv", "")
    lines = project.built().stderr.splitlines()
    first = [line.removeprefix("Warning: ") for line in lines if line.startswith("Warning: ")]
    assert len(first) == 3
    project.extract.delta("agents", "202503", ["A2,Bea,C1,2024-01-15,K1,add"])
    assert project.warned() == [("delta/agents.csv", "ignored_files", None, None)]
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
    [warning, *_] = project.refused("--strict").splitlines()
    assert warning.startswith(f"warning: {FEBRUARY}: ")
    assert warning.endswith(" (A9).")
    assert not project.database.exists()


def test_a_check_that_warns_without_the_columns_of_a_warning_is_named(
    project: Project, sql: Path, edited: Callable[[Path, str, str], None]
) -> None:
    edited(sql / "6_checks" / "ratings_are_from_1_to_5.sql", "to 5') as what", "to 5') as which")
    said = project.refused()
    assert said.startswith("Error: sql/6_checks/ratings_are_from_1_to_5.sql: ")
    assert '"what"' in said


# What else a build may be asked to say.


def test_a_dry_run_says_what_a_build_would_do_and_writes_nothing(project: Project) -> None:
    project.extract.delta("agents", "202502", ["A9,,,,,delete"])
    before = sorted(project.folder.rglob("*"))
    result = project.built("--dry-run")
    assert "initial/agents.csv                           1 added" in result.stderr
    assert f"\nWarning: {FEBRUARY}: " in result.stderr
    assert project.warned("--dry-run") == [(FEBRUARY, "deletes_of_missing_keys", 1, "A9")]
    assert result.stderr.endswith("\nDry run: nothing was written.\n")
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
    assert ("initial/agents.csv", 2, "hire_date", "not_a_date") in project.faults("--dry-run")
    project.extract.initial("agents", ["A1,Ada,C1,someday,K1", "A2,Bea,C1,2024-01-15,K1"])
    assert "1 row was quarantined" in project.built("--dry-run", "--quarantine").stderr
    assert "found 2 warnings with --strict" in project.refused("--dry-run", "--quarantine", "--strict")
    assert not project.database.exists()


def test_a_quiet_build_says_warnings_and_errors_only(project: Project) -> None:
    result = project.built("--quiet")
    assert (result.stderr, result.stdout) == ("", f"{project.database}\n")
    project.extract.delta("agents", "202502", ["A9,,,,,delete"])
    project.extract.delta("interactions", "202502", [FEBRUARY_CALL])
    [warning] = project.built("--quiet").stderr.splitlines()
    assert warning.startswith(f"Warning: {FEBRUARY}: ")
    assert warning.endswith(" (A9).")
    assert project.built("--quiet").stderr == ""
    project.extract.initial("agents", [])
    assert project.refused("--quiet").startswith("initial/agents.csv: changed since it was loaded\n")


def test_a_log_in_json_has_all_of_stderr_in_it(project: Project) -> None:
    for number in range(18):
        project.extract.write(f"delta/file_{number:02}.csv", "")
    found = told(project.built("--log-format", "json"))
    assert [record["event"] for record in found] == ["file"] * 4 + ["warning"] * 18 + ["built"]
    assert {"file": "initial/agents.csv", "rows_added": 1, "month": "202501", "level": "info"}.items() <= found[
        2
    ].items()
    assert {"file": "delta/file_17.csv", "kind": "ignored_files", "level": "warning"}.items() <= found[21].items()
    steps = [record.get("step") for record in told(project.built("--log-format", "json", "-v"))]
    assert "ops/warehouse.sql" in steps


def test_an_error_in_json_has_its_details_and_advice(project: Project) -> None:
    project.extract.initial("agents", ["A1,Ada,C1,someday,K1", "A2,Bea,C1,2024-01-15,K1"])
    fault, error = map(json.loads, project.refused("--log-format", "json").splitlines())
    place = {"file": "initial/agents.csv", "line": 2, "column": "hire_date", "value": "someday"}
    assert (place | {"kind": "not_a_date", "event": "fault", "level": "error"}).items() <= fault.items()
    assert fault["message"] == f"initial/agents.csv:2: hire_date: {fault['reason']}, found 'someday'"
    assert (error["level"], error["event"]) == ("error", "error")
    assert "build --quarantine" in str(error["advice"]).replace(f"--data-dir {project.extract.folder} ", "").replace(
        f"--database {project.database} ", ""
    )


# The form of a warning, and one warning for one cause.


@pytest.mark.parametrize(("number", "noun"), [(1, "1 rating is"), (2, "2 ratings are"), (1200, "1,200 ratings are")])
def test_a_warning_begins_with_a_number_that_agrees_with_its_noun(project: Project, number: int, noun: str) -> None:
    project.extract.initial("interactions", [f"{row.rpartition(',')[0]},9" for row in interactions(number)])
    example = "(I0)" if number == 1 else "(e.g. I0)"
    warning = f"{INITIAL}: {noun} not from 1 to 5 {example}. Averages exclude such ratings."
    assert f"Warning: {warning}\n" in project.built().stderr
    in_sql = "select file_name || ': ' || with_example(what, occurrences, example) || ' ' || advice from ops.warnings"
    assert (warning,) in project.rows(in_sql)


def test_every_advice_is_a_sentence(project: Project) -> None:
    cells = {"channel": "web", "satisfaction_rating": "9", "interaction_end": "2025-01-05T14:00:00Z"}
    project.extract.initial("interactions", [interaction("I1", **cells), interaction("I2", category_id="K9")])
    project.extract.write("delta/agents.csv", "")
    project.built()
    advices = [advice for (advice,) in project.rows("select advice from ops.warnings where advice <> ''")]
    assert len(advices) > 2
    assert [advice for advice in advices if not (advice[0].isupper() and advice[-1] in ".?")] == []


@pytest.mark.parametrize("has_other_bytes", [False, True])
def test_an_old_file_that_is_sent_again_is_one_warning(project: Project, *, has_other_bytes: bool) -> None:
    february = [f"{row.replace('2025-01', '2025-02')},add" for row in interactions(40)]
    rows = [*february, interaction("I900") + ",update", "I901,,,,,,,,,,,delete"]
    project.extract.delta("interactions", "202502", rows)
    project.built()
    again = "delta/interactions_delta_202503.csv"
    project.extract.delta("interactions", "202503", rows + [""] * has_other_bytes)
    kind = "files_say_something_new" if has_other_bytes else "files_are_not_repeated"
    found = told(project.built("--log-format", "json"))
    warnings = [(event["file"], event["kind"]) for event in found if event["event"] == "warning"]
    assert [warning for warning in warnings if warning[0] == again] == [(again, kind)]


def test_a_new_channel_is_one_warning(project: Project) -> None:
    project.extract.delta("interactions", "202502", [FEBRUARY_CALL.replace(",phone,", ",voice,")])
    found = told(project.built("--log-format", "json"))
    assert [event["kind"] for event in found if event["event"] == "warning"] == ["channels_are_known"]

"""What the shell completes, and what is said of arguments that are wrong."""

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from tests.conftest import Project
from warehouse.cli import main

pytestmark = pytest.mark.all_reports


def completed(*words: str) -> list[str]:
    """The values that complete the last word of a command line."""
    *words_before, incomplete = words
    completion = ShellComplete(main, {}, "supportwh", "_SUPPORTWH_COMPLETE")
    return [item.value for item in completion.get_completions(list(words_before), incomplete)]


def kinds(*words: str) -> set[str]:
    *words_before, incomplete = words
    completion = ShellComplete(main, {}, "supportwh", "_SUPPORTWH_COMPLETE")
    return {item.type for item in completion.get_completions(list(words_before), incomplete)}


def test_tables_and_views_of_the_warehouse_are_completed(bundled: Path) -> None:
    database = ("--database", str(bundled))
    assert completed("describe", *database, "support_report_c") == ["support_report_causes"]
    assert completed("export", *database, "ops.rej") == ["ops.rejected_rows"]
    assert "support_report" in completed("export", *database, "SUPPORT")


def test_months_of_the_warehouse_are_completed(bundled: Path) -> None:
    database = ("--database", str(bundled))
    assert completed("export", *database, "--as-of", "20250") == ["202501", "202502", "202503"]
    assert completed("build", *database, "--months", "202501,") == ["202501,202502", "202501,202503"]


def test_time_zones_and_choices_are_completed() -> None:
    assert completed("build", "--timezone", "america/new_y") == ["America/New_York"]
    assert completed("erase", "ag") == ["agents"]
    assert completed("export", "--format", "p") == ["parquet"]


def test_files_and_folders_are_completed() -> None:
    assert kinds("build", "--data-dir", "d") == {"dir"}
    assert kinds("build", "--sql-dir", "d") == {"dir"}
    assert kinds("build", "--database", "w") == {"file"}
    assert kinds("dashboard", "--output", "w") == {"file"}


def test_without_a_warehouse_nothing_is_completed(tmp_path: Path) -> None:
    assert completed("describe", "--database", str(tmp_path / "none.duckdb"), "s") == []
    (tmp_path / "other.duckdb").write_text("not a database")
    assert completed("describe", "--database", str(tmp_path / "other.duckdb"), "s") == []


@pytest.mark.parametrize(
    ("arguments", "suggestion"),
    [
        (("build", "data"), "--data-dir data"),
        (("build", "w.duckdb"), "--database w.duckdb"),
        (("dashboard", "out.html"), "--output out.html"),
        (("dashboard", "out.eml"), "--output out.eml"),
        (("dashboard", "data"), "--output-dir data"),
        (("query", "select 1", "report.sql"), "--file report.sql"),
        (("status", "data"), "--data-dir data"),
        (("check", "nonsense"), ""),
    ],
)
def test_an_argument_that_is_not_expected_suggests_the_option(
    arguments: tuple[str, ...], suggestion: str, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project.folder / "data").mkdir(exist_ok=True)
    monkeypatch.chdir(project.folder)
    result = project.run(*arguments)
    assert result.exit_code == 2
    question = f" Did you mean {suggestion}?" if suggestion else ""
    assert result.stderr.endswith(f"Error: Unexpected argument: {arguments[-1]}.{question}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "--database", "a", "--database", "b"),
        ("build", "--quiet", "--quiet"),
        ("query", "select 1", "--format", "csv", "--format", "json"),
        ("export", "--as-of", "202501", "a", "--as-of=202502"),
    ],
)
def test_an_option_that_is_repeated_is_an_error(arguments: tuple[str, ...], project: Project) -> None:
    result = project.run(*arguments)
    assert result.exit_code == 2
    assert "is given 2 times; give it once." in result.stderr

"""Names that are no text, streams that are closed or full, terminals that cannot encode: never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Project

#: A name of bytes that are not UTF-8, one of them a control character to an old terminal (C1).
ODD_NAME = b"agents\x9b31m\xff.csv"
ESCAPED = "agents\\x9b31m\\xff.csv"


def test_a_file_whose_name_is_not_utf_8_is_ignored_by_an_escaped_name(project: Project) -> None:
    for folder in ("initial", "delta"):
        (project.extract.folder / folder).mkdir(exist_ok=True)
        Path(os.fsdecode(os.fsencode(project.extract.folder / folder) + b"/" + ODD_NAME)).write_text("precious")
    Path(os.fsdecode(os.fsencode(project.extract.folder) + b"/delta" + ODD_NAME)).mkdir()
    ignored = [f"initial/{ESCAPED}", f"delta/{ESCAPED}", f"delta{ESCAPED}"]
    assert sorted(project.warned()) == sorted((name, "ignored_files", None, None) for name in ignored)
    assert sorted(project.rows("select file_name from ops.warnings")) == sorted((name,) for name in ignored)
    status = project.run("status", "--database", project.database, "--data-dir", project.extract.folder)
    assert status.exit_code == 0
    assert all(name in status.stdout for name in ignored)


def test_a_folder_to_work_in_whose_name_is_not_utf_8_is_refused(project: Project) -> None:
    folder = Path(os.fsdecode(os.fsencode(project.folder) + b"/odd\xff"))
    folder.mkdir()
    command = [sys.executable, "-m", "warehouse", "build", "--data-dir", str(project.extract.folder)]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "Error: Invalid value for '--database': '" in result.stderr
    assert "odd\\udcff/warehouse.duckdb' is not UTF-8" in result.stderr


def test_a_loop_of_links_is_not_a_database(project: Project) -> None:
    project.database.symlink_to(project.database)
    for command in (["build"], ["query", "select 1"], ["status"], ["dashboard"], ["erase", "agents", "A1"]):
        result = project.run(*command, "--database", project.database)
        assert result.exit_code == 2
        assert "is a loop of symbolic links" in result.stderr


COMMANDS = {
    "build": "build --full-refresh",
    "build_json": "build --full-refresh --log-format json",
    "query": "query 'select 1'",
    "csv": "query 'from fact_interactions' --format csv",
    "stdin": "query -",
    "export": "export --output-dir out",
    "dashboard": "dashboard",
    "status": "status",
    "render": "render",
    "help": "--help",
    "usage": "build --nonsense",
}
#: Commands that are done when their answer cannot be printed, and those that fail anyway.
DONE, REFUSED = {"build", "build_json", "export", "dashboard"}, {"stdin": 1, "usage": 2}
STREAMS = [">&-", "2>&-", "<&-", ">&- 2>&- <&-", ">/dev/full", "2>/dev/full", ">/dev/full 2>&1", "| head -c 1"]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = Project(tmp_path_factory.mktemp("streams"))
    command = [sys.executable, "-m", "warehouse", "build"]
    subprocess.run(command, cwd=project.folder, check=True, capture_output=True)
    return project


def in_shell(project: Project, command: str, streams: str, **environment: str) -> subprocess.CompletedProcess[str]:
    line = f"set -o pipefail; {sys.executable} -m warehouse {command} {streams}"
    return subprocess.run(
        ["bash", "-c", line],
        cwd=project.folder,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


@pytest.mark.slow
@pytest.mark.harness
@pytest.mark.parametrize("name", COMMANDS)
def test_a_stream_that_is_closed_or_full_gives_a_documented_code_and_no_traceback(place: Project, name: str) -> None:
    codes = {}
    for streams in STREAMS:
        result = in_shell(place, COMMANDS[name], streams)
        for word in ("Traceback", "Exception ignored", "Logging error", "lost sys.std"):
            assert word not in result.stdout + result.stderr, (streams, result.stderr)
        codes[streams] = result.returncode
    is_cut_off = name not in DONE | REFUSED.keys()
    for streams, code in codes.items():
        if streams.startswith(">/dev/full"):
            assert code == REFUSED.get(name, int(is_cut_off)), streams
        elif streams.startswith("|"):
            assert code == REFUSED.get(name, 0) or (is_cut_off and code == 1)
        else:
            assert code == REFUSED.get(name, 0), streams


def test_a_published_build_succeeds_even_if_its_output_cannot_be_written(place: Project) -> None:
    assert in_shell(place, COMMANDS["build"], ">/dev/full 2>&1").returncode == 0
    result = in_shell(place, COMMANDS["query"], ">/dev/full")
    assert (result.returncode, result.stderr.splitlines()[0]) == (
        1,
        "Error: Cannot write to standard output: No space left on device.",
    )


def test_a_file_of_the_program_never_gets_the_number_of_a_closed_stream(place: Project) -> None:
    before = place.database.read_bytes()
    result = in_shell(place, "query 'select error(1)'", ">&- 2>&-")
    assert result.returncode == 1
    assert place.database.read_bytes() == before


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_characters_that_a_terminal_cannot_encode_are_escaped_and_data_is_utf_8(place: Project, encoding: str) -> None:
    statement = "query \"select 'é€😀' as x\""
    table = in_shell(place, statement, "", PYTHONIOENCODING=encoding)
    assert table.returncode == 0
    # For ASCII, which says that nobody has set a locale, click writes UTF-8.
    assert table.stdout.splitlines()[2] in ("\ufffd\\u20ac\\U0001f600", "é€😀")
    for file_format in ("csv", "json"):
        assert "é€😀" in in_shell(place, f"{statement} --format {file_format}", "", PYTHONIOENCODING=encoding).stdout


def test_in_the_locale_c_a_statement_is_utf_8_as_well(place: Project) -> None:
    settings = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    result = in_shell(place, "query \"select length('é€😀') as x\" --format csv", "", **settings)
    assert result.stdout == "x\n3\n"


@pytest.mark.parametrize("value", ["interval '300000000 months'", "interval '-9999999 years'"])
@pytest.mark.parametrize("file_format", ["table", "csv", "json"])
def test_a_value_that_python_cannot_hold_is_an_error(smallest_project: Project, value: str, file_format: str) -> None:
    arguments = ["--format", file_format, "--database", smallest_project.database]
    result = smallest_project.run("query", f"select {value} as x", *arguments)
    assert result.exit_code == 1
    assert "Error: A value cannot be printed: " in result.stderr
    assert smallest_project.run("query", f"select ({value})::varchar as x", *arguments).exit_code == 0


def test_wrong_usage_is_quoted_with_control_characters_escaped(place: Project) -> None:
    for command in ("build $'\\e[31mX'", "describe a $'\\e[31mX'", "query --file $'/nonex\\e[31mX\\x07'"):
        result = in_shell(place, command, "")
        assert (result.returncode, "\x1b" in result.stderr, "\x07" in result.stderr) == (2, False, False)
        assert "X" in result.stderr


def test_a_timeout_is_a_number(smallest_project: Project) -> None:
    result = smallest_project.run("query", "select 1", "--timeout", "nan", "--database", smallest_project.database)
    assert result.exit_code == 2


def test_a_table_of_any_length_is_printed_as_it_comes(place: Project) -> None:
    # 300 million rows do not fit: whoever reads the first ones needs no more memory for them.
    line = "query 'select i, i * 2 as twice from range(300000000) as r(i)'"
    result = in_shell(place, line, "| head -100002 | tail -1")
    assert result.stdout == "99999  199998\n"
    limited = subprocess.run(
        ["bash", "-c", f"ulimit -v 3000000; {sys.executable} -m warehouse {line} | head -3"],
        cwd=place.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert limited.stdout == "  i  twice\n---  -----\n  0      0\n"
    assert limited.stderr == ""

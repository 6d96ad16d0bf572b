"""What may reach a terminal: nothing of a file's that it would obey, and columns that line up."""

import contextlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, Project
from warehouse.text import escape_control, width

#: What a terminal would obey, and the escape in its place.
CONTROL = {
    "\x1b[2J": "\\x1b[2J",
    "\x1b]0;title\x07": "\\x1b]0;title\\x07",
    "\x9b31m": "\\x9b31m",
    "\u202egnp.exe": "\\u202egnp.exe",
    "\u2066a\u2069": "\\u2066a\\u2069",
    "\u2028": "\\u2028",
    "one\ntwo": "one\\ntwo",
    "\x7f": "\\x7f",
}
#: A name that has all of them.
NAME = "Ash" + "".join(CONTROL) + "ley"
SHOWN = "Ash" + "".join(CONTROL.values()) + "ley"
LETTERS = "\x1b\x07\x9b\u202e\u2066\u2028\x7f"


@pytest.fixture
def named(project: Project) -> Project:
    project.extract.initial("contact_centers", [f'C1,"{NAME}",IL'])
    project.built()
    return project


@pytest.mark.parametrize("text", CONTROL)
def test_control_characters_are_escaped(text: str) -> None:
    assert escape_control(text) == CONTROL[text]


def test_other_text_is_shown_as_it_is() -> None:
    text = "Zürich, \u6771\u4eac, \u05d7\u05d9\u05e4\u05d4, \U0001f600, a\\b"
    assert escape_control(text) == text


def asked(project: Project, file_format: str) -> list[str]:
    sql = "select contact_center_name from dim_contact_centers"
    return ["query", sql, "--format", file_format, "--database", str(project.database)]


def test_a_table_shows_escapes_wherever_it_goes(named: Project) -> None:
    assert SHOWN in named.run(*asked(named, "table")).stdout


def test_csv_and_json_in_a_file_have_the_text_itself(named: Project) -> None:
    assert NAME.encode() in named.run(*asked(named, "csv")).stdout_bytes
    text = named.run(*asked(named, "json")).stdout
    assert json.loads(text)[0]["contact_center_name"] == NAME
    assert [letter for letter in LETTERS if letter in text] == []


def on_a_terminal(*arguments: str) -> str:
    """What a command prints where its stdout is a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen([sys.executable, "-m", "warehouse", *arguments], stdout=theirs, cwd=ROOT) as process:
        os.close(theirs)
        printed = b""
        with contextlib.suppress(OSError):  # the terminal is gone with its last writer
            while chunk := os.read(ours, 65_536):
                printed += chunk
    os.close(ours)
    assert process.returncode == 0
    return printed.decode()


@pytest.mark.parametrize("file_format", ["table", "csv", "json"])
def test_no_format_prints_control_characters_on_a_terminal(named: Project, file_format: str) -> None:
    printed = on_a_terminal(*asked(named, file_format), "--color", "never")
    assert "Ash" in printed
    assert [letter for letter in LETTERS if letter in printed] == []


def test_a_message_shows_escapes_and_stays_one_line(project: Project) -> None:
    project.extract.write("delta/evil\x1b[2J\nname.csv", "x")
    said = project.built().stderr
    assert "Warning: delta/evil\\x1b[2J\\nname.csv: ignored" in said
    assert "\x1b" not in said


def test_columns_line_up_for_wide_letters_and_marks(project: Project) -> None:
    names = ["\u6771\u4eac", "Zu\u0308rich", "Springfield", "\U0001f600"]
    project.extract.initial("contact_centers", [f"C{n},{name},IL" for n, name in enumerate(names)])
    project.built()
    sql = "select contact_center_name as name, 'x' as mark from dim_contact_centers"
    lines = project.run("query", sql, "--database", project.database).stdout.splitlines()
    assert {width(line) for line in lines[2:6]} == {width("Springfield  x")}


def test_a_path_in_a_pipe_is_the_path_itself(project: Project) -> None:
    project.database = Path(project.folder, "ware\u202ehouse.duckdb")
    assert project.built().stdout == f"{project.database}\n"

"""What commands print on terminals of 80 and 120 columns: in color, wrapped between words, without columns that do not
fit; and that a pipe gets the same as before."""

import contextlib
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.conftest import ROOT
from warehouse.text import width

pytestmark = pytest.mark.all_reports

SGR = re.compile(r"\x1b\[\d*m")
CAPTURES = Path(__file__).parent / "captures"
COMMANDS = {
    "build": ("build", "--data-dir", str(ROOT / "data"), "--database", "warehouse.duckdb", "--full-refresh"),
    "status": ("status", "--data-dir", str(ROOT / "data"), "--database", "warehouse.duckdb"),
    "describe": ("describe", "contact_centers_by_month", "--database", "warehouse.duckdb"),
    "analyze": ("analyze", "--database", "warehouse.duckdb"),
    "query": ("query", "from contact_centers_by_month limit 3", "--database", "warehouse.duckdb"),
    "help": ("--help",),
    "error": ("export", "suport_report", "--database", "warehouse.duckdb"),
    "usage": ("build", "data"),
}


def on_a_terminal(folder: Path, columns: int, *arguments: str, **variables: str) -> str:
    """What a command prints on a terminal of so many columns, without the progress bar."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    environment |= {"PYTHONPATH": str(ROOT), **variables}
    command = [sys.executable, "-m", "warehouse", *arguments]
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, cwd=folder, env=environment):
        os.close(theirs)
        printed = b""
        with contextlib.suppress(OSError):  # the terminal is gone with its last writer
            while chunk := os.read(ours, 65_536):
                printed += chunk
    os.close(ours)
    return re.sub(r"\r\x1b\[K[^\r\n]*(?=\r\x1b\[K)|\r\x1b\[K", "", printed.decode()).replace("\r\n", "\n")


def same_everywhere(text: str) -> str:
    """A capture without what differs between two runs: times and versions."""
    text = re.sub(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC", "2026-01-01 00:00 UTC", text)
    text = re.sub(r"(supportwh|DuckDB) \d+\.\d+\.\d+", r"\1 0.0.0", text)
    return re.sub(r" *\d+\.\d\d s", "    0.00 s", text)


@pytest.fixture(scope="module")
def folder(bundled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("terminal")
    (folder / "warehouse.duckdb").write_bytes(bundled.read_bytes())
    (folder / "data").mkdir()
    return folder


@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_capture_is_what_the_terminal_shows(
    name: str, columns: int, folder: Path, request: pytest.FixtureRequest
) -> None:
    shown = on_a_terminal(folder, columns, *COMMANDS[name]).replace(str(ROOT), "/supportwh")
    assert [line for line in SGR.sub("", shown).split("\n") if width(line) > columns] == []
    path = CAPTURES / f"{name}-{columns}.txt"
    if request.config.getoption("--update"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(same_everywhere(shown), "utf-8")
    assert same_everywhere(shown) == path.read_text("utf-8")


def test_color_is_for_terminals_and_can_be_turned_off_or_forced(folder: Path) -> None:
    command = ("export", "nonsense", "--database", "warehouse.duckdb")
    assert "\x1b[31mError:\x1b[0m No table" in on_a_terminal(folder, 80, *command)
    assert "\x1b[" not in on_a_terminal(folder, 80, *command, NO_COLOR="1")
    assert "\x1b[" not in on_a_terminal(folder, 80, *command, "--color", "never")
    assert "\x1b[31m" in on_a_terminal(folder, 80, *command, "--color", "always", NO_COLOR="1")

    def piped(*arguments: str) -> str:
        run = [sys.executable, "-m", "warehouse", *arguments]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        return subprocess.run(run, cwd=folder, env=environment, capture_output=True, text=True, check=False).stderr

    assert "\x1b" not in piped(*command)
    assert "\x1b[31mError:\x1b[0m" in piped(*command, "--color", "always")


def test_a_pipe_gets_every_column(folder: Path) -> None:
    command = [sys.executable, "-m", "warehouse", *COMMANDS["query"]]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    text = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True).stdout
    assert "growth_per_business_day_on_year_before" in text.split("\n")[0]
    assert text.endswith("(3 rows)\n")


def test_a_cell_or_a_name_wider_than_the_terminal_is_cut(folder: Path) -> None:
    query = ("query", "select repeat('東京', 60) as wide, 1 as more", "--database", "warehouse.duckdb")
    lines = on_a_terminal(folder, 80, *query).split("\n")
    assert [line for line in lines if width(SGR.sub("", line)) > 80] == []
    assert lines[2].endswith("…")
    assert "(1 row; 1 more column; use --format csv)" in lines

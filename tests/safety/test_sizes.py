"""What is huge takes time and memory by its size, not by the square of it."""

import os
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import HEADERS, ROWS, Project
from tests.support.sample import (
    AT_EVENT,
    HAS_READ_ALL_FILES,
    Sample,
    assert_refused,
    build_arguments,
    go_on,
    ran,
    started,
)
from warehouse.catalogue import TABLES
from warehouse.extract.header import read_header
from warehouse.extract.inputs import InputFile
from warehouse.extract.prescan import prescan
from warehouse.extract.scan import Scan
from warehouse.load import stage

pytestmark = [pytest.mark.harness, pytest.mark.slow]

#: What takes a second where it is linear, and minutes where it is not.
SECONDS = 10.0

#: The command line, which prints the most memory that it had (proc_pid_status(5)): `ru_maxrss` has its parent's, too.
MEASURED = """
import atexit
from pathlib import Path
from warehouse.cli import main
atexit.register(lambda: print(*[line for line in Path("/proc/self/status").open() if line.startswith("VmHWM")]))
main(prog_name="supportwh")
"""


def agents_of(folder: Path) -> InputFile:
    [agents] = [table for table in TABLES if table.name == "agents"]
    path = folder / "agents.csv"
    return InputFile(agents, "202501", "initial/agents.csv", path, is_delta=False)


def test_a_header_of_a_hundred_thousand_columns_is_read_once(tmp_path: Path) -> None:
    file = agents_of(tmp_path)
    started_at = time.perf_counter()
    for names in ([f"x{number}" for number in range(100_000)], ["x"] * 100_000):
        scan = Scan(file, file.path)
        read_header(",".join([HEADERS["agents"], *names]).encode() + b"\n", scan)
        assert len(scan.header) == 100_005
        assert len(scan.warnings) + len(scan.faults) >= 1
    assert time.perf_counter() - started_at < SECONDS


def test_blanks_before_the_header_are_passed_over_as_they_are_read(tmp_path: Path) -> None:
    file = agents_of(tmp_path)
    number = 64 << 20
    file.path.write_bytes(b"\n" * number + f"{HEADERS['agents']}\n{ROWS['agents'][0]}\n".encode())
    started_at = time.perf_counter()
    scan = prescan(file, tmp_path)
    assert time.perf_counter() - started_at < SECONDS
    assert (scan.header_line, scan.header_start, scan.faults) == (number + 1, number, [])


def test_a_fault_after_millions_of_blank_lines_is_on_its_line(project: Project) -> None:
    number = 3 << 20
    rows = f"{HEADERS['agents']}\n{ROWS['agents'][0]}\nA2,Bea,C1,soon,K1\n"
    project.extract.write("initial/agents.csv", "\n" * number + rows)
    started_at = time.perf_counter()
    assert project.faults() == [("initial/agents.csv", number + 3, "hire_date", "not_a_date")]
    assert time.perf_counter() - started_at < SECONDS


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says how much memory a program had")
def test_invalid_rows_of_a_megabyte_and_more_stay_within_the_memory_limit(project: Project) -> None:
    long = "x" * 1_500_000
    rows = [f"A{number},{long},C1,soon,K1" for number in range(2, 80)]
    project.extract.initial("agents", [*ROWS["agents"], *rows])
    result = ran(*build_arguments(project), "--quarantine", "--memory-limit", "200MB", program=MEASURED)
    assert result.returncode == 0, result.stderr
    assert project.rows("select count(*) from ops.rejected_rows") == [(78,)]
    assert int(result.stdout.split()[-2]) < 450 << 10


def test_of_more_invalid_rows_than_are_kept_the_first_are_shown_and_the_rest_counted(project: Project) -> None:
    rows = [f"A{number},Bea,C1,31/01/2024,K1" for number in range(2, 100_010)]
    project.extract.initial("agents", [*ROWS["agents"], *rows])
    said = project.refused().splitlines()
    assert "initial/agents.csv:3: hire_date: expected a date like 2025-01-31, found '31/01/2024'" in said
    assert [line for line in said if line.endswith("x hire_date: expected a date like 2025-01-31")]
    assert "  1 x more than 100,000 rows are invalid; is this the right file?" in said


def test_an_input_that_shrinks_while_its_rows_are_quarantined_is_an_error(sample: Sample, tmp_path: Path) -> None:
    project = sample.project(tmp_path)
    project.extract.folder = tmp_path / "data"
    shutil.copytree(sample.data, project.extract.folder, dirs_exist_ok=True)
    path = project.extract.folder / "delta" / "interactions_delta_202503.csv"
    path.write_bytes(path.read_bytes().replace(b"phone", b"\tphone", 1).replace(b"phone", b"phone,", 9))
    before = project.database.read_bytes()
    command = [*HAS_READ_ALL_FILES, signal.SIGSTOP.value, *build_arguments(project), "--quarantine"]
    with started(*command, program=AT_EVENT) as process:
        os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        os.truncate(path, path.stat().st_size // 3)
        assert_refused(go_on(process), f"delta/{path.name}")
    assert project.database.read_bytes() == before


@pytest.mark.parametrize("start", [b"x", b",", b"\x22"])
@pytest.mark.parametrize("end", [b"\n", b"x\n", b"x"])
def test_of_a_long_line_no_more_is_read_than_a_row_may_have_and_nothing_after_it_is_lost(
    project: Project, monkeypatch: pytest.MonkeyPatch, start: bytes, end: bytes
) -> None:
    rows = f"{HEADERS['agents']}\n".encode(), f"{ROWS['agents'][0]}\n".encode()
    project.extract.write(
        "initial/agents.csv", rows[0] + start * (7 << 20) + end + (rows[1] if end.endswith(b"\n") else b"")
    )
    longest = []
    create = stage._create_lines

    def measured(build: Any, text: str, first_line: int) -> None:
        longest.append(max(map(len, text.split("\n"))))
        create(build, text, first_line)

    monkeypatch.setattr(stage, "_create_lines", measured)
    is_blank = start != b"x" and not end.startswith(b"x")
    if is_blank:
        project.built()
        assert project.rows("select count(*) from dim_agents") == [(int(end == b"\n"),)]
    else:
        assert ("initial/agents.csv", 2) in [(file, line) for file, line, *_ in project.faults()]
    assert max(longest) < 7 << 20


def test_blanks_at_the_end_of_a_file_are_not_read_as_rows(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project.extract.write("initial/agents.csv", f"{HEADERS['agents']}\n{ROWS['agents'][0]}\n" + "\n" * (3 << 20))
    lines = []
    create = stage._create_lines

    def counted(build: Any, text: str, first_line: int) -> None:
        lines.append(text.count("\n"))
        create(build, text, first_line)

    monkeypatch.setattr(stage, "_create_lines", counted)
    project.built()
    assert project.rows("select count(*) from dim_agents") == [(1,)]
    assert sum(lines) <= 1 << 20 < path.stat().st_size

"""`supportwh query`: how a statement comes in, how its rows go out, and how it is stopped."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import ROOT, Project
from warehouse.cli import main

#: Neither ends nor lets Python see a signal.
ENDLESS = "with recursive t(x) as (select 1 union all select x + 1 from t) select count(*) from t"


@pytest.fixture
def built(smallest_project: Project) -> Project:
    return smallest_project


def started(project: Project, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "warehouse", "query", *arguments, "--database", str(project.database)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("sql", [ENDLESS, "select count(*) from range(1000000000000) as a"])
def test_a_statement_that_does_not_end_is_stopped_by_the_first_signal(
    built: Project, number: signal.Signals, sql: str
) -> None:
    with started(built, sql) as process:
        time.sleep(0.8)
        assert process.poll() is None
        process.send_signal(number)
        sent = time.monotonic()
        _, stderr = process.communicate(timeout=20)
    assert time.monotonic() - sent < 3
    assert process.returncode == 128 + number
    assert stderr == "Interrupted; nothing was changed.\n"


#: A statement that neither Python nor an interrupt of DuckDB's can stop: a long time in C.
DEAF = """
import hashlib, signal, types
from warehouse.engine.stopping import stoppable
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, lambda *_: None)
with stoppable(SECONDS) as stop:
    stop.con = types.SimpleNamespace(interrupt=lambda: None)
    print("begun", flush=True)
    hashlib.pbkdf2_hmac("sha256", b"", b"", 2**31 - 1)
"""


def deaf(seconds: float | None) -> subprocess.Popen[str]:
    program = DEAF.replace("SECONDS", repr(seconds))
    process = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT, stdout=-1, stderr=-1, text=True)
    assert process.stdout
    assert process.stdout.readline() == "begun\n"
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_statement_that_no_interrupt_stops_is_gone_two_seconds_after_the_signal(number: signal.Signals) -> None:
    with deaf(None) as process:
        process.send_signal(number)
        sent = time.monotonic()
        _, stderr = process.communicate(timeout=20)
    assert 1.9 < time.monotonic() - sent < 4
    assert process.returncode == 128 + number
    assert stderr == "Interrupted; nothing was changed.\n"


def test_a_statement_that_no_interrupt_stops_is_gone_two_seconds_after_its_time() -> None:
    with deaf(0.5) as process:
        _, stderr = process.communicate(timeout=20)
    assert process.returncode == 1
    assert stderr == "Error: The statement took too long and could not be stopped.\n"


def test_a_statement_may_take_so_many_seconds_and_no_more(built: Project) -> None:
    result = built.run("query", ENDLESS, "--timeout", "0.5", "--database", built.database)
    assert result.exit_code == 1
    assert result.stderr == "Error: The statement took longer than 0.5 seconds.\n"
    assert built.run("query", "select 1 as one", "--timeout", "60", "--database", built.database).exit_code == 0
    assert built.run("query", "select 1", "--timeout", "0", "--database", built.database).exit_code == 2


def test_a_statement_may_use_so_much_memory_and_no_more(built: Project) -> None:
    sql = "select count(*) from (select hash(range)::varchar as h from range(20000000) group by all)"
    result = built.run("query", sql, "--memory-limit", "20MB", "--database", built.database)
    assert result.exit_code == 1
    assert "Out of Memory Error" in result.stderr
    assert "--memory-limit" in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("file_format", ["csv", "json"])
def test_rows_go_out_as_they_come_and_do_not_pile_up(built: Project, file_format: str) -> None:
    with started(built, "select range as n from range(100000000000)", "--format", file_format) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(100_000)]
        peak = Path(f"/proc/{process.pid}/status")
        if peak.exists():
            [kilobytes] = [int(line.split()[1]) for line in peak.read_text().splitlines() if line.startswith("VmHWM")]
            assert kilobytes < 400_000
        process.stdout.close()
        assert process.wait(timeout=20) == 1
    assert len(lines) == 100_000


SCRIPT = "-- One row: what it says.\nselect\n    1 as one, -- a comment\n    'a--b' as text\n"


def test_a_statement_comes_from_an_argument_a_file_or_stdin(built: Project) -> None:
    path = built.folder / "script.sql"
    path.write_text(SCRIPT)
    rest = ["--format", "csv", "--database", str(built.database)]
    for arguments, stdin in (
        (["query", SCRIPT], None),
        (["query", "--file", str(path)], None),
        (["query", "-"], SCRIPT),
    ):
        result = CliRunner().invoke(main, [*arguments, *rest], input=stdin)
        assert result.stdout == "one,text\n1,a--b\n", result.stderr


@pytest.mark.parametrize("arguments", [[], ["select 1", "--file", __file__], ["--file", "/no/such/file"]])
def test_no_statement_or_two_is_wrong_usage(built: Project, arguments: list[str]) -> None:
    assert built.run("query", *arguments, "--database", built.database).exit_code == 2


def test_explain_and_pivot_read_too(built: Project) -> None:
    plan = built.run("query", "explain from dim_agents", "--database", built.database).stdout
    assert "agents" in plan
    assert "\\n" not in plan
    sql = "pivot support_report on month using sum(total_calls) group by department"
    result = built.run("query", sql, "--format", "csv", "--database", built.database)
    assert result.stdout == "department,2025-01\nFinance,1\n"


@pytest.mark.parametrize(
    "sql", ["explain analyze delete from core.agents", "select 1; select 2", "pivot; select 1", ""]
)
def test_only_one_reading_statement_is_accepted(built: Project, sql: str) -> None:
    result = built.run("query", sql, "--database", built.database)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_json_of_rows_as_they_come_is_one_array(built: Project, number: int) -> None:
    sql = f"select range as n, [range::varchar, 'a\u2028b'] as list from range({number})"
    text = built.run("query", sql, "--format", "json", "--database", built.database).stdout
    rows = [{"n": n, "list": [str(n), "a\u2028b"]} for n in range(number)]
    assert json.loads(text) == rows
    assert text == json.dumps(rows, ensure_ascii=False, indent=2).replace("\u2028", "\\u2028") + "\n"

"""A generated extract and its warehouse, and the command line in processes of their own: for faults and kills."""

import functools
import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from tests.conftest import ROOT, Extract, Project, interaction

ROWS = 13_000
LAST_MONTH = "202503"
#: What a program may wait for before a test gives up on it.
PATIENCE = 60

#: The command line under a limit on the size of every file that it writes.
LIMITED = """
import resource, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from warehouse.cli import main
main(prog_name="supportwh")
"""

#: The command line, with a signal to itself just before the nth time that it changes something in a folder.
SIGNALLED = """
import atexit, os, sys
folder, number, nth = sys.argv.pop(1), int(sys.argv.pop(1)), int(sys.argv.pop(1))
steps = 0

def watch(event, details):
    global steps
    is_change = event in ("os.mkdir", "os.rename", "os.link", "os.remove", "os.rmdir", "os.truncate")
    is_change |= event == "open" and bool(details[2] & (os.O_WRONLY | os.O_RDWR))
    if is_change and folder in str(details):
        steps += 1
        if steps == nth:
            os.kill(os.getpid(), number)

sys.addaudithook(watch)
atexit.register(lambda: print(f"{steps} steps", file=sys.stderr))
from warehouse.cli import main
main(prog_name="supportwh")
"""

#: The command line, with a signal to itself at the first audit event of a kind that mentions some text.
AT_EVENT = """
import os, sys
kind, text, number, is_sent = sys.argv.pop(1), sys.argv.pop(1), int(sys.argv.pop(1)), False

def watch(event, details):
    global is_sent
    if not is_sent and event == kind and text in str(details):
        is_sent = True
        os.kill(os.getpid(), number)

sys.addaudithook(watch)
from warehouse.cli import main
main(prog_name="supportwh")
"""

#: Holds a warehouse open; answers each line of stdin with the count of interactions.
READER = """
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as con:
    for line in sys.stdin:
        print(con.execute("select count(*) from fact_interactions").fetchone()[0], flush=True)
"""

#: Opens a warehouse, counts and closes it, until stdin ends; prints every count once.
READERS = """
import select, sys, duckdb
counts = []
while not select.select([sys.stdin], [], [], 0)[0]:
    with duckdb.connect(sys.argv[1], read_only=True) as con:
        [[count]] = con.execute("select count(*) from fact_interactions").fetchall()
    if count not in counts:
        counts.append(count)
        print(count, flush=True)
"""


def write_extract(folder: Path, rows: int = ROWS) -> None:
    """An extract of two months on top of the initial one, the same at every run."""
    chance = random.Random(20250131)

    def call(number: int, month: int) -> str:
        start = datetime(2025, month, 1) + timedelta(seconds=chance.randrange(28 * 86_400))
        solved = start + timedelta(seconds=chance.randrange(60, 3_000))
        end = solved + timedelta(seconds=chance.randrange(600))
        return interaction(
            f"I{number:06}",
            timestamp=f"{start}Z",
            channel=chance.choice(("phone", "chat", "email")),
            category_id=f"K{chance.randrange(12)}",
            agent_id=f"A{chance.randrange(215)}",
            contact_center_id=f"C{chance.randrange(8)}",
            interaction_start=f"{start}Z",
            agent_resolution_timestamp=f"{solved}Z",
            interaction_end=f"{end}Z",
            call_duration_minutes=f"{(end - start).total_seconds() / 60:.2f}",
            satisfaction_rating=chance.choice(("1", "2", "3", "4", "5", "")),
        )

    extract = Extract(folder)
    extract.initial("contact_centers", [f"C{n},Center {n},Town {n}" for n in range(8)])
    extract.initial("service_categories", [f"K{n},Category {n},Department {n % 3}" for n in range(12)])
    extract.initial("agents", [f'A{n},"Agent {n},\nsecond line",C{n % 8},2024-01-15,K{n % 12}' for n in range(200)])
    extract.initial("interactions", [call(number, 1) for number in range(rows)])
    for month in (2, 3):
        new = [f"A{190 + 10 * month + n},Agent {n},C{n % 8},2025-02-01,K{n % 12},add" for n in range(10)]
        extract.delta("agents", f"20250{month}", new)
        known = [call(chance.randrange(rows), month) for _ in range(rows // 8)]
        calls = [f"{row},{chance.choice(('update', 'update', 'delete'))}" for row in known]
        calls += [f"{call(month * rows + number, month)},add" for number in range(rows // 4)]
        extract.delta("interactions", f"20250{month}", calls)


@dataclass(frozen=True)
class Sample:
    """A generated extract, its warehouse without the last month, and what one shows before and after it.

    size is that of the warehouse after it.
    """

    data: Path
    warehouse: Path
    before: str
    after: str
    size: int

    def project(self, folder: Path, *, is_built: bool = True) -> Project:
        """A project with a copy of that warehouse, or with none, alone in a folder."""
        project = Project(folder)
        project.extract.folder = self.data
        project.database = folder / "place" / "warehouse.duckdb"
        project.database.parent.mkdir()
        if is_built:
            shutil.copyfile(self.warehouse, project.database)
        return project


@functools.cache
def make_sample(folder: Path) -> Sample:
    write_extract(folder / "data")
    project = Project(folder / "project")
    project.extract.folder = folder / "data"
    project.built("--months", "202502")
    warehouse = folder / "before.duckdb"
    shutil.copyfile(project.database, warehouse)
    before = fingerprint(project)
    project.built()
    assert fingerprint(project) != before
    return Sample(folder / "data", warehouse, before, fingerprint(project), project.database.stat().st_size)


#: Every version of every row, what became of every file, and the report.
TELLING = (
    "fact_interactions_history",
    "dim_agents_history",
    "dim_contact_centers_history",
    "dim_service_categories_history",
    "data_quality_by_file",
    "support_report",
)


def fingerprint(project: Project) -> str:
    """SHA-256 over the CSV exports of what tells one warehouse from another."""
    folder = project.folder / "fingerprint"
    shutil.rmtree(folder, ignore_errors=True)
    result = project.run("export", *TELLING, "--database", project.database, "--output-dir", folder)
    assert result.exit_code == 0, result.stderr
    sha256 = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        sha256.update(path.name.encode() + b"\0" + path.read_bytes())
    return sha256.hexdigest()


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, and every folder; a link as where it points."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path.relative_to(folder))] = bytes(path.readlink())
        else:
            found[str(path.relative_to(folder))] = path.read_bytes() if path.is_file() else b"(folder)"
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def build_arguments(project: Project) -> list[str]:
    return ["build", "--data-dir", str(project.extract.folder), "--database", str(project.database)]


@contextmanager
def started(*arguments: str | Path | int, program: str | None = None) -> Iterator[subprocess.Popen[str]]:
    """A program in a process of its own: the command line as it is, or one of the above."""
    command = [sys.executable, *(["-c", program] if program else ["-m", "warehouse"]), *map(str, arguments)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def finished(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    stdout, stderr = process.communicate(timeout=PATIENCE)
    return subprocess.CompletedProcess(process.args, process.returncode, stdout, stderr)


def ran(*arguments: str | Path | int, program: str | None = None) -> subprocess.CompletedProcess[str]:
    with started(*arguments, program=program) as process:
        return finished(process)


def wait_until_stopped(process: subprocess.Popen[str]) -> None:
    result = os.waitid(os.P_PID, process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
    assert result is not None
    assert result.si_code == os.CLD_STOPPED, finished(process).stderr


@contextmanager
def stopped_build(project: Project, *event: str) -> Iterator[subprocess.Popen[str]]:
    """A build that stands still at an event, with the warehouse's lock in its hand."""
    with started(*event, signal.SIGSTOP.value, *build_arguments(project), program=AT_EVENT) as process:
        wait_until_stopped(process)
        yield process


def go_on(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    process.send_signal(signal.SIGCONT)
    return finished(process)


#: Events of a build, by their kind and by what only they mention.
MAKES_ITS_FOLDER = ("os.mkdir", "warehouse.duckdb")
COPIES_THE_WAREHOUSE = ("open", ".building/")
HAS_READ_ALL_FILES = ("import", "jinja2")
PUTS_IT_IN_PLACE = ("os.rename", "warehouse.duckdb")
#: An export to a folder of that name begins to put its files in place.
PUTS_EXPORTS_IN_PLACE = ("os.rename", "exports")


def assert_refused(result: subprocess.CompletedProcess[str], *words: str) -> None:
    """Exit 1 with a sentence that has these words in it, and no traceback."""
    assert result.returncode == 1, result.stderr
    assert "Traceback" not in result.stderr
    assert re.search("^Error: .", result.stderr, re.MULTILINE), result.stderr
    for word in words:
        assert word in result.stderr


def assert_next_build_completes(project: Project, expected: str) -> None:
    """The next build makes a warehouse of that fingerprint, and leaves nothing beside it."""
    project.built()
    assert fingerprint(project) == expected
    assert names(project.database.parent) == [project.database.name]


def with_a_month_to_come(project: Project) -> bytes:
    """Build a small warehouse alone in a folder and lay a month beside its extract; the bytes of the warehouse."""
    project.database = project.folder / "place" / "warehouse.duckdb"
    project.database.parent.mkdir()
    project.built()
    project.extract.delta("interactions", "202502", [interaction("I2") + ",add"])
    return project.database.read_bytes()


def export_before_the_last_month(project: Project, folder: Path, *options: str) -> tuple[list[str], dict[str, bytes]]:
    """Export everything, then load the last month: the command of the export, and what it wrote."""
    export = ["export", "--all", *options, "--database", str(project.database), "--output-dir", str(folder)]
    assert project.run(*export).exit_code == 0
    old = content(folder)
    project.built()
    return export, old

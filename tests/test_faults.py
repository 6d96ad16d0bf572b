"""What a fault gets, by its number in the list of faults: one test or more for each sentence."""

import functools
import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from tests.conftest import Extract, Shop, interaction, interactions

ROOT = Path(__file__).parents[1]
ROWS = 13_000
LAST_MONTH = "202503"
#: What a program may wait for before a test gives up on it.
PATIENCE = 60

#: The command line under a limit on the size of every file that it writes.
LIMITED = """
import resource, sys
limit = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
import cli
cli.main(prog_name="supportwh")
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
import cli
cli.main(prog_name="supportwh")
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
import cli
cli.main(prog_name="supportwh")
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
class Stock:
    """A generated extract, its warehouse without the last month, and what one shows before and after it.

    size is that of the warehouse after it.
    """

    data: Path
    warehouse: Path
    before: str
    after: str
    size: int

    def shop(self, folder: Path, *, is_built: bool = True) -> Shop:
        """A shop with a copy of that warehouse, or with none, alone in a folder."""
        shop = Shop(folder)
        shop.extract.folder = self.data
        shop.database = folder / "place" / "warehouse.duckdb"
        shop.database.parent.mkdir()
        if is_built:
            shutil.copyfile(self.warehouse, shop.database)
        return shop


@functools.cache
def make_stock(folder: Path) -> Stock:
    write_extract(folder / "data")
    shop = Shop(folder / "shop")
    shop.extract.folder = folder / "data"
    shop.built("--months", "202502")
    warehouse = folder / "before.duckdb"
    shutil.copyfile(shop.database, warehouse)
    before = fingerprint(shop)
    shop.built()
    assert fingerprint(shop) != before
    return Stock(folder / "data", warehouse, before, fingerprint(shop), shop.database.stat().st_size)


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    return make_stock(tmp_path_factory.getbasetemp() / "stock")


#: Every version of every row, what became of every file, and the report.
TELLING = (
    "fact_interactions_history",
    "dim_agents_history",
    "dim_contact_centers_history",
    "dim_service_categories_history",
    "data_quality_by_file",
    "support_report",
)


def fingerprint(shop: Shop) -> str:
    """SHA-256 over the CSV exports of what tells one warehouse from another."""
    folder = shop.folder / "fingerprint"
    shutil.rmtree(folder, ignore_errors=True)
    result = shop.run("export", *TELLING, "--database", shop.database, "--output-dir", folder)
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


def build_arguments(shop: Shop) -> list[str]:
    return ["build", "--data-dir", str(shop.extract.folder), "--database", str(shop.database)]


@contextmanager
def started(*arguments: str | Path | int, program: str | None = None) -> Iterator[subprocess.Popen[str]]:
    """A program in a process of its own: the command line as it is, or one of the above."""
    command = [sys.executable, *(["-c", program] if program else ["-m", "cli"]), *map(str, arguments)]
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
def stopped_build(shop: Shop, *event: str) -> Iterator[subprocess.Popen[str]]:
    """A build that stands still at an event, with the warehouse's lock in its hand."""
    with started(*event, signal.SIGSTOP.value, *build_arguments(shop), program=AT_EVENT) as process:
        wait_until_stopped(process)
        yield process


def go_on(process: subprocess.Popen[str]) -> subprocess.CompletedProcess[str]:
    process.send_signal(signal.SIGCONT)
    return finished(process)


#: Events of a build, by their kind and by what only they mention.
MAKES_ITS_FOLDER = ("os.mkdir", "warehouse.duckdb")
COPIES_THE_WAREHOUSE = ("open", ".building/")
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


# 59


def assert_interrupted(shop: Shop, stock: Stock, result: subprocess.CompletedProcess[str], number: int) -> bool:
    """Stopped with its code and nothing changed, or done and said so; whether it was stopped."""
    is_before = not shop.database.exists() or shop.database.read_bytes() == stock.warehouse.read_bytes()
    if result.returncode == 128 + number:
        assert "Traceback" not in result.stderr
        assert "Interrupted" in result.stderr
        assert is_before, "it said that it was interrupted, and has changed the warehouse"
        return True
    if is_before:  # Python had not yet given us the word, or had taken it back
        assert result.returncode == -number or "Could not import runpy" in result.stderr, result.stderr
        return True
    assert result.returncode in (0, -number), result.stderr
    assert result.stdout == f"{shop.database}\n"
    assert fingerprint(shop) == stock.after
    return False


def assert_next_build_is_clean(shop: Shop, stock: Stock) -> None:
    shop.built()
    assert fingerprint(shop) == stock.after
    assert names(shop.database.parent) == [shop.database.name]


@pytest.mark.parametrize("is_built", [False, True], ids=["cold", "month"])
def test_59_a_signal_at_any_time_exits_with_its_code_and_leaves_the_warehouse_as_before(
    stock: Stock, tmp_path: Path, is_built: bool
) -> None:
    chance = random.Random(59)
    undisturbed = stock.shop(tmp_path / "undisturbed", is_built=is_built)
    begun = time.perf_counter()
    assert ran(*build_arguments(undisturbed)).returncode == 0
    length = time.perf_counter() - begun
    times, stops = 4, 0
    for turn in range(times):
        number = (signal.SIGINT, signal.SIGTERM)[turn % 2]
        shop = stock.shop(tmp_path / str(turn), is_built=is_built)
        with started(*build_arguments(shop)) as process:
            time.sleep(length * (turn + chance.random()) / times)
            process.send_signal(number)
            stops += assert_interrupted(shop, stock, finished(process), number)
    assert stops
    assert_next_build_is_clean(shop, stock)


def test_59_a_signal_before_any_change_of_a_file_exits_with_its_code_and_changes_nothing(
    shop: Shop, tmp_path: Path
) -> None:
    shop.database = tmp_path / "place" / "warehouse.duckdb"
    shop.database.parent.mkdir()
    shop.built()
    before = shop.database.read_bytes()
    shop.extract.delta("interactions", "202502", [interaction("I2") + ",add"])
    steps, wrong = 0, []
    while True:
        steps += 1
        number = (signal.SIGINT, signal.SIGTERM)[steps % 2]
        shop.database.write_bytes(before)
        result = ran(shop.database.parent, number.value, steps, *build_arguments(shop), program=SIGNALLED)
        if result.returncode == 0 and shop.database.read_bytes() != before:
            if int(re.search(r"(\d+) steps", result.stderr)[1]) < steps:
                break
        elif result.returncode != 128 + number or shop.database.read_bytes() != before:
            wrong.append((steps, result.returncode, result.stderr))
        if names(shop.database.parent) != [shop.database.name]:
            shop.built()
            assert names(shop.database.parent) == [shop.database.name]
    assert steps > 5
    assert not wrong


def test_59_an_export_that_is_interrupted_changes_no_file(stock: Stock, tmp_path: Path) -> None:
    shop = stock.shop(tmp_path)
    folder = tmp_path / "exports"
    export = ["export", "--all", "--database", shop.database, "--output-dir", folder]
    assert shop.run(*export).exit_code == 0
    old = content(folder)
    shop.built()
    for number in (signal.SIGINT, signal.SIGTERM):
        result = ran("open", folder, number.value, *export, program=AT_EVENT)
        assert result.returncode == 128 + number, result.stderr
        assert content(folder) == old


def test_59_a_signal_while_exports_are_put_in_place_changes_all_of_them_or_none(stock: Stock, tmp_path: Path) -> None:
    shop = stock.shop(tmp_path)
    folder = tmp_path / "exports"
    export = ["export", "--all", "--database", shop.database, "--output-dir", folder]
    assert shop.run(*export).exit_code == 0
    old = content(folder)
    shop.built()
    result = ran(*PUTS_EXPORTS_IN_PLACE, signal.SIGTERM.value, *export, program=AT_EVENT)
    assert result.returncode in (0, 128 + signal.SIGTERM), result.stderr
    found = content(folder)
    assert list(found) == list(old)
    if result.returncode:
        assert found == old
    else:
        assert shop.run(*export).exit_code == 0
        assert found == content(folder) != old


# 60


DISK_IS_FULL = ("File too large", "No space left on device")


def assert_no_room(result: subprocess.CompletedProcess[str]) -> None:
    assert_refused(result)
    assert any(words in result.stderr for words in DISK_IS_FULL), result.stderr


@pytest.mark.parametrize("part", [0, 0.05, 0.6])
@pytest.mark.parametrize("is_built", [False, True], ids=["cold", "month"])
def test_60_a_disk_that_fills_up_during_a_build_leaves_the_warehouse_and_no_temporary_file(
    stock: Stock, tmp_path: Path, is_built: bool, part: float
) -> None:
    shop = stock.shop(tmp_path, is_built=is_built)
    before = content(shop.database.parent)
    assert_no_room(ran(int(stock.size * part), *build_arguments(shop), program=LIMITED))
    assert content(shop.database.parent) == before


def test_60_a_disk_that_fills_up_while_memory_is_spilled_to_it_leaves_no_temporary_file(shop: Shop) -> None:
    # A delta of many times the memory, onto next to nothing: it has to be spilled before anything is written.
    shop.extract.delta("interactions", "202502", [f"{row},add" for row in interactions(600_000)])
    before = names(shop.folder)
    result = ran(4_000_000, *build_arguments(shop), "--memory-limit", "64MB", "--threads", 1, program=LIMITED)
    assert_no_room(result)
    assert "/spill/" in result.stderr
    assert names(shop.folder) == before


@pytest.mark.parametrize("file_format", ["csv", "json", "parquet"])
def test_60_a_disk_that_fills_up_during_an_export_leaves_every_old_file_and_no_temporary_one(
    stock: Stock, tmp_path: Path, file_format: str
) -> None:
    shop = stock.shop(tmp_path)
    folder = tmp_path / "exports"
    export = ["export", "--all", "--format", file_format, "--database", shop.database, "--output-dir", folder]
    assert shop.run(*export).exit_code == 0
    old = content(folder)
    largest = max(map(len, old.values()))
    shop.built()
    for limit in (0, 1_000, largest - 1_000):
        assert_no_room(ran(limit, *export, program=LIMITED))
        assert content(folder) == old


# 61


def test_61_a_memory_limit_is_kept_or_the_error_names_the_setting(stock: Stock, tmp_path: Path) -> None:
    shop = stock.shop(tmp_path, is_built=False)
    codes = []
    for limit in ("1MB", "8MB", "64MB"):
        result = ran(*build_arguments(shop), "--memory-limit", limit)
        codes.append(result.returncode)
        if result.returncode:
            assert_refused(result, "--memory-limit")
            assert names(shop.database.parent) == []
        else:
            assert fingerprint(shop) == stock.after
            shop.database.unlink()
    assert codes[0] == 1
    assert codes[-1] == 0


# 62


def test_62_a_second_build_at_the_same_time_is_refused_and_names_the_process(stock: Stock, tmp_path: Path) -> None:
    shop = stock.shop(tmp_path)
    before = shop.database.read_bytes()
    with stopped_build(shop, *MAKES_ITS_FOLDER) as process:
        second = ran(*build_arguments(shop))
        assert_refused(second, f"{shop.database} is being built by process {process.pid}.")
        assert shop.database.read_bytes() == before
        assert go_on(process).returncode == 0
    assert fingerprint(shop) == stock.after
    assert names(shop.database.parent) == [shop.database.name]


def test_62_a_second_build_by_another_name_of_the_same_warehouse_is_refused(stock: Stock, tmp_path: Path) -> None:
    shop, other = stock.shop(tmp_path / "one"), stock.shop(tmp_path / "other", is_built=False)
    other.database.symlink_to(shop.database)
    with stopped_build(shop, *PUTS_IT_IN_PLACE) as process:
        assert_refused(ran(*build_arguments(other)), f"is being built by process {process.pid}.")
        assert go_on(process).returncode == 0
    assert fingerprint(other) == stock.after


def test_62_of_many_builds_that_start_at_once_each_builds_or_names_the_one_that_does(
    stock: Stock, tmp_path: Path
) -> None:
    shop = stock.shop(tmp_path)
    results: list[subprocess.CompletedProcess[str]] = []
    threads = [threading.Thread(target=lambda: results.append(ran(*build_arguments(shop)))) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == len(threads)
    assert 0 in [result.returncode for result in results]
    for result in results:
        if result.returncode:
            assert_refused(result)
            assert re.search(r"is being built by process \d+\.", result.stderr), result.stderr
    assert fingerprint(shop) == stock.after
    assert names(shop.database.parent) == [shop.database.name]


# 63


def test_63_a_reader_that_has_the_warehouse_open_neither_blocks_a_build_nor_is_blocked(
    stock: Stock, tmp_path: Path
) -> None:
    shop = stock.shop(tmp_path)
    [(before,)] = shop.rows("select count(*) from fact_interactions")
    with started(shop.database, program=READER) as early:

        def seen_by(reader: subprocess.Popen[str]) -> int:
            reader.stdin.write("\n")
            reader.stdin.flush()
            return int(reader.stdout.readline())

        assert seen_by(early) == before
        with stopped_build(shop, *PUTS_IT_IN_PLACE) as build, started(shop.database, program=READER) as during:
            assert seen_by(early) == seen_by(during) == before
            result = go_on(build)
            assert result.returncode == 0, result.stderr
            assert seen_by(early) == seen_by(during) == before
            with started(shop.database, program=READER) as late:
                [(after,)] = shop.rows("select count(*) from fact_interactions")
                assert seen_by(late) == after != before
                assert "Nothing new" in shop.built().stderr
                shop.built("--full-refresh")
                assert seen_by(late) == after
                assert seen_by(early) == before
    assert fingerprint(shop) == stock.after
    assert names(shop.database.parent) == [shop.database.name]


def test_63_readers_that_come_and_go_during_a_build_see_the_one_warehouse_or_the_other(
    stock: Stock, tmp_path: Path
) -> None:
    shop = stock.shop(tmp_path)
    [(before,)] = shop.rows("select count(*) from fact_interactions")
    with started(shop.database, program=READERS) as reader:
        assert reader.stdout.readline() == f"{before}\n"
        result = ran(*build_arguments(shop))
        assert result.returncode == 0, result.stderr
        [(after,)] = shop.rows("select count(*) from fact_interactions")
        time.sleep(0.2)
        counts = finished(reader)
    assert counts.returncode == 0, counts.stderr
    assert counts.stdout == f"{after}\n"


# 64


def test_64_what_a_killed_build_left_behind_is_cleaned_by_the_next(stock: Stock, tmp_path: Path) -> None:
    shop = stock.shop(tmp_path)
    before = shop.database.read_bytes()
    for event in (COPIES_THE_WAREHOUSE, PUTS_IT_IN_PLACE):
        shop.database.write_bytes(before)
        result = ran(*event, signal.SIGKILL.value, *build_arguments(shop), program=AT_EVENT)
        assert result.returncode == -signal.SIGKILL
        assert shop.database.read_bytes() == before
        assert len(names(shop.database.parent)) > 1
        assert_next_build_is_clean(shop, stock)


def test_64_leftovers_are_cleaned_too_where_nothing_is_new_or_the_build_fails(stock: Stock, tmp_path: Path) -> None:
    shop = stock.shop(tmp_path)
    shop.extract.folder = tmp_path / "data"
    shutil.copytree(stock.data, shop.extract.folder, dirs_exist_ok=True)
    event = (*PUTS_IT_IN_PLACE, signal.SIGKILL.value)
    assert ran(*event, *build_arguments(shop), program=AT_EVENT).returncode == -signal.SIGKILL
    shop.extract.delta("agents", LAST_MONTH, ["A1,Ada,C1,never,K1,add"])
    assert "hire_date" in shop.refused()
    assert names(shop.database.parent) == [shop.database.name]
    shutil.copytree(stock.data, shop.extract.folder, dirs_exist_ok=True)
    assert ran(*event, *build_arguments(shop), program=AT_EVENT).returncode == -signal.SIGKILL
    shop.built()
    assert ran(*event, *build_arguments(shop), "--full-refresh", program=AT_EVENT).returncode == -signal.SIGKILL
    assert "Nothing new" in shop.built().stderr
    assert names(shop.database.parent) == [shop.database.name]


def test_64_what_a_killed_export_left_behind_is_cleaned_by_the_next(stock: Stock, tmp_path: Path) -> None:
    shop = stock.shop(tmp_path)
    folder = tmp_path / "exports"
    export = ["export", "--all", "--database", shop.database, "--output-dir", folder]
    assert ran(*PUTS_EXPORTS_IN_PLACE, signal.SIGKILL.value, *export, program=AT_EVENT).returncode == -signal.SIGKILL
    assert [name for name in names(folder) if name.startswith(".")]
    assert ran(*export).returncode == 0
    assert not [name for name in names(folder) if name.startswith(".")]
    assert names(shop.database.parent) == [shop.database.name]


# 65


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda good: b"",
    "text": lambda good: b"contact_center_id,contact_center_name,location\n",
    "noise": lambda good: random.Random(65).randbytes(len(good)),
    "half": lambda good: good[: len(good) // 2],
    "headers lost": lambda good: bytes(12_288) + good[12_288:],
    "headers alone": lambda good: good[:12_288],
    "blocks lost": lambda good: good[:12_288] + bytes(len(good) - 12_288),
}


@pytest.mark.parametrize("kind", DAMAGES)
def test_65_a_corrupt_warehouse_file_is_an_error_with_advice_and_nothing_is_deleted(
    stock: Stock, tmp_path: Path, kind: str
) -> None:
    shop = stock.shop(tmp_path)
    damaged = DAMAGES[kind](stock.warehouse.read_bytes())
    shop.database.write_bytes(damaged)
    exports = tmp_path / "exports"
    for command in (
        ["build", "--data-dir", shop.extract.folder],
        ["export", "--all", "--output-dir", exports],
        ["query", "select count(*), max(satisfaction_rating), max(interaction_end_utc) from fact_interactions"],
        ["status", "--data-dir", shop.extract.folder],
        ["check"],
    ):
        result = shop.run(*command, "--database", shop.database)
        assert result.exit_code == 1, command
        assert "supportwh build --full-refresh" in result.stderr, command
        assert content(shop.database.parent) == {shop.database.name: damaged}
        assert not exports.exists() or not names(exports)


def test_65_the_advice_on_a_corrupt_warehouse_file_helps(stock: Stock, tmp_path: Path) -> None:
    shop = stock.shop(tmp_path)
    shop.database.write_bytes(DAMAGES["blocks lost"](stock.warehouse.read_bytes()))
    assert "supportwh build --full-refresh" in shop.refused()
    shop.built("--full-refresh")
    assert fingerprint(shop) == stock.after


def test_65_a_damaged_byte_anywhere_is_an_error_with_advice_or_without_effect(stock: Stock, tmp_path: Path) -> None:
    shop = stock.shop(tmp_path)
    good = stock.warehouse.read_bytes()
    chance = random.Random(6565)
    refusals = 0
    for turn in range(8):
        damaged = bytearray(good)
        place = chance.randrange(len(good)) if turn % 2 else chance.randrange(12_288)
        damaged[place] ^= 1 << chance.randrange(8)
        shop.database.write_bytes(damaged)
        result = shop.build()
        if result.exit_code:
            assert content(shop.database.parent) == {shop.database.name: bytes(damaged)}
        else:
            result = shop.run("export", "--all", "--database", shop.database, "--output-dir", tmp_path / "exports")
        if result.exit_code:
            refusals += 1
            assert result.exit_code == 1, (place, result.stderr)
            assert "supportwh build --full-refresh" in result.stderr, (place, result.stderr)
        else:
            assert fingerprint(shop) == stock.after, place
    assert refusals


def test_65_a_database_of_another_program_or_a_folder_is_an_error_and_stays(stock: Stock, tmp_path: Path) -> None:
    shop = stock.shop(tmp_path, is_built=False)
    with duckdb.connect(str(shop.database)) as con:
        con.execute("create table precious as select 42 as answer")
    before = content(shop.database.parent)
    for command in (["build", "--data-dir", shop.extract.folder], ["status"], ["check"]):
        result = ran(*command, "--database", shop.database)
        assert_refused(result, "this is not a warehouse of supportwh", "--full-refresh")
        assert content(shop.database.parent) == before
    (ROOT / "precious.csv").unlink(missing_ok=True)
    shop.database.unlink()
    shop.database.mkdir()
    assert_refused(ran(*build_arguments(shop)))
    assert_refused(ran(*build_arguments(shop), "--full-refresh"))
    assert names(shop.database.parent) == [shop.database.name]


# 66


@pytest.mark.parametrize("change", ["longer", "shorter", "same size", "another file", "gone"])
def test_66_a_file_that_changes_while_it_is_read_is_an_error(stock: Stock, tmp_path: Path, change: str) -> None:
    shop = stock.shop(tmp_path)
    shop.extract.folder = tmp_path / "data"
    shutil.copytree(stock.data, shop.extract.folder, dirs_exist_ok=True)
    before = content(shop.database.parent)
    path = shop.extract.folder / "delta" / f"interactions_delta_{LAST_MONTH}.csv"
    whole = path.read_bytes()
    with stopped_build(shop, *COPIES_THE_WAREHOUSE) as process:
        if change == "longer":
            path.write_bytes(whole + f"{interaction('I999999')},add\n".encode())
        elif change == "shorter":
            path.write_bytes(whole[: whole.rindex(b"\n", 0, -1) + 1])
        elif change == "same size":
            path.write_bytes(whole.replace(b"phone", b"email", 1))
        else:
            path.unlink()
            if change == "another file":
                path.write_bytes(whole)
        assert_refused(go_on(process), f"delta/{path.name}")
    assert content(shop.database.parent) == before


def test_66_a_file_that_grows_during_the_whole_build_is_an_error(stock: Stock, tmp_path: Path) -> None:
    shop = stock.shop(tmp_path)
    shop.extract.folder = tmp_path / "data"
    shutil.copytree(stock.data, shop.extract.folder, dirs_exist_ok=True)
    before = content(shop.database.parent)
    path = shop.extract.folder / "delta" / f"interactions_delta_{LAST_MONTH}.csv"
    row = f"{interaction('I999999')},add\n".encode()
    with started(*build_arguments(shop)) as process, path.open("ab", buffering=0) as stream:
        while process.poll() is None:
            stream.write(row)
            time.sleep(0.001)
        assert_refused(finished(process), f"delta/{path.name}", "changed while it was read")
    assert content(shop.database.parent) == before


# 67


@pytest.mark.parametrize("kind", ["absolute", "relative", "chain", "dangling", "in a linked folder"])
def test_67_where_the_warehouse_is_a_symlink_its_target_is_replaced(stock: Stock, tmp_path: Path, kind: str) -> None:
    shop = stock.shop(tmp_path / "shop", is_built=kind != "dangling")
    target, links = shop.database, tmp_path / "links"
    if kind == "in a linked folder":
        links.symlink_to(target.parent)
    else:
        links.mkdir()
        (links / "first").symlink_to(Path("../shop/place", target.name) if kind == "relative" else target)
        (links / target.name).symlink_to("first" if kind == "chain" else (links / "first").readlink())
    shop.database = links / target.name
    before = content(tmp_path / "links") if kind != "in a linked folder" else {}
    with stopped_build(shop, *PUTS_IT_IN_PLACE) as process:
        assert kind == "in a linked folder" or content(links) == before
        assert go_on(process).returncode == 0
    if kind == "in a linked folder":
        assert links.readlink() == target.parent
    else:
        assert content(links) == before
    assert not target.is_symlink()
    assert names(target.parent) == [target.name]
    assert fingerprint(shop) == stock.after
    assert "Nothing new" in shop.built().stderr


# 68


def test_68_a_report_that_fails_while_it_is_exported_changes_no_export(stock: Stock, tmp_path: Path) -> None:
    shop = stock.shop(tmp_path)
    folder = tmp_path / "exports"
    export = ["export", "--all", "--database", shop.database, "--output-dir", folder]
    assert shop.run(*export).exit_code == 0
    old = content(folder)
    shop.built()
    with duckdb.connect(str(shop.database)) as con:
        con.execute("create or replace view support_report as select error('the report failed') as failure")
    for file_format in ("csv", "json", "parquet"):
        assert_refused(ran(*export, "--format", file_format), "the report failed")
        assert content(folder) == old


def test_68_an_export_that_cannot_be_put_in_place_changes_no_other(stock: Stock, tmp_path: Path) -> None:
    shop = stock.shop(tmp_path)
    folder = tmp_path / "exports"
    export = ["export", "--all", "--database", shop.database, "--output-dir", folder]
    assert shop.run(*export).exit_code == 0
    (folder / "support_report.csv").unlink()
    (folder / "support_report.csv").mkdir()
    old = content(folder)
    shop.built()
    assert_refused(ran(*export), "support_report.csv")
    assert content(folder) == old


@pytest.mark.parametrize("fault", ["select no_such_column from fact_interactions", "select {{ nothing }}"])
def test_68_a_report_that_cannot_be_made_changes_neither_warehouse_nor_export(
    stock: Stock, tmp_path: Path, fault: str
) -> None:
    shop = stock.shop(tmp_path)
    folder = tmp_path / "exports"
    export = ["export", "--all", "--database", shop.database, "--output-dir", folder]
    assert shop.run(*export).exit_code == 0
    old, before = content(folder), content(shop.database.parent)
    program = tmp_path / "program"
    for part in ("sql", "warehouse"):
        shutil.copytree(ROOT / part, program / part)
    shutil.copy(ROOT / "cli.py", program)
    report = program / "sql" / "4_reports" / "interactions_by_month.sql"
    report.write_text(f"create or replace view interactions_by_month as\n{fault}\n")
    command = [sys.executable, program / "cli.py", *build_arguments(shop)]
    result = subprocess.run(command, cwd=program, capture_output=True, text=True, check=False)
    assert_refused(result, "sql/4_reports/interactions_by_month.sql")
    assert content(shop.database.parent) == before
    assert content(folder) == old

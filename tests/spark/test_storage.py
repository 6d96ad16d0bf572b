"""A month is there whole or not at all, readers never wait, and of two builds at once one is refused."""

import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import interaction, interactions
from tests.spark.conftest import RemoteProject
from tests.spark.outsiders import OUTSIDERS, insiders
from warehouse.engine.location import SparkTarget
from warehouse.errors import WarehouseError
from warehouse.load.build import build
from warehouse.load.store import Options
from warehouse.progress import Progress
from warehouse.spark.builds import Builds, Claim, TableVersion, builds_of, read_builds
from warehouse.spark.opening import open_on_spark
from warehouse.spark.session import Session
from warehouse.spark.storage import Storage
from warehouse.spark.store import SparkStore
from warehouse.spark.tables import Tables

KILLS, PAIRS = 50, 50
#: What a build says that another one has taken the right from.
REFUSAL = "another build has started; this one changed nothing."


def row(build: int, table: str | None = None, version: int | None = None, month: int | None = None) -> dict[str, Any]:
    names = ("build", "build_id", "folder", "table_name", "version", "month")
    return dict(zip(names, (build, f"id{build}", "tables-1", table, version, month), strict=True))


def test_the_tables_are_those_that_the_last_published_build_names() -> None:
    rows = [row(1), row(1, "agents", 4, 202501), row(2), row(2, "agents", 6, 202502), row(3)]
    found = builds_of(rows)
    assert found == Builds(3, "id3", (1, 2), "tables-1", {"agents": TableVersion(6, 202502)})
    assert builds_of(rows[:1]) == Builds(1, "id1")


def build_command(project: RemoteProject) -> list[str]:
    places = ["--data-dir", str(project.extract.folder), "--database", str(project.database)]
    return [sys.executable, "-m", "warehouse", "build", *places, "--remote", project.server]


def report(project: RemoteProject) -> list[tuple[Any, ...]]:
    """What a warehouse says: its interactions by month, and all of them."""
    with open_on_spark(SparkTarget(project.server, str(project.database))) as con:
        by_month = "select month, total_interactions, total_calls, department from support_report"
        everything = "select count(*), count(distinct interaction_id) from fact_interactions"
        return sorted(con.execute(by_month).fetchall()) + con.execute(everything).fetchall()


@pytest.fixture
def pending(remote_project: RemoteProject) -> RemoteProject:
    """A warehouse of January, and a file of February that is still to be loaded."""
    project = remote_project
    project.extract.initial("interactions", interactions(400))
    project.built()
    rows = [f"{interaction(f'I{n}', channel='chat')},update" for n in range(200)]
    rows += [f"{interaction(f'N{n}', interaction_start='2025-02-03T10:00:00Z')},add" for n in range(200)]
    project.extract.delta("interactions", "202502", rows)
    return project


class Copies(NamedTuple):
    """The folder of a warehouse as it was, to begin again from."""

    project: RemoteProject
    folder: Path

    def restore(self) -> None:
        shutil.rmtree(self.project.database)
        shutil.copytree(self.folder, self.project.database)


@pytest.fixture
def january(pending: RemoteProject, tmp_path: Path) -> Copies:
    shutil.copytree(pending.database, tmp_path / "january")
    return Copies(pending, tmp_path / "january")


class Readers:
    """Reads without a pause what a warehouse says, from inside and from outside, while something else goes on."""

    def __init__(self, project: RemoteProject) -> None:
        self.project, self.ended = project, threading.Event()
        self.seen: list[Any] = []
        self.thread = threading.Thread(target=self._read)
        self.thread.start()

    def _read(self) -> None:
        while not self.ended.is_set():
            self.seen.append(report(self.project))
            self.seen += [outsider.read(self.project, None) for outsider in OUTSIDERS]

    def end(self) -> list[Any]:
        self.ended.set()
        self.thread.join()
        return self.seen


def test_a_killed_build_changes_nothing_and_the_next_one_finishes(
    pending: RemoteProject, january: Copies, request: pytest.FixtureRequest
) -> None:
    before = report(pending), insiders(pending)
    started = time.perf_counter()
    subprocess.run(build_command(pending), check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    takes, after = time.perf_counter() - started, (report(pending), insiders(pending))
    assert after[0] != before[0]
    chance, killed, landed = random.Random(7), 0, 0
    for _ in range(KILLS if request.config.getoption("--full") else 5):
        january.restore()
        readers = Readers(pending)
        process = subprocess.Popen(build_command(pending), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.1, takes))
        process.send_signal(signal.SIGKILL)
        process.wait()
        killed += 1
        time.sleep(0.2)  # what the server was at when its client went
        said = report(pending)
        assert said in (before[0], after[0])
        for outsider in OUTSIDERS:
            assert outsider.read(pending, None) == (before if said == before[0] else after)[1], outsider.name
        landed += said == after[0]
        pending.built()
        for seen in readers.end():
            assert seen in before or seen in after
        assert report(pending) == after[0]
        assert insiders(pending) == after[1]
    print(f"{killed} kills, {landed} after the commit")
    assert landed < killed


def test_of_two_builds_at_once_one_is_refused_none_is_lost_none_doubled(
    pending: RemoteProject, january: Copies, request: pytest.FixtureRequest
) -> None:
    pending.built()
    after, inside, refused = report(pending), insiders(pending), 0
    rounds = PAIRS if request.config.getoption("--full") else 3
    chance = random.Random(3)
    for _ in range(rounds):
        january.restore()
        builds = []
        for _ in range(2):
            pipes = {"stderr": subprocess.PIPE, "stdout": subprocess.DEVNULL, "text": True}
            builds.append(subprocess.Popen(build_command(pending), **pipes))
            time.sleep(chance.choice((0, 0, 0.5, 2)))
        said = [build.communicate()[1] for build in builds]
        codes = sorted(build.returncode for build in builds)
        assert codes in ([0, 1], [0, 0]), said
        if codes == [0, 0]:  # the second began when the first was there
            assert any("Nothing new" in text for text in said), said
        else:
            refused += 1
            assert any(REFUSAL in text for text in said), said
        assert report(pending) == after
        assert insiders(pending) == inside
        for outsider in OUTSIDERS:
            assert outsider.read(pending, None) == inside, outsider.name
    print(f"{rounds} pairs of builds, {refused} refused")
    assert refused


def test_a_statement_that_waits_in_a_queue_writes_nothing_once_another_build_has_begun(
    pending: RemoteProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits, goes_on = threading.Event(), threading.Event()
    end = Tables.end_versions
    slow: list[threading.Thread] = []

    def queued(tables: Tables, *given: Any) -> None:
        if threading.current_thread() in slow:
            waits.set()
            goes_on.wait(120)
        end(tables, *given)

    monkeypatch.setattr(Tables, "end_versions", queued)
    said: list[str] = []
    slow.append(threading.Thread(target=lambda: said.append(str(failure(pending)))))
    slow[0].start()
    assert waits.wait(120)
    pending.built()
    after, inside = report(pending), insiders(pending)
    goes_on.set()
    slow[0].join()
    assert REFUSAL in said[0]
    assert report(pending) == after
    for outsider in OUTSIDERS:
        assert outsider.read(pending, None) == inside, outsider.name
    pending.extract.delta("interactions", "202503", [f"{interaction('I1', channel='sms')},update"])
    pending.built()
    assert len(insiders(pending)) == len(inside)


def failure(project: RemoteProject) -> WarehouseError | None:
    """What a build of this process ends with."""
    store = SparkStore(SparkTarget(project.server, str(project.database)), str(project.extract.folder))
    try:
        build(Options(), store, Progress())
    except WarehouseError as error:
        return error
    return None


@pytest.mark.parametrize("month", [None, 202501, 202502])
def test_others_read_the_live_rows_and_those_of_a_month(pending: RemoteProject, month: int | None) -> None:
    pending.built()
    assert len(insiders(pending, 202501)) == 400
    for outsider in OUTSIDERS:
        assert outsider.read(pending, month) == insiders(pending, month), outsider.name


def test_readers_see_the_month_before_or_after_and_never_wait(pending: RemoteProject) -> None:
    before = report(pending), insiders(pending)
    readers = Readers(pending)
    subprocess.run(build_command(pending), check=True, capture_output=True)
    seen = readers.end()
    after = report(pending), insiders(pending)
    assert after != before
    assert all(one in before or one in after for one in seen)
    assert before[0] in seen


def test_a_full_refresh_replaces_the_warehouse(pending: RemoteProject) -> None:
    pending.built()
    after = report(pending)
    pending.extract.delta("interactions", "202502", [f"{interaction('N1')},add"])
    assert "changed since it was loaded" in pending.refused()
    assert report(pending) == after
    pending.built("--full-refresh")
    assert report(pending) != after
    assert sorted(path.name for path in pending.database.glob("tables-*")) == ["tables-1", "tables-3"]
    pending.built()  # nothing new
    result = pending.run("status", "--data-dir", pending.extract.folder, "--database", pending.database)
    assert "1 added" in result.stdout


def test_a_faulty_build_and_a_dry_one_leave_no_rows_behind(pending: RemoteProject) -> None:
    before, inside = report(pending), insiders(pending)
    result = pending.built("--dry-run")
    assert "200 added, 200 updated" in result.stdout + result.stderr
    assert report(pending) == before
    pending.extract.delta("agents", "202502", ["A9,Eve,C1,never,K1,add"])
    assert "agents_delta_202502.csv:2: hire_date" in pending.refused()
    assert report(pending) == before
    for outsider in OUTSIDERS:
        assert outsider.read(pending, None) == inside, outsider.name
    assert sum(path.stat().st_size for path in (pending.database / "work").rglob("*.parquet")) < 4096 * 4


def test_an_error_of_the_server_in_a_build_has_a_message(
    pending: RemoteProject, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(storage: Storage, _: str) -> int:
        storage.spark.sql("select no_such_column").collect()
        return 0

    monkeypatch.setattr("warehouse.spark.storage.Storage.version", failing)
    said = pending.build().stderr
    assert said.startswith("Error: ")
    assert "no_such_column" in said
    assert len(said.splitlines()) <= 3


def data_files(project: RemoteProject, table: str) -> list[Path]:
    return sorted((project.database / "tables-1" / table).glob("*.parquet"))


@pytest.mark.parametrize("harm", ["gone", "overwritten", "cut"])
def test_a_data_file_that_is_damaged_is_named_and_not_fewer_rows(pending: RemoteProject, harm: str) -> None:
    for path in data_files(pending, "interactions"):
        content = path.read_bytes()
        if harm == "gone":
            path.unlink()
        else:
            path.write_bytes(bytes(len(content)) if harm == "overwritten" else content[: len(content) // 2])
    result = pending.run("export", "fact_interactions", "--database", pending.database, "--output-dir", pending.folder)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert "part-" in result.stderr


def test_a_truncated_log_is_an_error_message_and_a_full_refresh_repairs_it(pending: RemoteProject) -> None:
    for log in (pending.database / "tables-1" / "ops_warehouse" / "_delta_log").glob("*.json"):
        log.write_bytes(log.read_bytes()[:40])
    said = pending.run("export", "--database", pending.database).stderr
    assert said.startswith("Error: ")
    assert "Traceback" not in said
    said = pending.refused("--full-refresh")
    assert "its settings cannot be read" in said
    settings = ("--timezone", "America/New_York", "--initial-month", "202501", "--partial-updates", "empty")
    pending.built("--full-refresh", *settings)
    assert len(report(pending)) == 3


def test_a_truncated_log_of_the_builds_is_a_sentence(pending: RemoteProject) -> None:
    for log in (pending.database / "builds" / "_delta_log").glob("*.json"):
        log.write_bytes(log.read_bytes()[:40])
    for command in ("export", "status", "check"):
        arguments = ("--data-dir", pending.extract.folder) if command == "status" else ()
        result = pending.run(command, *arguments, "--database", pending.database)
        assert result.exit_code == 1
        assert "the table of builds is damaged" in result.stderr


def test_months_load_one_at_a_time_as_they_are_asked_for(pending: RemoteProject) -> None:
    pending.extract.delta("interactions", "202503", [f"{interaction('M1')},add"])
    pending.built("--months", "202502")
    assert len(report(pending)) == 3
    result = pending.run("export", "--as-of", "202503", "--database", pending.database)
    assert "Month 202503 is not loaded." in result.stderr
    pending.built()
    assert pending.refused("--months", "202502,202509").startswith("delta/: no file for 202509")


def test_the_settings_of_an_extract_hold_on_spark_too(pending: RemoteProject) -> None:
    targets = "metric,contact_center_id,from_month,value\naverage_handle_minutes,*,202501,1\n"
    pending.extract.write("settings/targets.csv", targets)
    pending.built("--title", "Help desk")
    for sql, expected in (
        ("select count(*) > 0 as n from settings.targets", "true"),
        ("select title from ops.warehouse", "Help desk"),
    ):
        result = pending.run("query", sql, "--format", "csv", "--database", pending.database)
        assert result.stdout.splitlines()[1] == expected, result.stderr


@pytest.fixture
def storage(tmp_path: Path, server: str) -> Iterator[Storage]:
    session = Session(SparkTarget(server, ""))
    yield Storage(session, str(tmp_path / "warehouse"))
    session.close()


def rival(storage: Storage) -> Storage:
    """Another build of the same warehouse."""
    return Storage(storage.session, storage.folder)


def begun(storage: Storage) -> Claim:
    return Claim(storage, read_builds(storage), None, "a test")


TABLES = {"agents": TableVersion(1, 202501)}


def test_of_two_builds_that_begin_on_the_same_state_the_second_is_refused(storage: Storage) -> None:
    for _ in range(2):  # on a folder without builds, and on one with some
        known, other = read_builds(storage), rival(storage)
        first = Claim(storage, known, None, "first")
        with pytest.raises(WarehouseError, match=REFUSAL):
            Claim(other, known, None, "second")
        first.publish(TABLES)
        assert read_builds(storage).published[-1] == first.build


def test_a_build_cannot_be_published_once_another_one_has_begun(storage: Storage) -> None:
    late = begun(storage)
    other = begun(rival(storage))
    with pytest.raises(WarehouseError, match=REFUSAL):
        late.publish(TABLES)
    assert late.is_lost()
    assert not other.is_lost()
    other.publish(TABLES)
    with pytest.raises(WarehouseError, match=REFUSAL):
        late.publish(TABLES)
    assert read_builds(storage).published == (other.build,)

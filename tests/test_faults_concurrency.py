"""What builds, readers and leftovers get that meet: numbers 62 to 64 of the list of faults."""

import re
import shutil
import signal
import subprocess
import threading
import time
from pathlib import Path

from tests.stock import (
    AT_EVENT,
    COPIES_THE_WAREHOUSE,
    LAST_MONTH,
    MAKES_ITS_FOLDER,
    PUTS_EXPORTS_IN_PLACE,
    PUTS_IT_IN_PLACE,
    READER,
    READERS,
    Stock,
    assert_next_build_mends_all,
    assert_refused,
    build_arguments,
    fingerprint,
    finished,
    go_on,
    names,
    ran,
    started,
    stopped_build,
)

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
        assert_next_build_mends_all(shop, stock.after)


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

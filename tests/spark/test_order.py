"""The order of a file decides which row of a key stands: in a file of several splits, thirty times."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.conftest import interaction
from tests.spark.conftest import RemoteProject
from warehouse.engine.location import SparkTarget
from warehouse.spark.session import Session
from warehouse.spark.source import ONE_BATCH, SMALL, RemoteFile, read_lines

RUNS = 30


@pytest.mark.parametrize(
    "size", [ONE_BATCH, SMALL, 3 * SMALL], ids=["one batch", "of many batches", "of several splits"]
)
def test_lines_come_in_the_order_of_their_file(size: int, tmp_path: Path, server: str) -> None:
    path = tmp_path / "lines.csv"
    lines = [f"{number},{'x' * (number % 97)}" for number in range(size // 56)]
    path.write_text("\n".join(lines) + "\n")
    session = Session(SparkTarget(server, ""))
    spark = session.spark
    spark.conf.set("spark.sql.files.maxPartitionBytes", str(1 << 20))
    file = RemoteFile(str(path), path.stat().st_size, datetime.now())
    for _ in range(RUNS):
        table = read_lines(spark, file).toArrow().sort_by([("block_start", "ascending"), ("row_id", "ascending")])
        assert table["value"].to_pylist() == lines
    session.close()


def test_the_last_row_of_a_key_is_live_in_a_file_of_several_splits(remote_project: RemoteProject) -> None:
    keys, versions = 12_000, 9
    rows = [
        f"{interaction(f'K{key}', call_duration_minutes=str(version), channel='phone' + ' ' * 60)},update"
        for version in range(1, versions + 1)
        for key in range(keys)
    ]
    path = remote_project.extract.delta("interactions", "202502", rows)
    assert path.stat().st_size > 2 * SMALL
    remote_project.built()
    sql = "select min(call_duration_minutes), max(call_duration_minutes), count(*) from fact_interactions"
    sql += " where interaction_id like 'K%'"
    result = remote_project.run("query", sql, "--format", "csv", "--database", remote_project.database)
    assert result.stdout.splitlines()[1] == f"{versions}.0,{versions}.0,{keys}"

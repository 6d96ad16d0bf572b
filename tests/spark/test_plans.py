"""How a server does the work of a month: live rows are read twice, and nothing large goes to every worker."""

import contextlib
import io
import re
from collections.abc import Mapping
from typing import Any

import pytest
from pyspark.sql import DataFrame
from sqlglot import exp

from tests.conftest import interaction, interactions
from tests.spark.conftest import RemoteProject
from warehouse.spark.server import Server

#: Joins that send one side to every worker, or each row of it to each of the other.
FORCED = re.compile(r"CartesianProduct|BroadcastNestedLoopJoin|BroadcastHashJoin|CrossJoinExec|NestedLoopJoinExec")
#: A scan of the rows of a table that is live, as Spark and as Sail write it.
LIVE = re.compile(r"(?:FileScan parquet|DeltaScanByAddsExec|DataSourceExec: file_groups).*tables-\d+/interactions")
#: Plans name their files in full, and no side of a join is small enough to be sent to every worker.
LARGE = {"spark.sql.maxMetadataStringLength": "10000", "spark.sql.autoBroadcastJoinThreshold": "-1"}


class Plans:
    """The plans of the statements that a build sends, beside what it wanted."""

    def __init__(self) -> None:
        self.found: list[tuple[exp.Expression, str]] = []

    def note(self, tree: exp.Expression, frame: DataFrame) -> None:
        with contextlib.redirect_stdout(io.StringIO()) as said:
            frame.explain()
        self.found.append((tree, said.getvalue()))


@pytest.fixture
def plans(monkeypatch: pytest.MonkeyPatch) -> Plans:
    plans, sent = Plans(), Server.select

    def noted(server: Server, tree: exp.Expression, parameters: Mapping[str, Any]) -> DataFrame:
        for name, value in LARGE.items():
            server.spark.conf.set(name, value)
        frame = sent(server, tree, parameters)
        plans.note(tree, frame)
        return frame

    monkeypatch.setattr(Server, "select", noted)
    return plans


def test_a_month_reads_the_live_rows_once_and_forces_no_broadcast(
    remote_project: RemoteProject, plans: Plans, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote_project.extract.initial("interactions", interactions(400))
    remote_project.built()
    plans.found.clear()
    remote_project.extract.delta("interactions", "202502", [f"{interaction(f'I{n}')},update" for n in range(9)])
    monkeypatch.setattr("warehouse.load.build.run_checks", lambda *_, **__: [])  # the month, without its checks
    remote_project.built()
    # for what the keys of the delta meet, and to count them before and after
    assert sum(len(LIVE.findall(plan)) for _, plan in plans.found) == 3
    for tree, plan in plans.found:
        asked = sum(join.kind == "CROSS" for join in tree.find_all(exp.Join))  # of one row each
        assert len(FORCED.findall(plan)) <= asked, tree.sql(pretty=True)


@pytest.mark.parametrize("arguments", [(), ("--as-of", "202501")], ids=["today", "as of a month"])
def test_live_rows_are_a_scan_with_a_condition_and_no_join(
    remote_project: RemoteProject, arguments: tuple[str]
) -> None:
    remote_project.extract.delta("interactions", "202502", [f"{interaction('I1')},update"])
    remote_project.built()
    sql = "explain select channel, count(*) as n from core.interactions group by channel"
    result = remote_project.run("query", sql, *arguments, "--format", "csv", "--database", remote_project.database)
    assert result.exit_code == 0, result.stderr
    assert "valid_to_month" in result.stdout
    assert "join" not in result.stdout.lower()

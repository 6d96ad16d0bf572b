"""What a build costs, as far as it is not a time: opened files, scanned tables, asked libraries."""

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import Project, interaction, interactions, told
from warehouse.commands.render import rendered
from warehouse.engine.render import Result, execute, render


def test_each_input_file_is_read_once_by_the_prescan_and_never_again(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.extract.delta("interactions", "202502", [interaction("I2") + ",add"])
    opened: Counter[str] = Counter()
    open_path = Path.open

    def counted(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.is_relative_to(project.extract.folder):
            opened[path.name] += 1
        return open_path(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", counted)
    project.built()
    assert len(opened) == 5
    assert set(opened.values()) == {1}


def test_a_build_with_nothing_new_opens_no_input_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in project.extract.folder.rglob("*.csv"):
        os.utime(path, ns=(0, 1_740_000_000_120_000_789))  # microseconds that end in zeros
    project.built()
    monkeypatch.setattr("warehouse.load.existing._sha256_of", lambda path: pytest.fail(f"{path} was read"))
    monkeypatch.setattr("warehouse.load.local.prescan", lambda file, folder: pytest.fail(f"{file.name} was read"))
    assert [event["event"] for event in told(project.built("--log-format", "json"))] == ["nothing_new"]


def scanned(nodes: list[dict[str, Any]]) -> list[str]:
    """The tables that the scans of a plan read, without their schemas."""
    found = []
    for node in nodes:
        if "SCAN" in node["name"].upper():
            found.append(str(node["extra_info"].get("Table", "")).split(".")[-1])
        found += scanned(node["children"])
    return found


def test_a_month_scans_the_large_table_no_more_than_it_must(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    scans: dict[str, int] = {}

    def explained(
        con: duckdb.DuckDBPyConnection, script: str, parameters: dict[str, Any] | None = None, **values: Any
    ) -> Result:
        result, step = Result([], []), ""
        for statement in con.extract_statements(render(script, **values)):
            step = "".join(re.findall(r"^-- (\d)\.", statement.query, re.MULTILINE)) or step
            is_merge = script in ("3_load/delta.sql", "3_load/merge.sql")
            if is_merge and statement.type.name in ("CREATE", "INSERT", "DELETE"):
                bound = {name: (parameters or {})[name] for name in statement.named_parameters}
                [(_, plan)] = con.execute("explain (format json) " + statement.query, bound).fetchall()
                place = f"{Path(script).stem} {step}"
                scans[place] = scans.get(place, 0) + scanned(json.loads(plan)).count("interactions")
            found = execute(con, script, statement.query, parameters or {})
            result = found if found.columns else result
        return result

    project.built()
    rows = [interaction("I2") + ",add", interaction(channel="web") + ",update"]
    project.extract.delta("interactions", "202502", rows)
    monkeypatch.setattr("warehouse.load.load.run", explained)
    project.built()
    # Once for its keys, and then for the few rows that have one and those that leave. DuckDB 1.5 scans to count, too.
    counted = {"merge 6": 1} if duckdb.__version__.startswith("1.") else {}
    assert {step: count for step, count in scans.items() if count} == {"delta 2": 2, "merge 4": 1} | counted


def test_deleted_rows_keep_their_room_until_there_is_one_for_three_that_live(project: Project) -> None:
    room_for_deleted = "select max(rowid) + 1 - count(*) from core.interactions"
    rows = interactions(300_000)
    project.extract.initial("interactions", rows)
    project.extract.delta("interactions", "202502", [f"{row},delete" for row in rows[::10]])
    project.built()
    assert project.rows(room_for_deleted) == [(30_000,)]
    project.extract.delta(
        "interactions", "202503", [f"{row},delete" for row in [*rows[1::10], *rows[2::10], *rows[3::10]]]
    )
    project.built()
    assert project.rows(room_for_deleted)[0] < (120_000,)
    assert project.rows("select count(*), count(distinct interaction_id) from fact_interactions") == [
        (180_000, 180_000)
    ]


def test_the_time_zone_library_is_asked_only_outside_the_years_that_are_spelled_out() -> None:
    [text] = rendered("local_time")
    macro = text.split("create or replace macro local_time")[0]
    lines = [line.strip() for line in macro.splitlines()]
    asking = [number for number, line in enumerate(lines) if "at time zone" in line]
    spelled = [number for number, line in enumerate(lines) if line.startswith("when utc <") and "then" in line]
    assert len(asking) == 2
    assert len(spelled) == 17
    assert asking[0] < min(spelled)
    assert max(spelled) < asking[1]
    assert lines[asking[0] - 2] == "when utc < timestamp '2024-01-01'"
    assert "timestamp '2032-01-01" in lines[max(spelled)]


def test_the_years_that_are_spelled_out_agree_with_the_time_zone_library(project: Project) -> None:
    project.built()
    differing = project.rows(
        "select instant from (select unnest(generate_series(timestamp '2023-12-30', timestamp '2032-01-03',"
        " interval 30 minute)) as instant)"
        " where local_time(instant) <> (instant at time zone 'UTC') at time zone 'America/New_York'"
    )
    assert differing == []

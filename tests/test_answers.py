"""ANALYSIS.md against the warehouse: every figure on the page is computed here once more."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.conftest import Shop

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "ANALYSIS.md").read_text("utf-8")
MONTHS = {"2025-01": "January", "2025-02": "February", "2025-03": "March"}


def section(title: str) -> str:
    """The text of the page under a heading."""
    return re.split(r"^## ", PAGE.split(f"## {title}", 1)[1], maxsplit=1, flags=re.MULTILINE)[0].replace("\n", " ")


def cells(title: str) -> list[list[str]]:
    """The body of the table under a heading."""
    rows = re.findall(r"^\| (.*) \|$", PAGE.split(f"## {title}", 1)[1].split("\n## ")[0], re.MULTILINE)
    return [row.split(" | ") for row in rows[2:]]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    yield from built(ROOT / "data", tmp_path_factory.mktemp("sample"))


def built(data: Path, folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    shop = Shop(folder)
    result = shop.run("build", "--data-dir", data, "--database", shop.database)
    assert result.exit_code == 0, result.stderr
    with duckdb.connect(str(shop.database), read_only=True) as con:
        yield con


def rows(con: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    return con.execute(sql).fetchall()


CENTERS = "select contact_center_name, total_interactions from interactions_by_contact_center where quarter = '2025-Q1'"
CALLS = (
    "select contact_center_name, total_calls, average_call_minutes, average_handle_minutes,"
    " average_minutes_after_resolution, calls_past_resolution, rated_calls_past_resolution"
    " from handle_time_by_contact_center"
)


def test_interactions_per_center_are_as_the_page_says(sample: duckdb.DuckDBPyConnection) -> None:
    expected = rows(sample, CENTERS)
    title = "How many interactions did each contact center take in Q1 2025?"
    assert [(name, int(count)) for name, count in cells(title)] == expected
    assert f"{sum(count for _, count in expected)} in all" in section(title)


def test_the_month_with_the_most_is_as_the_page_says(sample: duckdb.DuckDBPyConnection) -> None:
    counts = dict(rows(sample, "select month, total_interactions from interactions_by_month"))
    top = max(counts, key=lambda month: counts[month])
    others = " and ".join(f"{counts[month]} in {name}" for month, name in MONTHS.items() if month != top)
    assert f"{MONTHS[top]} 2025, with {counts[top]}, against {others}." in section("Which month had the most?")


def test_the_longest_call_and_its_reason_are_as_the_page_says(sample: duckdb.DuckDBPyConnection) -> None:
    title = "Which center has the longest average phone call, and why?"
    calls = rows(sample, CALLS)
    assert cells(title) == [
        [name, str(number), *(f"{value:.2f}" for value in averages)] for name, number, *averages, _, _ in calls
    ]
    name, number, minutes, handle, _, past, rated = calls[0]
    assert past == rated
    assert all(call[5] == 0 for call in calls[1:])
    text = section(title)
    assert f"{name}: {minutes:.2f} minutes a call." in text
    assert f"{past} of its {number} calls run on after" in text
    assert f"each of those {rated} ends with a satisfaction rating" in text
    shortest, longest = min(calls, key=lambda call: call[3]), max(calls, key=lambda call: call[3])
    assert shortest[0] == name
    assert f"the quickest of the four, at {handle:.2f} minutes, and {longest[0]} takes longest, at {longest[3]}" in text


EXTRACT = os.environ.get("SUPPORTWH_EXTRACT")


@pytest.fixture(scope="module")
def extract(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    assert EXTRACT
    yield from built(Path(EXTRACT), tmp_path_factory.mktemp("extract"))


if EXTRACT:  # the challenge's files are not part of the project: without them there is nothing to test

    def test_the_extract_has_the_answers_that_the_page_gives(extract: duckdb.DuckDBPyConnection) -> None:
        answers = dict(cells("The same for the challenge's own extract"))
        centers = rows(extract, CENTERS)
        assert answers["interactions in Q1 2025"] == ", ".join(f"{name} {count}" for name, count in centers)
        [(month, count)] = rows(
            extract, "select month, total_interactions from interactions_by_month where rank_by_interactions = 1"
        )
        assert answers["month with the most"] == f"{MONTHS[month]} 2025, with {count}"
        calls = rows(extract, CALLS)
        name, number, minutes, _, _, past, rated = calls[0]
        assert past == rated
        extra = rows(
            extract,
            "select distinct minutes_after_resolution from fact_interactions where minutes_after_resolution > 0",
        )
        assert extra == [(5,)]
        assert answers["longest average call"] == (
            f"{name}, {minutes} minutes: {past} of its {number} calls run five minutes past the agent's resolution,"
            " each with a satisfaction rating"
        )
        by_handle = sorted(calls, key=lambda call: call[3])
        others = " and ".join(f"{call[3]:.2f} for {call[0]}" for call in by_handle[1:])
        assert (
            answers["by handle time"] == f"{by_handle[0][0]} is the shortest: {by_handle[0][3]:.2f}, against {others}"
        )

    def test_the_extract_has_the_report_that_was_checked_by_hand(extract: duckdb.DuckDBPyConnection) -> None:
        totals = "count(*), sum(total_interactions), sum(total_calls), sum(total_call_duration)"
        assert rows(extract, f"select {totals} from support_report") == [(25, 28, 21, 256.0)]
        assert rows(extract, "select * from support_report where department = 'Unknown'") == [
            ("2025-01", "Atlanta GA SE", "Unknown", 1, 0, 0.0)
        ]
        relations = ("fact_interactions", "dim_agents", "dim_contact_centers", "dim_service_categories")
        assert [rows(extract, f"select count(*) from {name}") for name in relations] == [
            [(28,)],
            [(10,)],
            [(3,)],
            [(9,)],
        ]
        calls = "sum(total_calls), sum(total_call_duration)"
        by_center = f"select contact_center_name, {calls} from support_report group by 1 order by 3 desc"
        assert rows(extract, by_center) == [
            ("Boston MA NE", 11, 140.0),
            ("Richmond VA E", 5, 62.0),
            ("Atlanta GA SE", 5, 54.0),
        ]
        by_month = rows(extract, "select month, total_interactions from interactions_by_month")
        assert by_month == [("2025-01", 9), ("2025-02", 10), ("2025-03", 9)]

    def test_the_extract_in_two_steps_gives_the_same_bytes_as_in_one(tmp_path: Path) -> None:
        assert EXTRACT
        exports = []
        for name, steps in {"one": [[]], "two": [["--months", "202502"], ["--months", "202503"]]}.items():
            shop = Shop(tmp_path / name)
            for step in steps:
                result = shop.run("build", "--data-dir", EXTRACT, "--database", shop.database, *step)
                assert result.exit_code == 0, result.stderr
            result = shop.run("export", "--all", "--database", shop.database, "--output-dir", tmp_path / name / "out")
            exports.append({Path(path).name: Path(path).read_bytes() for path in result.stdout.split()})
        assert len(exports[0]) > 5
        assert exports[0] == exports[1]

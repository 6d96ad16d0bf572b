"""The calendar: every day of the span, and the federal holidays."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Project, interaction

pytestmark = pytest.mark.all_reports

#: The days on which federal employees have a holiday, as the Office of Personnel Management publishes them:
#: https://www.opm.gov/policy-data-oversight/pay-leave/federal-holidays/
PUBLISHED = {
    2024: "01-01 01-15 02-19 05-27 06-19 07-04 09-02 10-14 11-11 11-28 12-25",
    2025: "01-01 01-20 02-17 05-26 06-19 07-04 09-01 10-13 11-11 11-27 12-25",
    2026: "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
    2027: "01-01 01-18 02-15 05-31 06-18 07-05 09-06 10-11 11-11 11-25 12-24 12-31",
    2028: "01-17 02-21 05-29 06-19 07-04 09-04 10-09 11-10 11-23 12-25",
}
EVERY_DAY = (
    "select strftime(day_, '%Y-%m-%d') from (select cast(unnest(generate_series(date '2024-01-01', date '2028-12-31',"
    " interval 1 day)) as date) as day_) where federal_holiday(day_) is not null order by day_"
)


def test_the_federal_holidays_are_those_that_are_published(project: Project) -> None:
    project.built()
    assert [day for (day,) in project.rows(EVERY_DAY)] == [
        f"{year}-{day}" for year, days in PUBLISHED.items() for day in days.split()
    ]


def test_there_is_a_row_for_every_day_to_the_end_of_the_year(project: Project) -> None:
    late = {"interaction_start": "2025-01-01T03:00:00Z"}  # New Year's Eve in New York
    project.extract.initial("interactions", [interaction("I1", **late), interaction("I2")])
    project.built()
    assert project.rows("select min(date)::varchar, max(date)::varchar, count(*) from dim_dates") == [
        ("2024-12-01", "2025-12-31", 31 + 365)
    ]


def test_a_day_has_its_quarter_month_week_and_holiday(project: Project) -> None:
    project.built()
    assert project.rows(
        "select * exclude (date, month_start, is_loaded_month, previous_month, same_month_last_year) from dim_dates"
        " where date in ('2025-01-01', '2025-01-04', '2025-12-29') order by date"
    ) == [
        (2025, "2025-Q1", "2025-01", 2025, "2025-Q1", "2025-W01", 3, True, "New Year's Day", "New Year's Day", False),
        (2025, "2025-Q1", "2025-01", 2025, "2025-Q1", "2025-W01", 6, False, None, None, False),
        (2025, "2025-Q4", "2025-12", 2025, "2025-Q4", "2026-W01", 1, False, None, None, True),
    ]


@pytest.mark.parametrize(
    ("first", "years"),
    [
        (1, [(2025, "2025-Q1"), (2025, "2025-Q3"), (2025, "2025-Q4")]),
        (7, [(2025, "2025-Q3"), (2026, "2026-Q1"), (2026, "2026-Q2")]),
        (10, [(2025, "2025-Q2"), (2025, "2025-Q4"), (2026, "2026-Q1")]),
    ],
)
def test_a_fiscal_year_begins_with_the_month_of_one_macro(
    project: Project, sql: Path, edited: Callable[[Path, str, str], None], first: int, years: list[tuple[int, str]]
) -> None:
    if first > 1:
        edited(sql / "4_core" / "calendar.sql", "first_fiscal_month() as 1;", f"first_fiscal_month() as {first};")
    project.built()
    assert (
        project.rows(
            "select fiscal_year, fiscal_quarter from dim_dates"
            " where date in ('2025-01-31', '2025-07-01', '2025-12-31') order by date"
        )
        == years
    )


def test_days_without_interactions_count_zero(project: Project) -> None:
    project.built()
    assert project.rows(
        "select date::varchar, total_interactions, total_calls, total_call_duration from interactions_by_day"
        " where date between '2025-01-04' and '2025-01-06'"
    ) == [("2025-01-04", 0, 0, 0.0), ("2025-01-05", 1, 1, 14.0), ("2025-01-06", 0, 0, 0.0)]


def test_a_warehouse_without_interactions_has_the_days_of_its_loaded_months(project: Project) -> None:
    project.extract.initial("interactions", [])
    project.built()
    assert project.rows("select count(*) from dim_dates") == [(365,)]
    assert project.rows("select count(*), count(total_interactions) from interactions_by_day") == [(31, 0)]

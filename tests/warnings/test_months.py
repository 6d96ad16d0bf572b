"""Months that are missing or incomplete, and the calendar that every comparison goes by."""

from datetime import date, timedelta

import pytest

from tests.conftest import Project, interaction, told

pytestmark = pytest.mark.warnings

MONTHS = "select month, has_interactions, is_complete, cast(previous_month as varchar) from dim_months order by month"


def month_of(month: str, days: range, each: int = 1, **cells: str) -> list[str]:
    """Interactions on these days of a month (YYYY-MM), so many a day."""
    stamp = f"{month}-{{day:02}}T15:{{minute:02}}:00Z"
    return [
        interaction(
            f"I{month}-{day}-{minute}",
            timestamp=stamp.format(day=day, minute=minute),
            interaction_start=stamp.format(day=day, minute=minute),
            agent_resolution_timestamp=stamp.format(day=day, minute=minute + 20),
            interaction_end=stamp.format(day=day, minute=minute + 20),
            call_duration_minutes="20",
            **cells,
        )
        for day in days
        for minute in range(each)
    ]


def delta(project: Project, month: str, days: range, each: int = 1, **cells: str) -> None:
    rows = [f"{row},add" for row in month_of(month, days, each, **cells)]
    project.extract.delta("interactions", month.replace("-", ""), rows)


def warned(project: Project, *arguments: str) -> list[tuple[str, str]]:
    """The files and kinds of the warnings of a build."""
    events = told(project.built("--log-format", "json", *arguments))
    return [(event["file"], event["kind"]) for event in events if event.get("event") == "warning"]


# Missing months.


@pytest.mark.all_reports
def test_a_month_with_files_but_none_of_interactions_is_warned_of_and_is_no_month_of_zero(project: Project) -> None:
    project.extract.delta("agents", "202502", ["A2,Bea,C1,2024-01-15,K1,add"])
    assert warned(project) == [("delta/", "months_have_interactions")]
    assert project.rows(MONTHS) == [("2025-01", True, True, None), ("2025-02", False, False, None)]
    days = "select total_interactions, total_calls, total_call_duration from interactions_by_day where date = "
    assert project.rows(f"{days} date '2025-02-03'") == [(None, None, None)]
    assert project.rows(f"{days} date '2025-01-04'") == [(0, 0, 0.0)]


def test_a_file_of_interactions_that_is_a_header_alone_is_warned_of_once(project: Project) -> None:
    project.extract.initial("interactions", month_of("2025-01", range(1, 31)))
    project.extract.delta("interactions", "202502", [])
    assert warned(project) == [("delta/interactions_delta_202502.csv", "months_have_interactions")]
    project.extract.delta("interactions", "202503", [f"{row},add" for row in month_of("2025-03", range(1, 31))])
    assert warned(project) == []
    assert [row[:2] for row in project.rows(MONTHS)] == [("2025-01", True), ("2025-02", False), ("2025-03", True)]


def test_an_empty_file_alone_where_months_have_few_rows_is_a_month_in_which_nothing_happened(project: Project) -> None:
    project.extract.delta("interactions", "202502", [])
    assert warned(project) == []


def test_a_file_that_brings_none_of_its_month_is_warned_of(project: Project) -> None:
    project.extract.delta("interactions", "202502", [interaction("I1", satisfaction_rating="5") + ",update"])
    assert ("delta/interactions_delta_202502.csv", "months_have_interactions") in warned(project)


@pytest.mark.all_reports
def test_what_grew_over_a_missing_month_is_not_known(project: Project) -> None:
    delta(project, "2025-03", range(1, 32))
    delta(project, "2025-04", range(1, 31), 2)
    project.built()
    for view in ("departments_by_month", "categories_by_month"):
        assert project.rows(
            f"select month, change_on_month_before, growth_on_month_before from {view} order by month"
        ) == [
            ("2025-01", None, None),
            ("2025-03", None, None),
            ("2025-04", 29, 0.9355),
        ]
    assert project.rows(MONTHS)[1:3] == [("2025-02", False, False, None), ("2025-03", True, True, None)]


@pytest.mark.all_reports
def test_the_unknown_month_is_before_no_other(project: Project) -> None:
    project.extract.initial("interactions", [interaction("I1"), interaction("I2", interaction_start="")])
    delta(project, "2025-02", range(3, 6))
    project.built()
    assert project.rows(
        "select month, total_interactions, change_on_month_before from departments_by_month order by month"
    ) == [("2025-01", 1, None), ("2025-02", 3, 2), ("Unknown", 1, None)]


@pytest.mark.all_reports
def test_a_year_before_is_compared_with_where_both_months_are_complete(project: Project) -> None:
    months = [f"2024-{number:02}" for number in range(2, 13)]
    project.extract.initial(
        "interactions", [interaction(f"I{month}").replace("2025-01", month) for month in [*months, "2025-01"]]
    )
    delta(project, "2025-02", range(3, 6))
    project.built()
    assert project.rows(
        "select month, cast(same_month_last_year as varchar) from dim_months where same_month_last_year is not null"
    ) == [("2025-02", "2024-02-01")]


# Incomplete months.


@pytest.mark.parametrize(
    ("days", "first", "last"),
    [
        (range(1, 32), "2025-03-01", "2025-03-31"),
        (range(1, 15), "2025-03-01", "2025-03-14"),
        (range(10, 32), "2025-03-10", "2025-03-31"),
        (range(9, 25), "2025-03-09", "2025-03-24"),
    ],
)
def test_a_file_that_begins_late_or_ends_early_is_warned_of(
    project: Project, days: range, first: str, last: str
) -> None:
    project.extract.initial("interactions", month_of("2025-01", range(1, 32), 3))
    delta(project, "2025-02", range(1, 29), 3)
    delta(project, "2025-03", days, 3)
    is_whole = len(days) == 31
    expected = [] if is_whole else [("delta/interactions_delta_202503.csv", "months_are_complete")]
    assert warned(project) == expected
    coverage = "select cast(first_day as varchar), cast(last_day as varchar), is_complete from dim_months"
    assert project.rows(f"{coverage} where month = '2025-03'") == [(first, last, is_whole)]
    compared = "select previous_month is not null from dim_months where month = '2025-03'"
    assert project.rows(compared) == [(is_whole,)]


def test_a_late_row_does_not_make_a_month_complete(project: Project) -> None:
    project.extract.initial("interactions", month_of("2025-01", range(1, 32), 5))
    delta(project, "2025-02", range(1, 15), 5)
    delta(project, "2025-03", range(1, 32), 5)
    late = [f"{row},add" for row in month_of("2025-02", range(27, 28))]
    project.extract.delta(
        "interactions", "202504", [*late, *(f"{row},add" for row in month_of("2025-04", range(1, 31), 5))]
    )
    project.built()
    assert project.rows("select month from dim_months where not is_complete") == [("2025-02",)]


def test_days_on_which_nobody_works_do_not_make_a_month_incomplete(project: Project) -> None:
    """Weekends, and a last week of three days."""
    workdays = [day for day in (date(2025, 1, 1) + timedelta(days=n) for n in range(90)) if day.isoweekday() <= 5]
    by_month = {month: [day.day for day in workdays if day.month == month] for month in (1, 2, 3)}
    project.extract.initial("interactions", month_of("2025-01", by_month[1], 5))
    delta(project, "2025-02", by_month[2], 5)
    delta(project, "2025-03", by_month[3][:-1], 5)
    assert warned(project) == []
    assert project.rows("select count(*) from dim_months where is_complete") == [(3,)]


def test_a_month_of_few_interactions_is_complete(project: Project) -> None:
    delta(project, "2025-02", range(3, 6))
    assert warned(project) == []
    assert [row[2] for row in project.rows(MONTHS)] == [True, True]


# Mistyped years.


@pytest.mark.all_reports
def test_an_interaction_of_long_before_makes_no_month_and_is_warned_of(project: Project) -> None:
    old = interaction("I2").replace("2025-01", "2024-03")
    older = interaction("I3").replace("2025-01", "2024-11")
    project.extract.initial("agents", ["A1,Ada,C1,2024-03-01,K1"])
    project.extract.initial("interactions", [interaction("I1"), old, older])
    assert warned(project) == [("initial/interactions.csv", "starts_are_not_far_in_the_past")]
    assert project.rows("select min(month), count(*) from dim_months") == [("2024-11", 3)]
    assert project.rows("select min(date)::varchar, max(date)::varchar from dim_dates") == [
        ("2024-11-01", "2025-12-31")
    ]


@pytest.mark.all_reports
def test_days_without_loaded_interactions_are_no_days_of_an_average(project: Project) -> None:
    project.extract.initial("interactions", month_of("2025-01", range(1, 32), 3))
    delta(project, "2025-03", range(1, 15), 3)
    delta(project, "2025-04", range(1, 31), 3)
    project.built()
    days = "select max(number_of_days) as days from arrivals_by_hour group by weekday"
    assert project.rows(f"select sum(days) from ({days})") == [(31 + 14 + 30,)]


@pytest.mark.parametrize("month", ["202502", None])
def test_status_says_first_which_months_are_missing(project: Project, month: str | None) -> None:
    if month:
        project.extract.delta("agents", month, ["A2,Bea,C1,2024-01-15,K1,add"])
    project.built()
    result = project.run("status", "--database", project.database, "--data-dir", project.extract.folder)
    assert result.exit_code == 0
    assert ("2025-02" in result.stdout.splitlines()[0]) == bool(month)

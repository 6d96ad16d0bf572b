"""What comes in by the hour, and the agents that it takes: held against published tables of Erlang C."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import Project, interaction

pytestmark = pytest.mark.all_reports

#: A Monday.
DAY = datetime(2025, 1, 6, 15, 0, tzinfo=UTC)


def calls(number: int, minutes: float, day: datetime = DAY) -> list[str]:
    """Calls that come in within one hour, each handled in so many minutes."""
    rows = []
    for key in range(number):
        start = day + timedelta(seconds=key)
        resolved = start + timedelta(minutes=minutes)
        times = {"interaction_start": start, "agent_resolution_timestamp": resolved, "interaction_end": resolved}
        cells = {name: f"{time:%Y-%m-%dT%H:%M:%SZ}" for name, time in times.items()}
        rows.append(interaction(f"I{day:%d}{key}", call_duration_minutes=str(minutes), **cells))
    return rows


#: Calls an hour, minutes a call, and by the formula: the load, the agents, who waits, who is answered in time.
#: 200 calls of 3 minutes are the example of https://www.callcentrehelper.com/erlang-c-formula-example-121281.htm;
#: the shares that wait are those of the tables of Erlang C (load 2 on 4 agents: 0.1739, 5 on 8: 0.1673).
PUBLISHED = [
    (200, 3, 10.0, 14, 0.1741, 0.8884),
    (40, 3, 2.0, 4, 0.1739, 0.8607),
    (100, 3, 5.0, 8, 0.1673, 0.8801),
]


@pytest.mark.parametrize(("number", "minutes", "load", "agents", "waiting", "level"), PUBLISHED)
def test_the_agents_are_those_of_erlang_c(
    project: Project, number: int, minutes: int, load: float, agents: int, waiting: float, level: float
) -> None:
    project.extract.initial("interactions", calls(number, minutes))
    project.built()
    assert project.rows(
        "select weekday, start_hour, number_of_days, calls_a_day, offered_load, agents_needed,"
        " modeled_share_waiting, modeled_service_level from staffing_by_hour where offered_load > 0"
    ) == [(1, 10, 1, number, load, agents, waiting, level)]


def test_an_average_is_over_all_days_and_hours_without_calls_are_there(project: Project) -> None:
    project.extract.initial("interactions", calls(9, 3) + calls(3, 3, DAY + timedelta(days=14)))
    project.built()
    assert project.rows(
        "select weekday, number_of_days, calls_a_day from arrivals_by_hour where start_hour = 10 order by weekday"
    ) == [(1, 3, 4.0), *((weekday, 2, 0.0) for weekday in range(2, 8))]
    assert project.rows("select count(*), sum(agents_needed) from staffing_by_hour") == [(7 * 24, 1)]


def test_calls_without_times_have_no_known_load(project: Project) -> None:
    project.extract.initial("interactions", [interaction("I1", agent_resolution_timestamp="")])
    project.built()
    assert project.rows("select offered_load, agents_needed from staffing_by_hour where calls_a_day > 0") == [
        (None, None)
    ]

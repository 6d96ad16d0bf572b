"""Interactions that load and are hardly true: channels, durations, times."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Project, interaction, interactions

pytestmark = pytest.mark.warnings

INITIAL = "initial/interactions.csv"
FEBRUARY = "delta/interactions_delta_202502.csv"

#: The cells of a call in February.
IN_FEBRUARY = {
    "timestamp": "2025-02-05T14:30:00Z",
    "interaction_start": "2025-02-05T14:30:00Z",
    "agent_resolution_timestamp": "2025-02-05T14:39:00Z",
    "interaction_end": "2025-02-05T14:44:00Z",
}


def call(key: str, **cells: str) -> str:
    """A row of a delta that adds a call of February."""
    return interaction(key, **(IN_FEBRUARY | cells)) + ",add"


def february(project: Project, *rows: str) -> None:
    project.extract.delta("interactions", "202502", list(rows))


def test_an_extract_with_nothing_amiss_has_no_warning(project: Project) -> None:
    february(project, call("I2"), call("I3"), interaction("I1", timestamp="2025-02-01T00:00:00Z") + ",update")
    assert project.warned() == []


# What a call is.


def test_call_minutes_on_a_channel_that_is_no_call_are_warned_of(project: Project) -> None:
    rows = [interaction("I1"), interaction("I2", channel="Voice"), interaction("I3", channel="")]
    project.extract.initial("interactions", [*rows, interaction("I4", channel="web", call_duration_minutes="0")])
    assert project.warned() == [(INITIAL, "only_calls_have_durations", 2, "no channel, voice")]


def test_a_channel_that_no_earlier_file_has_is_warned_of(project: Project) -> None:
    chats = [
        call(f"I{key}", channel=channel, call_duration_minutes="") for key, channel in enumerate(["chat", "fax"], 2)
    ]
    february(project, *chats)
    assert project.warned() == [(FEBRUARY, "channels_are_known", 2, "chat, fax")]
    project.extract.delta("interactions", "202503", [row.replace("2025-02", "2025-03") for row in (chats[0],)])
    assert "channels_are_known" not in project.kinds_warned()


def test_a_channel_that_was_replaced_since_is_known(project: Project) -> None:
    project.extract.initial("interactions", [interaction("I1", channel="chat", call_duration_minutes="")])
    february(project, interaction("I1", timestamp="2025-02-01T00:00:00Z") + ",update")
    project.built()
    row = call("I2", channel="chat", call_duration_minutes="").replace("2025-02", "2025-03")
    project.extract.delta("interactions", "202503", [row])
    assert project.warned() == []


def test_one_line_of_sql_says_that_voice_is_a_call(
    project: Project,
    sql: Path,
    edited: Callable[[Path, str, str], None],
) -> None:
    project.extract.initial("interactions", [interaction("I1"), interaction("I2", channel="voice")])
    edited(sql / "4_core" / "rules.sql", "channel in ('phone')", "channel in ('phone', 'voice')")
    assert project.warned() == []
    assert project.rows("select total_calls from support_report") == [(2,)]


# Durations.


@pytest.mark.parametrize(
    ("minutes", "unit"),
    [("840", "seconds"), ("0.2333", "hours"), ("100", "")],
)
def test_durations_that_disagree_with_start_and_end_are_warned_of_with_the_likely_unit(
    project: Project, minutes: str, unit: str
) -> None:
    february(project, *(call(f"I{key}", call_duration_minutes=minutes) for key in (2, 3)))
    assert project.warned() == [(FEBRUARY, "durations_agree_with_times", 2, "I2")]
    assert project.rows("select regexp_extract(advice, 'seconds|hours') from ops.warnings") == [(unit,)]


def test_a_few_durations_that_disagree_are_no_matter(project: Project) -> None:
    calls = [call(f"I{key}", timestamp=f"2025-02-28T00:00:{key}Z") for key in range(10, 48)]
    february(project, *calls, *(call(f"I{key}", call_duration_minutes="90") for key in (50, 51)))
    assert "durations_agree_with_times" not in project.kinds_warned()


def test_a_minute_more_or_less_is_no_disagreement(project: Project) -> None:
    february(project, *(call(f"I{key}", call_duration_minutes=minutes) for key, minutes in ((2, "13"), (3, "15"))))
    assert project.warned() == []


# Times.


def test_a_day_without_a_time_is_taken_as_midnight_utc_and_warned_of(project: Project) -> None:
    days = {"interaction_start": "2025-02-03", "agent_resolution_timestamp": "", "interaction_end": "2025-02-03"}
    february(project, call("I2", **days), call("I3"))
    assert project.warned() == [(FEBRUARY, "days_without_a_time", 1, "line 2: 2025-02-03")]
    start = "select cast(interaction_start_utc as varchar) from fact_interactions where interaction_id = 'I2'"
    assert project.rows(start) == [("2025-02-03 00:00:00",)]


def test_times_with_and_without_a_zone_in_one_file_are_warned_of(project: Project) -> None:
    february(project, call("I2"), call("I3", timestamp="2025-02-05 20:30:00"), call("I4"))
    assert project.warned() == [(FEBRUARY, "mixed_time_zones", 1, "line 3: 2025-02-05 20:30:00")]


@pytest.mark.parametrize("zone", ["", "Z", "-05:00", "+0530"])
def test_times_of_one_kind_are_not_warned_of(project: Project, zone: str) -> None:
    project.extract.initial("interactions", [interaction().replace("Z,", f"{zone},")])
    february(project, call("I2").replace("Z,", f"{zone},"), call("I3").replace("Z,", f"{zone},"))
    assert project.warned() == []


def test_a_file_without_zones_after_one_with_zones_is_warned_of(project: Project) -> None:
    february(project, call("I2").replace("Z,", ","))
    assert project.warned() == [(FEBRUARY, "files_agree_on_a_time_zone", None, INITIAL)]
    march = [call("I3").replace("2025-02", "2025-03"), call("I4").replace("2025-02", "2025-03")]
    project.extract.delta("interactions", "202503", march)
    assert project.warned() == [("delta/interactions_delta_202503.csv", "files_agree_on_a_time_zone", None, FEBRUARY)]


def test_a_record_written_long_after_the_month_of_its_file_is_warned_of(project: Project) -> None:
    february(project, call("I2", timestamp="2025-03-31T23:00:00Z"), call("I3", timestamp="2052-02-05T15:00:00Z"))
    assert project.warned() == [(FEBRUARY, "timestamps_are_not_in_the_future", 1, "I3 at 2052-02-05 15:00:00")]


def test_a_row_of_a_key_and_nothing_else_is_taken_for_a_total(project: Project) -> None:
    february(project, call("I2"), "Gesamt,,,,,,,,,187,,add")
    totals = [warning for warning in project.warned() if warning[1] == "rows_have_more_than_a_key"]
    assert totals == [(FEBRUARY, "rows_have_more_than_a_key", 1, "Gesamt")]


def test_a_start_after_the_record_was_written_and_after_the_month_is_warned_of(project: Project) -> None:
    times = {name: value.replace("2025", "2052") for name, value in IN_FEBRUARY.items() if name != "timestamp"}
    february(project, call("I2", **times), call("I3"), call("I4"))
    assert project.warned() == [
        (FEBRUARY, "starts_are_not_after_the_month", 1, "I2 at 2052-02-05 14:30:00"),
    ]


def test_a_start_in_the_last_hours_of_the_local_month_is_in_it(project: Project) -> None:
    night = {name: value.replace("02-05T14", "03-01T04") for name, value in IN_FEBRUARY.items()}
    february(project, call("I2", **night))
    assert project.warned() == []


def test_a_file_with_most_of_its_new_rows_outside_its_month_is_warned_of(project: Project) -> None:
    rows = [call("I2"), *(interaction(f"I{key}", timestamp="2025-02-01T00:00:00Z") + ",add" for key in (3, 4))]
    february(project, *rows)
    assert project.warned() == [(FEBRUARY, "starts_are_mostly_in_the_month", 2, "I3 at 2025-01-05 14:30:00")]


def test_updates_of_older_interactions_are_not_outside_the_month(project: Project) -> None:
    project.extract.initial("interactions", interactions(5))
    late = {"timestamp": "2025-02-01T00:00:00Z"}
    february(
        project,
        call("I9"),
        *(interaction(f"I{key}", **late, satisfaction_rating=str(key + 1)) + ",update" for key in range(5)),
    )
    assert project.warned() == []


def test_the_first_extract_may_have_the_past(project: Project) -> None:
    project.extract.initial("interactions", [interaction("I1").replace("2025-01-05", "2024-11-05")])
    assert project.warned() == []


@pytest.mark.all_reports
@pytest.mark.parametrize(
    "cells",
    [
        {"agent_resolution_timestamp": "2025-02-05T14:29:00Z"},
        {"interaction_end": "2025-02-05T14:00:00Z"},
        {"agent_resolution_timestamp": "", "interaction_end": "2025-02-04T14:30:00Z"},
    ],
)
def test_what_ends_before_it_starts_is_warned_of_and_no_part_of_an_average(
    project: Project, cells: dict[str, str]
) -> None:
    february(project, call("I2", **cells), call("I3"))
    assert project.warned() == [(FEBRUARY, "times_are_in_order", 1, "I2")]
    minutes = (
        "select minutes_to_resolution, minutes_after_resolution from fact_interactions where interaction_id = 'I2'"
    )
    assert project.rows(minutes) == [(None, None)]
    of_centers = (
        "select average_handle_minutes, median_handle_minutes, p90_handle_minutes, average_minutes_after_resolution"
        " from handle_time_by_contact_center"
    )
    assert project.rows(of_centers) == [(9, 9, 9, 5)]
    assert project.rows(
        "select times_out_of_order from data_quality_by_file where month = 202502 and live_interactions > 0"
    ) == [(1,)]


def test_what_is_resolved_after_its_end_has_its_minutes(project: Project) -> None:
    february(project, call("I2", agent_resolution_timestamp="2025-02-05T14:50:00Z"))
    assert project.warned() == []
    minutes = (
        "select minutes_to_resolution, minutes_after_resolution from fact_interactions where interaction_id = 'I2'"
    )
    assert project.rows(minutes) == [(20, -6)]


# References.


def test_an_interaction_without_an_agent_is_abandoned_and_no_unknown_reference(project: Project) -> None:
    february(project, call("I2", agent_id=""), call("I3", agent_id="A9"))
    assert project.warned() == [("fact_interactions", "foreign_keys_exist", 1, "A9")]
    quality = "select unknown_agents, interactions_without_agent from data_quality_by_file where month = 202502"
    assert project.rows(quality) == [(1, 1)]


@pytest.mark.parametrize(
    ("row", "example"),
    [
        ("A1,Ada Lovelace,C9,2024-01-15,K1,update", "C9 of A1"),
        ("A1,Ada Lovelace,C1,2024-01-15,K9,update", "K9 of A1"),
    ],
)
def test_an_agent_whose_center_or_category_is_not_there_is_warned_of(project: Project, row: str, example: str) -> None:
    project.extract.delta("agents", "202502", [row])
    assert project.warned() == [("dim_agents", "foreign_keys_exist", 1, example)]

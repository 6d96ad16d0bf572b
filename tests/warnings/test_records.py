"""Records that load and are hardly true: repeated, recycled, of impossible lengths and dates, nearly the right key."""

import pytest

from tests.conftest import Project, interaction, interactions

pytestmark = pytest.mark.warnings

INITIAL = "initial/interactions.csv"
FEBRUARY = "delta/interactions_delta_202502.csv"


def found(project: Project, kind: str, *arguments: str) -> list[tuple[str, int | None, str | None]]:
    """The warnings of one kind: file, how many, an example."""
    return [(file, number, example) for file, of, number, example in project.warned(*arguments) if of == kind]


def in_february(row: str) -> str:
    return row.replace("2025-01", "2025-02") + ",add"


# The same under another key.


def test_a_delta_that_brings_the_interactions_of_the_warehouse_under_new_keys_is_warned_of(project: Project) -> None:
    rows = interactions(30)
    project.extract.initial("interactions", rows)
    project.extract.delta("interactions", "202502", [f"N{row},add" for row in rows[:3]])
    assert found(project, "interactions_are_not_repeated") == [(FEBRUARY, 3, "I0 and NI0")]


def test_an_export_that_ran_twice_is_warned_of(project: Project) -> None:
    rows = interactions(40)
    project.extract.initial("interactions", [*rows, *(f"N{row}" for row in rows)])
    assert found(project, "interactions_are_not_repeated") == [(INITIAL, 40, "I0 and NI0")]


def test_one_interaction_in_twenty_that_equals_another_is_chance(project: Project) -> None:
    rows = interactions(60)
    project.extract.initial("interactions", [*rows, *(f"N{row}" for row in rows[:3])])
    assert found(project, "interactions_are_not_repeated") == []


def test_agents_of_one_name_and_hire_date_are_warned_of(project: Project) -> None:
    rows = [f"A{key},Ada Lovelace,C1,2024-01-15,K1" for key in (1, 2)]
    project.extract.initial("agents", [*rows, "A3,Ada Lovelace,C1,2023-01-15,K1"])
    assert found(project, "agents_are_not_repeated") == [("core.agents", 2, "A1 and A2: Ada Lovelace")]


def test_one_such_pair_in_thousands_of_agents_is_chance(project: Project) -> None:
    others = [f"B{key},Agent {key},C1,2024-01-15,K1" for key in range(2000)]
    rows = [f"A{key},Ada Lovelace,C1,2024-01-15,K1" for key in (1, 2)]
    project.extract.initial("agents", [*rows, *others])
    assert found(project, "agents_are_not_repeated") == []


# A key that goes to another record.


@pytest.mark.parametrize(
    ("row", "is_recycled"),
    [
        ("A1,Bea Ortiz,C1,2025-02-03,K1,update", True),
        ("A1,Ada King,C1,2024-01-15,K1,update", False),  # married
        ("A1,Ada Lovelace,C1,2025-02-03,K1,update", False),  # hired again
    ],
)
def test_an_agent_with_another_name_and_hire_date_is_warned_of(project: Project, row: str, is_recycled: bool) -> None:
    project.extract.delta("agents", "202502", [row])
    warned = found(project, "keys_are_not_recycled")
    assert warned == ([("delta/agents_delta_202502.csv", 1, "A1: Ada Lovelace, now Bea Ortiz")] if is_recycled else [])


def test_an_interaction_with_another_agent_start_and_category_is_warned_of(project: Project) -> None:
    project.extract.initial("agents", ["A1,Ada,C1,2024-01-15,K1", "A2,Bea,C1,2024-01-15,K1"])
    project.extract.initial("service_categories", ["K1,Billing,Finance", "K2,Claims,Finance"])
    project.extract.initial("interactions", [interaction("I1"), interaction("I2")])
    other = {"agent_id": "A2", "category_id": "K2"}
    rows = [interaction("I1", **other).replace("2025-01", "2025-02"), interaction("I2", **other)]
    project.extract.delta("interactions", "202502", [f"{row},update" for row in rows])
    assert found(project, "keys_are_not_recycled") == [(FEBRUARY, 1, "I1")]


def test_a_key_that_is_deleted_and_added_again_later_is_not_recycled(project: Project) -> None:
    project.extract.delta("agents", "202502", ["A1,,,,,delete"])
    project.extract.delta("agents", "202503", ["A1,Bea Ortiz,C1,2025-02-03,K1,add"])
    assert found(project, "keys_are_not_recycled") == []


# Lengths and dates.


@pytest.mark.parametrize(
    ("cells", "is_possible"),
    [
        ({"interaction_end": "2025-01-08T14:30:00Z", "call_duration_minutes": "4320"}, False),
        ({"interaction_end": "2025-01-06T02:30:00Z", "call_duration_minutes": "720"}, True),
        ({"agent_resolution_timestamp": "2025-02-05T14:30:00Z", "interaction_end": ""}, False),
        ({"interaction_end": "", "agent_resolution_timestamp": "", "call_duration_minutes": "721"}, False),
        ({"channel": "email", "interaction_end": "2025-02-02T14:30:01Z", "call_duration_minutes": ""}, False),
        ({"channel": "email", "interaction_end": "2025-02-02T14:30:00Z", "call_duration_minutes": ""}, True),
    ],
)
def test_a_length_that_cannot_be_is_warned_of_and_counted(
    project: Project, cells: dict[str, str], is_possible: bool
) -> None:
    project.extract.initial("interactions", [interaction("I1"), interaction("I2", **cells)])
    expected = [] if is_possible else [(INITIAL, 1, "I2 from 2025-01-05 14:30:00")]
    assert found(project, "durations_are_possible") == expected
    counted = "select impossible_durations from data_quality_by_file where table_name = 'interactions'"
    assert project.rows(counted) == [(len(expected),)]


def test_an_interaction_before_the_local_day_of_the_hire_is_warned_of(project: Project) -> None:
    project.extract.initial("agents", ["A1,Ada,C1,2025-01-05,K1"])
    night = interaction("I2").replace("05T14", "05T04")  # the evening of January 4 in New York
    project.extract.initial("interactions", [interaction("I1"), night])
    example = "I2 of A1, hired on 2025-01-05"
    assert found(project, "calls_are_not_before_the_hire_date") == [("fact_interactions", 1, example)]


@pytest.mark.parametrize("row", ["A1,Ada,C1,2025-02-03,K1,update", "A1,,,,,delete"])
def test_an_agent_with_an_earlier_hire_date_before_was_hired_then(project: Project, row: str) -> None:
    project.extract.delta("agents", "202502", [row])
    project.extract.delta("agents", "202503", ["A1,Ada,C1,2025-03-03,K1,add"])
    assert found(project, "calls_are_not_before_the_hire_date") == []


def test_one_end_in_a_mistyped_year_is_no_part_of_an_average(project: Project) -> None:
    project.extract.initial(
        "interactions", [interaction("I1"), interaction("I2", interaction_end="2052-01-05T14:44:00Z")]
    )
    project.built()
    minutes = "select minutes_to_resolution, minutes_after_resolution from fact_interactions order by interaction_id"
    assert [tuple(map(float, row)) if row[0] else row for row in project.rows(minutes)] == [(9, 5), (None, None)]


@pytest.mark.parametrize(("day", "is_late"), [("2025-01-31", False), ("2025-02-01", True), ("2052-01-15", True)])
def test_an_agent_who_is_hired_after_the_month_of_the_file_is_warned_of(
    project: Project, day: str, is_late: bool
) -> None:
    project.extract.initial("agents", ["A1,Ada,C1,2024-01-15,K1", f"A2,Bea,C1,{day},K1"])
    warned = found(project, "hire_dates_are_not_after_the_month")
    assert warned == ([("initial/agents.csv", 1, f"A2 on {day}")] if is_late else [])


# Keys that are nearly right, and placeholders.


@pytest.mark.parametrize(
    ("key", "reference"),
    [
        ("00101", "101"),
        ("101", "00101"),
        ("101", "101.0"),
        ("500a0BC00000Abc", "500a0BC00000AbcQAA"),
        ("500a0BC00000AbcQAA", "500a0BC00000Abc"),
        ("BIL", "bil"),
    ],
)
def test_a_missing_reference_is_told_with_the_key_that_is_nearly_the_same(
    project: Project, key: str, reference: str
) -> None:
    project.extract.initial("service_categories", ["K1,Billing,Finance", f"{key},Claims,Finance"])
    rows = [interaction(f"I{number}", category_id=value) for number, value in enumerate([reference, reference, "ZZ"])]
    project.extract.initial("interactions", rows)
    [(file, number, example)] = found(project, "foreign_keys_exist")
    assert (file, number) == ("fact_interactions", 3)
    assert example == f"{reference}, similar to {key}"
    assert project.rows("select regexp_extract(advice, 'for ([0-9]+) of them', 1) from ops.warnings") == [("2",)]


def test_a_missing_reference_that_is_like_two_keys_is_told_without_a_guess(project: Project) -> None:
    project.extract.initial("service_categories", ["K1,Billing,Finance", "k1,Claims,Finance", "0K1,Cards,Finance"])
    project.extract.initial("interactions", [interaction("I1", category_id="00K1")])
    assert found(project, "foreign_keys_exist") == [("fact_interactions", 1, "00K1")]


def test_a_placeholder_for_a_reference_or_a_channel_is_called_so(project: Project) -> None:
    rows = [
        interaction("I1", agent_id="None"),
        interaction("I2", agent_id="nan", channel="#REF!", call_duration_minutes=""),
        interaction("I3", agent_id="A9"),
    ]
    project.extract.initial("interactions", rows)
    project.extract.delta("interactions", "202502", [in_february(interaction("I4", channel="none"))])
    assert sorted(found(project, "foreign_keys_exist")) == [
        ("fact_interactions", 1, "A9"),
        ("fact_interactions", 2, "None"),
    ]
    warned = project.warned("--full-refresh")
    assert [(file, kind) for file, kind, *_ in warned if "channel" in kind] == [
        (FEBRUARY, "channels_are_not_placeholders"),
        (INITIAL, "channels_are_not_placeholders"),
    ]

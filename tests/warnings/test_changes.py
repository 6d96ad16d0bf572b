"""Implausible changes by a delta: the order of events, cleared cells, keys that are added twice."""

import pytest

from tests.conftest import Project, interaction

pytestmark = pytest.mark.warnings

FEBRUARY = "delta/interactions_delta_202502.csv"
CENTERS = "delta/contact_centers_delta_202502.csv"


def february(project: Project, *rows: str) -> None:
    project.extract.delta("interactions", "202502", list(rows))


def written(moment: str, action: str = "update", **cells: str) -> str:
    """A change to I1 that was written at a moment."""
    return interaction("I1", timestamp=moment, **cells) + f",{action}"


def test_a_file_sorted_newest_first_is_warned_of_and_its_order_stands(project: Project) -> None:
    february(
        project,
        written("2025-02-20T10:00:00Z", satisfaction_rating="1"),
        written("2025-02-10T10:00:00Z", satisfaction_rating="2"),
    )
    example = "I1 of 2025-02-10 10:00:00 over 2025-02-20 10:00:00"
    assert project.warned() == [(FEBRUARY, "versions_out_of_order", 1, example)]
    assert project.rows("select satisfaction_rating from fact_interactions") == [(2,)]


def test_a_stale_record_sent_again_in_a_later_month_is_warned_of(project: Project) -> None:
    february(project, written("2025-02-10T10:00:00Z"))
    project.extract.delta("interactions", "202503", [written("2025-02-09T10:00:00Z", satisfaction_rating="1")])
    example = "I1 of 2025-02-09 10:00:00 over 2025-02-10 10:00:00"
    assert project.warned() == [("delta/interactions_delta_202503.csv", "versions_out_of_order", 1, example)]
    assert project.rows("select satisfaction_rating from fact_interactions") == [(1,)]


def test_a_delete_above_an_older_update_is_warned_of(project: Project) -> None:
    february(project, written("2025-02-20T10:00:00Z", "delete"), written("2025-02-10T10:00:00Z"))
    example = "I1 of 2025-02-10 10:00:00 over 2025-02-20 10:00:00"
    assert project.warned() == [(FEBRUARY, "versions_out_of_order", 1, example)]


def test_a_delete_written_before_what_it_deletes_is_warned_of(project: Project) -> None:
    february(project, written("2025-01-04T10:00:00Z", "delete"))
    example = "I1 of 2025-01-04 10:00:00 over 2025-01-05 14:30:00"
    assert project.warned() == [(FEBRUARY, "versions_out_of_order", 1, example)]


@pytest.mark.parametrize("moment", ["2025-01-05T14:30:00Z", "2025-02-01T00:00:00Z", ""])
def test_a_version_written_at_the_same_time_or_later_is_in_order(project: Project, moment: str) -> None:
    february(project, written(moment, channel="web"), written("2025-02-20T10:00:00Z", channel="email"))
    assert "versions_out_of_order" not in project.kinds_warned()


def test_updates_that_empty_cells_are_warned_of_by_column(project: Project) -> None:
    project.extract.initial("service_categories", ["K1,Billing,Finance", "K2,Claims,Medical", "K3,Other,Finance"])
    project.extract.delta(
        "service_categories", "202502", ["K1,Invoices,,update", "K2,Claim,,update", "K3,,Finance,update"]
    )
    file = "delta/service_categories_delta_202502.csv"
    assert [warning for warning in project.warned() if warning[0] == file] == [
        (file, "updates_that_empty", 3, "category_name of K3, department of K1")
    ]


def test_an_add_and_a_delete_empty_nothing(project: Project) -> None:
    project.extract.delta("contact_centers", "202502", ["C1,Springfield,,add"])
    project.extract.delta("agents", "202502", ["A1,,,,,delete"])
    assert "updates_that_empty" not in project.kinds_warned()


def test_with_partial_updates_an_empty_cell_keeps_what_was_there(project: Project) -> None:
    february(
        project,
        "I1,2025-02-01T10:00:00Z,,,,,,,2025-01-05T14:50:00Z,,,update",
        "I1,2025-02-02T10:00:00Z,,,,,,,,20,,update",
    )
    assert "updates_that_empty" not in project.kinds_warned("--partial-updates", "keep")
    assert project.rows(
        "select channel, month, call_duration_minutes, satisfaction_rating, cast(interaction_end_utc as varchar),"
        " cast(timestamp_utc as varchar) from fact_interactions"
    ) == [("phone", "2025-01", 20, 4, "2025-01-05 14:50:00", "2025-02-02 10:00:00")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["C1,,,delete", "C1,Shelbyville,,update"], ("Shelbyville", None)),
        (["C1,Shelbyville,,add", "C1,,IL,update"], ("Shelbyville", "IL")),
        (["C1,,IL,update", "C1,Shelbyville,,add"], ("Shelbyville", None)),
        (["C1,Ogdenville,,update", "C1,,,update"], ("Ogdenville", "Springfield IL")),
    ],
)
def test_a_partial_update_builds_on_the_rows_of_its_key_back_to_the_last_add_or_delete(
    project: Project, rows: list[str], expected: tuple[str, str | None]
) -> None:
    project.extract.delta("contact_centers", "202502", rows)
    project.built("--partial-updates", "keep")
    assert project.rows("select contact_center_name, location from dim_contact_centers") == [expected]


def test_a_partial_update_that_says_nothing_new_is_unchanged(project: Project) -> None:
    project.extract.delta("contact_centers", "202502", ["C1,,,update"])
    project.built("--partial-updates", "keep")
    assert project.rows("select rows_unchanged from ops.processed_files where month = 202502") == [(1,)]


def test_a_warehouse_remembers_whether_it_takes_partial_updates(project: Project) -> None:
    project.built("--partial-updates", "keep")
    assert (
        "Empty cells in updates leave the value unchanged"
        in project.run("status", "--database", project.database).stdout
    )
    said = project.refused("--partial-updates", "empty")
    assert said.startswith(
        "Error: The warehouse was built with --partial-updates keep, not empty; they cannot be mixed.\n"
    )
    assert said.endswith("--full-refresh --partial-updates empty\n")
    project.extract.delta("contact_centers", "202502", ["C1,Shelbyville,,update"])
    project.built()
    assert project.rows("select location from dim_contact_centers") == [("Springfield IL",)]
    project.built("--full-refresh")
    assert project.rows("select location from dim_contact_centers") == [("Springfield IL",)]


@pytest.mark.parametrize(
    "cells", [{"timestamp": "NULL"}, {"call_duration_minutes": "-"}, {"interaction_start": "1066"}]
)
@pytest.mark.parametrize("arguments", [(), ("--quarantine",)])
def test_of_a_delete_only_the_key_and_the_action_are_judged(
    project: Project, cells: dict[str, str], arguments: tuple[str, ...]
) -> None:
    february(project, interaction("I1", **cells) + ",delete", interaction("I2") + ",add")
    project.built(*arguments)
    assert project.rows("select interaction_id from fact_interactions") == [("I2",)]
    assert project.rows("select count(*) from ops.rejected_rows") == [(0,)]


def test_a_delete_of_an_agent_may_have_any_day(project: Project) -> None:
    project.extract.delta("agents", "202502", ["A1,,,unknown,,Delete "])
    project.built()
    assert project.rows("select count(*) from dim_agents") == [(0,)]


def test_an_update_is_judged_still(project: Project) -> None:
    february(project, interaction("I1", timestamp="NULL") + ",update")
    assert project.faults() == [(FEBRUARY, None, None, "all_rows_invalid"), (FEBRUARY, 2, "timestamp", "not_a_time")]


def test_a_key_added_twice_in_a_file_is_warned_of(project: Project) -> None:
    project.extract.delta("contact_centers", "202502", ["C2,Shelbyville,IL,add", "C2,Ogdenville,IL,add"])
    assert project.warned() == [(CENTERS, "keys_added_twice", 1, "C2")]
    assert project.rows("select contact_center_name from dim_contact_centers where contact_center_id = 'C2'") == [
        ("Ogdenville",)
    ]


def test_a_row_to_add_that_was_there_already_is_unchanged_or_updated(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,Springfield,IL", "C2,Shelbyville,IL"])
    project.extract.delta("contact_centers", "202502", ["C1,Springfield,IL,add", "C2,Shelbyville,KY,add"])
    assert project.warned() == [
        (CENTERS, "adds_that_updated", 1, "C2"),
        (CENTERS, "adds_without_change", 1, "C1"),
    ]
    assert project.rows("select adds_that_updated from ops.processed_files where month = 202502") == [(1,)]


@pytest.mark.parametrize(
    "rows",
    [
        ["C2,Shelbyville,IL,add", "C2,Shelbyville,KY,update"],
        ["C2,Shelbyville,IL,add", "C2,,,delete"],
        ["C2,Shelbyville,IL,add", "C2,,,delete", "C2,Shelbyville,KY,add"],
        ["C1,,,delete", "C1,Springfield,MA,add"],
    ],
)
def test_the_log_of_a_key_within_one_file_is_nothing_unexpected(project: Project, rows: list[str]) -> None:
    project.extract.delta("contact_centers", "202502", rows)
    project.extract.initial("interactions", [])
    project.extract.initial("agents", [])
    assert project.warned() == []


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (["C1,,,delete", "C1,,,delete"], None),
        (["C2,,,delete", "C2,,,delete"], "deletes_of_missing_keys"),
        (["C2,,,delete", "C2,Shelbyville,KY,update"], "updates_that_added"),
    ],
)
def test_what_a_row_meets_is_the_row_of_its_key_before_it(project: Project, rows: list[str], kind: str | None) -> None:
    project.extract.delta("contact_centers", "202502", rows)
    project.extract.initial("interactions", [])
    project.extract.initial("agents", [])
    assert project.warned() == ([(CENTERS, kind, 1, "C2")] if kind else [])

"""Why a row of the report is not what it was."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Project, interaction

pytestmark = pytest.mark.all_reports

#: A center and a category more than there are, to move to.
CENTERS = ["C1,Springfield,Springfield", "C2,Tampa,Tampa"]
CATEGORIES = ["K1,Billing,Finance", "K2,Refunds,Members"]

#: A cause by row of the report of January, and what it changed there.
CAUSES = (
    "select contact_center_name || ', ' || department, cause, name_before, name_after, interactions_changed,"
    " total_interactions_change, total_calls_change, total_call_duration_change, example_interaction_id"
    " from support_report_causes where month = '2025-01' and changed_in_month = 202503 order by all"
)
HERE = "Springfield, Finance"


def changed(project: Project, table: str, *rows: str) -> list[tuple[object, ...]]:
    """What a delta of March changed in January, where three calls of 14 minutes were in one row of the report."""
    project.extract.initial("contact_centers", CENTERS)
    project.extract.initial("service_categories", CATEGORIES)
    project.extract.initial("interactions", [interaction(f"I{number}") for number in (1, 2, 3)])
    project.extract.delta("agents", "202502", ["A1,Ada King,C1,2024-01-15,K1,update"])
    project.extract.delta(table, "202503", list(rows))
    project.built()
    return project.rows(CAUSES)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (interaction("I4") + ",add", [(HERE, "came late", None, None, 1, 1, 1, 14.0, "I4")]),
        (interaction("I2") + ",delete", [(HERE, "deleted", None, None, 1, -1, -1, -14.0, "I2")]),
        (
            interaction("I2", call_duration_minutes="20.5") + ",update",
            [(HERE, "corrected", None, None, 1, 0, 0, 6.5, "I2")],
        ),
        (
            interaction("I2", interaction_start="2025-02-03T14:30:00Z") + ",update",
            [(HERE, "corrected", None, None, 1, -1, -1, -14.0, "I2")],
        ),
        (
            interaction("I2", channel="chat") + ",update",
            [(HERE, "ceased to be a call", None, None, 1, 0, -1, -14.0, "I2")],
        ),
        (
            interaction("I2", contact_center_id="C2") + ",update",
            [
                (HERE, "moved to another center", "Springfield", "Tampa", 1, -1, -1, -14.0, "I2"),
                ("Tampa, Finance", "moved to another center", "Springfield", "Tampa", 1, 1, 1, 14.0, "I2"),
            ],
        ),
        (
            interaction("I2", category_id="K2") + ",update",
            [
                (HERE, "moved to another department", "Finance", "Members", 1, -1, -1, -14.0, "I2"),
                ("Springfield, Members", "moved to another department", "Finance", "Members", 1, 1, 1, 14.0, "I2"),
            ],
        ),
        (interaction("I2", satisfaction_rating="1") + ",update", []),
    ],
)
def test_an_interaction_that_counts_otherwise_has_a_cause(
    project: Project, row: str, expected: list[tuple[object, ...]]
) -> None:
    assert changed(project, "interactions", row) == expected


@pytest.mark.parametrize(
    ("table", "row", "cause", "names", "place"),
    [
        ("contact_centers", "C1,Shelbyville,S,update", "center renamed", ("Springfield", "Shelbyville"), 0),
        ("contact_centers", "C1,,,delete", "center deleted", ("Springfield", "Unknown"), 0),
        ("service_categories", "K1,Billing,Treasury,update", "department renamed", ("Finance", "Treasury"), 1),
        ("service_categories", "K1,,,delete", "category deleted", ("Finance", "Unknown"), 1),
    ],
)
def test_another_name_moves_every_interaction_that_refers_to_it(
    project: Project, table: str, row: str, cause: str, names: tuple[str, str], place: int
) -> None:
    old, new = (", ".join([name, "Finance"] if place == 0 else ["Springfield", name]) for name in names)
    assert changed(project, table, row) == sorted(
        [(old, cause, *names, 3, -3, -3, -42.0, "I1"), (new, cause, *names, 3, 3, 3, 42.0, "I1")]
    )


def test_what_was_deleted_and_is_there_again_is_restored(project: Project) -> None:
    project.extract.delta("interactions", "202502", [interaction("I2") + ",delete"])
    [found] = changed(project, "interactions", interaction("I2", call_duration_minutes="1") + ",add")
    assert found == (HERE, "restored", None, None, 1, 1, 1, 1.0, "I2")


def test_a_chat_that_becomes_a_call_brings_its_minutes(project: Project) -> None:
    project.extract.delta("interactions", "202502", [interaction("I2", channel="chat") + ",update"])
    [found] = changed(project, "interactions", interaction("I2") + ",update")
    assert found == (HERE, "became a call", None, None, 1, 0, 1, 14.0, "I2")


def test_a_center_that_comes_later_names_what_was_unknown(project: Project) -> None:
    stray = interaction("I9", contact_center_id="C9")
    project.extract.delta("interactions", "202502", [stray + ",add"])
    found = changed(project, "contact_centers", "C9,Ogdenville,O,add")
    assert [row[:4] for row in found] == [
        ("Ogdenville, Finance", "center added", "Unknown", "Ogdenville"),
        ("Unknown, Finance", "center added", "Unknown", "Ogdenville"),
    ]


def test_interaction_changes_has_each_interaction_before_and_since(project: Project) -> None:
    changed(project, "interactions", interaction("I2", call_duration_minutes="20.5") + ",update")
    assert project.rows(
        "select changed_in_month, interaction_id, change, call_duration_minutes_before, call_duration_minutes_after"
        " from interaction_changes"
    ) == [(202503, "I2", "updated", 14, 20.5)]


def test_check_says_where_the_causes_do_not_add_up(
    project: Project, sql: Path, edited: Callable[[Path, str, str], None]
) -> None:
    changed(project, "interactions", interaction("I2", call_duration_minutes="20.5") + ",update")
    assert project.run("check", "--database", project.database).exit_code == 0
    edited(sql / "5_reports" / "support_report_causes.sql", "is_call_after and is_duration_changed", "false")
    project.built()
    result = project.run("check", "--database", project.database)
    assert result.exit_code == 1
    assert (
        "error: causes_add_up: changed_in_month = 202503, month = 2025-01, contact_center_name = Springfield, "
        "department = Finance, interactions_without_cause = 0, calls_without_cause = 0, minutes_without_cause = 6.5"
    ) in result.stdout

"""`supportwh describe` and `supportwh analyze`: what there is, and what it says of the business."""

import os
import re

import pytest

from tests.conftest import ROOT, Project, interaction

pytestmark = pytest.mark.all_reports


def test_every_relation_is_listed_with_its_meaning(project: Project) -> None:
    project.built()
    result = project.run("describe", "--database", project.database)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.split("\n\n")[0].splitlines()
    said = {line.split()[0]: line.split(maxsplit=1)[1] for line in lines[2:-1]}
    there = project.rows(
        "select if(table_schema = 'main', table_name, table_schema || '.' || table_name) from information_schema.tables"
    )
    assert sorted(said) == sorted(name for (name,) in there)
    assert said["dim_agents"] == "One row per live agent."


def test_every_meaning_gives_the_grain(project: Project) -> None:
    project.built()
    comments = project.rows(
        "select view_name, comment from duckdb_views() where not internal"
        " union all select table_name, comment from duckdb_tables() where not internal"
    )
    assert [name for name, comment in comments if not comment.lower().startswith("one row per ")] == []


def test_a_relation_is_described_by_its_columns(project: Project) -> None:
    project.built()
    result = project.run("describe", "dim_contact_centers", "--database", project.database)
    assert result.stdout == (
        "One row per live contact center.\n"
        "\n"
        "column               type     meaning\n"
        f"-------------------  -------  {'-' * 97}\n"
        "contact_center_id    varchar  Key of a contact center: the one that took the interaction, or the one where the"
        " agent works now.\n"
        "contact_center_name  varchar  Name of the contact center; Unknown in reports if it was deleted or never"
        " loaded.\n"
        "location             varchar  City and state of the contact center.\n"
        "valid_from_month     integer  Month (YYYYMM) of the file that added this version of the row.\n"
        "(4 rows)\n"
    )
    assert "sha256" in project.run("describe", "ops.processed_files", "--database", project.database).stdout


def test_an_unknown_name_is_refused_with_similar_ones(project: Project) -> None:
    project.built()
    result = project.run("describe", "dim_agent", "--database", project.database)
    assert result.exit_code == 1
    assert result.stderr == (
        "Error: No table or view is named dim_agent.\n"
        "Did you mean dim_agents or dim_dates or dim_agents_history? "
        f"All names: supportwh describe --database {project.database}\n"
    )


def test_macros_are_listed_with_their_parameters_and_meanings(project: Project) -> None:
    project.built()
    said = project.run("describe", "--database", project.database).stdout
    assert re.search(r"^support_report_as_of\(last_month\) +support_report as of a month \(YYYYMM\)\.$", said, re.M)
    meaning = "Whether a call was abandoned: no agent took it"
    assert re.search(rf"^is_abandoned\(is_call, agent_id\) +{meaning}\.$", said, re.M)


def answers(project: Project, *arguments: str) -> list[str]:
    """The sentences that answer the three questions."""
    result = project.run("analyze", "--database", project.database, *arguments)
    assert result.exit_code == 0, result.stderr
    return [part.splitlines()[2].strip() for part in ("\n" + result.stdout).split("?\n")[1:] for part in ["\n" + part]]


def test_the_questions_are_answered_for_the_sample(project: Project) -> None:
    result = project.run("build", "--data-dir", ROOT / "data", "--database", project.database)
    assert result.exit_code == 0, result.stderr
    assert answers(project) == [
        "Portland OR NW had the most interactions in 2025-Q1: 30 of 104.",
        "February 2025 had the most interactions: 39 of 104.",
        "Tampa FL SE has the longest calls: 13.94 minutes on average. Handle time does not explain it: from the start"
        " to the resolution, its calls take 7.72 minutes on average (rank 4 of 4). The longest handle time is 12.37"
        " minutes (Portland OR NW). 15 of its 18 calls continued after the resolution, 15 of them with a rating.",
    ]


def test_they_are_answered_as_of_a_month_too(project: Project) -> None:
    project.extract.delta("interactions", "202502", [interaction(f"J{i}") + ",add" for i in range(3)])
    project.built()
    assert answers(project)[1] == "January 2025 had the most interactions: 4 of 4."
    assert answers(project, "--as-of", "202501")[1] == "January 2025 had the most interactions: 1 of 1."


def test_a_center_whose_agents_work_longest_is_told_so(project: Project) -> None:
    project.extract.initial("interactions", [interaction(f"I{number}") for number in range(5)])
    project.built()
    assert answers(project)[2] == (
        "Springfield has the longest calls: 14.0 minutes on average. It also has the longest handle time, from the"
        " start to the resolution: 9.0 minutes. 5 of its 5 calls continued after the resolution, 5 of them with a"
        " rating."
    )


def test_a_center_with_few_calls_is_not_called_the_longest(project: Project) -> None:
    project.extract.initial("interactions", [interaction(f"I{number}") for number in range(4)])
    project.built()
    assert answers(project)[2] == "No contact center has 5 calls with a duration, the minimum for a ranking."


def test_without_interactions_there_is_nothing_to_say(project: Project) -> None:
    project.extract.initial("interactions", [])
    project.built()
    assert answers(project) == ["No data."] * 3


def test_calls_without_times_leave_the_agents_out_of_it(project: Project) -> None:
    rows = [interaction(f"I{number}", agent_resolution_timestamp="") for number in range(5)]
    project.extract.initial("interactions", rows)
    project.built()
    assert answers(project)[2] == (
        "Springfield has the longest calls: 14.0 minutes on average. The work time of its agents is unknown, because"
        " the times are missing."
    )


EXTRACT = os.environ.get("SUPPORTWH_EXTRACT")


if EXTRACT:  # the challenge's files are not part of the project: without them there is nothing to test

    def test_the_challenge_is_answered(project: Project) -> None:
        result = project.run("build", "--data-dir", str(EXTRACT), "--database", project.database)
        assert result.exit_code == 0, result.stderr
        assert answers(project)[2].startswith(
            "Boston MA NE has the longest calls: 12.73 minutes on average. Handle time does not explain it: from the"
            " start to the resolution, its calls take 10.0 minutes on average (rank 3 of 3). The longest handle time"
        )

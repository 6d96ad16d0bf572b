"""The sentences of the dashboard at every edge: each claims what the data holds, and no more."""

import re
from datetime import datetime, timedelta

import pytest

from tests.conftest import Project, interaction
from tests.outputs.test_dashboard import finding, notices, page, panel, plain, scope

pytestmark = [pytest.mark.all_reports, pytest.mark.warnings]

#: How many calls of a month are enough to tell a change from chance.
ENOUGH = 40
TWO_CENTERS = ["C1,Springfield,IL", "C2,Shelbyville,IL"]


def calls(month: str, number: int = ENOUGH, minutes: float = 10, after: float = 2, **cells: str) -> list[str]:
    """Calls of a month (YYYY-MM), one every day in turn, resolved after so many minutes; no two are alike."""
    rows = []
    for key in range(number):
        start = datetime.fromisoformat(f"{month}-{1 + key % 28:02}T15:00") + timedelta(seconds=key)
        resolved = start + timedelta(minutes=minutes)
        times = {
            "interaction_start": start,
            "agent_resolution_timestamp": resolved,
            "interaction_end": resolved + timedelta(minutes=after),
            "timestamp": resolved + timedelta(minutes=after),
        }
        written = {name: f"{time:%Y-%m-%dT%H:%M:%SZ}" for name, time in times.items()}
        center = cells.get("contact_center_id", "C1")
        rows.append(
            interaction(f"{center}_{month}_{key}", **{"call_duration_minutes": str(minutes + after)} | written | cells)
        )
    return rows


def added(rows: list[str]) -> list[str]:
    return [f"{row},add" for row in rows]


def test_a_single_interaction_of_the_first_month_is_compared_with_nothing(project: Project) -> None:
    project.extract.initial("interactions", calls("2025-01", 1))
    project.built()
    text = page(project)
    assert finding(text, "headline") == (
        "January 2025 had 1 interaction. Agents took 10.0 minutes on average to resolve a call."
        " Members rated support 4.00 out of 5 on average, based on 1 rating."
    )
    assert scope(text, "headline") == "No complete month to compare with."
    assert finding(text, "contact_centers") == (
        "No complete month before January 2025 to compare with. Springfield had 1 of 1 interaction."
    )
    assert finding(text, "call_length") == "No contact center had 5 answered calls of which all times are known."
    assert finding(text, "departments") == "All interactions of January 2025 are of Finance."
    assert finding(text, "restatements") == "No earlier report exists that could have changed."
    assert finding(text, "staffing") == (
        "No hour of the week has at least 5 calls at any one contact center, the minimum for a staffing estimate."
        " 0 percent of calls start outside business hours."
    )
    assert finding(text, "data_quality") == "No data problems in the 4 files for January 2025."


def test_a_month_like_the_one_before_is_said_to_have_no_change(project: Project) -> None:
    project.extract.initial("interactions", calls("2025-01"))
    project.extract.delta("interactions", "202502", added(calls("2025-02")))
    project.built()
    text = page(project)
    assert finding(text, "headline") == (
        "February 2025 had 40 interactions, as many as January 2025."
        " Agents took 10.0 minutes on average to resolve a call (no significant change)."
        " Members rated support 4.00 out of 5 on average, based on 40 ratings (no significant change)."
    )
    assert finding(text, "contact_centers") == (
        "No contact center changed significantly from January 2025 to February 2025."
    )
    assert finding(text, "call_length") == (
        "Springfield's calls took 12.0 minutes on average, 2.0 of them after the issue is resolved."
    )
    assert finding(text, "restatements") == (
        "The files of February 2025 changed nothing in the report up to January 2025."
    )
    assert finding(text, "data_quality") == "No data problems in the file for February 2025; none in earlier months."


def test_what_is_known_of_no_center_and_no_department_is_said_so(project: Project) -> None:
    unknown = {"contact_center_id": "CX", "category_id": "KX"}
    project.extract.initial("interactions", calls("2025-01", **unknown))
    project.extract.delta("interactions", "202502", added(calls("2025-02", **unknown)))
    project.built()
    text = page(project)
    assert finding(text, "contact_centers") == "No known contact center had interactions in February 2025."
    assert finding(text, "call_length") == "No contact center had 5 answered calls of which all times are known."
    assert finding(text, "departments") == "No interaction of February 2025 has a known department."


def test_a_month_whose_calls_were_all_abandoned_has_no_handle_time_and_no_rating(project: Project) -> None:
    project.extract.initial("interactions", calls("2025-01"))
    abandoned = calls("2025-02", agent_id="", agent_resolution_timestamp="", satisfaction_rating="")
    project.extract.delta("interactions", "202502", added(abandoned))
    project.built()
    text = page(project)
    assert finding(text, "headline") == (
        "February 2025 had 40 interactions, as many as January 2025."
        " All 40 phone calls were abandoned. No ratings were given."
    )
    assert finding(text, "contact_centers") == (
        "Springfield got worse from January 2025 to February 2025:"
        " 100.0 percent of its calls were abandoned, 100.00 points more."
    )
    assert '<section id="call_length"' not in text


def test_a_month_without_calls_says_nothing_of_calls(project: Project) -> None:
    web = {"channel": "web", "call_duration_minutes": "0"}
    project.extract.initial("interactions", calls("2025-01", **web))
    project.extract.delta("interactions", "202502", added(calls("2025-02", **web)))
    project.built()
    text = page(project)
    assert "There were no phone calls." in finding(text, "headline")
    assert (finding(text, "staffing"), scope(text, "staffing")) == ("There were no phone calls.", "")


def test_a_change_that_is_more_than_chance_is_told_with_its_size(project: Project) -> None:
    project.extract.initial("contact_centers", TWO_CENTERS)
    both = [{"contact_center_id": center} for center in ("C1", "C2")]
    project.extract.initial("interactions", [row for cells in both for row in calls("2025-01", **cells)])
    longer = [row for cells in both for row in calls("2025-02", minutes=15, satisfaction_rating="", **cells)]
    project.extract.delta("interactions", "202502", added(longer))
    project.built()
    text = page(project)
    assert "Agents took 15.0 minutes on average to resolve a call, 5.0 more than in January 2025." in finding(
        text, "headline"
    )
    assert finding(text, "contact_centers") == (
        "Shelbyville got worse from January 2025 to February 2025:"
        " it took 15.0 minutes on average to resolve a call, 5.0 more. 1 more got worse."
    )
    assert finding(text, "call_length") == (
        "Shelbyville and Springfield have the longest calls:"
        " 17.0 minutes on average, 2.0 of them after the issue is resolved."
    )


def test_a_change_for_the_better_is_told_as_one(project: Project) -> None:
    project.extract.initial("interactions", calls("2025-01", satisfaction_rating="2"))
    project.extract.delta("interactions", "202502", added(calls("2025-02", satisfaction_rating="5")))
    project.built()
    assert finding(page(project), "contact_centers") == (
        "Springfield got better from January 2025 to February 2025: its rating is 5.00, 3.00 higher."
    )


def test_a_change_of_few_calls_and_ratings_is_told_of_no_center(project: Project) -> None:
    project.extract.initial("interactions", calls("2025-01", 29))
    project.extract.delta("interactions", "202502", added(calls("2025-02", 29, minutes=50, satisfaction_rating="1")))
    project.built()
    text = page(project)
    assert finding(text, "contact_centers") == (
        "No contact center had the minimum for a comparison: 30 calls or 30 ratings in each of the two months."
    )
    assert " worse" not in text.split("<main>")[1].replace("better or worse", "")


def test_an_empty_last_month_is_told_first_and_the_page_is_about_the_one_before(project: Project) -> None:
    project.extract.initial("interactions", calls("2025-01"))
    project.extract.delta("interactions", "202502", [])
    project.built()
    text = page(project)
    assert "February 2025 is missing: no interactions were loaded for it." in notices(text)
    assert finding(text, "headline").startswith("January 2025 had 40 interactions. ")
    assert finding(text, "data_quality").startswith("No rows with defects in the file for February 2025 (but see")


def test_an_incomplete_last_month_is_compared_with_nothing(project: Project) -> None:
    project.extract.initial("interactions", calls("2025-01"))
    part = [row for row in calls("2025-02", 400) if "2025-02-2" not in row]
    project.extract.delta("interactions", "202502", added(part))
    project.built()
    text = page(project)
    month = "February 2025 through February 19"
    assert finding(text, "headline").startswith(f"{month} had {len(part)} interactions. ")
    assert scope(text, "headline") == "Incomplete months are not compared."
    assert finding(text, "contact_centers").startswith("Incomplete months are not compared. Springfield had ")


def test_nothing_is_compared_over_a_gap(project: Project) -> None:
    project.extract.initial("interactions", calls("2025-01"))
    project.extract.delta("interactions", "202503", added(calls("2025-03", minutes=20)))
    project.built()
    text = page(project)
    assert "February 2025 is missing: no interactions were loaded for it." in notices(text)
    assert finding(text, "headline").startswith("March 2025 had 40 interactions. ")
    assert finding(text, "contact_centers") == (
        "No complete month before March 2025 to compare with. Springfield had 40 of 40 interactions."
    )


def test_a_file_that_was_sent_twice_is_told_by_its_name(project: Project) -> None:
    project.extract.initial("interactions", calls("2025-01"))
    for month in ("202502", "202503"):
        project.extract.delta("interactions", month, added(calls("2025-02")))
    project.built()
    text = page(project)
    assert any(notice.startswith("delta/interactions_delta_202503.csv: ") for notice in notices(text))
    assert "No data problems" not in finding(text, "data_quality")


def test_missed_targets_are_told_with_the_one_that_was_missed_by_most(project: Project) -> None:
    project.extract.write(
        "settings/targets.csv",
        "metric,contact_center_id,from_month,value\naverage_handle_minutes,*,202501,8\nabandonment_rate,*,202501,0.05\n",
    )
    project.extract.initial("interactions", calls("2025-01"))
    project.built()
    text = page(project)
    assert finding(text, "targets") == (
        "1 of 2 targets was missed in January 2025. Springfield missed it: average handle minutes 10.00, target 8.00."
    )
    abandoned = calls("2025-02", agent_id="", agent_resolution_timestamp="")
    project.extract.delta("interactions", "202502", added(abandoned + calls("2025-02", 30, agent_id="A1")[29:]))
    project.built()
    assert finding(page(project), "targets") == (
        "2 of 2 targets were missed in February 2025."
        " Springfield missed its target by the largest percentage: abandonment rate 97.5%, target 5.0%."
    )
    text = page(project, "--as-of", "202501")
    assert finding(text, "targets").startswith("1 of 2 targets was missed in January 2025.")


def test_the_same_month_a_year_before_stands_beside_the_last_one(project: Project) -> None:
    project.extract.initial("interactions", calls("2025-01", 30))
    for number in range(2, 14):
        year, month = 2025 + (number - 1) // 12, (number - 1) % 12 + 1
        project.extract.delta(
            "interactions", f"{year}{month:02}", added(calls(f"{year}-{month:02}", 33 if number == 13 else 30))
        )
    project.built()
    text = page(project)
    assert scope(text, "headline").startswith("Compared with December 2025 and January 2025 (a year before). ")
    assert "13 months" in scope(text, "headline")
    tiles = re.sub("[ \n]+", " ", plain(panel(text, "headline").split("<details>")[0]))
    change = "+3 (+10.0%)"
    assert f"{change} \N{BLACK UP-POINTING TRIANGLE}\N{NARROW NO-BREAK SPACE}{change} in a year" in tiles


def test_the_department_and_the_people_are_called_as_the_warehouse_says(project: Project) -> None:
    project.extract.initial("interactions", calls("2025-01"))
    project.built("--title", "Help desk", "--audience", "customers")
    text = page(project)
    assert "<h1>Help desk, 2025-01 to 2025-01</h1>" in text
    assert "Customers rated support 4.00" in finding(text, "headline")
    assert "embers" not in text
    project.built("--audience", "patients")
    assert "Patients rated support 4.00" in finding(page(project), "headline")
    project.built("--full-refresh")
    assert "<h1>Help desk, " in page(project)
    assert "Members rated" in finding(page(project, "--audience", "members"), "headline")


def test_a_significant_change_that_rounds_to_nothing_is_told_with_more_digits(project: Project) -> None:
    project.extract.initial("interactions", calls("2025-01"))
    project.extract.delta("interactions", "202502", added(calls("2025-02", minutes=10 + 1 / 30)))
    project.built()
    assert finding(page(project), "contact_centers").endswith("minutes on average to resolve a call, 0.0333 more.")

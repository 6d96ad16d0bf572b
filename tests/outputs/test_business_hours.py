"""Business hours and holidays of the settings: by contact center, by month, and on every clock."""

import pytest

from tests.conftest import Project, interaction

pytestmark = pytest.mark.all_reports

HOURS = "contact_center_id,from_month,weekday,opens,closes,time_zone"
IS_OPEN = "select interaction_id, is_business_hours from interactions_wide order by interaction_id"


def at(key: str, start: str, center: str = "C1") -> str:
    """An interaction that starts at an instant, in UTC unless it has an offset."""
    times = dict.fromkeys(("timestamp", "interaction_start", "agent_resolution_timestamp", "interaction_end"), start)
    return interaction(key, contact_center_id=center, **times)


def built(project: Project, hours: list[str], rows: list[str]) -> dict[str, bool]:
    """Which interactions are in business hours."""
    project.extract.initial("contact_centers", ["C1,Springfield,IL", "C2,Phoenix,AZ"])
    project.extract.write("settings/business_hours.csv", "\n".join([HOURS, *hours, ""]))
    project.extract.initial("interactions", rows)
    project.built()
    return dict(project.rows(IS_OPEN))


def test_a_day_has_several_periods_that_begin_and_end_on_the_quarter(project: Project) -> None:
    rows = [
        at(clock, f"2025-01-06T{clock}:00-05:00")
        for clock in ("08:29", "08:30", "11:59", "12:00", "12:44", "12:45", "18:59", "19:00")
    ]
    assert built(project, ["*,202501,Monday,08:30,12:00,", "*,202501,1,12:45,19:00,"], rows) == {
        "08:29": False,
        "08:30": True,
        "11:59": True,
        "12:00": False,
        "12:44": False,
        "12:45": True,
        "18:59": True,
        "19:00": False,
    }


def test_a_day_that_is_not_listed_is_closed_and_midnight_ends_a_day(project: Project) -> None:
    rows = [
        at("saturday", "2025-01-04T23:59:59-05:00"),
        at("sunday", "2025-01-05T00:00:00-05:00"),
        at("monday", "2025-01-06T10:00:00-05:00"),
    ]
    assert built(project, ["*,202501,6,20:00,24:00,"], rows) == {"saturday": True, "sunday": False, "monday": False}


def test_a_center_has_its_own_hours_or_those_of_all_and_an_unknown_one_those_of_all(project: Project) -> None:
    rows = [at(center, "2025-01-06T18:00:00-05:00", center) for center in ("C1", "C2", "CX")]
    hours = ["*,202501,1,09:00,17:00,", "C2,202501,1,12:00,20:00,"]
    assert built(project, hours, rows) == {"C1": False, "C2": True, "CX": False}


def test_before_its_first_month_and_without_a_file_the_usual_hours_hold(project: Project) -> None:
    project.extract.delta("interactions", "202502", [f"{at('february', '2025-02-03T08:00:00-05:00')},add"])
    rows = [at("early", "2025-01-06T08:00:00-05:00"), at("late", "2025-01-06T16:59:00-05:00")]
    hours = ["*,202502,1,07:00,12:00,"]
    assert built(project, hours, rows) == {"early": False, "february": True, "late": True}
    (project.extract.folder / "settings" / "business_hours.csv").unlink()
    project.built()
    assert dict(project.rows(IS_OPEN)) == {"early": False, "february": False, "late": True}


def test_hours_in_another_zone_follow_the_clocks_of_both(project: Project) -> None:
    # Phoenix has no daylight saving: 8:00 there is 10:00 Eastern in winter and 11:00 from March 9 on.
    march = [
        at(f"march {day} {clock}", f"2025-03-{day:02}T{clock}:00{offset}", "C2")
        for day, offset in ((3, "-05:00"), (10, "-04:00"))
        for clock in ("09:59", "10:00", "10:59", "11:00", "19:30")
    ]
    project.extract.delta("interactions", "202503", [f"{row},add" for row in march])
    hours = ["C2,202501,1,08:00,17:00,America/Phoenix"]
    found = built(project, hours, [at("january", "2025-01-06T10:00:00-05:00", "C2")])
    assert found == {
        "january": True,
        "march 3 09:59": False,
        "march 3 10:00": True,
        "march 3 10:59": True,
        "march 3 11:00": True,
        "march 3 19:30": False,
        "march 10 09:59": False,
        "march 10 10:00": False,
        "march 10 10:59": False,
        "march 10 11:00": True,
        "march 10 19:30": True,
    }


def test_hours_of_another_zone_may_go_past_midnight_here(project: Project) -> None:
    rows = [at("monday", "2025-01-06T23:30:00-05:00", "C2"), at("tuesday", "2025-01-07T01:30:00-05:00", "C2")]
    assert built(project, ["C2,202501,1,12:00,21:00,Pacific/Honolulu"], rows) == {"monday": True, "tuesday": True}


def test_a_holiday_of_the_organization_closes_it_and_one_that_is_worked_on_does_not(project: Project) -> None:
    project.extract.write(
        "settings/holidays.csv", "date,name,is_business_day\n2025-01-13,Founders Day,\n2025-01-20,King Day,true\n"
    )
    rows = [at(str(day), f"2025-01-{day:02}T10:00:00-05:00") for day in (6, 13, 20)]
    assert built(project, ["*,202501,1,09:00,17:00,"], rows) == {"6": True, "13": False, "20": True}
    days = (
        "select date::varchar, holiday, is_business_day from dim_dates where month = '2025-01' and holiday is not null"
    )
    assert project.rows(days) == [
        ("2025-01-01", "New Year's Day", False),
        ("2025-01-13", "Founders Day", False),
        ("2025-01-20", "King Day", True),
    ]
    assert project.rows("select business_days from month_comparisons") == [(23 - 2,)]


def test_the_report_of_business_hours_goes_by_the_hours_of_each_center(project: Project) -> None:
    rows = [at(center, "2025-01-06T18:00:00-05:00", center) for center in ("C1", "C2")]
    built(project, ["C2,202501,1,12:00,20:00,"], rows)
    assert project.rows("select contact_center_name, business_hours from interactions_by_business_hours") == [
        ("Phoenix", "inside"),
        ("Springfield", "outside"),
    ]

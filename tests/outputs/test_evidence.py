"""Whether a change is more than chance: statistics held against tables, the page against extracts made for it."""

import math
import random
import statistics
from datetime import datetime, timedelta

import pytest

from tests.conftest import Project, interaction
from tests.outputs.test_dashboard import finding, page

pytestmark = pytest.mark.all_reports

IN_FULL = [pytest.mark.slow, pytest.mark.harness]
CENTERS = 40
#: The largest center has the first key, and about one in seven interactions.
WEIGHTS = [1 / (number + 2) for number in range(CENTERS)]
ROWS = 10_000
DAYS = {"2025-01": 31, "2025-02": 28}
MONTHS = tuple(DAYS)

#: Two-sided critical values of Student's t (degrees of freedom, probability): any table has them.
CRITICAL = {(30, 0.05): 2.042, (30, 0.001): 3.646, (60, 0.01): 2.660, (120, 0.001): 3.373}


@pytest.mark.parametrize(("freedom", "probability"), CRITICAL)
def test_a_value_of_students_t_has_the_probability_of_the_tables(
    smallest_project: Project, freedom: int, probability: float
) -> None:
    t = CRITICAL[freedom, probability]
    [(found,)] = smallest_project.rows(f"select p_value(normal_deviate({t}, {freedom}))")
    assert found == pytest.approx(probability, rel=0.08)


@pytest.mark.parametrize("deviate", [0, 0.5, -1, 1.96, -3.3, 5, 8])
def test_the_probability_of_a_normal_deviate_is_that_of_the_error_function(
    smallest_project: Project, deviate: float
) -> None:
    [(found,)] = smallest_project.rows(f"select p_value({deviate})")
    assert found == pytest.approx(math.erfc(abs(deviate) / math.sqrt(2)), abs=2e-7)


def row(key: str, center: int, day: datetime, minutes: float, rating: str, *, is_answered: bool) -> str:
    resolved = day + timedelta(minutes=minutes)
    end = resolved + timedelta(minutes=1)
    times = {"timestamp": end, "interaction_start": day, "agent_resolution_timestamp": resolved, "interaction_end": end}
    cells = {name: f"{time:%Y-%m-%dT%H:%M:%SZ}" for name, time in times.items()}
    if not is_answered:
        cells |= {"agent_id": "", "agent_resolution_timestamp": ""}
    return interaction(
        key,
        contact_center_id=f"C{center}",
        satisfaction_rating=rating if is_answered else "",
        call_duration_minutes=f"{minutes + 1:.2f}",
        **cells,
    )


def build(project: Project, seed: int, *, is_planted: bool) -> str:
    """The page of an extract of two months that are alike, every interaction in one of them by chance.

    With is_planted the largest center takes 10% longer in the last month, and its ratings are lower.
    """
    chance = random.Random(seed)
    project.extract.initial("contact_centers", [f"C{number},Center {number},IL" for number in range(CENTERS)])
    rows: dict[str, list[str]] = {month: [] for month in MONTHS}
    for number in range(2 * ROWS):
        month = chance.choice(MONTHS)
        [center] = chance.choices(range(CENTERS), WEIGHTS)
        is_worse = is_planted and center == 0 and month == MONTHS[-1]
        minutes = chance.lognormvariate(2.1, 0.6) * (1.1 if is_worse else 1)
        day = datetime.fromisoformat(f"{month}-{1 + number % DAYS[month]:02}T15:00") + timedelta(
            seconds=chance.randrange(9999)
        )
        rating = "" if chance.random() > 0.3 else chance.choice("123344" if is_worse else "123455")
        rows[month].append(row(f"I{number}", center, day, minutes, rating, is_answered=chance.random() > 0.06))
    project.extract.initial("interactions", rows[MONTHS[0]])
    project.extract.delta("interactions", "202502", [f"{one},add" for one in rows[MONTHS[1]]])
    project.built("--full-refresh")
    return finding(page(project), "contact_centers")


@pytest.mark.parametrize("seeds", [range(1), pytest.param(range(1, 20), marks=IN_FULL)], ids=["one", "nineteen more"])
def test_of_twenty_pages_without_a_change_no_more_than_one_names_a_center(project: Project, seeds: range) -> None:
    said = [build(project, seed, is_planted=False) for seed in seeds]
    none = "No contact center changed significantly from January 2025 to February 2025."
    assert len([sentence for sentence in said if sentence != none]) <= len(said) // 19


@pytest.mark.parametrize("seeds", [range(1), pytest.param(range(1, 20), marks=IN_FULL)], ids=["one", "nineteen more"])
def test_a_center_that_got_worse_is_named_first_on_every_page(project: Project, seeds: range) -> None:
    for seed in seeds:
        assert build(project, seed, is_planted=True).startswith("Center 0 got worse from January 2025 to ")


def test_the_columns_of_the_evidence_are_those_of_the_formulas(project: Project) -> None:
    project.extract.initial("contact_centers", ["C0,North,IL"])
    chance = random.Random(7)
    minutes = {month: [chance.randrange(200, 1500) / 60 for _ in range(40)] for month in MONTHS}
    answered = {month: [chance.random() > 0.3 for _ in range(40)] for month in MONTHS}
    months = {
        month: [
            row(f"I{month}{n}", 0, datetime.fromisoformat(f"{month}-{1 + n % 28:02}T15:00"), minutes[month][n], "4",
                is_answered=answered[month][n])
            for n in range(40)
        ]
        for month in MONTHS
    }  # fmt: skip
    project.extract.initial("interactions", months[MONTHS[0]])
    project.extract.delta("interactions", "202502", [f"{one},add" for one in months[MONTHS[1]]])
    project.built()
    rows = {
        measure: figures
        for measure, *figures in project.rows(
            "select measure, observations, observations_previous_month, value, change, standard_error, z_score"
            " from measure_changes where contact_center_name = 'North'"
        )
    }
    before, now = (
        [round(length * 60) / 60 for length, is_in in zip(minutes[month], answered[month], strict=True) if is_in]
        for month in MONTHS
    )
    error = math.sqrt(statistics.variance(now) / len(now) + statistics.variance(before) / len(before))
    change = statistics.mean(now) - statistics.mean(before)
    number, former, value, difference, standard_error, score = rows["average_handle_minutes"]
    assert (number, former) == (len(now), len(before))
    assert (value, difference) == pytest.approx((statistics.mean(now), change), abs=0.001)
    assert standard_error == pytest.approx(error, abs=0.001)
    assert abs(score) < abs(change / error)  # the deviate of a t value is nearer to zero
    lost, lost_before = (answered[month].count(False) for month in reversed(MONTHS))
    pooled = (lost + lost_before) / 80
    error = math.sqrt(pooled * (1 - pooled) * (2 / 40))
    assert rows["abandonment_rate"] == pytest.approx(
        [40, 40, lost / 40, (lost - lost_before) / 40, error, (lost - lost_before) / 40 / error], abs=0.006
    )
    assert rows["average_rating"][2:] == [4.0, 0.0, 0.0, None]

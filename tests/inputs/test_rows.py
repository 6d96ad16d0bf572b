"""Bad rows: which are quarantined and which stop a build."""

from datetime import datetime
from decimal import Decimal

import pytest

from tests.conftest import HEADERS, ROWS, Project, interaction, told
from tests.inputs.test_files import CENTERS, HEADER, STORED

INTERACTIONS = "initial/interactions.csv"


def quarantined(project: Project) -> list[tuple[int, str | None, str | None, str]]:
    """Line, column, value and kind of what --quarantine sets aside; a build without it tells all of it and stops."""
    told = project.faults()
    result = project.built("--quarantine")
    kept = project.rows(
        "select file_name, line, column_name, value, kind, raw_text from ops.rejected_rows order by 1, 2, 3"
    )
    assert told == [(file, line, column, kind) for file, line, column, _, kind, _ in kept]
    for file, line, *_, raw_text in kept:
        text = (project.extract.folder / file).read_bytes().decode()
        assert text.split("\n", line - 1)[-1].startswith(raw_text)
    rows = len({(file, line) for file, line, *_ in kept})
    assert f"\n{rows} row{' was' if rows == 1 else 's were'} quarantined: see ops.rejected_rows.\n" in result.stderr
    assert project.rows("select sum(rows_rejected) from ops.processed_files") == [(rows,)]
    [(run, *_)] = project.rows("select distinct build_utc, table_name, month from ops.rejected_rows")
    assert project.rows("select distinct processed_utc from ops.processed_files") == [(run,)]
    return [(line, column, value, kind) for _, line, column, value, kind, _ in kept]


def fatal(project: Project) -> list[tuple[str, int | None, str | None, str]]:
    """The faults that stop a build with and without --quarantine."""
    told = project.faults("--quarantine")
    assert set(told) <= set(project.faults())
    return told


def field_counts(project: Project) -> list[list[str]]:
    """How many fields were expected in each row of `ops.rejected_rows`, and how many were found."""
    numbers = "select regexp_extract_all(reason, '[0-9]+') from ops.rejected_rows order by line"
    return [found for (found,) in project.rows(numbers)]


def cells(project: Project, column: str) -> list[object]:
    return [value for (value,) in project.rows(f"select {column} from fact_interactions order by interaction_id")]


def test_all_faults_are_reported_and_counted_from_the_21st_on(project: Project) -> None:
    project.extract.initial("agents", ["A1,Ada,C1,soon,K1", "A2,Bea,C1,2024-01-15,K1"])
    bad = [interaction(f"B{number}", satisfaction_rating="x") for number in range(30)]
    project.extract.delta("interactions", "202502", [row + ",add" for row in [interaction("I2"), *bad]])
    file = "delta/interactions_delta_202502.csv"
    assert project.faults() == [
        ("initial/agents.csv", 2, "hire_date", "not_a_date"),
        *[(file, line, "satisfaction_rating", "not_a_number") for line in range(3, 22)],
    ]
    totals = (
        "  30 x satisfaction_rating: expected a number like 12.5\n  1 x hire_date: expected a date like 2025-01-31\n"
    )
    assert (
        f"\n... and 11 more\nTotal:\n{totals}Error: Nothing was loaded: found 31 invalid values.\n" in project.refused()
    )
    events = told(project.build("--log-format", "json"))
    counted = [(one["kind"], one["column"], one["number"]) for one in events if one.get("event") == "fault_count"]
    assert counted == [("not_a_number", "satisfaction_rating", 30), ("not_a_date", "hire_date", 1)]


def test_the_fault_of_a_whole_file_is_reported_before_rows_are_read(project: Project) -> None:
    project.extract.write(CENTERS, "contact_center_id,contact_center_name\nC1,S\n")
    project.extract.initial("interactions", [interaction(satisfaction_rating="x"), interaction("I2")])
    assert project.faults() == [(CENTERS, 1, "location", "missing_column")]


def test_a_row_with_too_few_cells_is_quarantined(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,S", "C2,T,M", "C3"])
    assert quarantined(project) == [(2, None, None, "wrong_field_count"), (4, None, None, "wrong_field_count")]
    assert field_counts(project) == [["3", "2"], ["3", "1"]]
    assert project.rows(STORED) == [("C2", "T", "M")]


def test_a_row_with_too_many_cells_is_quarantined(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,S,L,x", "C2,T,M"])
    assert quarantined(project) == [(2, None, None, "wrong_field_count")]
    assert field_counts(project) == [["3", "4"]]
    assert project.rows(STORED) == [("C2", "T", "M")]


def test_an_empty_cell_too_many_is_the_same_whatever_rows_are_around_it(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,S,L,", "C2,T,M"])
    alone = project.build("--quarantine")
    rows = project.rows(STORED) if alone.exit_code == 0 else []
    project.extract.initial("contact_centers", ["C1,S,L,", "C2,T,M", "C3"])
    project.built("--full-refresh", "--quarantine")
    assert project.rows(STORED) == rows


def test_a_stray_quote_is_quarantined(project: Project) -> None:
    names = ['"S"x', 'S"x"y', 'S "x"', '"S" "x"']
    project.extract.initial("contact_centers", ["C2,T,M", *(f"C1,{name},L" for name in names)])
    assert quarantined(project) == [(line, None, None, "stray_quote") for line in (3, 4, 5, 6)]
    assert project.rows(STORED) == [("C2", "T", "M")]


def test_a_quote_in_a_cell_stops_the_build(project: Project) -> None:
    project.extract.initial("contact_centers", ['C1,5" pipe,L', "C2,T,M"])
    assert fatal(project) == [(CENTERS, 2, None, "unclosed_quote")]


@pytest.mark.parametrize("row", ['C2,"T,M', 'C2,T,"M', '"C2,T,M'])
def test_a_quote_that_is_never_closed_stops_the_build(project: Project, row: str) -> None:
    project.extract.initial("contact_centers", ["C1,S,L", row, "C3,U,N", "C4,V,O"])
    assert fatal(project) == [(CENTERS, 3, None, "unclosed_quote")]


def test_a_last_line_that_is_cut_off_is_quarantined(project: Project) -> None:
    whole = "\n".join([HEADERS["interactions"], interaction(), interaction("I2")])
    project.extract.write(INTERACTIONS, whole[:-20])
    assert quarantined(project) == [(3, None, None, "wrong_field_count")]
    assert field_counts(project) == [["11", "9"]]
    assert cells(project, "interaction_id") == ["I1"]


def test_a_last_line_that_is_cut_off_inside_quotes_stops_the_build(project: Project) -> None:
    project.extract.write(CENTERS, f'{HEADER}\nC1,S,L\nC2,"T')
    assert fatal(project) == [(CENTERS, 3, None, "unclosed_quote")]


@pytest.mark.parametrize("name", ["x" * 2_000_000, f'"{"x" * 2_000_000}"'])
def test_a_line_of_more_than_2_mb_stops_the_build(project: Project, name: str) -> None:
    project.extract.initial("contact_centers", ["C1,S,L", f"C2,{name},M", "C3,U,N"])
    assert fatal(project) == [(CENTERS, 3, None, "row_too_long")]


@pytest.mark.harness
@pytest.mark.slow
def test_80_mb_of_quoted_newlines_lose_no_row(project: Project) -> None:
    rows, name = 50, "x\n" * 800_000
    path = project.extract.initial("contact_centers", [f'D{number},"{name}x",L' for number in range(rows)])
    assert path.stat().st_size > 80_000_000
    project.built()
    assert project.rows("select count(*), sum(length(contact_center_name)) from dim_contact_centers") == [
        (rows, rows * (len(name) + 1))
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_bad_value_after_quoted_newlines_is_on_its_physical_line(project: Project, end: str) -> None:
    rows = ["", interaction("I1", channel=f'"a{end}b{end}c"'), "", interaction("I2", satisfaction_rating="x")]
    project.extract.write(INTERACTIONS, end.join([HEADERS["interactions"], *rows, ""]))
    assert quarantined(project) == [(7, "satisfaction_rating", "x", "not_a_number")]


def test_an_invalid_time_is_quarantined(project: Project) -> None:
    ends = ["yesterday", "2025-02-30T00:00:00Z", "2025-01-05T25:00:00Z", "1736087400", "05/01/2025"]
    rows = [interaction(f"X{end}", interaction_end=end) for end in ends]
    project.extract.initial("interactions", [interaction("I1"), *rows])
    assert quarantined(project) == [(line, "interaction_end", end, "not_a_time") for line, end in enumerate(ends, 3)]
    assert cells(project, "interaction_id") == ["I1"]


def test_an_offset_that_no_zone_has_makes_no_time(project: Project) -> None:
    cell = "2025-01-05T14:30:00+99:00"
    project.extract.initial("interactions", [interaction("I1"), interaction("I2", interaction_end=cell)])
    assert quarantined(project) == [(3, "interaction_end", cell, "not_a_time")]


def test_an_invalid_date_is_quarantined(project: Project) -> None:
    project.extract.initial("agents", ["A1,Ada,C1,2025-02-30,K1", "A2,Bea,C1,1970-01-01,K1", "A3,Cem,C1,epoch,K1"])
    assert quarantined(project) == [
        (2, "hire_date", "2025-02-30", "not_a_date"),
        (4, "hire_date", "epoch", "not_a_date"),
    ]
    assert project.rows("select agent_id, hire_date::varchar from dim_agents") == [("A2", "1970-01-01")]


@pytest.mark.parametrize("channel", ["phone", '"pho\nne"'])
def test_a_time_with_an_offset_is_the_right_instant(project: Project, channel: str) -> None:
    instants = {
        "2025-01-05T14:30:00-05:00": datetime(2025, 1, 5, 19, 30),
        "2025-01-31T20:30:00-0500": datetime(2025, 2, 1, 1, 30),
        "2025-01-05T14:30:00.25+05:30": datetime(2025, 1, 5, 9, 0, 0, 250_000),
        "2025-01-01 00:30:00+01": datetime(2024, 12, 31, 23, 30),
    }
    starts = [interaction(f"I{n}", interaction_start=start, channel=channel) for n, start in enumerate(instants)]
    project.extract.initial("interactions", starts)
    project.built()
    assert cells(project, "interaction_start_utc") == list(instants.values())


@pytest.mark.parametrize("channel", ["phone", '"pho\nne"'])
def test_a_time_without_a_zone_is_utc(project: Project, channel: str) -> None:
    starts = ["2025-01-05T14:30:00Z", "2025-01-05T14:30:00", "2025-01-05 14:30:00"]
    rows = [interaction(f"I{n}", interaction_start=start, channel=channel) for n, start in enumerate(starts)]
    project.extract.initial("interactions", rows)
    project.built()
    assert cells(project, "interaction_start_utc") == [datetime(2025, 1, 5, 14, 30)] * 3


def test_a_time_outside_of_all_reason_is_quarantined(project: Project) -> None:
    faults = [
        (2, "timestamp", "infinity", "not_a_time"),
        (3, "interaction_start", "epoch", "not_a_time"),
        (4, "agent_resolution_timestamp", "0001-01-01T00:00:00Z", "time_out_of_range"),
        (5, "interaction_end", "2100-01-01T00:00:00Z", "time_out_of_range"),
    ]
    rows = [interaction(f"X{line}", **{column: cell}) for line, column, cell, _ in faults]
    project.extract.initial("interactions", [*rows, interaction("I2")])
    assert quarantined(project) == faults
    assert cells(project, "interaction_id") == ["I2"]


@pytest.mark.parametrize("column", ["call_duration_minutes", "satisfaction_rating"])
def test_an_invalid_number_is_quarantined(project: Project, column: str) -> None:
    numbers = ["NaN", "-inf", "1e400", "NULL", "N/A", "1_000", '"1,234"']
    rows = [interaction(f"X{n}", **{column: cell}) for n, cell in enumerate(numbers)]
    project.extract.initial("interactions", [*rows, interaction("I2")])
    assert quarantined(project) == [
        (line, column, cell.strip('"'), "not_a_number") for line, cell in enumerate(numbers, 2)
    ]
    assert cells(project, "interaction_id") == ["I2"]


def test_a_negative_duration_is_quarantined(project: Project) -> None:
    project.extract.initial("interactions", [interaction("I1", call_duration_minutes="-0.5"), interaction("I2")])
    assert quarantined(project) == [(2, "call_duration_minutes", "-0.5", "negative_duration")]


@pytest.mark.warnings
def test_ratings_outside_of_the_scale_are_kept_with_a_warning(project: Project) -> None:
    ratings = ["0", "0.99", "1", "5", "5.01", "-1"]
    rows = [interaction(f"I{n}", satisfaction_rating=rating) for n, rating in enumerate(ratings)]
    project.extract.initial("interactions", rows)
    assert project.warned() == [(INTERACTIONS, "ratings_are_from_1_to_5", 4, "I0")]
    assert cells(project, "satisfaction_rating") == [Decimal(rating) for rating in ratings]


def test_a_placeholder_is_text_in_a_name(project: Project) -> None:
    project.extract.initial("contact_centers", ['C1,"1,234",NULL', "C2,N/A,NaN"])
    project.built()
    assert project.rows(STORED) == [("C1", "1,234", "NULL"), ("C2", "N/A", "NaN")]


def test_rows_without_a_key_are_quarantined(project: Project) -> None:
    keys = ["", "\t", '" "', "\u00a0", ""]
    project.extract.initial("contact_centers", ["C2,T,M", *(f"{key},S,L" for key in keys)])
    assert quarantined(project) == [(line, "contact_center_id", None, "empty_key") for line in (3, 4, 5, 6, 7)]
    assert project.rows(STORED) == [("C2", "T", "M")]


@pytest.mark.parametrize("again", ["C1,S,L", " C1 ,U,N", '"C1",U,N'])
def test_a_key_that_is_twice_in_an_initial_file_stops_the_build_with_both_lines(project: Project, again: str) -> None:
    project.extract.initial("contact_centers", ["C1,S,L", "C2,T,M", again])
    assert fatal(project) == [(CENTERS, 4, "contact_center_id", "duplicate_key")]
    assert f"{CENTERS}:4: contact_center_id: duplicate key, first seen on line 2 (found 'C1')\n" in project.refused()


@pytest.mark.parametrize("name", ["new", '"new"'])
def test_an_action_may_have_spaces_and_capitals(project: Project, name: str) -> None:
    actions = ["update ", " update", "UPDATE", '"Update "', "update\t", "DELETE", "delete "]
    project.extract.initial("contact_centers", [f"C{n},old,old" for n in range(7)])
    project.extract.delta(
        "contact_centers", "202502", [f"C{n},{name},new,{action}" for n, action in enumerate(actions)]
    )
    project.built()
    assert project.rows(STORED) == [(f"C{n}", "new", "new") for n in range(5)]


@pytest.mark.parametrize(
    ("action", "kind"),
    [("upsert", "unknown_action"), ("", "empty_action")],
)
def test_another_action_is_quarantined(project: Project, action: str, kind: str) -> None:
    project.extract.delta("contact_centers", "202502", [f"C1,T,M,{action}", "C3,U,N,add"])
    assert quarantined(project) == [(2, "action", action or None, kind)]
    assert project.rows(STORED) == [tuple(ROWS["contact_centers"][0].split(",")), ("C3", "U", "N")]


@pytest.mark.parametrize("header", [HEADER, HEADER.upper().replace(",", " , ")])
def test_a_header_that_is_repeated_as_a_row_is_quarantined(project: Project, header: str) -> None:
    project.extract.initial("contact_centers", ["C1,S,L", header, "C2,T,M"])
    cell = header.split(",")[0].strip()
    assert quarantined(project) == [(3, "contact_center_id", cell, "repeated_header")]
    assert project.rows(STORED) == [("C1", "S", "L"), ("C2", "T", "M")]


@pytest.mark.parametrize("rows", [["C1,S", "C2"], [",S,L", ",T,M"], ["C1,S,L,x"]])
def test_a_file_all_of_whose_rows_are_at_fault_stops_the_build(project: Project, rows: list[str]) -> None:
    project.extract.initial("contact_centers", rows)
    assert fatal(project) == [(CENTERS, None, None, "all_rows_invalid")]


@pytest.mark.parametrize(
    ("mark", "column", "kind"),
    [("1_000", "call_duration_minutes", "not_a_number"), ('5"6', None, "unclosed_quote")],
)
def test_a_mark_across_two_chunks_of_the_prescan_is_seen(
    project: Project, monkeypatch: pytest.MonkeyPatch, mark: str, column: str | None, kind: str
) -> None:
    row = interaction("I1", call_duration_minutes=mark)
    header = len(HEADERS["interactions"]) + 1
    for cut in range(1, len(mark)):
        monkeypatch.setattr("warehouse.extract.prescan.CHUNK", header + row.index(mark) + cut)
        project.extract.initial("interactions", [row, interaction("I2")])
        assert (INTERACTIONS, 2, column, kind) in project.faults()


def test_a_cell_of_a_megabyte_is_named_and_quarantined_like_any_other(project: Project) -> None:
    minutes = "x" * 1_200_000
    project.extract.initial("interactions", [interaction("I1"), interaction("I2", call_duration_minutes=minutes)])
    assert project.faults() == [(INTERACTIONS, 3, "call_duration_minutes", "not_a_number")]
    project.built("--quarantine")
    [(line, value, raw)] = project.rows("select line, value, length(raw_text) from ops.rejected_rows")
    assert (line, value) == (3, minutes)
    assert raw > len(minutes)


def test_a_duplicate_key_is_reported_with_the_faults_of_other_files(project: Project) -> None:
    project.extract.initial("contact_centers", ["C1,S,L", "C1,T,M"])
    project.extract.initial("agents", ["A1,Ada,C1,nodate,K1"])
    assert project.faults() == [
        ("initial/agents.csv", None, None, "all_rows_invalid"),
        ("initial/agents.csv", 2, "hire_date", "not_a_date"),
        (CENTERS, 3, "contact_center_id", "duplicate_key"),
    ]
    assert "--quarantine" not in project.refused()


def test_a_large_file_whose_first_rows_are_mostly_invalid_is_not_for_the_typed_reader(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("warehouse.load.stage.LARGE", 0)
    monkeypatch.setattr("warehouse.load.stage.csv_source", lambda path, types, time_format: pytest.fail(f"{path}"))
    for table in ("contact_centers", "service_categories", "agents"):  # read line by line, too
        project.extract.initial(table, ['"X\n1",A,B' + ",2024-01-15,K1" * (table == "agents")])
    rows = [interaction(f"I{n}", timestamp="05.01.2025 14:30") for n in range(3)]
    project.extract.initial("interactions", [*rows, interaction("I9")])
    assert project.faults() == [(INTERACTIONS, line, "timestamp", "not_a_time") for line in (2, 3, 4)]

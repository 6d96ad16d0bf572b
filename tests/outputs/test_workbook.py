"""`supportwh export --format xlsx`: one workbook that says what the CSV says, with types."""

import csv
import datetime
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.conftest import Project, interaction

SOFFICE = shutil.which("soffice")

NAMES = ("interactions_wide", "support_report", "ops.processed_files", "dim_agents")


@pytest.fixture
def built(project: Project) -> Project:
    """A warehouse with names that a spreadsheet could take for formulas and links."""
    extract = project.extract
    extract.initial("agents", ["A1,=1+1,C1,2024-01-15,K1", "A2,https://example.com,C1,2024-02-29,K1"])
    extract.initial("contact_centers", ["C1,'@SUM(A1),00123"])
    extract.initial("interactions", [interaction("I1"), interaction("I2", call_duration_minutes="12.3456")])
    project.built()
    return project


def workbook(project: Project, *arguments: str) -> Path:
    folder = project.folder / "workbooks"
    command = ("export", "--format", "xlsx", *arguments)
    result = project.run(*command, "--database", project.database, "--output-dir", folder)
    assert result.exit_code == 0, result.stderr
    return Path(result.stdout.strip())


def cells(path: Path, sheet: str) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(path)[sheet].iter_rows()]


def plain(text: str) -> str:
    """A value as it is compared: numbers and truth values in one spelling, times without needless zeros."""
    if text.lower() in ("true", "false"):
        return text.lower()
    try:
        return repr(float(text))
    except ValueError:
        return re.sub(r"\.0+$", "", text)


def as_csv(value: Any, text: str) -> str:
    """A cell as the CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime.datetime):
        same = abs(value - datetime.datetime.fromisoformat(text)) < datetime.timedelta(
            milliseconds=1
        )  # as Excel has it
        return text if same else str(value)
    if isinstance(value, int | float):
        return text if float(text) == pytest.approx(value, abs=1e-9) else str(value)
    return str(value)


@pytest.mark.all_reports
@pytest.mark.parametrize("name", NAMES)
def test_a_sheet_says_what_the_csv_says(name: str, built: Project) -> None:
    path = workbook(built, *NAMES)
    folder = built.folder / "exported"
    built.run("export", name, "--raw", "--database", built.database, "--output-dir", folder)
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        expected = list(csv.reader(stream))
    found = cells(path, name)
    assert found[0] == expected[0]
    for row, texts in zip(found[1:], expected[1:], strict=True):
        assert [as_csv(value, text) for value, text in zip(row, texts, strict=True)] == texts


if SOFFICE:

    @pytest.mark.all_reports
    def test_libreoffice_reads_in_a_sheet_what_the_csv_says(built: Project) -> None:
        names = [name for name in NAMES if name != "ops.processed_files"]  # whose times have fractions, shown rounded
        path = workbook(built, *names)
        command = [SOFFICE, "--headless", f"-env:UserInstallation=file://{built.folder}/profile"]
        # Comma, quote, UTF-8, from line 1, no formulas, every sheet (LibreOffice, "Filter Options for CSV").
        command += ["--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"]
        command += ["--outdir", str(built.folder / "converted"), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        for name in names:
            folder = built.folder / "exported"
            built.run("export", name, "--raw", "--database", built.database, "--output-dir", folder)
            with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
                expected = list(csv.reader(stream))
            with (built.folder / "converted" / f"{path.stem}-{name}.csv").open(encoding="utf-8", newline="") as stream:
                found = list(csv.reader(stream))
            assert [list(map(plain, row)) for row in found] == [list(map(plain, row)) for row in expected], name


def test_the_report_comes_first_and_about_last(built: Project) -> None:
    path = workbook(built, *NAMES)
    assert path.name == "support_report.xlsx"
    names = openpyxl.load_workbook(path).sheetnames
    assert names == ["support_report", "interactions_wide", "ops.processed_files", "dim_agents", "About"]


def test_cells_have_types_and_texts_are_never_formulas_or_links(built: Project) -> None:
    path = workbook(built, "dim_agents", "dim_contact_centers", "fact_interactions")
    agents = cells(path, "dim_agents")
    assert agents[1][3:5] == ["=1+1", datetime.datetime(2024, 1, 15)]
    sheet = openpyxl.load_workbook(path)["dim_agents"]
    assert [sheet.cell(2, 4).data_type, sheet.cell(3, 4).data_type, sheet.cell(2, 5).data_type] == ["s", "s", "d"]
    assert sheet.cell(3, 4).hyperlink is None
    assert cells(path, "dim_contact_centers")[1][1:3] == ["'@SUM(A1)", "00123"]
    facts = openpyxl.load_workbook(path)["fact_interactions"]
    kinds = {facts.cell(1, number).value: facts.cell(2, number) for number in range(1, facts.max_column + 1)}
    assert kinds["is_call"].data_type == "b"
    assert kinds["call_duration_minutes"].data_type == "n"
    assert kinds["interaction_start_utc"].number_format == "yyyy-mm-dd hh:mm:ss"


def test_a_sheet_has_a_frozen_header_filters_and_widths(built: Project) -> None:
    sheet = openpyxl.load_workbook(workbook(built))["support_report"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == sheet.dimensions
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width > 7


def test_about_has_meanings_the_month_and_the_warnings(built: Project) -> None:
    built.extract.delta("agents", "202502", ["A9,Nobody,C1,2024-01-15,K1,delete"])
    built.built()
    rows = [[cell or "" for cell in row] for row in cells(workbook(built), "About")]
    assert rows[0][:2] == ["As of month", "202502"]
    assert ["support_report", "month", "varchar"] in [row[:3] for row in rows]
    assert any(row[0] == "delta/agents_delta_202502.csv" and row[1] == "1" for row in rows)
    rows = cells(workbook(built, "--as-of", "202501"), "About")
    assert rows[0][:2] == ["As of month", "202501"]


def test_equal_warehouses_give_equal_bytes(built: Project) -> None:
    first = workbook(built, *NAMES).read_bytes()
    assert workbook(built, *NAMES).read_bytes() == first
    assert not zipfile.ZipFile(workbook(built)).testzip()


def test_more_rows_than_a_sheet_holds_are_refused(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warehouse.commands.workbook.MOST_ROWS", 2)
    result = built.run("export", "fact_interactions", "--format", "xlsx", "--database", built.database)
    assert result.exit_code == 1
    assert "fact_interactions has 2 rows; a sheet of Excel holds 1." in result.stderr
    assert "--format csv" in result.stderr


def test_long_names_are_cut_and_stay_apart() -> None:
    from warehouse.commands.workbook import _names

    names = _names(["about", "x" * 40, "X" * 41, "y"])
    assert names == ["about~2", "x" * 31, "X" * 29 + "~2", "y"]


def test_a_missing_package_is_reported_with_the_command_to_install_it(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    result = built.run("export", "--format", "xlsx", "--database", built.database)
    assert result.exit_code == 1
    assert "pip install 'supportwh[excel]'" in result.stderr


def test_a_workbook_replaces_a_workbook_and_nothing_else(built: Project) -> None:
    path = workbook(built)
    workbook(built)
    path.write_text("month,total\n", "utf-8")
    folder = built.folder / "workbooks"
    command = ("export", "--format", "xlsx", "--database", built.database, "--output-dir", folder)
    result = built.run(*command)
    assert result.exit_code == 1
    assert "is a file of another type than xlsx" in result.stderr
    assert built.run(*command, "--force").exit_code == 0

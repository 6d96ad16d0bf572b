"""The package: what a wheel installs, what its page says, and how the house is kept."""

import ast
import graphlib
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT
from warehouse import __version__

MODULES = sorted((ROOT / "warehouse").rglob("*.py"))
MAX_LINES, MAX_FUNCTION_LINES = 200, 30
#: The command line has the options of every command in its signature.
MAX_LINES_OF_CLI = 280
SUPPORTED = "3.11"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", folder, ROOT], check=True)
    [path] = folder.iterdir()
    return zipfile.ZipFile(path)


def test_a_wheel_installs_one_top_level_name(wheel: zipfile.ZipFile) -> None:
    assert {name.split("/")[0] for name in wheel.namelist()} == {"warehouse", f"supportwh-{__version__}.dist-info"}


def test_a_wheel_has_the_sql_and_says_that_it_is_typed(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    assert {"warehouse/py.typed", "warehouse/__main__.py", "warehouse/sql/columns.csv"} <= names
    there = {f"warehouse/{path.relative_to(ROOT)}" for path in (ROOT / "sql").rglob("*.sql")}
    assert there <= names


def test_its_page_on_an_index_says_what_it_is_and_links_absolutely(wheel: zipfile.ZipFile) -> None:
    metadata = wheel.read(f"supportwh-{__version__}.dist-info/METADATA").decode()
    for field in ("Summary: ", "Keywords: ", "Classifier: ", "Project-URL: Changelog, ", "License-Expression: MIT"):
        assert field in metadata
    links = re.findall(r"\]\(([^)\s]+)\)", metadata.partition("\n\n")[2])
    assert links
    assert [link for link in links if not link.startswith(("https://", "#"))] == []


def test_what_the_readme_links_to_in_the_project_is_there() -> None:
    home = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["urls"]["Homepage"]
    links = re.findall(rf"{re.escape(home)}/(?:blob|raw|tree)/main/([^)#\s]+)", (ROOT / "README.md").read_text("utf-8"))
    assert len(links) > 5
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_and_its_functions_are_of_a_size_to_read(module: Path) -> None:
    text = module.read_text("utf-8")
    assert len(text.splitlines()) <= (MAX_LINES_OF_CLI if module.name == "cli.py" else MAX_LINES)
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    long = {node.name: node.end_lineno - node.body[0].lineno + 1 for node in functions if node.end_lineno}
    assert {name: lines for name, lines in long.items() if lines > MAX_FUNCTION_LINES} == {}


def imports(module: Path) -> set[str]:
    """The modules of the package that a module imports, at its head or in a function, for types or to run."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found


def test_no_module_imports_itself_by_way_of_others() -> None:
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in MODULES}
    graph = {name: imports(path) & names.keys() - {name} for name, path in names.items()}
    assert sum(map(len, graph.values())) > 100
    graphlib.TopologicalSorter(graph).prepare()  # CycleError names the modules of a cycle


def test_only_spark_and_the_module_above_both_engines_know_spark() -> None:
    knowing = {
        str(path.relative_to(ROOT / "warehouse"))
        for path in MODULES
        if any(name.startswith(("warehouse.spark", "pyspark")) for name in imports(path))
    }
    assert {name for name in knowing if not name.startswith("spark/")} == {
        *("opening.py", "engine/location.py", "commands/render.py"),
    }


def test_only_the_command_line_knows_click() -> None:
    using = {path.name for path in MODULES if re.search(r"^\s*(import|from) click", path.read_text("utf-8"), re.M)}
    assert using == {
        *("arguments.py", "cli.py", "command.py", "completion.py", "console.py", "dashboard_options.py"),
        *("log_options.py", "options.py", "places.py", "printing.py", "streams.py"),
    }

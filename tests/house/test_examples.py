"""The examples: schedules, the container, dbt; each does what it says."""

import configparser
import re
import runpy
import shlex
import subprocess
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest
import yaml

from tests.conftest import ROOT, Project

SCHEDULE, CONTAINER, DBT = (ROOT / "examples" / name for name in ("schedule", "container", "dbt"))
#: A target that the smallest extract misses, whose one rating is 4, and one that it meets.
TARGETS = {name: f"metric,contact_center_id,from_month,value\naverage_rating,*,202501,{value}\n"
           for name, value in (("missed", 5), ("met", 3))}  # fmt: skip

Shell = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def shell(project: Project) -> Shell:
    """Runs a shell script in the folder of a project, where `supportwh` is this one and mail goes to a file."""
    tools = project.folder / "tools"
    tools.mkdir()
    for name, script in (
        ("supportwh", f'exec {sys.executable} -m warehouse "$@"'),
        ("sendmail", f'echo "$@" > {project.folder}/arguments; cat > {project.folder}/sent.eml'),
    ):
        (tools / name).write_text(f"#!/bin/sh\n{script}\n")
        (tools / name).chmod(0o755)
    variables = {"PATH": f"{tools}:/usr/bin:/bin", "PYTHONPATH": str(ROOT), "SENDMAIL": str(tools / "sendmail")}
    variables |= {"MAIL_FROM": "reports@example.org", "MAIL_TO": "managers@example.org", "HOME": str(project.folder)}

    def run(script: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["/bin/bash", "-c", script],
            cwd=project.folder,
            env=variables | more,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.parametrize("target", ["missed", "met"])
def test_the_monthly_script_sends_the_email_only_if_a_target_was_missed(
    project: Project, shell: Shell, target: str
) -> None:
    project.extract.write("settings/targets.csv", TARGETS[target])
    done = shell(f"sh {SCHEDULE}/monthly.sh")
    assert done.returncode == 0, done.stderr
    sent = project.folder / "sent.eml"
    assert sent.exists() == (target == "missed")
    if sent.exists():
        assert sent.read_bytes() == (project.folder / "dashboard.eml").read_bytes()
        assert (project.folder / "arguments").read_text() == "-t\n"
        assert b"To: managers@example.org\r\n" in sent.read_bytes()


def test_the_monthly_script_fails_if_the_build_does(project: Project, shell: Shell) -> None:
    project.extract.write("initial/agents.csv", "nonsense\n")
    assert shell(f"sh {SCHEDULE}/monthly.sh").returncode == 1
    assert not (project.folder / "sent.eml").exists()


def test_the_crontab_runs_the_monthly_script_with_its_variables() -> None:
    lines = [line for line in (SCHEDULE / "crontab").read_text().splitlines() if not line.startswith("#")]
    variables = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    assert {"MAIL_FROM", "MAIL_TO", "PATH"} == variables.keys()
    [job] = [line.split(None, 5) for line in lines if not re.match(r"[A-Z_]+=", line)]
    limits = [(0, 59), (0, 23), (1, 31), (1, 12), (0, 7)]
    for value, (least, most) in zip(job[:5], limits, strict=True):
        assert value == "*" or least <= int(value) <= most
    assert job[5] == "cd /srv/support && ./monthly.sh"


def test_the_timer_starts_a_service_that_runs_the_monthly_script() -> None:
    units = {}
    for name in ("service", "timer"):
        units[name] = configparser.ConfigParser(strict=False, interpolation=None)
        units[name].optionxform = str  # type: ignore[assignment, method-assign]
        units[name].read_string((SCHEDULE / f"supportwh.{name}").read_text())
    service = units["service"]["Service"]
    assert shlex.split(service["ExecStart"]) == ["/bin/sh", "/srv/support/monthly.sh"]
    assert service["WorkingDirectory"] == service["ReadWritePaths"] == "/srv/support"
    assert service["User"] != "root"
    assert re.fullmatch(r"\*-\*-03 06:00:00 America/New_York", units["timer"]["Timer"]["OnCalendar"])
    assert units["timer"]["Install"]["WantedBy"] == "timers.target"


@pytest.mark.parametrize("target", ["missed", "met"])
def test_the_steps_of_the_workflow_write_the_email_only_if_a_target_was_missed(
    project: Project, shell: Shell, target: str
) -> None:
    project.extract.write("settings/targets.csv", TARGETS[target])
    workflow = yaml.safe_load((SCHEDULE / "github-actions.yml").read_text())
    assert workflow[True]["schedule"] == [{"cron": "0 11 3 * *"}]  # YAML 1.1 takes `on` for true
    steps = workflow["jobs"]["dashboard"]["steps"]
    build, write, send = (
        step for step in steps if "supportwh " in step.get("run", "") or "curl" in step.get("run", "")
    )
    output = project.folder / "output"
    for step in (build, write):
        done = shell(f"set -e -o pipefail\n{step['run']}", GITHUB_OUTPUT=str(output))
        assert done.returncode == 0, done.stderr
    assert output.read_text() == f"code={0 if target == 'missed' else 4}\n"
    assert (project.folder / "dashboard.eml").exists() == (target == "missed")
    assert send["if"] == "steps.mail.outputs.code == '0'"
    assert "--upload-file dashboard.eml" in send["run"]
    assert set(re.findall(r"\$(\w+)", send["run"])) == send["env"].keys()


@pytest.mark.parametrize("target", ["missed", "met"])
def test_the_airflow_dag_skips_the_email_if_no_target_was_missed(
    project: Project, shell: Shell, target: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks: list[dict[str, Any]] = []

    class Operator:
        """What the DAG uses of an operator of Airflow."""

        def __init__(self, **settings: Any) -> None:
            tasks.append(settings)

        def __rshift__(self, other: "Operator") -> "Operator":
            return other

    class Dag:
        def __init__(self, name: str, **settings: Any) -> None:
            assert settings["catchup"] is False

        def __enter__(self) -> None: ...

        def __exit__(self, *_: object) -> None: ...

    for name, content in (
        ("airflow.sdk", {"DAG": Dag}),
        ("airflow.providers.standard.operators.bash", {"BashOperator": Operator}),
    ):
        for depth in range(name.count(".") + 1):
            package = ".".join(name.split(".")[: depth + 1])
            monkeypatch.setitem(sys.modules, package, sys.modules.get(package) or types.ModuleType(package))
        vars(sys.modules[name]).update(content)
    runpy.run_path(str(SCHEDULE / "airflow_dag.py"))
    assert [task["task_id"] for task in tasks] == ["build", "dashboard", "send"]
    project.extract.write("settings/targets.csv", TARGETS[target])
    codes = [shell(task["bash_command"]).returncode for task in tasks[:2]]
    assert codes == [0, 0 if target == "missed" else tasks[1]["skip_on_exit_code"]]


def test_the_container_runs_as_a_user_of_its_own_on_a_read_only_file_system() -> None:
    dockerfile = (CONTAINER / "Dockerfile").read_text()
    last = dockerfile.rsplit("FROM ", 1)[1]
    assert last.startswith("python:3.12-slim\n")
    assert re.findall(r"^USER (\d+)$", last, re.MULTILINE) == ["10001"]
    [job] = yaml.safe_load((CONTAINER / "compose.yaml").read_text())["services"].values()
    assert (CONTAINER / job["build"]["context"] / job["build"]["dockerfile"]).samefile(CONTAINER / "Dockerfile")
    assert (CONTAINER / job["build"]["context"]).samefile(ROOT)
    assert job["read_only"] is True
    assert [volume.split(":")[-1] for volume in job["volumes"]] == ["ro", "/warehouse"]
    assert job["cap_drop"] == ["ALL"]


def test_the_job_of_the_container_reads_the_data_and_writes_where_it_is_told(project: Project, shell: Shell) -> None:
    [job] = yaml.safe_load((CONTAINER / "compose.yaml").read_text())["services"].values()
    variables = dict(re.findall(r"(SUPPORTWH_\w+)=(\S+)", (CONTAINER / "Dockerfile").read_text()))
    assert variables == {"SUPPORTWH_DATA_DIR": "/data", "SUPPORTWH_DATABASE": "/warehouse/warehouse.duckdb"}
    assert "volumes" in job
    (project.folder / "warehouse").mkdir()
    done = shell(
        f"cd warehouse && {job['command'][0]}",
        **{name: f"{project.folder}{path}" for name, path in variables.items()},
    )
    assert done.returncode == 0, done.stderr
    assert {path.name for path in (project.folder / "warehouse").iterdir()} >= {"warehouse.duckdb", "dashboard.eml"}


def test_the_dbt_models_read_what_their_sources_say(bundled: Path) -> None:
    profile = yaml.safe_load((DBT / "profiles.yml").read_text())["support"]["outputs"]["dev"]
    [attached] = profile["attach"]
    assert attached["read_only"] is True
    [source] = yaml.safe_load((DBT / "models" / "sources.yml").read_text())["sources"]
    tables = {table["name"]: table.get("columns", []) for table in source["tables"]}

    def relation(name: str, table: str) -> str:
        assert (name, table in tables) == (source["name"], True)
        return f"{source['database']}.{source['schema']}.{table}"

    with duckdb.connect() as con:
        con.execute(f"attach '{bundled}' as {attached['alias']} (read_only)")
        for table, columns in tables.items():
            names = {column[0] for column in con.sql(f"describe {relation('supportwh', table)}").fetchall()}
            assert {column["name"] for column in columns} <= names
        model = jinja2.Template((DBT / "models" / "calls_by_location.sql").read_text()).render(source=relation)
        calls = sum(row[1] for row in con.sql(model).fetchall())
        assert [(calls,)] == con.sql("select sum(total_calls) from warehouse.support_report").fetchall()


def test_every_folder_of_examples_is_named_in_the_documents() -> None:
    documents = "\n".join(path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md"))
    folders = [path.name for path in (ROOT / "examples").iterdir() if path.is_dir() and path.name != "__pycache__"]
    assert len(folders) == 3
    assert [name for name in folders if f"examples/{name}" not in documents] == []

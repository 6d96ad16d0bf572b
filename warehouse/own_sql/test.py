"""Builds a warehouse from each folder of cases/ and compares the report of that name with its expected.csv."""

import difflib
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
failed = 0
for case in sorted(path.parent for path in FOLDER.glob("cases/*/expected.csv")):
    with tempfile.TemporaryDirectory() as work:
        options = ["--sql-dir", str(FOLDER), "--database", f"{work}/warehouse.duckdb"]
        for command in (["build", "--quiet", "--data-dir", str(case)], ["export", case.name, "--output-dir", work]):
            subprocess.run(
                [sys.executable, "-m", "warehouse", *command, *options], check=True, stdout=subprocess.DEVNULL
            )
        found = (Path(work) / f"{case.name}.csv").read_text("utf-8")
    difference = list(
        difflib.unified_diff(
            (case / "expected.csv").read_text("utf-8").splitlines(),
            found.splitlines(),
            "expected",
            "found",
            lineterm="",
        )
    )
    print("\n".join([f"{case.name}: {'FAILED' if difference else 'passed'}", *difference]))
    failed += bool(difference)
sys.exit(1 if failed else 0)

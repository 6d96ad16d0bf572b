"""The benchmark cases: each one sets up its contenders, supportwh first, and runs them in turn."""

import csv
import json
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from bench import CHECKOUT, HERE, LAST_MONTH, Bench, remove
from measure import Contender, Runs, alternate, run_once

START = Contender("python", [sys.executable, "-c", "pass"])
VIEW = "copy (from support_report) to '{}/bare_view.csv' (format csv, header)"


def cold(bench: Bench) -> dict[str, Runs]:
    """Measure a cold build of the extract and two deltas."""
    first, _ = bench.extract(bench.rows)
    ours, bare = bench.folder / "cold.duckdb", bench.folder / "cold_floor.duckdb"
    peers = [bench.peer(name, first) for name in bench.against]
    runs = alternate([bench.build(ours, first), bench.cold_floor(bare, first), *peers], bench.repeat, bench.log)
    run_once([*bench.supportwh, "export", "--database", ours, "--output-dir", bench.folder], bench.log, CHECKOUT)
    reports = [
        bare.with_suffix(".csv"),
        *(bench.folder / f"by_{name}" / "support_report.csv" for name in bench.against),
    ]
    for report in reports:
        compare(bench.folder / "support_report.csv", report)
    return runs


def compare(ours: Path, theirs: Path) -> None:
    """Stop if two reports differ, because a fast but wrong result does not count."""
    read = []
    for path in (ours, theirs):
        with path.open(newline="") as file:
            rows = list(csv.reader(file))[1:]
        read.append(sorted((*row[:3], *(round(float(cell), 2) for cell in row[3:])) for row in rows))
    if read[0] != read[1]:
        raise SystemExit(f"{theirs} differs from the report of supportwh")


def tight(bench: Bench) -> dict[str, Runs]:
    """Measure a cold build with a memory limit of 512 MB, against the floor without a limit."""
    first, _ = bench.extract(bench.rows)
    ours, bare = bench.folder / "tight.duckdb", bench.folder / "tight_floor.duckdb"
    contenders = [bench.build(ours, first, "--memory-limit", "512MB"), bench.cold_floor(bare, first)]
    return alternate(contenders, bench.repeat, bench.log)


def another_month(bench: Bench, rows: int) -> list[Contender]:
    """Return contenders that load one more month into a fresh copy of a build of the given number of rows."""
    base, bare, whole = bench.built(rows, bench.rows // 10)
    ours, theirs = bench.folder / f"month_{rows}.duckdb", bench.folder / f"month_{rows}_floor.duckdb"

    def renew(source: Path, copy: Path) -> None:
        remove(copy)
        shutil.copyfile(source, copy)

    return [
        bench.ours(ours, "build", "--data-dir", whole, prepare=lambda: renew(base, ours)),
        bench.floor("month", whole, theirs, LAST_MONTH, out=theirs, prepare=lambda: renew(bare, theirs)),
    ]


def month(bench: Bench) -> dict[str, Runs]:
    """Measure one more month, against the floor."""
    return alternate(another_month(bench, bench.rows), bench.repeat, bench.log)


def growth(bench: Bench) -> dict[str, Runs]:
    """Measure a month into twice as many rows, against a month of the same size into the given number of rows."""
    (twice, _), (once, _) = another_month(bench, 2 * bench.rows), another_month(bench, bench.rows)
    once.name = "half the rows"
    return alternate([twice, once], bench.repeat, bench.log)


def scaling(bench: Bench) -> dict[str, Runs]:
    """Measure a cold build, against one of a tenth of the rows."""
    database, small = bench.folder / "cold.duckdb", bench.folder / "tenth.duckdb"
    (large_data, _), (small_data, _) = bench.extract(bench.rows), bench.extract(bench.rows // 10)
    tenth = bench.build(small, small_data)
    tenth.name = "a tenth"
    return alternate([bench.build(database, large_data), tenth], bench.repeat, bench.log)


def sample(bench: Bench) -> dict[str, Runs]:
    """Measure a cold build of the bundled sample."""
    ours, bare = bench.folder / "sample.duckdb", bench.folder / "sample_floor.duckdb"
    contenders = [bench.build(ours, CHECKOUT / "data"), bench.cold_floor(bare, CHECKOUT / "data")]
    return alternate(contenders, bench.repeat, bench.log, discard=True)


def export(bench: Bench) -> dict[str, Runs]:
    """Measure the export of the report, against the query of the floor and the bare query of the view."""
    base, bare, _ = bench.built(bench.rows)
    view = f"import duckdb; duckdb.connect({str(base)!r}, read_only=True).execute({VIEW.format(bench.folder)!r})"
    contenders = [
        bench.ours(base, "export", "--output-dir", bench.folder),
        bench.floor("report", bare, out=bare, prepare=lambda: None),
        Contender("bare view", [sys.executable, "-c", view]),
    ]
    return alternate(contenders, bench.repeat, bench.log, discard=True)


def nothing(bench: Bench) -> dict[str, Runs]:
    """Measure a build without new files, against the start of Python."""
    base, _, _ = bench.built(bench.rows)
    first, _ = bench.extract(bench.rows)
    return alternate([bench.ours(base, "build", "--data-dir", first), START], bench.repeat, bench.log, discard=True)


def usage(bench: Bench) -> dict[str, Runs]:
    """Measure `supportwh --help`, against the start of Python."""
    ours = Contender("supportwh", [*bench.supportwh, "--help"], cwd=CHECKOUT)
    return alternate([ours, START], bench.repeat, bench.log, discard=True)


def command(name: str, *, writes: str | None = None) -> Callable[[Bench], dict[str, Runs]]:
    """Return a case that measures a command, against the bare query of the report in a separate process."""

    def case(bench: Bench) -> dict[str, Runs]:
        base, _, _ = bench.built(bench.rows)
        query = (
            f"import duckdb; duckdb.connect({str(base)!r}, read_only=True).execute('from support_report').fetchall()"
        )
        options = ["--output", bench.folder / writes] if writes else []
        contenders = [bench.ours(base, name, *options), Contender("bare report", [sys.executable, "-c", query])]
        return alternate(contenders, bench.repeat, bench.log, discard=True)

    case.__doc__ = f"Measure `supportwh {name}`, against the bare query of the report."
    return case


def answers(bench: Bench) -> dict[str, float]:
    """Return the seconds that it takes to read each view. The report comes first, and is the unit for the others."""
    base, _, _ = bench.built(bench.rows)
    run_once([sys.executable, HERE / "answers.py", base, str(bench.repeat)], bench.log)
    return {str(view): float(seconds) for view, seconds in json.loads(bench.log.read_text()).items()}


def phases(bench: Bench) -> dict[str, float]:
    """Return the seconds of one cold build for each folder of sql/ and for everything else.

    Views (`4_core`, `5_reports`) are created while files are loaded, so the parts can add up to more than the whole.
    """
    first, _ = bench.extract(bench.rows)
    database = bench.folder / "cold.duckdb"
    remove(database)
    os.sync()
    command = [*bench.supportwh, "-v", "build", "--data-dir", first, "--database", database]
    seconds, _ = run_once(command, bench.log, CHECKOUT)
    spent: dict[str, float] = {}
    for line in re.finditer(r"^\S+ \S+ (\S+) +(\d+\.\d+) s$", bench.log.read_text(), re.MULTILINE):
        part = line[1].split("/")[0]
        spent[part] = spent.get(part, 0.0) + float(line[2])
    return {**spent, "the rest": seconds - sum(spent.values()), "whole": seconds}


CASES = {
    "cold": cold,
    "tight": tight,
    "month": month,
    "growth": growth,
    "scaling": scaling,
    "sample": sample,
    "export": export,
    "nothing": nothing,
    "help": usage,
    "analyze": command("analyze"),
    "dashboard": command("dashboard", writes="dashboard.html"),
    "check": command("check"),
}

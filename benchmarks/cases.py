"""What is measured: each case sets up its contenders, supportwh first, and runs them in turn."""

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
    """Everything from the files, two deltas."""
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
    """Stop if two reports differ: a faster wrong answer is no contender."""
    read = []
    for path in (ours, theirs):
        with path.open(newline="") as file:
            rows = list(csv.reader(file))[1:]
        read.append(sorted((*row[:3], *(round(float(cell), 2) for cell in row[3:])) for row in rows))
    if read[0] != read[1]:
        raise SystemExit(f"{theirs} is not the report of supportwh")


def tight(bench: Bench) -> dict[str, Runs]:
    """A cold build that may use half a gigabyte, against the floor, which may use all."""
    first, _ = bench.extract(bench.rows)
    ours, bare = bench.folder / "tight.duckdb", bench.folder / "tight_floor.duckdb"
    contenders = [bench.build(ours, first, "--memory-limit", "512MB"), bench.cold_floor(bare, first)]
    return alternate(contenders, bench.repeat, bench.log)


def another_month(bench: Bench, rows: int) -> list[Contender]:
    """Those who bring one more month into a fresh copy of what they built from so many rows before."""
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
    """One more month, against the same by the floor."""
    return alternate(another_month(bench, bench.rows), bench.repeat, bench.log)


def growth(bench: Bench) -> dict[str, Runs]:
    """A month of the same size into twice as many rows, against the same into as many."""
    (twice, _), (once, _) = another_month(bench, 2 * bench.rows), another_month(bench, bench.rows)
    once.name = "half of it"
    return alternate([twice, once], bench.repeat, bench.log)


def scaling(bench: Bench) -> dict[str, Runs]:
    """A cold build, against one of a tenth of the rows."""
    database, small = bench.folder / "cold.duckdb", bench.folder / "tenth.duckdb"
    (large_data, _), (small_data, _) = bench.extract(bench.rows), bench.extract(bench.rows // 10)
    tenth = bench.build(small, small_data)
    tenth.name = "a tenth"
    return alternate([bench.build(database, large_data), tenth], bench.repeat, bench.log)


def sample(bench: Bench) -> dict[str, Runs]:
    """A cold build of the extract that comes with the project."""
    ours, bare = bench.folder / "sample.duckdb", bench.folder / "sample_floor.duckdb"
    contenders = [bench.build(ours, CHECKOUT / "data"), bench.cold_floor(bare, CHECKOUT / "data")]
    return alternate(contenders, bench.repeat, bench.log, discard=True)


def export(bench: Bench) -> dict[str, Runs]:
    """The report as a file, against the floor's query on its own file and on the warehouse's view."""
    base, bare, _ = bench.built(bench.rows)
    view = f"import duckdb; duckdb.connect({str(base)!r}, read_only=True).execute({VIEW.format(bench.folder)!r})"
    contenders = [
        bench.ours(base, "export", "--output-dir", bench.folder),
        bench.floor("report", bare, out=bare, prepare=lambda: None),
        Contender("bare view", [sys.executable, "-c", view]),
    ]
    return alternate(contenders, bench.repeat, bench.log, discard=True)


def nothing(bench: Bench) -> dict[str, Runs]:
    """A build with nothing to do, against the start of Python."""
    base, _, _ = bench.built(bench.rows)
    first, _ = bench.extract(bench.rows)
    return alternate([bench.ours(base, "build", "--data-dir", first), START], bench.repeat, bench.log, discard=True)


def usage(bench: Bench) -> dict[str, Runs]:
    """`supportwh --help`, against the start of Python."""
    ours = Contender("supportwh", [*bench.supportwh, "--help"], cwd=CHECKOUT)
    return alternate([ours, START], bench.repeat, bench.log, discard=True)


def command(name: str, *, writes: str | None = None) -> Callable[[Bench], dict[str, Runs]]:
    """A command that reads the warehouse, against the bare query of its report in a process of its own."""

    def case(bench: Bench) -> dict[str, Runs]:
        base, _, _ = bench.built(bench.rows)
        query = (
            f"import duckdb; duckdb.connect({str(base)!r}, read_only=True).execute('from support_report').fetchall()"
        )
        options = ["--output", bench.folder / writes] if writes else []
        contenders = [bench.ours(base, name, *options), Contender("bare report", [sys.executable, "-c", query])]
        return alternate(contenders, bench.repeat, bench.log, discard=True)

    case.__doc__ = f"`supportwh {name}`, against the bare query of the report."
    return case


def answers(bench: Bench) -> dict[str, float]:
    """Seconds that each view takes to be read whole, the report first: what the others are measured by."""
    base, _, _ = bench.built(bench.rows)
    run_once([sys.executable, HERE / "answers.py", base, str(bench.repeat)], bench.log)
    return {str(view): float(seconds) for view, seconds in json.loads(bench.log.read_text()).items()}


def phases(bench: Bench) -> dict[str, float]:
    """Where one cold build spends its time: seconds per folder of sql/, and what is outside of it.

    Views (`4_core`, `5_reports`) are made beside the load, so that all parts may add up to more than the whole.
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

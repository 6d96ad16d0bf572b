"""Compare supportwh with bare DuckDB and other tools. Each run is a whole process, and the contenders take turns.

Prints a table, and writes the results of all runs as JSON.
"""

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from bench import CHECKOUT, PEERS, Bench
from cases import CASES, answers, phases
from measure import Runs, environment, say

HEADINGS = ("case", "supportwh s", "against", "its s", "ratio", "lowest..highest", "peak MB", "size MB")


def names(allowed: list[str]) -> Callable[[str], list[str]]:
    """Return a parser for a comma-separated list of names."""

    def parse(text: str) -> list[str]:
        chosen = [name for name in text.split(",") if name]
        if unknown := [name for name in chosen if name not in allowed]:
            raise argparse.ArgumentTypeError(f"{unknown[0]!r} is not one of {', '.join(allowed)}")
        return chosen

    return parse


def arguments() -> argparse.Namespace:
    """Return the parsed command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    cases = [*CASES, "answers", "phases"]
    parser.add_argument("--rows", type=int, default=10_000_000, help="interactions in the initial extract")
    parser.add_argument("--repeat", type=int, default=5, help="number of rounds of each case")
    parser.add_argument("--against", type=names(list(PEERS)), default=[], help=f"cold build only: {','.join(PEERS)}")
    parser.add_argument("--folder", type=Path, default=CHECKOUT / "build" / "benchmarks", help="extracts and results")
    parser.add_argument("--json", type=Path, help="result file (default: results.json in the folder)")
    parser.add_argument("--only", type=names(cases), default=cases, help=f"cases to run: {','.join(cases)}")
    return parser.parse_args()


def our_command() -> list[str]:
    """Return the installed supportwh if it belongs to this checkout, otherwise the module."""
    installed = Path(sys.executable).parent / "supportwh"
    asked = [sys.executable, "-c", "import warehouse; print(warehouse.__file__)"]
    found = subprocess.run(asked, cwd="/", env=environment(), capture_output=True, text=True, check=False).stdout
    if installed.exists() and Path(found.strip() or "/").resolve() == CHECKOUT / "warehouse" / "__init__.py":
        return [str(installed)]
    return [sys.executable, "-m", "warehouse"]


def machine() -> dict[str, object]:
    """Describe the machine: processor, cores, memory, system and versions."""
    processor = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        models = [line for line in information.read_text().splitlines() if line.startswith("model name")]
        processor = models[0].partition(":")[2].strip() if models else processor
    return {
        "processor": processor,
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "duckdb": importlib.metadata.version("duckdb"),
    }


def spread(runs: Runs) -> str:
    """Return the median, with the fastest and the slowest run in parentheses."""
    return f"{runs.median:.2f} ({min(runs.seconds):.2f}..{max(runs.seconds):.2f})"


def pair(first: float | None, second: float | None) -> str:
    """Return the sizes of supportwh and of the other contender as text."""
    return "" if first is None else f"{first:.0f}" + ("" if second is None else f" / {second:.0f}")


def rows_of(case: str, runs: dict[str, Runs]) -> list[tuple[str, ...]]:
    """Return the table rows of a case: one for each contender that supportwh is compared with."""
    ours = runs["supportwh"]
    lines = []
    for name, other in runs.items():
        if other is ours:
            continue
        ratios = [mine / its for mine, its in zip(ours.seconds, other.seconds, strict=True)]
        lines.append(
            (
                *(case, spread(ours), name, spread(other), f"{ours.median / other.median:.2f}"),
                f"{min(ratios):.2f}..{max(ratios):.2f}",
                *(pair(ours.peak_mb, other.peak_mb), pair(ours.size_mb, other.size_mb)),
            )
        )
    return lines


def table(lines: list[tuple[str, ...]]) -> str:
    """Format rows as a Markdown table."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines = [lines[0], tuple("-" * width for width in widths), *lines[1:]]
    padded = [[cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in lines]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in padded)


def main() -> None:
    """Run the cases, print the table and write the JSON file."""
    given = arguments()
    folder = given.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(given.rows, given.repeat, folder, given.against, our_command())
    result: dict[str, object] = {"rows": given.rows, "repeat": given.repeat, "machine": machine()}
    result["command"] = bench.supportwh
    target = given.json or folder / "results.json"
    lines: list[tuple[str, ...]] = [HEADINGS]
    cases: dict[str, object] = {}
    result["cases"] = cases
    for case in given.only:
        say(case)
        if case == "phases":
            result["phases"] = phases(bench)
        elif case == "answers":
            result["answers"] = answers(bench)
        else:
            runs = CASES[case](bench)
            lines += rows_of(case, runs)
            cases[case] = {name: one.as_json() for name, one in runs.items()}
        target.write_text(json.dumps(result, indent=2) + "\n")  # after each case: a later failure loses no results
    if len(lines) > 1:
        print(table(lines))
    if isinstance(spent := result.get("answers"), dict):
        unit = spent["support_report"]
        print(
            "\n"
            + table([("view", "seconds", "reports"), *((v, f"{s:.2f}", f"{s / unit:.1f}") for v, s in spent.items())])
        )
    if spent := result.get("phases"):
        print("\n" + table([("phase", "seconds"), *((part, f"{s:.2f}") for part, s in spent.items())]))
    say(str(target))


if __name__ == "__main__":
    main()

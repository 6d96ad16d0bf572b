"""Runs processes, measures them from outside, and summarizes several runs."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

MEGA = 1_000_000
#: Seconds to wait before each run: after deletions, a disk is busy for a while.
PAUSE = 1.0
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass
class Contender:
    """A measured command, its preparation before each run, and the file or folder that it writes."""

    name: str
    command: Sequence[str | Path]
    prepare: Callable[[], None] = lambda: None
    leaves: Path | None = None
    cwd: Path | None = None


@dataclass
class Runs:
    """The runs of one contender: seconds of each, highest peak memory, and size of the output."""

    seconds: list[float] = field(default_factory=list)
    peak_mb: float = 0.0
    size_mb: float | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def as_json(self) -> dict[str, object]:
        """Return the runs and their summary."""
        summary = {"median": self.median, "min": min(self.seconds), "max": max(self.seconds)}
        return {**summary, "seconds": self.seconds, "peak_mb": self.peak_mb, "size_mb": self.size_mb}


def say(text: str) -> None:
    """Print progress to stderr, since stdout has only the result."""
    print(text, file=sys.stderr, flush=True)


def environment() -> dict[str, str]:
    """Return the environment of a user: without supportwh settings, and with compiled Python files."""
    unwanted = ("SUPPORTWH_", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    beside = Path(sys.executable).parent
    return {**kept, "PATH": f"{beside}{os.pathsep}{kept.get('PATH', '')}"}


def run_once(command: Sequence[str | Path], log: Path, cwd: Path | None = None) -> tuple[float, float]:
    """Run a process, write its output to the log, and return its seconds and its peak memory in megabytes.

    The peak includes the memory of this program when it starts the process. Therefore this program imports no large
    library.
    """
    with log.open("wb") as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=output, env=environment(), cwd=cwd)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        said = log.read_text(errors="replace")[-2000:]
        raise SystemExit(f"{' '.join(map(str, command))} failed with exit code {process.returncode}:\n{said}")
    return seconds, usage.ru_maxrss * RSS_UNIT / MEGA


def size_mb(path: Path) -> float:
    """Return the size of a file, or of the Parquet files and databases in a folder, in megabytes."""
    files = [path] if path.is_file() else [p for p in path.rglob("*") if p.suffix in {".parquet", ".duckdb"}]
    return sum(file.stat().st_size for file in files) / MEGA


def warm(folder: Path) -> None:
    """Read every file once, so that each contender reads it from the cache."""
    for path in folder.rglob("*.csv"):
        with path.open("rb") as file:
            while file.read(1 << 20):
                pass


def alternate(contenders: Sequence[Contender], repeat: int, log: Path, discard: bool = False) -> dict[str, Runs]:
    """Run the contenders in turn for `repeat` rounds. With `discard`, run one more round first and ignore it.

    Each round begins with another contender, because a run may influence the next one.
    """
    runs = {contender.name: Runs() for contender in contenders}
    for number in range(-1 if discard else 0, repeat):
        first = number % len(contenders)
        for contender in [*contenders[first:], *contenders[:first]]:
            contender.prepare()
            os.sync()  # finish pending deletions and copies before the run
            time.sleep(PAUSE)
            seconds, peak = run_once(contender.command, log, contender.cwd)
            if number < 0:
                continue
            say(f"  {contender.name:<12} {seconds:8.3f} s {peak:7.0f} MB")
            result = runs[contender.name]
            result.seconds.append(seconds)
            result.peak_mb = max(result.peak_mb, peak)
            if contender.leaves:
                result.size_mb = size_mb(contender.leaves)
    return runs

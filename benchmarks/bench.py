"""The setup of a benchmark run: its extracts, the measured commands, and the warehouses that they start from."""

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from measure import Contender, alternate, run_once, say, warm

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
LAST_MONTH = "202504"
PEERS = {
    "polars": [sys.executable, HERE / "peers" / "polars_peer.py"],
    "pandas": [sys.executable, HERE / "peers" / "pandas_peer.py"],
    "dbt": ["sh", HERE / "peers" / "dbt" / "run.sh"],
}


def remove(*paths: Path) -> None:
    """Delete files and folders, if they exist."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


@dataclass
class Bench:
    """The setup of a run: its size, its folder and its contenders."""

    rows: int
    repeat: int
    folder: Path
    against: list[str]
    supportwh: list[str]
    bases: dict[Path, tuple[Path, Path, Path]] = field(default_factory=dict)

    @property
    def log(self) -> Path:
        return self.folder / "last_process.log"

    def extract(self, rows: int, delta_rows: int | None = None) -> tuple[Path, Path]:
        """Return the extract with two deltas and the extract with three; generate them if they do not exist."""
        size = rows // 10 if delta_rows is None else delta_rows
        whole = self.folder / f"extract_{rows}_{size}"
        first = self.folder / f"extract_{rows}_{size}_first"
        if not whole.exists():
            say(f"generating an extract of {rows:,} rows with three deltas of {size:,} rows each")
            making = self.folder / "extract_in_the_making"
            remove(making)
            options = [str(rows), str(making), "--months", "3", "--delta-rows", str(size)]
            run_once([sys.executable, HERE / "generate.py", *options], self.log)
            making.rename(whole)
            remove(first)
        if not first.exists():
            for path in whole.rglob("*.csv"):
                link = first / path.relative_to(whole)
                link.parent.mkdir(parents=True, exist_ok=True)
                if LAST_MONTH not in path.name:
                    os.link(path, link)
        warm(whole)
        return first, whole

    def ours(self, database: Path, *arguments: str | Path, prepare: Callable[[], None] = lambda: None) -> Contender:
        """Return a supportwh command on a database."""
        command = [*self.supportwh, *arguments, "--database", database]
        return Contender("supportwh", command, prepare, database, CHECKOUT)

    def build(self, database: Path, data: Path, *options: str) -> Contender:
        """Return a cold build with supportwh."""
        return self.ours(database, "build", "--data-dir", data, *options, prepare=lambda: remove(database))

    def floor(self, verb: str, *arguments: str | Path, out: Path, prepare: Callable[[], None]) -> Contender:
        """Return a command of the floor, which is bare DuckDB."""
        command = [sys.executable, HERE / "floor.py", verb, *arguments]
        return Contender("floor", command, prepare, out)

    def cold_floor(self, database: Path, data: Path) -> Contender:
        """Return a cold build with the floor."""
        return self.floor("build", data, database, out=database, prepare=lambda: remove(database))

    def peer(self, name: str, data: Path) -> Contender:
        """Return a cold build with another tool, which writes to a folder."""
        out = self.folder / f"by_{name}"
        return Contender(name, [*PEERS[name], data.resolve(), out.resolve()], lambda: remove(out), out)

    def built(self, rows: int, delta_rows: int | None = None) -> tuple[Path, Path, Path]:
        """Return a warehouse and a floor file without the last month, and the complete extract."""
        first, whole = self.extract(rows, delta_rows)
        if whole not in self.bases:
            say(f"building {rows:,} rows without the last month")
            base = self.folder / f"base_{whole.name}.duckdb"
            bare = self.folder / f"base_{whole.name}_floor.duckdb"
            alternate([self.build(base, first), self.cold_floor(bare, first)], 1, self.log)
            self.bases[whole] = (base, bare, whole)
        return self.bases[whole]

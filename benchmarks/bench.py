"""The place of a run: its extracts, the commands that are measured, and what they start from."""

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
    """Delete files and folders, there or not."""
    for path in paths:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


@dataclass
class Bench:
    """The place of a run: its size, its folder, its contenders."""

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
        """The extract with two deltas, and the same with a third; made if it is not there."""
        size = rows // 10 if delta_rows is None else delta_rows
        whole = self.folder / f"extract_{rows}_{size}"
        first = self.folder / f"extract_{rows}_{size}_first"
        if not whole.exists():
            say(f"making an extract of {rows:,} rows with three deltas of {size:,}")
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
        """The command supportwh on a database."""
        command = [*self.supportwh, *arguments, "--database", database]
        return Contender("supportwh", command, prepare, database, CHECKOUT)

    def build(self, database: Path, data: Path, *options: str) -> Contender:
        """A cold build by supportwh."""
        return self.ours(database, "build", "--data-dir", data, *options, prepare=lambda: remove(database))

    def floor(self, verb: str, *arguments: str | Path, out: Path, prepare: Callable[[], None]) -> Contender:
        """The same by bare DuckDB."""
        command = [sys.executable, HERE / "floor.py", verb, *arguments]
        return Contender("floor", command, prepare, out)

    def cold_floor(self, database: Path, data: Path) -> Contender:
        """A cold build by the floor."""
        return self.floor("build", data, database, out=database, prepare=lambda: remove(database))

    def peer(self, name: str, data: Path) -> Contender:
        """The same by another tool, into a folder."""
        out = self.folder / f"by_{name}"
        return Contender(name, [*PEERS[name], data.resolve(), out.resolve()], lambda: remove(out), out)

    def built(self, rows: int, delta_rows: int | None = None) -> tuple[Path, Path, Path]:
        """A warehouse and the floor's file up to the month before the last, and the whole extract."""
        first, whole = self.extract(rows, delta_rows)
        if whole not in self.bases:
            say(f"building up to the month before the last: {rows:,} rows")
            base = self.folder / f"base_{whole.name}.duckdb"
            bare = self.folder / f"base_{whole.name}_floor.duckdb"
            alternate([self.build(base, first), self.cold_floor(bare, first)], 1, self.log)
            self.bases[whole] = (base, bare, whole)
        return self.bases[whole]

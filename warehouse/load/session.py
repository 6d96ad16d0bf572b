"""What the steps of one build share."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse import __version__
from warehouse.engine.render import digest, run
from warehouse.progress import Progress

#: The SQL that says what a row of a file becomes.
LOAD_RULES = ("2_staging", "3_load")


def now_utc() -> str:
    """This moment in UTC, to the microsecond."""
    return datetime.now(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


@dataclass
class Session:
    """One build: its connection, the folder for what it writes on the way, and what it stamps on each file."""

    con: Any  # DuckDB's connection to the copy, or that to Spark
    folder: Path
    progress: Progress
    keeps_empty_cells: bool
    processed_utc: str = field(default_factory=now_utc)
    processed_by: str = f"supportwh {__version__}, DuckDB {duckdb.__version__}"
    load_rules_sha256: str = field(default_factory=lambda: digest(*LOAD_RULES))
    _rules: tuple[bool, bool] | None = None

    def make_rules(self, *, has_blanks: bool, is_text: bool) -> None:
        """Make the macros of `sql/2_staging/` for a file, unless they are as they should be."""
        if self._rules != (has_blanks, is_text):
            self._rules = None
            run(self.con, "2_staging/rules.sql", has_blanks=has_blanks, is_text=is_text)
            if is_text:
                run(self.con, "2_staging/reasons.sql")
            self._rules = has_blanks, is_text

    def forget_rules(self) -> None:
        """After a transaction that was rolled back, and the macros with it."""
        self._rules = None

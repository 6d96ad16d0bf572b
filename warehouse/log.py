"""The log of a command: for people lines of text, for programs a JSON object a line."""

import contextlib
import json
import logging
import time as clock
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

LOG = logging.getLogger("supportwh")
LOG.addHandler(logging.NullHandler())  # else Python would print errors that nobody logs
LOG.propagate = False

#: Where a command notes that it is verbose, and how it logs; what a record of `notify` has.
VERBOSE, FORMAT, IS_NOTICE = "supportwh.verbose", "supportwh.log_format", "is_notice"


class Event(NamedTuple):
    """Something to tell: as text, and as the fields of a JSON object; no fields where it is for people only.

    is_shown is false for what people find elsewhere.
    """

    text: str
    level: int = logging.INFO
    fields: dict[str, Any] | None = None
    is_shown: bool = True


class Formatter(logging.Formatter):
    """Text with the time before it, or JSON: decided when a record is written, since options come in any order."""

    def __init__(self, meta: dict[str, Any]) -> None:
        super().__init__("%(asctime)s %(message)s")
        self.meta = meta

    def format(self, record: logging.LogRecord) -> str:
        if not is_json(self.meta):
            return super().format(record)
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = {"time": time, "level": record.levelname.lower(), "message": " ".join(record.getMessage().split())}
        return json.dumps(said | getattr(record, "fields", {}), default=str)


def is_json(meta: dict[str, Any]) -> bool:
    """Whether a command tells what it does in JSON, and nothing else on stderr; meta is what it notes of itself."""
    return meta.get(FORMAT) == "json"


def step(name: str, seconds: float) -> None:
    """Log how long a step took."""
    LOG.debug("%-40s %7.3f s", name, seconds, extra={"fields": {"step": name, "seconds": round(seconds, 3)}})


@contextlib.contextmanager
def timed(name: str) -> Iterator[None]:
    """Log how long a step takes that is not a script."""
    started = clock.perf_counter()
    yield
    step(name, clock.perf_counter() - started)


def notify(text: str) -> None:
    """Tell people and programs something that stops nothing, from wherever it is noticed."""
    LOG.warning("%s", text, extra={"fields": {"event": "notice"}, IS_NOTICE: True})


def log_event(event: Event) -> None:
    """Log an event for programs; what people see on the screen is said elsewhere."""
    if event.fields is not None:
        LOG.log(event.level, "%s", event.text, extra={"fields": event.fields})

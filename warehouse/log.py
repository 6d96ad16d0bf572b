"""The log of a command: lines of text for people, or one JSON object per line for programs."""

import contextlib
import json
import logging
import time as clock
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

LOG = logging.getLogger("supportwh")
LOG.addHandler(logging.NullHandler())  # otherwise Python prints errors when no handler is set
LOG.propagate = False

#: Keys in the context of a command: whether it is verbose, and its log format. The attribute of `notify` records.
VERBOSE, FORMAT, IS_NOTICE = "supportwh.verbose", "supportwh.log_format", "is_notice"


class Event(NamedTuple):
    """An event of a command: its text, and its fields as a JSON object; without fields it is for people only.

    is_shown is false if the event is for programs only. style is one of `warehouse.terminal.STYLES`, and ending the end
    of the text that is less important, such as a duration.
    """

    text: str
    level: int = logging.INFO
    fields: dict[str, Any] | None = None
    is_shown: bool = True
    style: str = ""
    ending: str = ""


class Formatter(logging.Formatter):
    """Formats a record as text with its time, or as JSON.

    It decides when a record is written, because options are processed in any order.
    """

    def __init__(self, meta: dict[str, Any]) -> None:
        super().__init__("%(asctime)s %(message)s")
        self.meta = meta

    def format(self, record: logging.LogRecord) -> str:
        if not is_json(self.meta):
            return super().format(record)
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        entry = {"time": time, "level": record.levelname.lower(), "message": " ".join(record.getMessage().split())}
        return json.dumps(entry | getattr(record, "fields", {}), default=str)


def is_json(meta: dict[str, Any]) -> bool:
    """Return whether a command writes only JSON to stderr; meta is the `meta` of its context."""
    return meta.get(FORMAT) == "json"


def step(name: str, seconds: float) -> None:
    """Log how long a step took."""
    LOG.debug("%-40s %7.3f s", name, seconds, extra={"fields": {"step": name, "seconds": round(seconds, 3)}})


@contextlib.contextmanager
def timed(name: str) -> Iterator[None]:
    """Log how long the body of a `with` statement takes."""
    started = clock.perf_counter()
    yield
    step(name, clock.perf_counter() - started)


def notify(text: str) -> None:
    """Report something that does not stop the command, to people and programs."""
    LOG.warning("%s", text, extra={"fields": {"event": "notice"}, IS_NOTICE: True})


def log_event(event: Event) -> None:
    """Log an event for programs; `print_events` prints it for people."""
    if event.fields is not None:
        LOG.log(event.level, "%s", event.text + event.ending, extra={"fields": event.fields})

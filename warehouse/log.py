"""The log of a command: for people lines of text, for programs a JSON object a line."""

import functools
import json
import logging
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import click

log = logging.getLogger("supportwh")
log.addHandler(logging.NullHandler())  # else Python would print errors that nobody logs
log.propagate = False

#: Where a command notes that it is verbose, and how it logs.
VERBOSE, FORMAT = "supportwh.verbose", "supportwh.log_format"


class Event(NamedTuple):
    """Something to tell: as text, and as the fields of a JSON object; no fields where it is for people only.

    is_shown is false for what people find elsewhere.
    """

    text: str
    level: int = logging.INFO
    fields: dict[str, Any] | None = None
    is_shown: bool = True


class _Formatter(logging.Formatter):
    """Text with the time before it, or JSON: decided when a record is written, since options come in any order."""

    def __init__(self, meta: dict[str, Any]) -> None:
        super().__init__("%(asctime)s %(message)s")
        self.meta = meta

    def format(self, record: logging.LogRecord) -> str:
        if not _is_json(self.meta):
            return super().format(record)
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = {"time": time, "level": record.levelname.lower(), "message": " ".join(record.getMessage().split())}
        return json.dumps(said | getattr(record, "fields", {}), default=str)


def _is_json(meta: dict[str, Any]) -> bool:
    return meta.get(FORMAT) == "json"


def is_json() -> bool:
    """Whether the command at hand tells what it does in JSON, and nothing else on stderr."""
    ctx = click.get_current_context(silent=True)
    return ctx is not None and _is_json(ctx.meta)


def step(name: str, seconds: float) -> None:
    """Log how long a step took."""
    log.debug("%-40s %7.3f s", name, seconds, extra={"fields": {"step": name, "seconds": round(seconds, 3)}})


def tell(event: Event) -> None:
    """Log an event for programs and for the log file; what people see on the screen is said elsewhere."""
    if event.fields is not None:
        log.log(event.level, "%s", event.text, extra={"fields": event.fields})


def log_to_file(ctx: click.Context, option: click.Parameter, path: Path | None) -> None:
    """Write the log to a file, in full, until the command ends."""
    if path:
        _log_to(ctx, logging.FileHandler(path, encoding="utf-8"), logging.DEBUG)


def be_verbose(ctx: click.Context, option: click.Parameter, is_wanted: bool) -> None:
    """Show what each step is and takes."""
    if is_wanted and not ctx.meta.get(VERBOSE):
        ctx.meta[VERBOSE] = True
        handler = logging.StreamHandler(sys.stderr)
        handler.addFilter(lambda record: record.levelno == logging.DEBUG)
        _log_to(ctx, handler, logging.DEBUG)


def log_as(ctx: click.Context, option: click.Parameter, value: str | None) -> None:
    """Log in a format; in JSON also what would else be said in words on stderr."""
    if value and FORMAT not in ctx.meta:
        ctx.meta[FORMAT] = value
        if value == "json":
            _log_to(ctx, logging.StreamHandler(sys.stderr), logging.INFO)


def _log_to(ctx: click.Context, handler: logging.Handler, level: int) -> None:
    handler.setFormatter(_Formatter(ctx.meta))
    handler.setLevel(level)
    log.addHandler(handler)
    log.setLevel(logging.DEBUG)
    root = ctx.find_root()  # what went wrong is told when the command has ended
    root.call_on_close(handler.close)
    root.call_on_close(functools.partial(log.removeHandler, handler))

"""Prints what people read: results on stdout, and events, notes and errors on stderr."""

import contextlib
import logging
import os
import sys
from collections.abc import Iterable, Iterator

import click

from warehouse import streams, terminal
from warehouse.log import IS_NOTICE, LOG, Event, is_json, log_event
from warehouse.text import escape_control


def echo(text: object, style: str = "", ending: str = "") -> None:
    """Print a text on stderr, with control characters escaped; see `terminal.lines`."""
    for line in terminal.lines(escape_control(str(text)), sys.stderr, style, ending):
        streams.write_error(line)


def echo_lines(lines: Iterable[str]) -> None:
    """Print the result of a command on stdout, line by line."""
    for text in lines:
        style = "bold" if isinstance(text, terminal.Heading) else ""
        for line in terminal.lines(escape_control(text), sys.stdout, style):
            streams.write(line)


def is_log_json() -> bool:
    """Return whether the command that runs writes only JSON to stderr."""
    ctx = click.get_current_context(silent=True)
    return ctx is not None and is_json(ctx.meta)


def print_events(events: Iterable[Event]) -> None:
    """Print events on stderr, or write them to the log if it is in JSON."""
    for event in events:
        log_event(event)
        if event.is_shown and not is_log_json():
            echo(event.text, event.style, event.ending)


class _Notices(logging.Handler):
    """Prints the records of `notify` on stderr, unless the log is in JSON."""

    def emit(self, record: logging.LogRecord) -> None:
        if hasattr(record, IS_NOTICE) and not is_log_json():
            echo(f"Note: {record.getMessage()}")


@contextlib.contextmanager
def printing_notices() -> Iterator[None]:
    handler = _Notices(logging.WARNING)
    LOG.addHandler(handler)
    try:
        yield
    finally:
        LOG.removeHandler(handler)


def echo_path(path: object) -> None:
    """Print a path on stdout; on a terminal its control characters are escaped.

    A path that cannot be printed is not an error, because its file has been written.
    """
    with contextlib.suppress(streams.StreamError):
        streams.write(escape_control(str(path)) if sys.stdout.isatty() else os.fsencode(str(path)))

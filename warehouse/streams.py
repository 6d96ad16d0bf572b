"""The standard streams of a command, which may be closed, full, or unable to encode a character."""

import contextlib
import logging
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO

import click


class StreamError(Exception):
    """Standard output cannot be written: its reader has gone, or the disk is full."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror or str(error))
        self.is_closed = isinstance(error, BrokenPipeError)


def prepare() -> None:
    """Make all three streams usable.

    A closed stream becomes the null device, so that no other file gets its descriptor. Characters that a stream cannot
    encode are written as escapes. A log that cannot be written is not an error.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            _open_null(number)
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # tests replace the streams
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    logging.raiseExceptions = False


def _open_null(number: int) -> None:
    with contextlib.suppress(OSError):
        os.fstat(number)
        return
    null = os.open(os.devnull, os.O_RDWR)
    if null != number:
        os.dup2(null, number)
        os.close(null)


def write(text: str | bytes, *, ends_line: bool = True) -> None:
    """Write to standard output; raise StreamError if that fails."""
    try:
        # without color=True click removes escape sequences
        click.echo(text, nl=ends_line, color=True)
    except OSError as error:
        abandon(sys.stdout)
        raise StreamError(error) from error


def write_error(text: str) -> None:
    """Write a line to standard error, if possible."""
    with unwritable_is_abandoned():
        click.echo(text, err=True, color=True)


@contextlib.contextmanager
def unwritable_is_abandoned() -> Iterator[None]:
    """Ignore errors of standard error: there is nowhere left to report them."""
    try:
        yield
    except OSError:
        abandon(sys.stderr)


def abandon(stream: TextIO | Any) -> None:
    """Redirect a stream to the null device; otherwise Python writes its buffer again at exit."""
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)

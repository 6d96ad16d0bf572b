"""The standard streams of a command: which may be closed, full, or unable to encode a character."""

import contextlib
import logging
import os
import sys
from collections.abc import Iterator
from typing import Any, TextIO

import click


class StreamError(Exception):
    """Standard output takes no more: its reader has gone, or it is full."""

    def __init__(self, error: OSError) -> None:
        super().__init__(error.strerror or str(error))
        self.is_closed = isinstance(error, BrokenPipeError)


def prepare() -> None:
    """Make all three streams usable.

    One that is closed becomes the null device, before a file of ours is opened under its number. What a stream cannot
    encode is written as an escape. A log that cannot be written is no error.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            _open_null(number)
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", closefd=False))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # a test may have put a stream of its own there
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
    """Write to standard output; raises StreamError where that is impossible."""
    try:
        # click takes escape sequences out of a text without colors
        click.echo(text, nl=ends_line, color=True)
    except OSError as error:
        abandon(sys.stdout)
        raise StreamError(error) from error


def write_error(text: str) -> None:
    """Write a line to standard error, if it takes one."""
    with unwritable_is_abandoned():
        click.echo(text, err=True)


@contextlib.contextmanager
def unwritable_is_abandoned() -> Iterator[None]:
    """Go on where standard error takes no more: there is nobody left to tell."""
    try:
        yield
    except OSError:
        abandon(sys.stderr)


def abandon(stream: TextIO | Any) -> None:
    """Send what a stream still holds, and cannot write, to the null device: else Python would try again at its end."""
    with contextlib.suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)

"""The command line as a program: signals, failures as sentences, exit codes."""

import functools
import logging
import os
import shlex
import signal
import sys
from collections.abc import Iterable
from dataclasses import asdict
from types import FrameType
from typing import Any, NoReturn

import click

from warehouse.errors import DataWarning, Fault, WarehouseError, advice_on, first_line
from warehouse.log import FORMAT, LOG, VERBOSE, Event, Formatter, is_json, tell
from warehouse.text import shown

#: Where a command notes the paths it was given.
PATHS = "supportwh.paths"


class Interruption(KeyboardInterrupt):
    """A signal to stop. Python ends by SIGINT, whatever we exit with, if it saw a bare KeyboardInterrupt leave
    a text that was being executed (`run_eval_code_obj` in its pythonrun.c), such as the making of a dataclass.
    """


def say(text: object, *, err: bool = False) -> None:
    """Print a line for people: what a terminal would obey is an escape."""
    click.echo(shown(str(text)), err=err)


def say_all(lines: Iterable[str], *, err: bool = False) -> None:
    for line in lines:
        say(line, err=err)


def _is_json() -> bool:
    ctx = click.get_current_context(silent=True)
    return ctx is not None and is_json(ctx.meta)


def narrate(events: Iterable[Event]) -> None:
    """Tell what a command did: in words on stderr, or where JSON is asked for in its log."""
    for event in events:
        tell(event)
        if event.is_shown and not _is_json():
            say(event.text, err=True)


def say_path(path: object) -> None:
    """Print a path on stdout: for people where that is a terminal, else as it is."""
    click.echo(shown(str(path)) if sys.stdout.isatty() else str(path))


class Failure(click.ClickException):
    """What went wrong: details, a sentence and what to do next, each on a line of stderr; exit 1."""

    def __init__(self, error: WarehouseError) -> None:
        super().__init__(error.message)
        self.error = error
        self.advice = ": ".join(part for part in (error.advice, _with_paths(error.command)) if part)
        self.is_silent = _is_json()  # the context and its log are gone when click shows a failure
        for detail in error.details[: error.MAX_DETAILS]:
            event = {Fault: "fault", DataWarning: "warning"}.get(type(detail), "detail")
            fields = {} if isinstance(detail, str) else asdict(detail)
            tell(Event(str(detail), logging.ERROR, {"event": event, **fields}))
        tell(Event(f"Error: {error.message}", logging.ERROR, {"event": "error", "advice": self.advice}))

    def show(self, file: Any = None) -> None:
        if self.is_silent:
            return
        say_all(self.error.detail_lines(), err=True)
        say_all([f"Error: {self.message}", *self.error.excerpt], err=True)
        if self.advice:
            say(self.advice, err=True)


def _with_paths(command: str) -> str:
    """A command to run next, on the files that this one was given."""
    if not command:
        return ""
    name, _, options = command.partition(" ")
    given = click.get_current_context().meta.get(PATHS, {})
    paths = [f"{option} {shlex.quote(str(path))}" for option, path in given.items()]
    return " ".join(part for part in ("supportwh", name, *paths, options) if part)


class Commands(click.Group):
    """Turns what the user can cause into a sentence and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        stopped: list[int] = []

        def stop(number: int, frame: FrameType | None) -> None:
            stopped.append(number)
            raise Interruption

        previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            return super().invoke(ctx)
        except WarehouseError as error:
            if stopped:
                _interrupted(ctx, stopped)
            raise Failure(error) from error
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone
            ctx.exit(1)
        except KeyboardInterrupt:
            _interrupted(ctx, stopped)
        except Exception as error:
            # DuckDB turns a signal during a statement into an error of its own
            if stopped and not isinstance(error, OSError | click.exceptions.Exit):
                _interrupted(ctx, stopped)
            if failure := _failure(error):
                raise failure from error
            raise
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)


def _failure(error: Exception) -> Failure | None:
    """An error of the system or of DuckDB as a sentence; nothing for any other, which stays what it is."""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return Failure(WarehouseError(f"{place}{error.strerror or error}.", **advice_on(error)))
    if type(error).__module__.endswith("duckdb"):
        return Failure(WarehouseError(first_line(error), **advice_on(error)))
    return None


def _interrupted(ctx: click.Context, stopped: list[int]) -> NoReturn:
    narrate([Event("Interrupted; nothing was changed.", logging.ERROR, {"event": "interrupted"})])
    ctx.exit(128 + (stopped[0] if stopped else signal.SIGINT))


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
    handler.setFormatter(Formatter(ctx.meta))
    handler.setLevel(level)
    LOG.addHandler(handler)
    LOG.setLevel(logging.DEBUG)
    root = ctx.find_root()  # what went wrong is told when the command has ended
    root.call_on_close(handler.close)
    root.call_on_close(functools.partial(LOG.removeHandler, handler))

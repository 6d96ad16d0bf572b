"""The command line as a program: signals, error messages and exit codes."""

import functools
import io
import logging
import os
import shlex
import signal
import sys
from dataclasses import asdict
from types import FrameType
from typing import Any, NoReturn

import click

from warehouse import streams
from warehouse.command import Command
from warehouse.errors import DataWarning, Fault, WarehouseError, advice_on, first_line
from warehouse.log import Event, log_event
from warehouse.printing import echo, is_log_json, print_events, printing_notices

#: The key in the context of a command that holds the paths given on the command line.
PATHS = "supportwh.paths"


class Interruption(KeyboardInterrupt):
    """A signal to stop. If a bare KeyboardInterrupt leaves code that is run by `exec`, such as the creation of a
    dataclass, Python ends with SIGINT whatever the exit code (`run_eval_code_obj` in pythonrun.c).
    """


class Failure(click.ClickException):
    """A failed command: prints the details, the error and the advice on stderr, and exits with 1."""

    def __init__(self, error: WarehouseError) -> None:
        super().__init__(error.message)
        self.error = error
        self.advice = ": ".join(part for part in (error.advice, _with_paths(error.command)) if part)
        self.is_silent = is_log_json()  # when click shows the failure, the context is closed
        for detail in error.details[: error.MAX_DETAILS]:
            event = {Fault: "fault", DataWarning: "warning"}.get(type(detail), "detail")
            fields = {} if isinstance(detail, str) else asdict(detail)
            log_event(Event(str(detail), logging.ERROR, {"event": event, **fields}))
        for count in error.counts if len(error.detail_lines()) > error.MAX_DETAILS else ():
            log_event(Event(str(count), logging.ERROR, {"event": "fault_count", **asdict(count)}))
        log_event(Event(f"Error: {error.message}", logging.ERROR, {"event": "error", "advice": self.advice}))

    def show(self, file: Any = None) -> None:
        if self.is_silent:
            return
        for line in self.error.detail_lines():
            echo(line)
        echo(f"Error: {self.message}", "error")
        for line in [*self.error.excerpt, self.advice]:
            if line:
                echo(line)


def _with_paths(command: str, without: str = "") -> str:
    """Return a command to run next, with the paths that this command was given, or all but one."""
    if not command:
        return ""
    name, _, options = command.partition(" ")
    given = click.get_current_context().meta.get(PATHS, {})
    paths = [f"{option} {shlex.quote(str(path))}" for option, path in given.items() if option != without]
    return " ".join(part for part in ("supportwh", name, *paths, options) if part)


def echo_next(name: str) -> None:
    """Print the command to run next, unless the log is in JSON."""
    if not is_log_json():
        command = _with_paths(name, without="--data-dir")
        echo(f"Next: {command}")


def _show(error: click.ClickException) -> None:
    """Print an error on stderr; arguments that click quotes may contain control characters."""
    if isinstance(error, Failure):
        error.show()
        return
    text = io.StringIO()
    error.show(text)
    for line in text.getvalue().rstrip("\n").split("\n"):
        echo(line, "error" if line.startswith("Error:") else "")


class Commands(click.Group):
    """Turns errors that users can cause into a message and an exit code."""

    command_class = Command

    def main(self, *arguments: Any, **settings: Any) -> Any:
        """Run the command line and exit. Output that click prints itself may fail, too."""
        streams.prepare()
        code = 1
        try:
            code = super().main(*arguments, **settings | {"standalone_mode": False})
        except click.Abort:
            pass
        except click.ClickException as error:
            code = error.exit_code
            _show(error)
        except OSError:
            streams.abandon(sys.stdout)
        sys.exit(code)

    def invoke(self, ctx: click.Context) -> Any:
        stopped: list[int] = []
        stop = functools.partial(_stop, stopped)
        previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            with printing_notices():
                return super().invoke(ctx)
        except WarehouseError as error:
            if stopped:
                _interrupted(ctx, stopped)
            raise Failure(error) from error
        except streams.StreamError as error:
            if error.is_closed:
                ctx.exit(1)
            raise Failure(WarehouseError(f"Cannot write to standard output: {error}.")) from error
        except KeyboardInterrupt:
            _interrupted(ctx, stopped)
        except Exception as error:
            # DuckDB turns a signal during a statement into one of its errors
            if stopped and not isinstance(error, OSError | click.exceptions.Exit):
                _interrupted(ctx, stopped)
            if failure := _failure_for(error):
                raise failure from error
            raise
        finally:
            for number, handler in previous.items():
                signal.signal(number, handler)


def _stop(stopped: list[int], number: int, frame: FrameType | None) -> None:
    """Interrupt the command at the first signal, and end the process at the second."""
    if stopped:
        os._exit(128 + number)
    stopped.append(number)
    raise Interruption


def _failure_for(error: Exception) -> Failure | None:
    """Return a message for an error of the system or of DuckDB; None for any other error."""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return Failure(WarehouseError(f"{place}{error.strerror or error}.", **advice_on(error)))
    if isinstance(error, MemoryError) or any(words in str(error) for words in ("start new thread", "failed to map")):
        message = f"A system limit was reached: {str(error) or 'out of memory'}."
        return Failure(WarehouseError(message, advice="Raise the limit (ulimit)."))
    if type(error).__module__.endswith("duckdb"):
        return Failure(WarehouseError(first_line(error), **advice_on(error)))
    return None


def _interrupted(ctx: click.Context, stopped: list[int]) -> NoReturn:
    print_events([Event("Interrupted; nothing was changed.", logging.ERROR, {"event": "interrupted"})])
    ctx.exit(128 + (stopped[0] if stopped else signal.SIGINT))

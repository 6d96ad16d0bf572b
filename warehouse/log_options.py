"""The options of the log."""

import functools
import logging
import sys

import click

from warehouse.log import FORMAT, LOG, VERBOSE, Formatter, is_json


def be_verbose(ctx: click.Context, option: click.Parameter, is_wanted: bool) -> None:
    """Log each step and its duration."""
    if is_wanted and not ctx.meta.get(VERBOSE):
        ctx.meta[VERBOSE] = True
        handler = logging.StreamHandler(sys.stderr)
        handler.addFilter(lambda record: record.levelno == logging.DEBUG)
        _log_to(ctx, handler, logging.DEBUG)


def log_as(ctx: click.Context, option: click.Parameter, value: str | None) -> None:
    """Set the log format; in JSON, warnings and errors go to the log, too."""
    if value and FORMAT not in ctx.meta:
        ctx.meta[FORMAT] = value
        if value == "json":
            _log_to(ctx, logging.StreamHandler(sys.stderr), logging.INFO)


def _log_to(ctx: click.Context, handler: logging.Handler, level: int) -> None:
    handler.setFormatter(Formatter(ctx.meta))
    handler.setLevel(level)
    LOG.addHandler(handler)
    LOG.setLevel(logging.DEBUG)
    root = ctx.find_root()  # errors are logged when the command has ended
    root.call_on_close(handler.close)
    root.call_on_close(functools.partial(LOG.removeHandler, handler))


log_format = click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    expose_value=False,
    callback=log_as,
    envvar="SUPPORTWH_LOG_FORMAT",
    help="Log format; json also covers warnings and errors.",
)
verbose = click.option(
    "-v",
    "--verbose",
    is_flag=True,
    expose_value=False,
    callback=be_verbose,
    envvar="SUPPORTWH_VERBOSE",
    help="Log each step and its duration.",
)


def is_logged() -> bool:
    """Return whether the log goes to the terminal, where a progress bar would disturb it."""
    meta = click.get_current_context().meta
    return VERBOSE in meta or is_json(meta)

"""The options for locations: local files, or folders that a Spark server sees."""

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from warehouse.completion import complete_file, complete_folder
from warehouse.console import PATHS
from warehouse.engine.location import Location, SparkTarget, require_spark

#: The key in the context of a command that holds the address of the server.
REMOTE = "supportwh.remote"
#: The start of an absolute path on a server: the root, or the scheme of a storage.
ABSOLUTE = re.compile(r"/|[a-z][a-z0-9+.-]*:/")
#: A schema, with or without its catalog.
SCHEMA = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*){0,2}")


def remote_argument(ctx: click.Context, option: click.Parameter, value: str | None) -> None:
    """Store the address of the server; from then on paths are folders as the server sees them."""
    if value:
        try:
            parts = urlsplit(value)
            is_address = parts.scheme == "sc" and parts.hostname and parts.port != 0  # raises for an invalid port
        except ValueError:
            is_address = False
        if not is_address:
            raise click.BadParameter(f"{value!r} is not a server address; expected one like sc://host:15002")
        require_spark()
        ctx.meta[REMOTE] = value
        _note(ctx, option, value)


def folder_argument(ctx: click.Context, option: click.Parameter, value: str) -> str:
    """Return an absolute path on the server; there is no default."""
    if ctx.get_parameter_source(str(option.name)) is click.core.ParameterSource.DEFAULT:
        raise click.UsageError(
            f"--remote (or SUPPORTWH_REMOTE) requires {option.opts[0]}: a folder as the server sees it."
        )
    if not ABSOLUTE.match(value):
        raise click.BadParameter(f"{value!r} is relative; expected an absolute path, as the server sees it")
    _note(ctx, option, value)
    return value


def location_argument(ctx: click.Context, option: click.Parameter, value: str) -> Location:
    """Return the location of the warehouse: a file, or a folder on a server."""
    if REMOTE not in ctx.meta:
        return path_argument(ctx, option, Path(value))
    return SparkTarget(ctx.meta[REMOTE], folder_argument(ctx, option, value))


def refused_with_remote(ctx: click.Context, option: click.Parameter, value: Any) -> Any:
    """Refuse an option that has no effect with --remote."""
    is_given = ctx.get_parameter_source(str(option.name)) is not click.core.ParameterSource.DEFAULT
    if value is not None and is_given and REMOTE in ctx.meta:
        raise click.UsageError(f"{option.opts[0]} cannot be used with --remote: the server decides.")
    return value


def path_argument(ctx: click.Context, option: click.Parameter, value: Path) -> Path:
    """Return a local path, if it can be encoded and resolved."""
    try:
        str(value.resolve()).encode()
    except UnicodeEncodeError as error:
        raise click.BadParameter(f"{str(value.absolute())!r} is not UTF-8") from error
    except (OSError, RuntimeError) as error:
        raise click.BadParameter(f"{str(value)!r} is a loop of symbolic links") from error
    if option.name in ("database", "output") and not value.name:
        raise click.BadParameter(f"{str(value)!r} is a folder; expected a file")
    if option.name in ("data_dir", "database", "sql_dir"):
        _note(ctx, option, value)
    return value


def _note(ctx: click.Context, option: click.Parameter, value: object) -> None:
    """Store a path given on the command line, for the command that an error message suggests."""
    if ctx.get_parameter_source(str(option.name)) is click.core.ParameterSource.COMMANDLINE:
        ctx.meta.setdefault(PATHS, {})[option.opts[0]] = value


def path(name: str, default: str, text: str) -> Callable[[Any], Any]:
    """Return an option for a local path."""
    return click.option(
        f"--{name}",
        type=click.Path(path_type=Path),
        callback=path_argument,
        default=default,
        show_default=True,
        envvar=f"SUPPORTWH_{name.replace('-', '_').upper()}",
        help=text,
    )


def data_dir_argument(ctx: click.Context, option: click.Parameter, value: str) -> Path | str:
    """Return the data directory: a local path, or a folder on the server."""
    return folder_argument(ctx, option, value) if REMOTE in ctx.meta else path_argument(ctx, option, Path(value))


data_dir = click.option(
    "--data-dir",
    metavar="PATH",
    shell_complete=complete_folder,
    callback=data_dir_argument,
    default="data",
    show_default=True,
    envvar="SUPPORTWH_DATA_DIR",
    help="Directory that holds initial/ and delta/.",
)


remote = click.option(
    "--remote",
    is_eager=True,
    expose_value=False,
    callback=remote_argument,
    envvar="SUPPORTWH_REMOTE",
    metavar="sc://HOST:PORT",
    help="Spark Connect server. Give folders as paths on the server.",
)


def schema_argument(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Return the name of a schema in the catalog of the server."""
    if value and REMOTE not in ctx.meta:
        raise click.UsageError(f"{option.opts[0]} requires --remote, the Spark server.")
    if value and not SCHEMA.fullmatch(value):
        raise click.BadParameter(f"{value!r} is not a schema name; expected one like support or main.support")
    return value


register = click.option(
    "--register",
    metavar="SCHEMA",
    callback=schema_argument,
    envvar="SUPPORTWH_REGISTER",
    help="Register tables and views in a schema of the Spark server's catalog.",
)


def is_remote() -> bool:
    """Return whether the command was given --remote."""
    return REMOTE in click.get_current_context().meta


def sql_dir_argument(ctx: click.Context, option: click.Parameter, value: Path | None) -> None:
    """Use the SQL of a folder of the user before that of supportwh while the command runs."""
    from warehouse.engine import sources

    if value is not None:
        sources.use_folder(path_argument(ctx, option, value))
        ctx.call_on_close(functools.partial(sources.use_folder, None))


sql_dir = click.option(
    "--sql-dir",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    expose_value=False,
    callback=sql_dir_argument,
    envvar="SUPPORTWH_SQL_DIR",
    help="Directory with your own SQL (see `supportwh init`).",
)


def database(command: Any) -> Any:
    """Add --remote, --sql-dir and --database to a command."""
    command = sql_dir(remote(command))
    return click.option(
        "--database",
        metavar="PATH",
        shell_complete=complete_file,
        callback=location_argument,
        default="warehouse.duckdb",
        show_default=True,
        envvar="SUPPORTWH_DATABASE",
        help="Warehouse file.",
    )(command)

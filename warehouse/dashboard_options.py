"""The options of the dashboard."""

from pathlib import Path
from typing import Any

import click

from warehouse import options, places
from warehouse.arguments import address_argument, addresses_argument, text_argument


def output_argument(ctx: click.Context, option: click.Parameter, value: Path | None) -> Path | None:
    return None if value is None else places.path_argument(ctx, option, value)


PAGES = (
    click.option(
        "--output",
        type=click.Path(path_type=Path),
        callback=output_argument,
        envvar="SUPPORTWH_OUTPUT",
        help="File to write.  [default: dashboard.html or dashboard.eml]",
    ),
    click.option(
        "--contact-center",
        callback=text_argument,
        envvar="SUPPORTWH_CONTACT_CENTER",
        metavar="NAME|ID",
        help="Show one contact center, compared with all contact centers.",
    ),
    click.option(
        "--each",
        "is_each",
        is_flag=True,
        envvar="SUPPORTWH_EACH",
        help="Write an index and a page for each contact center.",
    ),
    places.path("output-dir", "dashboard", "Output directory for --each."),
)
MAIL = (
    click.option(
        "--mail",
        "is_mail",
        is_flag=True,
        envvar="SUPPORTWH_MAIL",
        help="Write an email (.eml) with the findings and the main tables.",
    ),
    click.option(
        "--attach",
        "attachments",
        multiple=True,
        type=click.Choice(["page", "workbook"]),
        envvar="SUPPORTWH_ATTACH",
        help="Attach the page or a workbook to the email; repeat for both.",
    ),
    click.option(
        "--from",
        "sender",
        callback=address_argument,
        envvar="SUPPORTWH_FROM",
        metavar="ADDRESS",
        help="Sender of the email.",
    ),
    click.option(
        "--to",
        "recipients",
        multiple=True,
        callback=addresses_argument,
        envvar="SUPPORTWH_TO",
        metavar="ADDRESS",
        help="Recipient of the email; repeat for more.",
    ),
)
CONDITIONS = (
    options.flag("if-changed", "Write only if a file would change; otherwise exit with code 3."),
    options.flag("if-missed", "Write only if a target was missed in the last month; otherwise exit with code 4."),
    click.option("--force", "is_forced", is_flag=True, envvar="SUPPORTWH_FORCE", help=options.FORCE),
)


#: Options that have no effect without another one, and options that exclude each other.
REQUIRED = {"attachments": "is_mail", "sender": "is_mail", "recipients": "is_mail", "output_dir": "is_each"}
EXCLUSIVE = (("is_each", "output"), ("is_each", "contact_center"))


def refuse_contradictions() -> None:
    """Raise UsageError if options of the command line have no effect, or exclude each other."""
    ctx = click.get_current_context()
    names = {str(option.name): option.opts[0] for option in ctx.command.params}
    given = {name for name in names if ctx.get_parameter_source(name) is click.core.ParameterSource.COMMANDLINE}
    for name, needed in REQUIRED.items():
        if name in given and not ctx.params[needed]:
            raise click.UsageError(f"{names[name]} requires {names[needed]}.")
    for one, other in EXCLUSIVE:
        if {one, other} <= given:
            raise click.UsageError(f"{names[one]} and {names[other]} exclude each other.")


def of_a_dashboard(command: Any) -> Any:
    """Add the options of a dashboard, see `Asked` in `warehouse.commands.dashboard`."""
    for option in reversed([*PAGES, *MAIL, *CONDITIONS, options.vocabulary(is_stored=False)]):
        command = option(command)
    return command

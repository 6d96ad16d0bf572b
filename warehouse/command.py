"""A command of the command line: what it does with wrong arguments, and its options that all commands have."""

from pathlib import Path
from typing import Any

import click

from warehouse import terminal

#: The option that takes a file or a folder of a kind; by the end of its name, and for folders.
SUGGESTED = {".duckdb": "--database", ".html": "--output", ".eml": "--output", ".sql": "--file", "/": "--data-dir"}


class Command(click.Command):
    """A command that refuses repeated options, and suggests the option that an argument was meant for."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.params.append(color())

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        _, _, order = self.make_parser(ctx).parse_args(list(args))
        for option in {param for param in order if isinstance(param, click.Option) and not param.multiple}:
            if order.count(option) > 1:
                raise click.UsageError(f"{option.opts[0]} is given {order.count(option)} times; give it once.", ctx)
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        ctx.allow_extra_args = self.allow_extra_args
        if rest and not self.allow_extra_args and not ctx.resilient_parsing:
            raise click.UsageError(f"Unexpected argument: {rest[0]}.{self._suggestion(rest[0])}", ctx)
        return rest

    def _suggestion(self, argument: str) -> str:
        """Return a question for the option that was probably meant; nothing if this command has none."""
        end = "/" if Path(argument).is_dir() else Path(argument).suffix.lower()
        names = {name for option in self.params for name in option.opts}
        candidates = [SUGGESTED.get(end, ""), "--output-dir" if end == "/" else ""]
        return next((f" Did you mean {name} {argument}?" for name in candidates if name in names), "")


def color() -> click.Option:
    """Return the option that all commands have."""
    return click.Option(
        ["--color"],
        type=click.Choice(terminal.CHOICES),
        default=terminal.CHOICES[0],
        is_eager=True,
        expose_value=False,
        callback=_choose_color,
        envvar="SUPPORTWH_COLOR",
        help="Color the output: on a terminal (auto), always or never.",
    )


def _choose_color(ctx: click.Context, option: click.Parameter, value: str) -> None:
    terminal.choose_color(value)

"""docs/cli.md is what the program says of itself; `pytest tests/house/test_reference.py --update` writes it."""

import click
import pytest

from tests.conftest import ROOT
from warehouse.cli import main

START = """# Command line reference

Generated from the program: `supportwh COMMAND --help` prints the same. You can also set options with the environment
variables listed below each command.

`supportwh` exits with 0 after success, 1 after an error, 2 after a usage error, 130 or 143 after a signal, and 3 or 4
if `dashboard` wrote nothing (see [delivery.md](delivery.md)). Results go to stdout; messages and the log go to stderr.

To enable shell completion of commands, options, tables, views, months and files, add the line for your shell to its
startup file:

    eval "$(_SUPPORTWH_COMPLETE=bash_source supportwh)"     # ~/.bashrc
    eval "$(_SUPPORTWH_COMPLETE=zsh_source supportwh)"      # ~/.zshrc
    _SUPPORTWH_COMPLETE=fish_source supportwh | source      # ~/.config/fish/config.fish
"""


def described(command: click.Command, path: str) -> str:
    """The section of a command: its help, and the environment variables of its options."""
    ctx = click.Context(command, info_name=path, terminal_width=100, help_option_names=["-h", "--help"])
    ctx.color = False
    lines = [
        f"\n## {path}\n",
        "```text",
        command.get_help(ctx),
        "```\n",
        "| option | environment variable |",
        "| --- | --- |",
    ]
    options = [option for option in command.params if isinstance(option, click.Option) and option.envvar]
    return "\n".join([*lines, *(f"| `{option.opts[-1]}` | `{option.envvar}` |" for option in options)]) + "\n"


def test_the_reference_is_what_the_program_says(request: pytest.FixtureRequest) -> None:
    text = START + described(main, "supportwh")
    text += "".join(described(command, f"supportwh {name}") for name, command in sorted(main.commands.items()))
    path = ROOT / "docs" / "cli.md"
    if request.config.getoption("--update"):
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text

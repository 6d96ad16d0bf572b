"""How text is shown on a terminal: in color, and in lines that are no wider than the terminal."""

import os
import re
from collections.abc import Iterator
from typing import TextIO

from warehouse.text import width, wrapped

#: When text is in color: always, never, or `auto`, on a terminal unless NO_COLOR is set (https://no-color.org).
CHOICES = ("auto", "always", "never")
#: The styles, as parameters of the control sequence SGR (ECMA-48, 8.3.117).
STYLES = {"warning": "33", "error": "31", "bold": "1", "dim": "2"}

_choice = CHOICES[0]


class Heading(str):
    """A line that is shown in bold."""


def choose_color(choice: str) -> None:
    """Set one of CHOICES for all output that follows."""
    global _choice
    _choice = choice


def columns(stream: TextIO) -> int | None:
    """Return how many columns a terminal has; None if the stream is not a terminal or does not know."""
    if not stream.isatty():
        return None
    try:
        return os.get_terminal_size(stream.fileno()).columns or None
    except (OSError, ValueError):
        return None


def styled(text: str, style: str, stream: TextIO) -> str:
    """Return text in a style, if the stream is to have color."""
    is_colored = _choice == "always" or (_choice == "auto" and stream.isatty() and not os.environ.get("NO_COLOR"))
    return f"\x1b[{STYLES[style]}m{text}\x1b[0m" if is_colored and style and text else text


def lines(text: str, stream: TextIO, style: str = "", ending: str = "") -> Iterator[str]:
    """Yield the lines in which a stream shows a text: on a terminal wrapped between words.

    The styles `warning` and `error` color the label before the first colon, `bold` colors everything. The ending, such
    as a duration, is dim.
    """
    limit = columns(stream)
    found = [text]
    if limit and width(text + ending) > limit:
        if ending:  # was aligned in columns, which do not fit
            text, ending = re.sub(r"(?<=\S) {2,}", "  ", text).rstrip(), f"  {ending.strip()}"
        room = limit - (width(ending) if width(text + ending) <= limit else 0)
        found = wrapped(text, room)
        if width(found[-1] + ending) > limit:
            found.append("   ")
    for number, line in enumerate(found):
        end = styled(ending, "dim", stream) if number == len(found) - 1 else ""
        label, colon, rest = line.partition(":") if style in ("warning", "error") and not number else ("", "", line)
        shown = rest if style in ("warning", "error", "") else styled(rest, style, stream)
        yield styled(label + colon, style, stream) + shown + end

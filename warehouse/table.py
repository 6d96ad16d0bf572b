"""Rows as a table of text, no wider than a terminal."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from warehouse.terminal import Heading
from warehouse.text import escape_control, width, wrapped

#: How many rows of a table determine the widths of its columns.
ROWS_MEASURED = 1000
#: The width of the last column, if it is wrapped, at least.
NARROWEST = 20
GAP = "  "


def plain_value(value: Any) -> Any:
    """Return a value as exports write it: decimals like 14.0, booleans like true."""
    if isinstance(value, Decimal):
        return float(value)
    return str(value).lower() if isinstance(value, bool) else value


def table_lines(
    columns: list[str],
    rows: Iterable[tuple[Any, ...]],
    limit: int | None = None,
    *,
    is_last_wrapped: bool = False,
    hint: str = "use --format csv",
) -> Iterator[str]:
    """Yield rows as lines of a table, the first one a heading. The first rows determine the widths of the columns.

    With a limit, no line is wider: the last column is wrapped, or columns that do not fit are left out and
    counted; hint tells how to see them.
    """
    names, rest = [escape_control(name) for name in columns], iter(rows)
    first = list(itertools.islice(rest, ROWS_MEASURED))
    widths = [max(map(width, column)) for column in zip(names, *map(_cells, first), strict=True)]
    if limit and is_last_wrapped:
        room = limit - sum(widths[:-1]) - len(GAP) * (len(widths) - 1)
        widths[-1] = min(widths[-1], max(room, NARROWEST))
    elif limit:
        widths = _fitting(widths, limit)
    numeric = [all(isinstance(row[i], int | float | Decimal | None) for row in first) for i in range(len(widths))]
    layout = _Layout(widths, numeric, is_limited=limit is not None, is_last_wrapped=is_last_wrapped)
    yield from map(Heading, layout.lines(names))
    yield GAP.join("-" * columns for columns in widths)
    number = 0
    for row in itertools.chain(first, rest):
        yield from layout.lines(_cells(row))
        number += 1
    left_out = len(names) - len(widths)
    more = f"; {left_out} more column{'s' if left_out != 1 else ''}; {hint}" if left_out else ""
    yield f"({number} row{'s' if number != 1 else ''}{more})"


def _fitting(widths: list[int], limit: int) -> list[int]:
    """Return the widths of the first columns that fit, at least of one."""
    ends = itertools.accumulate(columns + len(GAP) for columns in widths)
    fitting = [columns for columns, end in zip(widths, ends, strict=True) if end - len(GAP) <= limit]
    return fitting or [min(widths[0], limit)]


@dataclass(frozen=True)
class _Layout:
    """The widths of columns, which of them are numbers, and what happens to longer cells."""

    widths: Sequence[int]
    numeric: Sequence[bool]
    is_limited: bool
    is_last_wrapped: bool

    def lines(self, cells: list[str]) -> Iterator[str]:
        """Yield the lines of a row: one, or as many as its last cell needs."""
        cells = cells[: len(self.widths)]
        if self.is_limited and self.is_last_wrapped and width(cells[-1]) > self.widths[-1]:
            first, *others = (line.strip() for line in wrapped(cells[-1], self.widths[-1] - 2))
            yield self._line([*cells[:-1], first])
            blanks = [""] * (len(cells) - 1)
            yield from (self._line([*blanks, other]) for other in others)
        else:
            yield self._line(cells)

    def _line(self, cells: list[str]) -> str:
        if self.is_limited:
            cells = [_cut(cell, columns) for cell, columns in zip(cells, self.widths, strict=True)]
        blanks = [" " * (columns - width(cell)) for cell, columns in zip(cells, self.widths, strict=True)]
        padded = (b + cell if n else cell + b for cell, b, n in zip(cells, blanks, self.numeric, strict=True))
        return GAP.join(padded).rstrip()


def _cut(text: str, columns: int) -> str:
    """Return the start of a text that is wider than its column, with an ellipsis."""
    if width(text) <= columns:
        return text
    while width(text) >= columns:
        text = text[:-1]
    return f"{text}\N{HORIZONTAL ELLIPSIS}"


def _cells(row: tuple[Any, ...]) -> list[str]:
    return ["NULL" if value is None else escape_control(str(plain_value(value))) for value in row]

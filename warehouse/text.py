"""Text of strangers: how it may be shown, how wide it is, and what a spreadsheet must not run."""

import re
import unicodedata

#: Characters that a terminal obeys, or that show text otherwise than it stands: controls (C0, DEL, C1), line and
#: paragraph separators, marks and overrides of the direction of writing (UAX 9), annotations; and what has no width
#: and would not be seen, but for the joiners of letters and emoji.
#: The last range is that of bytes in a file's name that are no UTF-8 (PEP 383).
CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\udc80-\udcff]"
)
#: What a spreadsheet takes for a formula (OWASP, "CSV Injection"), full-width signs among them.
FORMULA = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")

#: The byte order mark: by it Excel sees that a CSV file is in UTF-8.
MARK = "\ufeff"


def escape_control(text: str) -> str:
    """A text as it may go to a terminal: what one would obey is an escape, such as `\\x1b` or `\\n`."""
    return CONTROL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return (
        f"\\x{code - 0xDC00:02x}" if code >= 0xDC80 and code <= 0xDCFF else match[0].encode("unicode_escape").decode()
    )


def width(text: str) -> int:
    """How many columns of a terminal a text takes: wide letters two (UAX 11), marks upon letters none."""
    if text.isascii():
        return len(text)
    narrow = sum(not unicodedata.combining(letter) for letter in text)
    return narrow + sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)


def escape_formula(text: str) -> str:
    """A text that no spreadsheet runs as a formula: with an apostrophe before it, or one more.

    One-to-one: what has an apostrophe before a formula already gets another.
    """
    return f"'{text}" if FORMULA.match(text) else text

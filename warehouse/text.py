"""Untrusted text: how to print it safely, how wide it is, and how to keep spreadsheets from running it."""

import re
import unicodedata

#: Characters that control a terminal or change how text is displayed: controls (C0, DEL, C1), line and paragraph
#: separators, marks and overrides of the writing direction (UAX 9), annotations; and invisible characters of no width,
#: except the joiners of letters and emoji.
#: The last range has the bytes of file names that are not UTF-8 (PEP 383).
CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\udc80-\udcff]"
)
#: The start of a text that a spreadsheet evaluates as a formula (OWASP, "CSV Injection"), including full-width signs.
FORMULA = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")

#: The byte order mark, by which Excel detects that a CSV file is in UTF-8.
MARK = "\ufeff"


def escape_control(text: str) -> str:
    """Return a text that is safe to print: control characters become escapes such as `\\x1b` or `\\n`."""
    return CONTROL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return (
        f"\\x{code - 0xDC00:02x}" if code >= 0xDC80 and code <= 0xDCFF else match[0].encode("unicode_escape").decode()
    )


def width(text: str) -> int:
    """Return the width of a text in columns of a terminal: two for wide letters (UAX 11), none for combining marks."""
    if text.isascii():
        return len(text)
    narrow = sum(not unicodedata.combining(letter) for letter in text)
    return narrow + sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)


def wrapped(text: str, limit: int) -> list[str]:
    """Return a text in lines of at most so many columns, broken between words; the others are indented further."""
    indent = " " * (len(text) - len(text.lstrip()))
    lines = [indent]
    for word in text.split():
        is_first = not lines[-1].strip()
        if not is_first and width(lines[-1]) + 1 + width(word) > limit:
            lines.append(f"{indent}  {word}")
        else:
            lines[-1] += word if is_first else f" {word}"
    return lines


def escape_formula(text: str) -> str:
    """Return a text that no spreadsheet evaluates as a formula: an apostrophe is put before it.

    The result can be reversed: a formula that already has an apostrophe before it gets another one.
    """
    return f"'{text}" if FORMULA.match(text) else text

"""Validates the values of options."""

import math
import os
import re
from typing import Any

import click

from warehouse import places


def month_argument(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Return a month as YYYYMM; it may be written 2025-02."""
    from warehouse.extract.names import MONTH

    month = value and without_hyphens(value)
    if month is not None and not MONTH.fullmatch(month):
        raise click.BadParameter(f"{value!r} is not a month; expected YYYYMM, e.g. 202502")
    return month


def without_hyphens(value: str) -> str:
    """Return a text with 202502 for 2025-02."""
    return re.sub(r"\b(\d{4})-(\d{2})\b", r"\1\2", value)


def months_argument(ctx: click.Context, option: click.Parameter, value: str | None) -> list[str] | None:
    from warehouse.extract.inputs import parse_months

    try:
        return None if value is None else parse_months(without_hyphens(value))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def memory_argument(ctx: click.Context, option: click.Parameter, value: str | None) -> Any:
    if value is not None and not re.fullmatch(r"\d{1,9}(\.\d{1,9})? *([KMGT]i?)?B", value, re.IGNORECASE | re.ASCII):
        raise click.BadParameter(f"{value!r} is not an amount of memory; expected e.g. 512MB or 2GB")
    return places.refused_with_remote(ctx, option, value)


def timeout_argument(ctx: click.Context, option: click.Parameter, value: float | None) -> float | None:
    if value is not None and math.isnan(value):
        raise click.BadParameter("expected a number of seconds")
    return value


def addresses_argument(ctx: click.Context, option: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Validate email addresses such as reports@example.org or Reports <reports@example.org>."""
    for address in value:
        address_argument(ctx, option, address)
    return value


def address_argument(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    from email.headerregistry import AddressHeader

    if value is not None:
        parsed: dict[str, Any] = {"defects": []}
        AddressHeader.parse(value, parsed)
        is_one = len(parsed["groups"]) == 1 and len(parsed["groups"][0].addresses) == 1
        if not is_one or parsed["defects"] or not parsed["groups"][0].addresses[0].domain or not value.isprintable():
            raise click.BadParameter(f"{value!r} is not an email address; expected e.g. reports@example.org")
    return value


def text_argument(ctx: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Return a text as UTF-8: in the locale C, Python decodes arguments as ASCII."""
    try:
        return None if value is None else os.fsencode(value).decode()
    except UnicodeError as error:
        raise click.BadParameter("not UTF-8") from error

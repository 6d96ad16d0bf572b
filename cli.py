"""Runs `supportwh` from a checkout: python cli.py build."""

from warehouse.cli import main

main(prog_name="supportwh")

"""Runs `supportwh` as a module: python -m warehouse build."""

from warehouse.cli import main

main(prog_name="supportwh")

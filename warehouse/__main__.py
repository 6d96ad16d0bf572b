"""`python -m warehouse` is `supportwh`."""

from warehouse.cli import main

main(prog_name="supportwh")

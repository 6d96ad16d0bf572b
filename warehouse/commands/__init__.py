"""The commands that read a warehouse, one module each."""

"""What reads a warehouse: a module for each command."""

"""A build: loads the files into the warehouse."""

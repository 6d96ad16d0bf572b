"""A build: from the files to the warehouse."""

"""The CSV files: which there are, what their bytes are, how they are read."""

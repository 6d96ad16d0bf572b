"""The CSV files: finds, checks and reads them."""

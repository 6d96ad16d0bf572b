{{ initial_rows('agents') }}

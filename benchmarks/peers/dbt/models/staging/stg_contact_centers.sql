{{ initial_rows('contact_centers') }}

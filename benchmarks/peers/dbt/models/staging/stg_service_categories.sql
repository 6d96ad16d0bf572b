{{ initial_rows('service_categories') }}

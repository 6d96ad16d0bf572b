{{ initial_rows('interactions') }}

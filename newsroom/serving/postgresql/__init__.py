"""Django's PostgreSQL with psycopg's pool, and a quick answer while the server is away."""

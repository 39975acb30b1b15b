"""What the tests stand on: a browser, a PostgreSQL server, databases, running applications."""

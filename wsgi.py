"""The application for a WSGI server: ``gunicorn wsgi:app``."""

from csdesk import create_app

app = create_app()

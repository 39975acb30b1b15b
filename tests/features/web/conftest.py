"""Fixtures of the window's tests: the gallery, with and without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page

from tests.features.web.gallery.app import GalleryServer, make_gallery


@pytest.fixture
def gallery() -> Flask:
    """Give the gallery's application."""
    return make_gallery()


@pytest.fixture
def visitor(gallery: Flask) -> FlaskClient:
    """Give a browser without a screen, at the gallery; forms need no token here."""
    gallery.config["WTF_CSRF_ENABLED"] = False
    return gallery.test_client()


@pytest.fixture
def server() -> Iterator[GalleryServer]:
    """Give the gallery behind a port."""
    with GalleryServer() as running:
        yield running


@pytest.fixture
def show(server: GalleryServer, page: Page) -> Callable[[str], Page]:
    """Open an address of the gallery in a page that is watched for errors."""

    def open_page(path: str) -> Page:
        page.goto(server.url + path)
        return page

    return open_page

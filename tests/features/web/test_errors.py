"""Ways of failing, as people see them."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from csdesk.errors import DeskError
from csdesk.web import errors

HTMX = {"HX-Request": "true"}
FAMILIES = [("not-found", 404), ("not-allowed", 403), ("conflict", 409), ("unavailable", 503)]


@pytest.mark.parametrize(("kind", "status"), FAMILIES)
def test_each_family_has_its_status_and_a_page_that_helps(visitor: FlaskClient, kind: str, status: int) -> None:
    answer = visitor.get(f"/fail/{kind}")
    assert answer.status_code == status
    assert errors.EXPLANATIONS[status].title in answer.text
    assert 'class="error-steps"' in answer.text


@pytest.mark.parametrize(("kind", "status"), FAMILIES)
def test_htmx_gets_a_message_and_the_page_stays(visitor: FlaskClient, kind: str, status: int) -> None:
    answer = visitor.post(f"/fail/{kind}", headers=HTMX)
    assert answer.status_code == status
    assert answer.headers["HX-Retarget"] == "#toasts"
    assert answer.headers["HX-Reswap"] == "beforeend"
    assert "<html" not in answer.text


def test_a_mistake_of_ours_shows_nothing_of_what_was_handled(visitor: FlaskClient) -> None:
    answer = visitor.get("/fail/mistake")
    assert answer.status_code == 500
    assert "fifteenth" not in answer.text
    assert "Nothing was changed" in answer.text


def test_a_wrong_method_says_which_are_right(visitor: FlaskClient) -> None:
    answer = visitor.get("/calls")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_an_unknown_status_is_explained_by_its_class(gallery: Flask) -> None:
    with gallery.test_request_context("/"):
        assert errors.EXPLANATIONS[400].title in errors.explain(418).get_data(as_text=True)
        assert errors.EXPLANATIONS[500].title in errors.explain(507).get_data(as_text=True)


def test_a_database_that_does_not_answer_is_not_available(gallery: Flask) -> None:
    with gallery.test_request_context("/"):
        answer = errors.answer_database_error(OperationalError("select 'Okafor'", {}, Exception("locked")))
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert "Okafor" not in answer.get_data(as_text=True)


def test_a_stale_form_gets_a_fresh_token(gallery: Flask) -> None:
    answer = gallery.test_client().post("/draft", headers=HTMX)
    assert answer.status_code == 400
    assert answer.headers["X-CSRF-Token"]


def test_an_error_page_asks_no_feature_for_the_frame(gallery: Flask) -> None:
    def broken() -> dict[str, object]:
        raise DeskError("the database is away")

    gallery.extensions["csdesk_layout"].providers.append(broken)
    assert gallery.test_client().get("/fail/unavailable").status_code == 503

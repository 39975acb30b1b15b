"""The supervisor's home: true numbers, each with the rows behind it, and no person on it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from csdesk.audit.models import AuditEvent
from csdesk.audit.tags import Action
from csdesk.contacts.actions import start_contact, wrap_up
from csdesk.extensions import db
from csdesk.kernel import clock as kernel_clock
from csdesk.kernel.actor import Role
from csdesk.kernel.db import unit_of_work
from csdesk.suppression.channels import Channel
from tests.factories.agents import signed_in, staff_in
from tests.factories.privacy import EVERYTHING, make_removal


def shown(page: str) -> dict[str, str]:
    """The figures of the page by their labels; of two with one label the first, which is today's."""
    found = re.findall(r"<b>([^<]*)</b><small>([^<]*)</small>", page)
    return {label: figure for figure, label in reversed(found)}


def take_calls(app: Flask, clock: kernel_clock.frozen, *, calls: int, seconds: int) -> None:
    with app.app_context():
        agent = staff_in(app, Role.AGENT, "t.agent")
        session = db.session()
        for _ in range(calls):
            with unit_of_work(session):
                number = start_contact(session, actor=agent, now=clock.moment, channel="call")
            with unit_of_work(session):
                later = clock.moment + timedelta(seconds=seconds)
                wrap_up(session, actor=agent, now=later, number=number, code="question.answered")
        make_removal(session, agent, clock.moment, Channel.MAIL, Channel.EMAIL, given=EVERYTHING)


def test_counts_what_happened_today(app: Flask, clock: kernel_clock.frozen) -> None:
    take_calls(app, clock, calls=3, seconds=130)
    page = signed_in(app, Role.SUPERVISOR).get("/home").get_data(as_text=True)
    figures = shown(page)
    assert figures["contacts"] == "3"
    assert figures["removals"] == "2"
    assert figures["median handle time"] == "2 min 10 s"
    assert figures["open requests"] == "1"
    assert figures["overdue"] == "0"


def test_yesterday_counts_for_the_month_and_not_for_today(app: Flask, clock: kernel_clock.frozen) -> None:
    take_calls(app, clock, calls=2, seconds=60)
    clock.tick(timedelta(days=1))
    page = signed_in(app, Role.SUPERVISOR).get("/home").get_data(as_text=True)
    assert shown(page)["contacts"] == "0"
    assert re.search(r"<b>2</b><small>contacts</small>", page)
    assert "No call and no mail today so far." in page
    assert page.count("<canvas") == 2  # the charts of the month


def test_refused_looks_are_counted(app: Flask, clock: kernel_clock.frozen) -> None:
    assert signed_in(app, Role.AGENT, "c.urious").get("/log").status_code == 403
    page = signed_in(app, Role.SUPERVISOR).get("/home").get_data(as_text=True)
    assert shown(page)["refused looks"] == "1"


def test_every_number_opens_the_rows_behind_it(app: Flask, clock: kernel_clock.frozen) -> None:
    take_calls(app, clock, calls=3, seconds=130)
    client = signed_in(app, Role.SUPERVISOR)
    page = client.get("/home").get_data(as_text=True)
    links = {link.replace("&amp;", "&") for link in re.findall(r'<a class="stat[^"]*" href="([^"]+)"', page)}
    links |= {link.replace("&amp;", "&") for link in re.findall(r'data-value="\d+"><a href="([^"]+)"', page)}
    assert len(links) > 8
    assert {client.get(link).status_code for link in links} == {200}
    behind = client.get(next(link for link in links if "channel=call" in link and "first=2026-03-17" in link))
    assert behind.get_data(as_text=True).count("C-10") >= 3


def test_looking_at_the_figures_is_in_the_log(app: Flask, clock: kernel_clock.frozen) -> None:
    signed_in(app, Role.SUPERVISOR).get("/home")
    with app.app_context():
        seen = db.session.scalars(select(AuditEvent).where(AuditEvent.action == Action.REPORT_VIEWED.value)).one()
    assert seen.actor_name == "sam.ortiz"


def test_nobody_is_named(app: Flask, clock: kernel_clock.frozen) -> None:
    take_calls(app, clock, calls=1, seconds=60)
    page = signed_in(app, Role.SUPERVISOR).get("/home").get_data(as_text=True)
    assert not any(word in page for word in ("Okafor", "fifteenth", "dani@example.org"))


@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMIN])
def test_is_the_supervisors(app: Flask, role: Role, clock: kernel_clock.frozen) -> None:
    assert signed_in(app, role).get("/home").status_code == 403


def test_asks_a_stranger_to_sign_in(app: Flask) -> None:
    answer = app.test_client().get("/home")
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]


def test_cannot_be_posted_to(app: Flask, clock: kernel_clock.frozen) -> None:
    assert signed_in(app, Role.SUPERVISOR).post("/home").status_code == 405


@pytest.mark.parametrize(
    ("role", "first_page"), [(Role.AGENT, "/desk"), (Role.SUPERVISOR, "/home"), (Role.ADMIN, "/staff")]
)
def test_the_front_door_leads_each_role_to_its_work(
    app: Flask, role: Role, first_page: str, clock: kernel_clock.frozen
) -> None:
    answer = signed_in(app, role).get("/")
    assert answer.status_code == 303
    assert answer.headers["Location"] == first_page

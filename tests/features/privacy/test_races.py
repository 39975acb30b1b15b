"""The same removal twice in the same moment, on both databases: one number, one clock, one entry a channel."""

from __future__ import annotations

from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.contacts.actions import wrap_up
from csdesk.errors import InvalidState
from csdesk.kernel.actor import Actor
from csdesk.kernel.db import unit_of_work
from csdesk.privacy.actions import carry_out_removal, undo_removal
from csdesk.privacy.models import PrivacyRequest
from csdesk.suppression.channels import Channel
from csdesk.suppression.models import Suppression
from tests.factories.contacts import make_contact
from tests.factories.customers import make_customer
from tests.factories.privacy import EVERYTHING, make_removal
from tests.tools.races import at_once

ONE_OF_TWO = [False, True]


def count(session: Session, model: type) -> int:
    session.rollback()
    return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("is_picked", [True, False], ids=["of one person", "as given"])
@pytest.mark.parametrize("is_one_contact", [True, False], ids=["a double click", "two agents"])
def test_the_same_removal_twice_at_once_is_one(
    session: Session,
    agent: Actor,
    now: datetime,
    is_picked: bool,  # noqa: FBT001
    is_one_contact: bool,  # noqa: FBT001
) -> None:
    with unit_of_work(session):
        ref = make_customer(session).ref if is_picked else None
    contacts = [make_contact(session, now=now, actor=agent), make_contact(session, now=now, actor=agent)]

    def remove(own: Session, number: int) -> bool:
        return carry_out_removal(
            own, actor=agent, now=now, contact_number=contacts[0 if is_one_contact else number],
            contact_channel="call", customer_ref=ref, given=EVERYTHING, channels=list(Channel),
        ).is_repeat  # fmt: skip

    assert sorted(at_once(session, 2, remove)) == ONE_OF_TWO
    assert count(session, PrivacyRequest) == 1
    assert count(session, Suppression) == len(Channel)


def test_taking_back_twice_at_once_is_one(session: Session, agent: Actor, now: datetime) -> None:
    done = make_removal(session, agent, now)

    def undo(own: Session, _number: int) -> bool:
        try:
            undo_removal(own, actor=agent, now=now, request_number=done.request_number or "")
        except InvalidState:
            return True
        return False

    assert sorted(at_once(session, 2, undo)) == ONE_OF_TWO
    assert count(session, Suppression) == 2


def test_wrapping_up_twice_at_once_is_one(session: Session, agent: Actor, now: datetime) -> None:
    number = make_contact(session, now=now, actor=agent)

    def close(own: Session, _number: int) -> bool:
        try:
            wrap_up(own, actor=agent, now=now, number=number, code="caller.gone", note="gone")
        except InvalidState:
            return True
        return False

    assert sorted(at_once(session, 2, close)) == ONE_OF_TWO

"""What invented customers own."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.customers.models import Order, PaymentCard, Quote, Registration, Subscription, SurveyAnswer
from csdesk.demo.extras import add_holdings
from csdesk.kernel.clock import frozen
from tests.factories.imports import bring_in, many


def test_every_kind_of_holding_is_there_and_reads_back_typed(session: Session, tmp_path: Path, clock: frozen) -> None:
    bring_in(session, tmp_path, *many(150))
    steps: list[int] = []
    written = add_holdings(session, tell=steps.append)
    assert steps == [150]
    kinds = (Order, Quote, SurveyAnswer, Subscription, Registration, PaymentCard)
    counts = [session.scalar(select(func.count()).select_from(kind)) or 0 for kind in kinds]
    assert all(counts)
    assert written >= sum(counts)
    order = session.scalars(select(Order)).first()
    assert order is not None
    assert isinstance(order.amount, Decimal)
    assert isinstance(order.ordered_at, datetime)
    assert order.ordered_at < clock.moment


def test_a_card_is_a_brand_and_four_digits(session: Session, tmp_path: Path, clock: frozen) -> None:
    bring_in(session, tmp_path, *many(40))
    add_holdings(session)
    cards = session.scalars(select(PaymentCard)).all()
    assert cards
    assert all(len(card.last_four) == 4 and card.last_four.isdigit() for card in cards)

"""What invented customers bought, asked, answered and registered; cards are a brand and four digits, nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from sqlalchemy.orm import Session

from csdesk.customers.bulk_holdings import add_holdings as insert_holdings
from csdesk.customers.bulk_holdings import customer_portions
from csdesk.demo.people import SEED
from csdesk.kernel import clock
from csdesk.kernel.db import unit_of_work

PORTION = 5_000
Holdings = dict[str, list[tuple[object, ...]]]

_ITEMS = (
    ("Laptop 14 inch, 16 GB", 899), ("Laptop 16 inch, 32 GB", 1_549), ("Monitor 27 inch", 279), ("Dock", 189),
    ("Wireless mouse", 29), ("Keyboard, quiet", 59), ("Laser printer", 249), ("Toner, black", 74), ("Headset", 99),
    ("USB-C cable, 2 m", 19), ("External drive, 2 TB", 89), ("Webcam", 69), ("Network switch, 8 ports", 119),
    ("Wi-Fi router", 159), ("Tablet 11 inch", 449), ("Office suite, one year", 99), ("Backup software", 49),
    ("Uninterruptible power supply", 179), ("Memory, 32 GB", 129), ("Laptop bag", 54),
)  # fmt: skip
_STATUSES = ("shipped", "shipped", "shipped", "shipped", "delivered", "returned", "cancelled")
_SURVEYS = (
    ("After your order", "How easy was it to order?", ("Very easy", "Easy", "Neither", "Hard")),
    ("After your order", "Would you order again?", ("Yes", "Perhaps", "No")),
    ("Catalog survey 2024", "Which pages do you read?", ("Laptops", "Printing", "Networks", "All of them")),
)
_NEWSLETTERS = ("Weekly offers", "New products", "Business news", "Printing supplies")
_BRANDS = ("Visa", "Visa", "Mastercard", "Mastercard", "American Express", "Discover")
_TERMS = ("net 30", "net 30", "net 15", "prepaid")


def add_holdings(session: Session, *, tell: Callable[[int], None] | None = None) -> int:
    """Give every customer what belongs to them; the same for the same customer. Returns how many rows."""
    moment, done, written = clock.now(), 0, 0
    for portion in customer_portions(session, PORTION):
        rows: Holdings = defaultdict(list)
        for key, number in portion:
            invent(Random(f"{SEED}:{number}"), key, number, moment, rows)
        with unit_of_work(session):
            written += insert_holdings(session, rows)
        done += len(portion)
        if tell:
            tell(done)
    return written


def invent(rng: Random, key: int, number: str, now: datetime, rows: Holdings) -> None:
    """Add one customer's holdings to the rows; most have ordered once or twice, few have credit."""
    for place in range(min(int(rng.expovariate(0.7)), 8)):
        item, price = rng.choice(_ITEMS)
        count = rng.choice((1, 1, 1, 2, 5))
        rows["order"].append(
            (key, f"{number[-6:]}-{place + 1:02}", _past(rng, now), item, Decimal(price * count), rng.choice(_STATUSES))
        )
    if rng.random() < 0.2:
        item, price = rng.choice(_ITEMS)
        amount = Decimal(price * rng.randint(2, 40))
        rows["quote"].append((key, f"Q{number[-6:]}", _past(rng, now), item, amount))
    if rng.random() < 0.12:
        survey, question, answers = rng.choice(_SURVEYS)
        rows["survey"].append((key, survey, question, rng.choice(answers), _past(rng, now)))
    if rng.random() < 0.25:
        rows["subscription"].append(_subscription(rng, key, now))
    if rng.random() < 0.3:
        kind = rng.choice(("product", "product", "account"))
        name = "Web account" if kind == "account" else rng.choice(_ITEMS)[0]
        rows["registration"].append((key, kind, name, _past(rng, now)))
    if rng.random() < 0.45:
        rows["card"].append((key, rng.choice(_BRANDS), f"{rng.randint(0, 9999):04}", _day(rng, now)))
    if rng.random() < 0.06:
        status = rng.choice(("good", "good", "good", "on hold"))
        rows["credit"].append((key, rng.choice(_TERMS), status, _day(rng, now), ""))


def _subscription(rng: Random, key: int, now: datetime) -> tuple[object, ...]:
    """A newsletter, one in four ended since."""
    since = _past(rng, now)
    ended = rng.random() < 0.25
    until = since + (now - since) * rng.random() if ended else None
    return key, rng.choice(_NEWSLETTERS), "ended" if ended else "active", since, until


def _past(rng: Random, now: datetime) -> datetime:
    """A moment of the last six years, to the second."""
    return (now - timedelta(days=rng.uniform(60, 2_200))).replace(microsecond=0)


def _day(rng: Random, now: datetime) -> date:
    """A day of the last six years."""
    return _past(rng, now).date()

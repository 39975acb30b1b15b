from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from csdesk.audit.describe import FAMILIES, SENTENCES, VIEWS, actions_of, choices, family, sentence, why
from csdesk.audit.presenting import clock_time
from csdesk.audit.subjects import short
from csdesk.audit.tags import Action


@pytest.mark.parametrize("action", list(Action))
def test_every_action_has_a_sentence_and_a_family(action: Action) -> None:
    assert action in SENTENCES
    assert family(action) in FAMILIES
    assert sentence(action, {})


def test_every_action_can_be_chosen_alone_and_with_its_family() -> None:
    offered = [value for _, group in choices() for value, _ in group]
    assert set(offered) == {action.value for action in Action} | {f"{name}.*" for name in FAMILIES}
    for value in offered:
        assert actions_of(value)


def test_the_views_beside_the_log_mean_something() -> None:
    assert all(actions_of(what) for what, _ in VIEWS)


def test_a_word_nobody_knows_means_no_action() -> None:
    assert actions_of("everything") == ()
    assert actions_of("") == ()


@pytest.mark.parametrize(
    ("action", "body", "said"),
    [
        (Action.CUSTOMER_SEARCHED, {"count": 3}, "Searched, 3 shown"),
        (Action.IDENTITY_CONFIRMED, {"fields": ["zip"]}, "Zip matched"),
        (Action.IDENTITY_CONFIRMED, {}, "Zip matched"),
        (Action.FIELD_REVEALED, {"fields": ["phone", "address_line1"]}, "Revealed phone, address line1"),
        (Action.IMPORT_FINISHED, {"count": 50000}, "Finished an import, 50,000 rows"),
    ],
)
def test_says_what_happened(action: Action, body: dict[str, object], said: str) -> None:
    assert sentence(action, body) == said


@pytest.mark.parametrize(
    ("body", "chips"),
    [
        ({}, ()),
        ({"contact": "C-1"}, (("contact", "ok"),)),
        ({"contact": "C-1", "request": "R-2026-000001"}, (("request R-2026-000001", "info"),)),
        ({"outcome": "no_match", "contact": "C-1"}, (("no match", "close"),)),
        ({"flags": ["removal.in_force"]}, (("removal: in force", ""),)),
        ({"outcome": "denied"}, (("denied", "no"),)),
        ({"flags": ["orphan"]}, (("no contact", "no"),)),
        ({"flags": ["out_of_hours"]}, (("out of hours", "close"),)),
    ],
)
def test_says_why(body: dict[str, object], chips: tuple[tuple[str, str], ...]) -> None:
    assert why(body) == chips


def test_shortens_references() -> None:
    assert short("c7F2KQ0Z3M1XA") == "c…M1XA"


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("2026-03-17T16:59:01", "09:59:01"),
        ("2026-03-17T06:30:00", "16 Mar 23:30:00"),
        ("2025-12-31T12:00:00", "31 Dec 2025 04:00:00"),
    ],
)
def test_tells_the_time_at_the_desk_with_as_much_date_as_is_needed(at: str, said: str) -> None:
    zone, now = ZoneInfo("America/Los_Angeles"), datetime(2026, 3, 17, 17, tzinfo=UTC)
    assert clock_time(datetime.fromisoformat(at).replace(tzinfo=UTC), zone, now) == said

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from csdesk.audit.tags import Action
from csdesk.desk.timeline import Happening, sentences

START = datetime(2026, 3, 17, 17, 0, tzinfo=UTC)


def happen(*actions: str | tuple[str, int]) -> list[str]:
    happenings = []
    for step, action in enumerate(actions):
        name, count = action if isinstance(action, tuple) else (action, None)
        happenings.append(Happening(START + timedelta(seconds=step), name, "ann.lee", "R-2026-000001", count, "match"))
    return [text for _, text in sentences(happenings)]


def test_a_call_reads_as_a_short_story() -> None:
    told = happen(
        "contact.started", ("customer.searched", 3), "customer.opened", "identity.confirmed", "removal.put_in_force"
    )
    assert told == [
        "Started by ann.lee",
        "Searched, 3 shown",
        "Opened a customer, nothing revealed",
        "Zip compared: match",
        "R-2026-000001 put in force",
    ]


def test_searches_in_a_row_are_told_once_with_the_last_count() -> None:
    told = happen("contact.started", ("customer.searched", 9), ("customer.searched", 0), "contact.parked")
    assert told == ["Started by ann.lee", "Searched, nobody shown", "Parked"]


def test_ones_own_reloads_are_not_told() -> None:
    assert happen("contact.started", "contact.opened") == ["Started by ann.lee"]


def test_a_supervisors_look_is_told() -> None:
    look = Happening(START, "contact.opened", "sam.ortiz")
    begun = Happening(START, "contact.started", "ann.lee")
    assert [text for _, text in sentences([begun, look])][-1] == "Looked at by sam.ortiz"


def test_every_word_of_the_log_has_a_sentence() -> None:
    for action in Action:
        assert all(text and "{" not in text for text in happen(action.value))

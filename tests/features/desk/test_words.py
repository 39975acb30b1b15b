"""The pure rooms of the desk: scripts, choices, cards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from csdesk.desk import choices, results
from csdesk.desk.scripts import Moment, script_for, title_for
from csdesk.identity.rules import Level
from csdesk.privacy.removal import RefusedChannel
from csdesk.privacy.results import AccessResult, Already, RemovalResult
from csdesk.suppression.channels import Channel, Scope
from csdesk.suppression.queries import InForce

NOW = datetime(2026, 3, 17, 17, 0, tzinfo=UTC)


def in_force(channel: Channel, since: datetime = NOW, ref: str = "s1") -> InForce:
    return InForce(channel, since, "R-2024-000871", Scope.PERSON, "asked", ref)


def removal(**parts: object) -> RemovalResult:
    given: dict[str, object] = {
        "request_number": "R-2026-000001",
        "in_force": (in_force(Channel.MAIL),),
        "already": (),
        "refused": (),
        "next_steps": ("It stays.",),
        "say": "",
        "read_back": "You are off our mailing list.",
        "is_repeat": False,
        "undo_until": NOW + timedelta(minutes=10),
        **parts,
    }
    return RemovalResult(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize("channel", ["call", "mail"])
def test_there_is_something_to_say_at_every_moment(channel: str) -> None:
    assert all(script_for(moment, channel) for moment in Moment)


def test_a_mail_is_written_not_said() -> None:
    assert (title_for("call"), title_for("mail")) == ("Say", "Write")
    assert script_for(Moment.GREETING, "mail") != script_for(Moment.GREETING, "call")


def test_no_script_tries_to_keep_the_caller() -> None:
    everything = " ".join(script_for(moment, channel) for moment in Moment for channel in ("call", "mail")).lower()
    assert not any(word in everything for word in ("are you sure", "offer", "discount", "miss out", "instead"))


def test_the_plan_says_what_each_tick_will_do() -> None:
    assert "Tick what to stop" in choices.plan_sentence([], "person")
    assert "This person" in choices.plan_sentence(["mail"], "person")
    assert "surname" in choices.plan_sentence(["mail"], "household")
    everything = choices.plan_sentence(["mail", "email", "phone", "third_party"], "address")
    assert all(word in everything for word in ("whoever lives there", "e-mail", "calls", "shared"))


def test_the_composer_offers_four_channels_and_what_is_known_of_each() -> None:
    rows = choices.channel_rows(["mail"], {"phone": "2 numbers"})
    assert [row.value for row in rows] == ["mail", "email", "phone", "third_party"]
    assert [row.ticked for row in rows] == [True, False, False, False]
    assert rows[2].note == "2 numbers"


def test_keys_of_one_screen_do_not_collide() -> None:
    keys = [*(one.key for one in choices.scope_choices("person")), *(one.key for one in choices.questions())]
    assert len({*keys, "1", "2", "3", "4", "0", "b", "c", "k", "w", "z", "a", "t", "f", "n", "m"}) == len(keys) + 15


def test_each_question_shows_the_level_it_needs() -> None:
    assert [(one.verb, one.level) for one in choices.questions()] == [
        ("inquire", "L1"), ("review", "L2"), ("update", "L1"), ("copy", "L2"),
    ]  # fmt: skip
    assert choices.level_place(Level.L0) == 0


def test_a_chip_names_the_first_day_of_each_channel() -> None:
    entries = (in_force(Channel.MAIL, ref="old"), in_force(Channel.MAIL, ref="new"), in_force(Channel.PHONE, ref="p"))
    days = {"old": "3 May 2024", "new": "1 June 2025", "p": "2 July 2025"}
    assert choices.in_force_words(entries, days) == (
        "mail suppressed since 3 May 2024",
        "phone suppressed since 2 July 2025",
    )


def test_a_removal_card_survives_the_draft() -> None:
    card = results.removal_result(removal(), {}, is_as_given=False, now=NOW)
    again = results.from_draft([results.to_draft(card)], frozenset(), NOW)
    assert again == (card,)
    assert card.outcome == "removal.in_force"
    assert card.in_force == ("Mail: in force from now",)


def test_a_removal_that_waits_for_the_opening_does_not_say_now() -> None:
    card = results.removal_result(removal(), {}, is_as_given=False, now=NOW - timedelta(hours=9))
    assert card.title == "In force at the next opening"
    assert card.in_force == ("Mail: in force from the next opening",)


def test_the_card_of_a_repeat_names_the_day_and_offers_no_undo() -> None:
    repeat = removal(
        in_force=(), already=(Already(Channel.MAIL, NOW, "R-2024-000871"),), is_repeat=True, undo_until=None
    )
    card = results.removal_result(repeat, {"mail": "3 May 2024"}, is_as_given=False, now=NOW)
    assert card.outcome == "removal.repeated"
    assert card.in_force == ("Mail: already in force since 3 May 2024, R-2024-000871",)
    assert card.undo_until is None


def test_what_is_missing_is_asked_for_on_the_card() -> None:
    partly = removal(refused=(RefusedChannel(Channel.EMAIL, "E-mail: ask for the e-mail address."),))
    card = results.removal_result(partly, {}, is_as_given=True, now=NOW)
    assert card.asks == ("E-mail: ask for the e-mail address.",)
    assert card.outcome == "removal.as_given"


def test_a_card_that_was_taken_back_says_so() -> None:
    kept = results.to_draft(results.removal_result(removal(), {}, is_as_given=False, now=NOW))
    (card,) = results.from_draft([kept], frozenset({"R-2026-000001"}), NOW)
    assert card.is_undone
    assert (card.title, card.in_force, card.undo_until) == ("Taken back", (), None)


def test_undo_is_offered_for_its_minutes_only() -> None:
    kept = results.to_draft(results.removal_result(removal(), {}, is_as_given=False, now=NOW))
    (card,) = results.from_draft([kept], frozenset(), NOW + timedelta(minutes=11))
    assert card.undo_until is None
    assert not card.is_undone


def test_the_newest_card_comes_first() -> None:
    cards = [
        results.to_draft(results.removal_result(removal(request_number=name), {}, is_as_given=False, now=NOW))
        for name in "AB"
    ]
    assert [card.number for card in results.from_draft(cards, frozenset(), NOW)] == ["B", "A"]


@pytest.mark.parametrize(
    ("refused", "repeat", "title", "outcome"),
    [
        (False, False, "Taken in: review", "access.taken"),
        (True, False, "Taken in; answered after the opening: review", "access.put_off"),
        (False, True, "Was already asked: review", "access.taken"),
    ],
)
def test_a_question_is_taken_in_at_any_hour(refused: bool, repeat: bool, title: str, outcome: str) -> None:  # noqa: FBT001
    taken = AccessResult(
        "R-2026-000002", "review", Level.L2, "Needs three points.", NOW, "counted", NOW,
        is_refused_now=refused, is_repeat=repeat, say="Your number is R.",
    )  # fmt: skip
    card = results.access_result(taken, "11 April 2026")
    assert (card.title, card.outcome) == (title, outcome)
    assert card.asks == ("Needs three points.",)
    assert "11 April 2026" in card.next_steps[0]

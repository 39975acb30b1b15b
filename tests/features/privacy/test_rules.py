"""The plan, the words and the clocks of a request, without a database."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.hours.calendar import PACIFIC
from csdesk.kernel.person import Person, Street
from csdesk.privacy import texts
from csdesk.privacy.clocks import access_clock, earliest, removal_clock
from csdesk.privacy.given import GivenWords, person_given, sorted_out
from csdesk.privacy.removal import plan_removal
from csdesk.suppression.channels import Channel, Scope

FRIDAY = datetime(2026, 10, 2, 23, 52, tzinfo=UTC)
WORDS = st.text(max_size=40)


@pytest.mark.parametrize(
    ("address", "zip_code", "kept", "confirms"),
    [
        ("12 Oak Ave, Dayton, OH 45402", "", "12 Oak Ave, Dayton, OH", "45402"),
        ("12 Oak Ave, Dayton, OH 45402-1234", "45402", "12 Oak Ave, Dayton, OH", "45402"),
        ("PO Box 12345", "98001", "PO Box 12345", "98001"),
        ("12 Oak Ave", "98001", "12 Oak Ave", "98001"),
    ],
)
def test_a_zip_is_taken_out_of_the_address(address: str, zip_code: str, kept: str, confirms: str) -> None:
    words = sorted_out(GivenWords(address=address, zip=zip_code))
    assert (words.address, words.zip) == (kept, confirms)
    assert "zip" not in words.as_given


def test_an_email_typed_as_the_address_is_one() -> None:
    words = sorted_out(GivenWords(address="dani@example.org"))
    assert (words.email, words.address) == ("dani@example.org", "")


def test_words_do_not_show_themselves_in_logs() -> None:
    assert "Okafor" not in repr(GivenWords(last="Okafor", zip="98001"))


@given(st.tuples(*[WORDS] * 6))
def test_no_words_raise_and_none_are_rewritten(said: tuple[str, str, str, str, str, str]) -> None:
    words = sorted_out(GivenWords(*said))
    plan = plan_removal([person_given(words)], tuple(Channel), Scope.PERSON, is_picked=False)
    assert len(plan.channels) + len(plan.refused) == len(Channel)
    assert all(kept == said[place].replace("\0", "") for place, kept in enumerate((words.first, words.last)))


@given(st.sets(st.sampled_from(list(Channel))), st.sampled_from(list(Scope)))
def test_every_channel_is_planned_or_asked_for(channels: set[Channel], scope: Scope) -> None:
    nobody = plan_removal([Person()], tuple(channels), scope, is_picked=False)
    assert {one.channel for one in nobody.refused} == channels
    somebody = Person(
        "Ann", "Gray", addresses=(Street("1 Oak St", zip="98001"),), emails=("a@b.example",), phones=("2065550100",)
    )
    plan = plan_removal([somebody], tuple(channels), scope, is_picked=False)
    assert {one.channel for one in plan.channels} == channels
    assert all(one.scope is Scope.PERSON for one in plan.channels if one.channel is not Channel.MAIL)


def test_clocks_count_business_days_from_the_day_of_receipt() -> None:
    mail, sharing = (removal_clock(channel, FRIDAY, PACIFIC) for channel in (Channel.MAIL, Channel.THIRD_PARTY))
    assert (mail.target.due_on.isoformat(), mail.legal.due_on.isoformat()) == ("2026-10-06", "2026-10-16")
    assert sharing.legal.due_on.isoformat() == "2026-10-23"
    assert earliest([sharing, mail]).legal == mail.legal
    assert access_clock(FRIDAY, PACIFIC).legal.due_on.isoformat() == "2026-11-16"
    assert "received Fri 2 Oct 16:52" in mail.legal.derivation


@given(st.lists(st.sampled_from(list(Channel)), min_size=1, unique=True), st.sampled_from(list(Scope)))
def test_what_is_read_back_is_a_sentence_without_persuasion(channels: list[Channel], scope: Scope) -> None:
    said = texts.read_back(number="R-2026-000123", done=channels, already=[], scope=scope, zone=PACIFIC)
    assert said.endswith("Your number is R, 2026, 000123.")
    assert said[0].isupper()
    everything = f"{said} {texts.say_after(channels, [])}".lower()
    assert not any(word in everything for word in ("sorry", "sure", "offer", "miss", "instead", "stay", "why"))


def test_an_earlier_removal_is_read_back_with_its_date_and_number() -> None:
    already = [(Channel.MAIL, datetime(2024, 5, 3, 20, 0, tzinfo=UTC), "R-2024-000871")]
    said = texts.read_back(number="R-2024-000871", done=[], already=already, scope=Scope.PERSON, zone=PACIFIC)
    assert "3 May 2024" in said
    assert "still holds" in said


def test_channels_closed_by_one_earlier_removal_are_said_in_one_sentence() -> None:
    before = datetime(2026, 3, 3, 18, 0, tzinfo=UTC)
    already = [(Channel.EMAIL, before, "R-2026-000007"), (Channel.THIRD_PARTY, before, "R-2026-000007")]
    said = texts.read_back(
        number="R-2026-000012", done=[Channel.MAIL], already=already, scope=Scope.PERSON, zone=PACIFIC
    )
    assert said.count("000007") == 1
    assert "taken off our e-mail list and sharing of your name was stopped on 3 March 2026" in said
    assert said.endswith("Your number is R, 2026, 000012.")

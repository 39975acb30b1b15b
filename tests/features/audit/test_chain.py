from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.audit.chain import GENESIS, NotCanonical, canonical, leaf, link
from csdesk.audit.checking import Row, Walk, check

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
plain = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts
bodies = st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), plain | st.lists(plain, max_size=4), max_size=6)


@given(bodies)
def test_has_one_spelling_whatever_the_order_of_keys(body: dict[str, Any]) -> None:
    shuffled = dict(reversed(list(body.items())))
    assert canonical(body) == canonical(shuffled)
    assert canonical(json.loads(canonical(body))) == canonical(body)


def test_composes_accents_so_that_two_spellings_of_a_word_are_one() -> None:
    assert canonical({"a": "e\u0301"}) == canonical({"a": "\u00e9"}) == '{"a":"\u00e9"}'


@pytest.mark.parametrize("value", [1.5, float("nan"), 2**53, -(2**53), b"x", object()])
def test_refuses_what_has_no_single_spelling(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical({"a": value})


def test_refuses_keys_that_are_not_plain_text() -> None:
    with pytest.raises(NotCanonical):
        canonical({"é": 1})


def test_links_as_the_design_says() -> None:
    body = canonical({"a": 1})
    by_hand = hmac.new(b"k" * 32, (7).to_bytes(8, "big") + GENESIS + hashlib.sha256(b'\x00{"a":1}').digest(), "sha256")
    assert link(b"k" * 32, 7, GENESIS, body) == by_hand.digest()
    assert leaf(body) == hashlib.sha256(b'\x00{"a":1}').digest()


@given(st.integers(2, 12), st.data())
def test_names_the_event_that_was_moved_changed_or_taken_out(length: int, data: st.DataObject) -> None:
    rows = _rows(length)
    place = data.draw(st.integers(0, length - 2))
    how = data.draw(st.sampled_from(["change", "swap", "drop"]))
    if how == "change":
        rows[place] = rows[place]._replace(body=rows[place].body.replace("ann", "bob"))
    elif how == "swap":
        one, other = rows[place], rows[place + 1]
        rows[place], rows[place + 1] = one._replace(body=other.body), other._replace(body=one.body)
    else:
        del rows[place]
    fault = check(b"k" * 32, Walk(), rows, people={}, details={}, erased=frozenset())
    assert fault is not None
    assert fault.seq == place + 1


@given(st.integers(0, 12), st.integers(0, 12))
def test_a_sound_stretch_holds_from_any_place_to_any_place(length: int, start: int) -> None:
    rows = _rows(length)
    first = min(start, length)
    walk = Walk(first, rows[first - 1].mac if first else GENESIS)
    assert check(b"k" * 32, walk, rows[first:], people={}, details={}, erased=frozenset()) is None
    assert walk.size == length


def _rows(length: int) -> list[Row]:
    rows: list[Row] = []
    mac = GENESIS
    for seq in range(1, length + 1):
        body = canonical({"id": str(seq), "at": "t", "name": "ann", "action": f"a{seq}", "outcome": "ok"})
        mac = link(b"k" * 32, seq, mac, body)
        rows.append(Row(seq, body, mac, 1, "t", str(seq), None, "ann", f"a{seq}", None, None, None, "ok", None))
    return rows

"""Passwords that would be guessed, user names, names of devices."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.agents.rules import (
    device_label,
    normal_password,
    problems_of_password,
    problems_of_username,
    username_key,
)


def is_fine(password: str) -> bool:
    return problems_of_password(password, username="dana.okafor", display_name="Dana Okafor") == []


@pytest.mark.parametrize(
    "password",
    [
        "four violet otters juggle",
        "Rk7#vbq2!Lwz",
        "Übermütige Möwen über Görlitz",
        "猫は窓辺で静かに雨を見ていました",
        "correct horse battery staple",
        "x" * 20 + " badger tulip",
    ],
)
def test_accepts_what_is_somebodys_own(password: str) -> None:
    assert is_fine(password)


@pytest.mark.parametrize(
    "password",
    [
        "short",
        "elevenchars",
        "password1234",
        "P4ssw0rd!2026",
        "Summer2026!!!",
        "qwertyuiop12",
        "123456789012",
        "aaaaaaaaaaaaaaaa",
        "abcdefghijklmnop",
        "dana.okafor-2026",
        "Okafor!Okafor!1",
        "csdesk csdesk csdesk",
        "lkjhgfdsapoiuytrewq",
        "WelcomeAgent2026",
        "x" * 257,
    ],
)
def test_refuses_what_would_be_guessed(password: str) -> None:
    assert not is_fine(password)


@given(st.text(max_size=300))
def test_has_an_answer_for_every_text(password: str) -> None:
    assert isinstance(problems_of_password(password, username="dana.okafor", display_name="Dana Okafor"), list)


def test_composes_accents_the_same_on_every_keyboard() -> None:
    assert normal_password("mo\u0308we") == normal_password("möwe")


@pytest.mark.parametrize("name", ["ann", "d.lindqvist", "a-1_b", "A" * 64])
def test_accepts_plain_user_names(name: str) -> None:
    assert problems_of_username(name) == []


@pytest.mark.parametrize("name", ["", "ab", ".ann", "ann.", "ann lee", "änn", "a" * 65, "a/b/c", "ann\n"])
def test_refuses_other_user_names(name: str) -> None:
    assert problems_of_username(name) != []


def test_spellings_of_one_name_are_one_account() -> None:
    assert username_key(" D.Lindqvist ") == username_key("d.lindqvist") == username_key("D.LINDQVIST")


@pytest.mark.parametrize(
    ("user_agent", "label"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/153.0 Safari/537.36 Edg/153.0", "Edge on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_0) Version/17.0 Safari/605.1.15", "Safari on macOS"),
        ("", "A browser"),
        ("curl/8.0\r\nX: y", "A browser"),
    ],
)
def test_names_devices_as_people_would(user_agent: str, label: str) -> None:
    assert device_label(user_agent) == label

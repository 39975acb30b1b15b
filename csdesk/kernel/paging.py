"""Keyset pages: a page is found by the key of its neighbour, so page 10,000 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

Item = TypeVar("Item")
PAGE_SIZE = 50
LONGEST_NUMBER = 18  # digits; whatever is longer fits into no column of either database


@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some items, and the cursors of the pages before and after them (None where there is none)."""

    items: tuple[Item, ...]
    next_cursor: str | None = None
    prev_cursor: str | None = None


def row_number(text: str | None) -> int | None:
    """The number of a row as an address gives it; nonsense is as if nothing had been said."""
    return int(text) if text and text.isdecimal() and len(text) <= LONGEST_NUMBER else None


def moment_cursor(moment: datetime, row: int) -> str:
    """The place of a row in a list by time, as an address carries it."""
    return f"{moment.isoformat()}~{row}"


def moment_place(cursor: str | None) -> tuple[datetime, int] | None:
    """Where a `moment_cursor` points; a broken one means the first page."""
    moment, _, last = (cursor or "").partition("~")
    row = row_number(last)
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (found, row) if row is not None and found.tzinfo is not None else None


def page_of(
    rows: Sequence[Item], *, size: int, cursor_of: Callable[[Item], str], cursor: str | None, backwards: bool = False
) -> Page[Item]:
    """Cut a page from `rows`, which were read one longer than `size` in reading direction (reversed when backwards)."""
    more = len(rows) > size
    items = list(rows[:size])
    if backwards:
        items.reverse()
    if not items:
        return Page(())
    has_next = True if backwards else more
    has_prev = more if backwards else cursor is not None
    return Page(
        tuple(items),
        next_cursor=cursor_of(items[-1]) if has_next else None,
        prev_cursor=cursor_of(items[0]) if has_prev else None,
    )

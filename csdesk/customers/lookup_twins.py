"""Pure: when two people fit, the question that tells them apart without giving anything away."""

from __future__ import annotations

from collections.abc import Sequence

from csdesk.customers.lookup_rows import EntryRow
from csdesk.customers.lookup_terms import Question
from csdesk.customers.matching import Scored

# Two people whose scores are this close cannot be told apart by what was typed.
CLOSE_SCORE = 8
WORTH_ASKING = 50


def twin_hints(question: Question, scored: Sequence[Scored]) -> dict[int, str]:
    """For each customer that has a rival in the list, what to ask the caller."""
    hints: dict[int, str] = {}
    best = scored[0].score if scored else 0
    fitting = [one for one in scored if one.row and one.score >= max(WORTH_ASKING, best - CLOSE_SCORE)]
    for one in fitting:
        rivals = [other for other in fitting if other is not one and _are_rivals(one, other)]
        if rivals:
            hints[one.customer_id] = _hint(question, one, rivals)
    return hints


def _are_rivals(one: Scored, other: Scored) -> bool:
    """Same surname, and the same household or the same first name."""
    ours, theirs = one.row, other.row
    if ours is None or theirs is None or ours.last_key != theirs.last_key:
        return False
    return _same_home(ours, theirs) or ours.first_key == theirs.first_key


def _same_home(ours: EntryRow, theirs: EntryRow) -> bool:
    return bool(ours.number) and ours[5:7] == theirs[5:7] and ours.zip == theirs.zip


def _hint(question: Question, one: Scored, rivals: Sequence[Scored]) -> str:
    """The question, chosen by what the rivals differ in."""
    rows = [rival.row for rival in rivals if rival.row] + ([one.row] if one.row else [])
    count = {2: "Two", 3: "Three"}.get(len(rows), "Several")
    return f"{count} people fit: {_question(question, rows)}"


def _question(question: Question, rows: Sequence[EntryRow]) -> str:
    if len({row.first_key for row in rows}) > 1:
        return "ask “how do you spell your first name?”"
    if len({row.suffix for row in rows}) > 1:
        return "ask “is there a Junior or Senior, or a number, behind the name?”"
    if len({row.given for row in rows}) > 1:
        return "ask “what is your middle initial?”"
    if len({(row.number, row.street_key) for row in rows}) > 1:
        return "ask for the zip." if question.has_street else "ask for the street and house number."
    if len({row.unit for row in rows}) > 1:
        return "ask for the apartment or suite."
    return "ask for an e-mail address or a phone number; do not guess."

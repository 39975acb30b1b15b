"""Pure: chips and the sentence that say why a customer was found.

Nothing here repeats a stored value, save the displayed name: levels become words, and what the agent typed may be
quoted back.
"""

from __future__ import annotations

from dataclasses import dataclass

from csdesk.customers.lookup_terms import Question
from csdesk.customers.matching import MISSING, NO, Evidence

MATCH, CLOSE = "match", "close"


@dataclass(frozen=True, slots=True)
class Chip:
    """One criterion and its outcome: `match`, `close` or `no`."""

    field: str
    outcome: str
    label: str


LABELS = {
    "last": "last",
    "first": "first",
    "suffix": "Jr/Sr",
    "number": "number",
    "street": "street",
    "unit": "unit",
    "zip": "zip",
    "email": "e-mail",
    "phone": "phone",
    "code": "code",
}
DETAILS = {
    "part": "part of it",
    "edit": "one letter off",
    "edits": "two letters off",
    "sound": "sounds alike",
    "far_sound": "sounds alike",
    "begins": "so far",
    "short": "nickname",
    "long": "nickname",
    "sibling": "nickname",
    "middle": "middle name",
    "initial": "initial",
    "record_initial": "initial",
    "within": "part of it",
    "region": "same region",
    MISSING: "not on file",
}
_DIGIT_FIELDS = frozenset({"zip", "number", "unit"})
_UNSAID = frozenset({"region"})


def chips_of(evidence: Evidence) -> tuple[Chip, ...]:
    """A chip for each criterion that was typed."""
    return tuple(_chip(name, level) for name, level in evidence.levels)


def why(question: Question, evidence: Evidence, first_shown: str) -> str:
    """The reason in a sentence that is read in a glance."""
    clauses = [*_name_clauses(question, evidence, first_shown), *_place_clauses(evidence), *_point_clauses(evidence)]
    clauses += _remarks(evidence)
    text = "; ".join(clause for clause in clauses if clause)
    return f"{text[:1].upper()}{text[1:]}." if text else "Nothing that was typed could be compared."


def _chip(name: str, level: str) -> Chip:
    label = LABELS[name]
    if level == "exact":
        return Chip(name, MATCH, label)
    if level in {NO, *_UNSAID}:
        return Chip(name, NO, label)
    return Chip(name, CLOSE, f"{label}, {_detail(name, level)}")


def _detail(name: str, level: str) -> str:
    return "one digit off" if level == "edit" and name in _DIGIT_FIELDS else DETAILS[level]


def _name_clauses(question: Question, evidence: Evidence, first_shown: str) -> list[str]:
    """What there is to say of first and last name."""
    first, last = evidence.level("first"), evidence.level("last")
    if first == "exact" and last == "exact":
        clauses = ["same first and last name"]
    else:
        clauses = [_last_clause(last), _first_clause(first, question.first.capitalize(), first_shown)]
    if evidence.level("suffix") == NO:
        clauses.append("another generation (Jr/Sr)")
    return clauses


def _last_clause(level: str) -> str:
    return {
        "": "",
        "exact": "same last name",
        "part": "one of the last names",
        "edit": "one letter off in the last name",
        "edits": "two letters off in the last name",
        "sound": "the last name sounds alike",
        "far_sound": "the last name sounds alike",
        "begins": "the last name begins so",
    }.get(level, "other last name")


def _first_clause(level: str, typed: str, shown: str) -> str:
    words = {
        "": "",
        "exact": "same first name",
        "short": f"{typed} is short for {shown}",
        "long": f"{shown} is short for {typed}",
        "sibling": f"{typed} and {shown} can be one person",
        "edit": "one letter off in the first name",
        "edits": "two letters off in the first name",
        "sound": "the first name sounds alike",
        "begins": "the first name begins so",
        "initial": "the initial fits",
        "record_initial": "only an initial on file",
        "middle": f"{typed} is a middle name",
        MISSING: "no first name on file",
    }
    return words.get(level, "other first name")


def _place_clauses(evidence: Evidence) -> list[str]:
    """What there is to say of address and zip."""
    same = [LABELS[name] for name in ("number", "street", "unit", "zip") if evidence.level(name) == "exact"]
    clauses = [f"same {_listed(same)}"] if same else []
    for name in ("number", "street", "unit", "zip"):
        level = evidence.level(name)
        if level in {"", "exact"}:
            continue
        if level in {NO, *_UNSAID}:
            clauses.append(f"another {LABELS[name]}")
        else:
            clauses.append(f"{LABELS[name]} {_detail(name, level)}")
    return clauses


def _point_clauses(evidence: Evidence) -> list[str]:
    """What there is to say of e-mail, phone and code."""
    words = {"email": "e-mail address", "phone": "phone number", "code": "customer number"}
    return [
        f"{'same' if evidence.level(name) == 'exact' else 'another'} {word}"
        for name, word in words.items()
        if evidence.level(name)
    ]


def _remarks(evidence: Evidence) -> list[str]:
    """Former values and names the other way round."""
    words = {
        "swapped": "first and last name the other way round",
        "former name": "by a former name",
        "former address": "at a former address",
        "apart": "address and zip of different times",
        "former email": "a former e-mail address",
        "former phone": "a former phone number",
    }
    return [words[remark] for remark in words if remark in evidence.remarks]


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"

"""Addresses that are a box: PO boxes, rural routes, highway contracts, military mail, general delivery."""

from __future__ import annotations

import re
from typing import NamedTuple


class Box(NamedTuple):
    """The number of a box, and what it stands in."""

    number: str
    street: str


LONGEST = 20
_NUMBER = r"(?P<number>[a-z0-9][a-z0-9\-]*(?: [a-z](?= |$))?)"
_ROUTE = r"(?: (?:no|num|number|#))? ?(?P<route>[a-z0-9]+)"
_MARK = r"(?: (?:no|num|number|#))*"
_PO_BOX = re.compile(
    rf"(?:p ?o ?b(?:ox)?|po drawer|post ?office(?: box)?|box|drawer|lock ?box|apartado|apdo|caller){_MARK} ?{_NUMBER}\b"
)
_RURAL = re.compile(
    rf"(?:rr?|rfd|r ?f ?d|r ?r|rural ?(?:route|rte|rt|delivery)|route|rte|rt|rd|star (?:route|rte|rt)){_ROUTE}"
    rf" (?:box|bx){_MARK} ?{_NUMBER}\b"
)
_HIGHWAY = re.compile(rf"(?:hc|hcr|h c|highway contract(?: (?:route|rte|rt))?){_ROUTE} (?:box|bx){_MARK} ?{_NUMBER}\b")
_MILITARY = re.compile(rf"(?P<kind>psc|cmr|unit|ship|uss){_ROUTE} (?:box|bx){_MARK} ?{_NUMBER}\b")
_GENERAL = re.compile(r"(?:general delivery|gen del|gd|lista de correos)\b")
_STARTS = frozenset(
    (
        "p po pob pobox post postoffice box drawer lock lockbox apartado apdo caller rr rfd r rural route rte rt rd "
        "star hc hcr h highway psc cmr unit ship uss general gen gd lista"
    ).split()
)
_GLUED = re.compile(r"(pobox|pob|po|rr|hc|box|psc|cmr)(\d.*)")


def box_of(words: list[str]) -> Box | None:
    """The box that a line begins with, if it does."""
    if not words:
        return None
    glued = _GLUED.fullmatch(words[0])
    if glued:
        words = [glued[1], glued[2], *words[1:]]
    if words[0] not in _STARTS:
        return None
    return _match(" ".join(words))


def _match(line: str) -> Box | None:
    for pattern, kind in ((_RURAL, "rr"), (_HIGHWAY, "hc")):
        found = pattern.match(line)
        if found:
            return Box(_number(found["number"]), kind + _number(found["route"]))
    found = _MILITARY.match(line)
    if found:
        return Box(_number(found["number"]), found["kind"] + _number(found["route"]))
    found = _PO_BOX.match(line)
    if found and (len(found["number"]) == 1 or any(char.isdigit() for char in found["number"])):
        return Box(_number(found["number"]), "pobox")
    return Box("", "generaldelivery") if _GENERAL.match(line) else None


def _number(text: str) -> str:
    """A box number written together, without leading zeros."""
    joined = text.replace(" ", "").replace("-", "")[:LONGEST]
    return joined.lstrip("0") or joined

"""How much each agreement says, in bits: the chance of it in the right person over that in a stranger, as log 2.

`exact` weights follow from how often strangers agree by chance: one in about 500 zips that matter, one in 200 first
names, one in 2,000 house numbers. Lesser levels keep the share that survives in generated truth.
"""

from __future__ import annotations

from math import log2

EXACT = {
    "last": 11.0,
    "first": 7.0,
    "number": 8.0,
    "street": 7.0,
    "unit": 3.0,
    "zip": 9.0,
    "email": 16.0,
    "phone": 14.0,
    "code": 18.0,
    "suffix": 2.0,
}

# Share of the exact weight at each level; a negative figure is in bits and speaks against.
LAST = {"exact": 1.0, "part": 0.9, "edit": 0.78, "sound": 0.68, "far_sound": 0.5, "edits": 0.5, "begins": 0.72}
FIRST = {
    "exact": 1.0,
    "short": 0.85,
    "long": 0.85,
    "edit": 0.75,
    "sound": 0.68,
    "sibling": 0.6,
    "middle": 0.6,
    "begins": 0.62,
    "initial": 0.5,
    "record_initial": 0.35,
    "edits": 0.3,
}
STREET = {"exact": 1.0, "edit": 0.85, "sound": 0.75, "edits": 0.6, "begins": 0.7, "within": 0.55}
NUMBER = {"exact": 1.0, "edit": 0.4}
ZIP = {"exact": 1.0, "edit": 0.5, "region": 0.1}

AGAINST = {
    "last": -6.0,
    "first": -5.0,
    "number": -4.0,
    "street": -4.0,
    "unit": -1.5,
    "zip": -4.0,
    "email": -2.0,
    "phone": -1.5,
    "code": -1.0,
    "suffix": -4.0,
}
DIRECTION_SAME, DIRECTION_OTHER = 0.5, -1.0
SUFFIX_SAME, SUFFIX_OTHER = 0.4, -0.6
FORMER_ADDRESS, FORMER_NAME, SWAPPED, APART = -0.8, -0.8, -2.0, -0.4

RAREST, COMMONEST = 14.0, 7.0


def surname_weight(bearers: int) -> float:
    """A rare surname says more than a common one: from 14 bits for one bearer down to 7 for a hundred thousand."""
    return max(COMMONEST, RAREST - 0.45 * log2(1 + max(bearers, 0)))

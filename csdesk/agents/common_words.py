"""Words and runs that people build easy passwords from; what is left without them must carry the password."""

from __future__ import annotations

from typing import Final

# Longest first matters to the reader only; `rules` sorts them.
COMMON_WORDS: Final = frozenset(
    """
    password passwort passphrase passcode pass letmein welcome login signin secret changeme change default master
    admin administrator root user guest test demo temp temporary access enter hello computer internet
    csdesk zones desk callcenter customer service support privacy supervisor agent
    qwerty qwertz azerty asdf asdfgh zxcvbn zxcvbnm qazwsx qwer uiop hjkl
    abc abcd abcdef abcdefgh iloveyou love monkey dragon sunshine princess football baseball basketball soccer
    shadow superman batman trustno starwars whatever freedom ninja michael jennifer jordan charlie thomas daniel
    hunter killer pepper ginger cookie summer winter spring autumn january february march april june july august
    september october november december monday tuesday wednesday thursday friday saturday sunday
    seattle washington california america usa mustang corvette harley yankees seahawks mariners company office
    """.split()
)

# Runs of the keyboard and of counting, forwards; `rules` looks for pieces of them, backwards too.
RUNS: Final = ("01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm")

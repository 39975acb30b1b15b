"""From a customer's public reference to the log's random one and back: only the customers' own feature knows.

That feature registers its two functions here when the application is wired; the log itself may not import it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from sqlalchemy.orm import Session

SubjectResolver = Callable[[Session, str], str | None]
SubjectLabeller = Callable[[Session, Collection[str]], Mapping[str, str]]

subject_resolvers: dict[str, SubjectResolver] = {}
"""By feature: customer reference -> subject reference, or None."""

subject_labellers: dict[str, SubjectLabeller] = {}
"""By feature: subject references -> customer references, as far as they are known."""

SUBJECT_LENGTH = 32


def subject_of(session: Session, ref: str) -> str | None:
    """The log's reference of a customer; the log's own reference stands for itself."""
    if len(ref) == SUBJECT_LENGTH and set(ref) <= set("0123456789abcdef"):
        return ref
    return next(filter(None, (resolve(session, ref) for resolve in subject_resolvers.values())), None)


def labels(session: Session, subjects: Collection[str]) -> dict[str, str]:
    """The customers' references of these subjects; whoever was erased has none any more."""
    found: dict[str, str] = {}
    if subjects:
        for labeller in subject_labellers.values():
            found.update(labeller(session, subjects))
    return found


def short(ref: str) -> str:
    """A reference as a table shows it: its kind and its last four signs."""
    return f"{ref[0]}…{ref[-4:]}"

"""Keys become digests here: keyed with the suppression key, which is kept apart from the database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from csdesk.kernel.crypto import digest
from csdesk.suppression.rules import MatchKey


@dataclass(frozen=True, slots=True)
class Digest:
    """One keyed digest with its kind and mark."""

    kind: str
    value: str
    mark: str


def digests_of(secret: bytes, keys: Iterable[MatchKey]) -> tuple[Digest, ...]:
    """The digests of some keys, in one order on every machine."""
    return tuple(Digest(key.kind, digest(secret, key.kind, *key.parts), key.mark) for key in sorted(keys))

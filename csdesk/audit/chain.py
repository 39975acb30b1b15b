"""Pure: the canonical bytes of an event, its digest, and the link that ties it to all events before it."""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TypeAlias

JsonValue: TypeAlias = "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"

GENESIS = bytes(32)
LARGEST_INTEGER = 2**53 - 1
KEY_EPOCH = 1


class NotCanonical(ValueError):
    """A value that has no single spelling in bytes was given to the log."""


def canonical(body: Mapping[str, JsonValue]) -> str:
    """The one spelling of `body`: sorted keys, no spaces, NFC text, whole numbers below 2^53, no floats."""
    return json.dumps(_plain(body), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def leaf(body: str) -> bytes:
    """The digest of an event's exact bytes (RFC 6962 leaf, so that a tree can be grown over the same events)."""
    return hashlib.sha256(b"\x00" + body.encode()).digest()


def link(key: bytes, seq: int, previous: bytes, body: str) -> bytes:
    """mac_n = HMAC(K, n || mac_{n-1} || SHA-256(0x00 || body))."""
    return hmac.digest(key, seq.to_bytes(8, "big") + previous + leaf(body), "sha256")


def detail_digest(nonce: bytes, ciphertext: bytes) -> str:
    """What a leaf says of its sealed detail; nothing about the plaintext can be guessed from it."""
    return hashlib.sha256(nonce + ciphertext).hexdigest()


def _plain(value: JsonValue) -> JsonValue:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            message = "a whole number is too large for the log"
            raise NotCanonical(message)
        return value
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [_plain(item) for item in value]
    message = f"the log keeps no {type(value).__name__}"
    raise NotCanonical(message)


def _key(key: object) -> str:
    if not isinstance(key, str) or not key.isascii():
        message = "keys in the log are plain ASCII text"
        raise NotCanonical(message)
    return key

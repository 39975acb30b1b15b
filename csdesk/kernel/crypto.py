"""Keys, keyed digests and sealed details. Keys live in a file of their own, never in the database or its backups."""

from __future__ import annotations

import hmac
import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import cast

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.orm import Session

from csdesk.errors import ConfigurationError

KEY_BYTES = 32


@dataclass(frozen=True, repr=False)
class Keyring:
    """One key for each purpose, so that destroying one (searches, say) leaves the others standing."""

    audit: bytes
    search: bytes
    suppression: bytes
    subjects: bytes
    web: bytes

    def __repr__(self) -> str:
        return "Keyring(…)"


def new_keyring() -> Keyring:
    """Fresh random keys."""
    return Keyring(**{field.name: secrets.token_bytes(KEY_BYTES) for field in fields(Keyring)})


def write_keyring(path: Path, keys: Keyring) -> None:
    """Write the key file, readable by its owner alone; refuses to overwrite one that is there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        json.dump({name: key.hex() for name, key in asdict(keys).items()}, file, indent=1)


def read_keyring(path: Path) -> Keyring:
    """The keys in `path`; raises ConfigurationError when one is missing or too short."""
    try:
        found = json.loads(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        message = f"There is no key file at {path.name}. Make one with: csdesk keys create"
        raise ConfigurationError(message) from None
    except (ValueError, UnicodeDecodeError):
        message = f"The key file {path.name} cannot be read as JSON. Restore it from its backup."
        raise ConfigurationError(message) from None
    keys: dict[str, bytes] = {}
    for field in fields(Keyring):
        try:
            keys[field.name] = bytes.fromhex(found[field.name])
        except (KeyError, TypeError, ValueError):
            keys[field.name] = b""
        if len(keys[field.name]) < KEY_BYTES:
            message = f"The key file {path.name} lacks a sound key named {field.name!r}. Restore it from its backup."
            raise ConfigurationError(message)
    return Keyring(**keys)


def keys_of(session: Session) -> Keyring:
    """The keys that the application factory put beside the session."""
    return cast(Keyring, session.info["keys"])


def digest(key: bytes, *parts: str) -> str:
    """HMAC-SHA-256 in hex over the parts, each with its length before it so that no two lists collide."""
    data = [part.encode("utf-8", "surrogatepass") for part in parts]
    # In one call: a page of ten people takes some hundred digests, an import millions.
    return hmac.digest(key, b"".join(len(each).to_bytes(4, "big") + each for each in data), "sha256").hex()


def same(one: str | bytes, other: str | bytes) -> bool:
    """Compare two secrets in constant time."""
    return hmac.compare_digest(
        one.encode() if isinstance(one, str) else one, other.encode() if isinstance(other, str) else other
    )


def seal(key: bytes, plaintext: bytes, bound_to: bytes) -> tuple[bytes, bytes]:
    """AES-256-GCM: (nonce, ciphertext), readable only with the key and the same `bound_to`."""
    nonce = secrets.token_bytes(12)
    return nonce, AESGCM(key).encrypt(nonce, plaintext, bound_to)


def unseal(key: bytes, nonce: bytes, ciphertext: bytes, bound_to: bytes) -> bytes:
    """The plaintext of `seal`; raises cryptography's InvalidTag when anything was changed."""
    return AESGCM(key).decrypt(nonce, ciphertext, bound_to)

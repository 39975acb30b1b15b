"""E-mail keys: exact for finding and telling, loose only for removals."""

from __future__ import annotations

import re
import unicodedata

# RFC 5321 allows 254; more is no address.
LONGEST = 320
DOTLESS_DOMAINS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]")


def exact_key(text: str) -> str:
    """Trimmed, NFC, lower case, domain in its ASCII form; nothing if it cannot be an address."""
    text = text.strip()
    if len(text) > LONGEST or "@" not in text:
        return ""
    text = _lower(text).strip().removeprefix("mailto:").strip("<>").strip()
    local, _, domain = text.rpartition("@")
    domain = _ascii_domain(domain.rstrip("."))
    if not local or not domain or _FORBIDDEN.search(local) or _FORBIDDEN.search(domain):
        return ""
    return f"{local}@{domain}"


def loose_key(text: str) -> str:
    """The exact key without a +tag, and for Gmail without dots: reaches further, so it may only remove."""
    exact = exact_key(text)
    local, _, domain = exact.rpartition("@")
    bare = local.partition("+")[0] or local
    if domain in DOTLESS_DOMAINS:
        bare, domain = bare.replace(".", "") or bare, DOTLESS_DOMAINS[domain]
    return f"{bare}@{domain}" if exact else ""


def _lower(text: str) -> str:
    """Lower case in NFC; twice, because lower-casing can leave a text that NFC changes again."""
    if text.isascii():
        return text.lower()
    once = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    return unicodedata.normalize("NFC", once.lower())


def _ascii_domain(domain: str) -> str:
    """The IDNA form of a domain, or the domain itself where it has none."""
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        return domain

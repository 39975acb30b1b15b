"""`record()`: the only writer of the log, called last inside the transaction whose deed it records."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from csdesk.audit import event
from csdesk.audit.chain import KEY_EPOCH, JsonValue, canonical, detail_digest, link
from csdesk.audit.models import AuditDetail, AuditEvent, AuditHead, AuditSubject, SubjectKey
from csdesk.audit.tags import Action
from csdesk.errors import InvalidState, Unavailable
from csdesk.kernel.actor import Actor
from csdesk.kernel.crypto import KEY_BYTES, Keyring, digest, keys_of, seal, unseal
from csdesk.kernel.mask import mask_cards

LOG_IS_DOWN = "The log cannot be written, so nothing was shown or changed. Tell a supervisor; note the request down."
NONCE_BYTES = 12

_LOCK_HEAD = select(AuditHead.size, AuditHead.mac).where(AuditHead.id == 1).with_for_update()
_MOVE_HEAD = update(AuditHead.__table__).where(AuditHead.__table__.c.id == 1)  # type: ignore[arg-type]
_ADD_EVENT = insert(AuditEvent.__table__)  # type: ignore[arg-type]
_ADD_SUBJECTS = insert(AuditSubject.__table__)  # type: ignore[arg-type]
_ADD_DETAIL = insert(AuditDetail.__table__)  # type: ignore[arg-type]
_ADD_KEY = insert(SubjectKey.__table__)  # type: ignore[arg-type]
_FIND_KEY = select(SubjectKey.wrapped_dek).where(SubjectKey.subject == bindparam("subject"))


@dataclass(frozen=True)
class Recorded:
    """Where the event stands in the log."""

    seq: int
    event_id: str


def record(
    session: Session, *, actor: Actor, at: datetime, action: Action, subject: str | None = None,
    shown: Sequence[str] = (), obj: tuple[str, str] | None = None, contact: str | None = None,
    request: str | None = None, outcome: str = "ok", fields: Sequence[str] = (), count: int | None = None,
    terms: Mapping[str, str] | None = None, flags: Sequence[str] = (), reason: str | None = None,
    detail: Mapping[str, JsonValue] | None = None,
) -> Recorded:  # fmt: skip
    """Write one event into the caller's transaction.

    `subject` is whom it concerns and `shown` whom the screen showed (random subject references); `terms` are what
    somebody searched for, kept as keyed digests only; `reason` and `detail` (values before and after, free text)
    are sealed under the subject's own key. Raises Unavailable when the log cannot be written: nothing is committed.
    """
    keys = keys_of(session)
    event_id = event.new_event_id(at)
    private = _private(reason, detail)
    try:
        connection = session.connection()
        size, previous = _locked_head(connection)
        seq = size + 1
        owner = subject or event.DESK
        sealed = _sealed(connection, keys, owner=owner, event_id=event_id, content=private, at=at) if private else None
        body = event.compose(
            event_id=event_id, at=at, actor=actor, action=action, subject=subject, shown=shown, obj=obj,
            contact=contact, request=request, outcome=outcome, fields=fields, count=count,
            terms=hashed_terms(keys, terms or {}), flags=flags, detail=detail_digest(*sealed) if sealed else None,
        )  # fmt: skip
        _append(connection, link_key=keys.audit, seq=seq, previous=previous, body=body, at=at)
        if people := event.persons(subject, shown):
            connection.execute(_ADD_SUBJECTS, [{"seq": seq, "subject_ref": ref} for ref in people])
        if sealed:
            values = {"seq": seq, "event_id": event_id, "subject": owner, "key_id": KEY_EPOCH}
            connection.execute(_ADD_DETAIL, {**values, "nonce": sealed[0], "ciphertext": sealed[1]})
    except SQLAlchemyError as error:
        raise Unavailable(LOG_IS_DOWN) from error
    return Recorded(seq, event_id)


def erase_subject(session: Session, *, actor: Actor, at: datetime, subject: str, request: str | None = None) -> int:
    """Destroy a person's key and sealed details for good; returns how many went. The chain still verifies."""
    _locked_head(session.connection())  # before the rows, in the order that every writer takes
    key = session.get(SubjectKey, subject, with_for_update=True)
    if key is None:
        key = SubjectKey(subject=subject, created_at=at)
        session.add(key)
    key.wrapped_dek = None
    key.destroyed_at = at
    session.flush()
    gone = session.connection().execute(delete(AuditDetail).where(AuditDetail.subject == subject)).rowcount
    record(session, actor=actor, at=at, action=Action.SUBJECT_ERASED, subject=subject, request=request, count=gone)
    return gone


def hashed_terms(keys: Keyring, terms: Mapping[str, str]) -> dict[str, str]:
    """Keyed digests of what was searched for: the same words give the same digest, and nothing can be read back."""
    folded = {name: term.strip().casefold() for name, term in terms.items()}
    return {name: digest(keys.search, name, term)[:32] for name, term in folded.items() if term}


def _locked_head(connection: Connection) -> tuple[int, bytes]:
    """The end of the chain, ours until the transaction ends."""
    row = connection.execute(_LOCK_HEAD).one_or_none()
    if row is None:
        raise Unavailable(LOG_IS_DOWN)
    return row.size, row.mac


def _append(
    connection: Connection, *, link_key: bytes, seq: int, previous: bytes, body: Mapping[str, JsonValue], at: datetime
) -> None:
    text = canonical(body)
    mac = link(link_key, seq, previous, text)
    copies = {column: body.get(name) for column, name in COPIED.items()}
    connection.execute(_ADD_EVENT, {"seq": seq, "body": text, "mac": mac, "key_epoch": KEY_EPOCH, "at": at, **copies})
    connection.execute(_MOVE_HEAD, {"size": seq, "mac": mac})


# Column of audit_event -> key of the body it is copied from ("at" is compared by its own spelling).
COPIED = {
    "event_id": "id", "actor_id": "actor", "actor_name": "name", "action": "action", "subject": "subject",
    "contact": "contact", "request": "request", "outcome": "outcome", "session_ref": "session",
}  # fmt: skip


def _private(reason: str | None, detail: Mapping[str, JsonValue] | None) -> bytes | None:
    """What is to be sealed, with card and social-security numbers masked even there."""
    content: dict[str, JsonValue] = {**(detail or {})}
    if reason and reason.strip():
        content["reason"] = reason.strip()
    if not content:
        return None
    return json.dumps(_masked(content), ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def _masked(value: JsonValue) -> JsonValue:
    if isinstance(value, str):
        return mask_cards(value)
    if isinstance(value, Mapping):
        return {key: _masked(item) for key, item in value.items()}
    if isinstance(value, Sequence):
        return [_masked(item) for item in value]
    return value


def _sealed(
    connection: Connection, keys: Keyring, *, owner: str, event_id: str, content: bytes, at: datetime
) -> tuple[bytes, bytes]:
    """The content under the owner's key, which is made on first use; the head lock keeps two from being made."""
    row = connection.execute(_FIND_KEY, {"subject": owner}).one_or_none()
    if row is None:
        dek = secrets.token_bytes(KEY_BYTES)
        wrapped = b"".join(seal(keys.subjects, dek, owner.encode()))
        connection.execute(_ADD_KEY, {"subject": owner, "wrapped_dek": wrapped, "created_at": at})
    elif row.wrapped_dek is None:
        message = "This person's data were erased; nothing more can be kept about them."
        raise InvalidState(message)
    else:
        dek = unwrap(keys, owner, row.wrapped_dek)
    return seal(dek, content, event_id.encode())


def unwrap(keys: Keyring, owner: str, wrapped: bytes) -> bytes:
    """The key of one person's details; raises cryptography's InvalidTag when it was tampered with."""
    return unseal(keys.subjects, wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], owner.encode())

"""What each event says to a supervisor, in a few words. Pure; a test holds it complete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from csdesk.audit.tags import Action

SENTENCES: dict[Action, str] = {
    Action.SIGNED_IN: "Signed in",
    Action.SIGN_IN_FAILED: "Sign-in failed",
    Action.LOCKED_OUT: "Locked out",
    Action.SESSION_LOCKED: "Desk locked",
    Action.SESSION_UNLOCKED: "Desk unlocked",
    Action.SIGNED_OUT: "Signed out",
    Action.SESSION_REVOKED: "Signed a device out",
    Action.STAFF_CREATED: "Added staff",
    Action.STAFF_DISABLED: "Disabled an account",
    Action.STAFF_ENABLED: "Enabled an account",
    Action.STAFF_ROLE_CHANGED: "Changed a role",
    Action.STAFF_PASSWORD_CHANGED: "Changed the password",
    Action.STAFF_PASSWORD_RESET: "Reset a password",
    Action.STAFF_LISTED: "Looked at the staff",
    Action.ACCESS_DENIED: "Was refused",
    Action.CONTACT_STARTED: "Started a contact",
    Action.CONTACT_PARKED: "Parked the contact",
    Action.CONTACT_RESUMED: "Took the contact up again",
    Action.CONTACT_WRAPPED_UP: "Wrapped up",
    Action.CONTACT_ENDED: "Ended the contact",
    Action.CONTACT_OPENED: "Looked at a contact",
    Action.CONTACT_CUSTOMER_LEFT: "Let go of the customer",
    Action.CUSTOMER_SEARCHED: "Searched, {count} shown",
    Action.CUSTOMER_OPENED: "Opened record",
    Action.CUSTOMER_CORRECTED: "Corrected {fields}",
    Action.CUSTOMER_CREATED: "Added a customer",
    Action.FIELD_REVEALED: "Revealed {fields}",
    Action.IDENTITY_CONFIRMED: "{Fields} matched",
    Action.IDENTITY_FAILED: "{Fields} did not match",
    Action.REQUEST_OPENED: "Opened a request",
    Action.REQUEST_VIEWED: "Looked at a request",
    Action.REQUEST_STEP_DONE: "Did a step of a request",
    Action.REQUEST_FULFILLED: "Fulfilled a request",
    Action.REMOVAL_IN_FORCE: "Put removal in force",
    Action.REMOVAL_REPEATED: "Said: already removed",
    Action.REMOVAL_UNDONE: "Undid a removal",
    Action.SUPPRESSION_CREATED: "Suppressed {fields}",
    Action.SUPPRESSION_LIFTED: "Lifted a suppression",
    Action.SUPPRESSIONS_VIEWED: "Looked at suppressions",
    Action.CONSENT_RECORDED: "Recorded a consent",
    Action.HOURS_CHANGED: "Changed business hours",
    Action.HOLIDAY_ADDED: "Added a holiday",
    Action.HOLIDAY_REMOVED: "Removed a holiday",
    Action.OVERTIME_OPENED: "Opened overtime",
    Action.OVERTIME_CLOSED: "Closed overtime",
    Action.OUT_OF_HOURS_REFUSED: "Refused out of hours",
    Action.IMPORT_UPLOADED: "Uploaded a file",
    Action.IMPORT_CONFLICTS_VIEWED: "Looked at import conflicts",
    Action.IMPORT_STARTED: "Started an import",
    Action.IMPORT_FINISHED: "Finished an import, {count} rows",
    Action.IMPORT_CANCELLED: "Cancelled an import",
    Action.IMPORT_CONFLICT_DECIDED: "Decided an import conflict",
    Action.REJECTS_DOWNLOADED: "Downloaded rejected rows",
    Action.LOG_VIEWED: "Read the log",
    Action.LOG_EXPORTED: "Exported the log",
    Action.LOG_VERIFIED: "Verified the log",
    Action.REPORT_VIEWED: "Looked at a report",
    Action.JOB_RETRIED: "Retried a job",
    Action.SUBJECT_ERASED: "Erased a person's details",
    Action.DEMO_FILLED: "Filled the demo",
}

FAMILIES: dict[str, str] = {
    "customer": "Customers", "field": "Reveals", "identity": "Confirmations", "removal": "Removals",
    "request": "Requests", "suppression": "Suppressions", "consent": "Consents", "contact": "Contacts",
    "session": "Sign-ins", "access": "Refusals", "staff": "Staff", "hours": "Hours", "holiday": "Holidays",
    "overtime": "Overtime", "import": "Imports", "log": "The log", "report": "Reports", "job": "Jobs",
    "subject": "Erasures", "system": "System",
}  # fmt: skip
# The list beside the log: what supervisors ask for most; the filter offers every family and every action.
VIEWS = (
    ("customer.*", "Looks at customers"), ("field.*", "Reveals"), ("identity.*", "Confirmations"),
    ("removal.*", "Removals"), ("request.*", "Requests"), ("access.*", "Refusals"), ("session.*", "Sign-ins"),
    ("overtime.*", "Overtime"), ("staff.*", "Staff"), ("import.*", "Imports"), ("log.*", "Reading of the log"),
)  # fmt: skip
FLAGS = {
    "orphan": ("no contact", "no"), "call": ("call", "ok"), "mail": ("mail", "ok"), "dry_run": ("dry run", ""),
    "read_again": ("read again", ""),
}  # fmt: skip
# Chips of the last column: the outcomes that deserve a colour; a disposition is a plain fact.
COLOURS = {
    "ok": "", "match": "ok", "close": "close", "no": "no", "failed": "no", "denied": "no",
    "refused": "no", "repeated": "info",
}  # fmt: skip


def sentence(action: Action, body: Mapping[str, Any]) -> str:
    """What happened, as a line of the log says it."""
    fields = ", ".join(str(name).replace("_", " ") for name in body.get("fields", ())) or "a field"
    fields = "zip" if fields == "a field" and action.value.startswith("identity.") else fields
    text = SENTENCES.get(action, action.value)
    return text.format(count=f"{body.get('count', 0):,}", fields=fields, Fields=fields[:1].upper() + fields[1:])


def why(body: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The chips of the last column: what stands behind the event, as (text, colour)."""
    outcome = str(body.get("outcome", "ok"))
    chips = [] if outcome == "ok" else [(plain_outcome(outcome), COLOURS.get(outcome, "close"))]
    chips += [FLAGS.get(flag, (plain_outcome(flag), "" if "." in flag else "close")) for flag in body.get("flags", ())]
    if "request" in body:
        chips.append((f"request {body['request']}", "info"))
    elif "contact" in body and not chips:
        chips.append(("contact", "ok"))
    return tuple(chips)


def plain_outcome(word: str) -> str:
    """An outcome or a disposition in words: `removal.in_force` is removal: in force."""
    return word.replace("_", " ").replace(".", ": ")


def family(action: Action) -> str:
    """The first part of an action's word."""
    return action.value.partition(".")[0]


def actions_of(what: str) -> tuple[Action, ...]:
    """The actions that a filter's word means: one of them, or a whole family by `family.*`."""
    if what.endswith(".*"):
        return tuple(action for action in Action if family(action) == what.removesuffix(".*"))
    return tuple(action for action in Action if action.value == what)


def title_of(what: str) -> str:
    """A filter's word as people read it: Removals for `removal.*`, Wrapped up for `contact.wrapped_up`."""
    if what.endswith(".*"):
        return FAMILIES.get(what.removesuffix(".*"), what)
    return next((plain(action) for action in actions_of(what)), what)


def choices() -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Families with their actions, for the filter's list."""
    return [
        (title, [(f"{name}.*", f"{title}: all"), *((a.value, plain(a)) for a in Action if family(a) == name)])
        for name, title in FAMILIES.items()
    ]


def plain(action: Action) -> str:
    """The sentence of an action without the particulars of one event."""
    return SENTENCES.get(action, action.value).format(count="…", fields="…", Fields="…")

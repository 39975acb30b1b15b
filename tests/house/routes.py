"""The policy of every route: who gets in, and which events one accepted call leaves. A route missing here fails.

`who` names the roles that may: a agent, s supervisor, d admin; * means that no sign-in is needed. `leaves` are the
events of one accepted call, in order; an empty one needs a reason in `because`. `path` and `fields` make a call that
is accepted in a world that `tests/house/world.py` prepares.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.house.world import SAID, World

EVERYBODY, DESK, OFFICE = "asd", "as", "sd"


@dataclass(frozen=True)
class Policy:
    """What is expected of one method of one route."""

    who: str
    leaves: tuple[str, ...] = ()
    path: str | Callable[[World], str] = ""
    fields: Mapping[str, Any] | Callable[[World], Mapping[str, Any]] = field(default_factory=dict)
    because: str = ""

    @property
    def role(self) -> str:
        """Who makes the accepted call: the lowest role that may."""
        return self.who[0]


OWN = "one's own account, nothing of a customer"
FRAME = "no customer on it"
TYPING = "a pause in typing; what it shows is in the search's event"
NUMBERS = "request numbers and states only"

POLICY: dict[tuple[str, str], Policy] = {
    ("GET", "home.front_door"): Policy(EVERYBODY, path="/", because=FRAME),
    ("GET", "health.healthz"): Policy("*", path="/healthz", because="for the machine that watches"),
    ("GET", "static"): Policy("*", path="/static/css/tokens.css", because="files of the program"),
    # Accounts
    ("GET", "agents.sign_in"): Policy("*", path="/sign-in", because="nobody is known yet"),
    ("POST", "agents.sign_in"): Policy("*", ("session.signed_in",), "/sign-in", lambda w: w.credentials()),
    ("POST", "agents.sign_out"): Policy(EVERYBODY, ("session.signed_out",), "/sign-out"),
    ("POST", "agents.lock"): Policy(EVERYBODY, ("session.locked",), "/lock"),
    ("POST", "agents.unlock"): Policy(
        EVERYBODY, ("session.unlocked",), lambda w: w.locked("/unlock"), lambda w: w.password()
    ),
    ("GET", "agents.devices"): Policy(EVERYBODY, path="/account/devices", because=OWN),
    ("POST", "agents.revoke_device"): Policy(
        EVERYBODY, ("session.revoked",), lambda w: f"/account/devices/{w.other_session()}/revocation"
    ),
    ("POST", "agents.sign_out_everywhere"): Policy(EVERYBODY, ("session.revoked",), "/account/devices/revocation"),
    ("GET", "agents.change_password"): Policy(EVERYBODY, path="/account/password", because=OWN),
    ("POST", "agents.change_password"): Policy(
        EVERYBODY, ("staff.password_changed",), "/account/password", lambda w: w.new_password()
    ),
    ("GET", "agents.staff.page"): Policy("d", ("staff.listed",), "/staff"),
    ("GET", "agents.staff.member"): Policy("d", ("staff.listed",), lambda w: f"/staff/{w.colleague()}"),
    ("POST", "agents.staff.add"): Policy(
        "d", ("staff.created",), "/staff", {"username": "lee.quill", "display_name": "Lee Quill", "role": "agent"}
    ),
    ("POST", "agents.staff.disable"): Policy("d", ("staff.disabled",), lambda w: f"/staff/{w.colleague()}/disabling"),
    ("POST", "agents.staff.enable"): Policy("d", ("staff.enabled",), lambda w: f"/staff/{w.disabled()}/enabling"),
    ("POST", "agents.staff.reset_password"): Policy(
        "d", ("staff.password_reset",), lambda w: f"/staff/{w.colleague()}/password-reset"
    ),
    ("POST", "agents.staff.change_role"): Policy(
        "d", ("staff.role_changed",), lambda w: f"/staff/{w.colleague()}/role", {"role": "supervisor"}
    ),
    # Contacts
    ("GET", "contacts.list_page"): Policy(DESK, path="/contacts", because="numbers and outcomes, nobody's words"),
    ("POST", "contacts.start_call"): Policy(DESK, ("contact.started",), "/contacts/calls"),
    ("POST", "contacts.start_mail"): Policy(DESK, ("contact.started",), "/contacts/mails"),
    ("POST", "contacts.park"): Policy(DESK, ("contact.parked",), lambda w: f"/contacts/{w.call()}/parking"),
    ("POST", "contacts.resume"): Policy(DESK, ("contact.resumed",), lambda w: f"/contacts/{w.parked()}/resumption"),
    ("POST", "contacts.end"): Policy(DESK, ("contact.ended",), lambda w: f"/contacts/{w.call()}/ending"),
    ("POST", "contacts.wrap_up"): Policy(
        DESK, ("contact.wrapped_up",), lambda w: f"/contacts/{w.call()}/wrap-up", {"disposition_code": "caller.gone"}
    ),
    ("POST", "contacts.save_note"): Policy(
        DESK, path=lambda w: f"/contacts/{w.call()}/note", fields={"note": "two catalogs"}, because=TYPING
    ),
    # The desk
    ("GET", "desk.home"): Policy(DESK, path="/desk", because=FRAME),
    ("GET", "desk.contact"): Policy(DESK, ("contact.opened",), lambda w: f"/contacts/{w.call()}"),
    ("POST", "desk.look_up"): Policy(DESK, ("customer.searched",), lambda w: f"/contacts/{w.call()}/lookup", SAID),
    ("POST", "desk.pick"): Policy(
        DESK,
        ("customer.opened", "identity.confirmed"),
        lambda w: f"/contacts/{w.call()}/customer",
        lambda w: {**SAID, "customer": w.customer},
    ),
    ("POST", "desk.confirm"): Policy(
        DESK, ("identity.confirmed",), lambda w: f"/contacts/{w.picked()}/confirmation", {"zip": "98001"}
    ),
    ("POST", "desk.plan"): Policy(
        DESK, path=lambda w: f"/contacts/{w.picked()}/plan", fields={"channels": ["mail"]}, because=TYPING
    ),
    ("POST", "desk.again"): Policy(DESK, path=lambda w: f"/contacts/{w.picked()}/again", because=TYPING),
    ("POST", "desk.remove"): Policy(
        DESK,
        ("suppression.created", "removal.put_in_force"),
        lambda w: f"/contacts/{w.picked()}/removals",
        {**SAID, "channels": ["mail"]},
    ),
    ("POST", "desk.undo"): Policy(
        DESK, ("suppression.lifted", "removal.undone"), lambda w: f"/contacts/{w.removed()}/removals/R-2026-000001/undo"
    ),
    ("POST", "desk.take_request"): Policy(
        DESK, ("request.opened",), lambda w: f"/contacts/{w.picked()}/requests", {"verb": "inquire"}
    ),
    # Customers
    ("GET", "customers.index"): Policy(DESK, path="/customers", because="an empty form"),
    ("POST", "customers.lookup"): Policy(
        DESK, ("customer.searched",), "/customers/lookup", {"last": "Okafor", "zip": "98001"}
    ),
    ("GET", "customers.record"): Policy(DESK, ("customer.opened",), lambda w: f"/customers/{w.customer}"),
    ("POST", "customers.reveal"): Policy(
        "s",
        ("field.revealed", "customer.opened"),
        lambda w: f"/customers/{w.customer}/reveal",
        {"field": "email:1", "reason": "asked to"},
    ),
    ("GET", "customers.correct"): Policy(
        "s", ("customer.opened",), lambda w: f"/customers/{w.customer}/corrections/email"
    ),
    ("POST", "customers.correct"): Policy(
        "s",
        ("customer.corrected",),
        lambda w: f"/customers/{w.customer}/corrections/email",
        {"email": "new@example.com", "version": "1", "reason": "the customer wrote"},
    ),
    # Requests and the suppression list
    ("GET", "privacy.index"): Policy(DESK, path="/requests", because=NUMBERS),
    ("GET", "privacy.detail"): Policy(DESK, ("request.viewed",), lambda w: f"/requests/{w.request()}"),
    ("POST", "privacy.undo"): Policy(
        DESK,
        ("suppression.lifted", "removal.undone"),
        lambda w: f"/requests/{w.request()}/undo",
        {"reason": "a mistake"},
    ),
    ("POST", "privacy.close_step"): Policy(
        "s",
        ("request.step_done", "request.fulfilled"),
        lambda w: f"/requests/{w.request()}/steps/{w.step()}/completion",
        {"note": "told by file"},
    ),
    ("GET", "suppression.index"): Policy("s", ("suppression.viewed",), "/suppressions"),
    # Hours
    ("GET", "hours.page"): Policy(EVERYBODY, path="/hours", because=FRAME),
    ("POST", "hours.replace_week"): Policy(OFFICE, ("hours.changed",), "/hours/weekly", lambda w: w.week()),
    ("POST", "hours.restore_week"): Policy(
        OFFICE, ("hours.changed",), lambda w: w.new_week("/hours/weekly/restoration"), lambda w: w.drawn_from()
    ),
    ("POST", "hours.add_holiday"): Policy(
        OFFICE, ("holiday.added",), "/hours/holidays", {"day": "2026-08-03", "name": "Inventory"}
    ),
    ("POST", "hours.remove_holiday"): Policy(
        OFFICE, ("holiday.removed",), lambda w: f"/hours/holidays/{w.holiday()}/removal"
    ),
    ("POST", "hours.put_back_holiday"): Policy(
        OFFICE, ("holiday.added",), lambda w: f"/hours/holidays/{w.removed_holiday()}/restoration"
    ),
    ("POST", "hours.add_proposed"): Policy(
        OFFICE, ("holiday.added",), "/hours/holidays/proposals?year=2026", {"days": ["2026-12-25"]}
    ),
    ("POST", "hours.open_overtime"): Policy(
        "s", ("overtime.opened",), "/hours/overtime", lambda w: w.overtime_fields()
    ),
    ("POST", "hours.close_overtime"): Policy(
        "s", ("overtime.closed",), lambda w: f"/hours/overtime/{w.overtime()}/closing"
    ),
    # Imports
    ("GET", "imports.list_page"): Policy("d", path="/imports", because="file names and counts"),
    ("POST", "imports.upload"): Policy("d", ("import.uploaded",), "/imports", lambda w: w.file()),
    ("GET", "imports.run_page"): Policy("d", path=lambda w: w.upload(), because="column names and counts"),
    ("GET", "imports.progress"): Policy("d", path=lambda w: f"{w.upload()}/progress", because="counts"),
    ("POST", "imports.read_again"): Policy(
        "d", ("import.uploaded",), lambda w: f"{w.upload()}/reading", {"delimiter": "comma"}
    ),
    ("POST", "imports.start"): Policy("d", ("import.started",), lambda w: f"{w.upload()}/start", {"step": "rehearse"}),
    ("POST", "imports.resume"): Policy(
        "d", path=lambda w: f"{w.upload()}/resumption", because="nothing ran; a run has its own events"
    ),
    ("POST", "imports.discard"): Policy("d", ("import.cancelled",), lambda w: f"{w.upload()}/discard"),
    ("GET", "imports.rejects"): Policy("d", ("import.rejects_downloaded",), lambda w: f"{w.upload()}/rejects.csv"),
    ("GET", "imports.conflicts"): Policy("s", ("import.conflicts_viewed",), "/imports/contradictions"),
    ("POST", "imports.decide"): Policy(
        "s", ("import.conflict_decided",), lambda w: f"/imports/contradictions/{w.conflict()}", {"decision": "ours"}
    ),
    # Oversight
    ("GET", "reports.home"): Policy("s", ("report.viewed",), "/home"),
    ("GET", "audit.page"): Policy("s", ("log.viewed",), "/log"),
    ("GET", "audit.event"): Policy("s", ("log.viewed",), "/log/events/1"),
    ("POST", "audit.export"): Policy("s", ("log.exported",), "/log/export"),
    ("GET", "jobs.page"): Policy(OFFICE, path="/jobs", because="names of jobs and their state"),
    ("GET", "jobs.ask_retry"): Policy(
        OFFICE, path=lambda w: f"/jobs/{w.dead_job()}/retry", because="the name of a job"
    ),
    ("POST", "jobs.retry"): Policy(
        OFFICE, ("job.retried",), lambda w: f"/jobs/{w.dead_job()}/retry", {"reason": "mended"}
    ),
}

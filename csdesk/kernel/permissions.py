"""One enum of permissions, one table of roles, one `authorize`: what is not granted here is refused."""

from __future__ import annotations

from enum import StrEnum

from csdesk.errors import NotAllowed
from csdesk.kernel.actor import Actor, Role


class Permission(StrEnum):
    """Everything somebody may be allowed to do."""

    USE_DESK = "desk.use"
    TAKE_CONTACT = "contact.take"
    WORK_OWN_CONTACT = "contact.work"
    SEE_ALL_CONTACTS = "contact.see_all"
    LOOK_UP_CUSTOMER = "customer.look_up"
    OPEN_CUSTOMER = "customer.open"
    REVEAL_FIELD = "customer.reveal"
    CORRECT_CUSTOMER = "customer.correct"
    CONFIRM_IDENTITY = "identity.confirm"
    REMOVE = "removal.carry_out"
    UNDO_OWN_REMOVAL = "removal.undo_own"
    UNDO_ANY_REMOVAL = "removal.undo_any"
    OPEN_REQUEST = "request.open"
    SEE_REQUESTS = "request.see"
    CLOSE_REQUEST_STEP = "request.close_step"
    SEE_SUPPRESSIONS = "suppression.see"
    SEE_HOURS = "hours.see"
    CHANGE_HOURS = "hours.change"
    OPEN_OVERTIME = "overtime.open"
    SEE_LOG = "log.see"
    EXPORT_LOG = "log.export"
    VERIFY_LOG = "log.verify"
    SEE_REPORTS = "reports.see"
    SEE_JOBS = "jobs.see"
    IMPORT_CUSTOMERS = "customers.import"
    MANAGE_STAFF = "staff.manage"
    OWN_ACCOUNT = "account.own"
    CHANGE_SETTINGS = "settings.change"


_AGENT = frozenset({
    Permission.USE_DESK, Permission.TAKE_CONTACT, Permission.WORK_OWN_CONTACT, Permission.LOOK_UP_CUSTOMER,
    Permission.OPEN_CUSTOMER, Permission.CONFIRM_IDENTITY, Permission.REMOVE, Permission.UNDO_OWN_REMOVAL,
    Permission.OPEN_REQUEST, Permission.SEE_REQUESTS, Permission.SEE_HOURS, Permission.OWN_ACCOUNT,
})  # fmt: skip
_SUPERVISOR = _AGENT | frozenset({
    Permission.SEE_ALL_CONTACTS, Permission.REVEAL_FIELD, Permission.CORRECT_CUSTOMER, Permission.UNDO_ANY_REMOVAL,
    Permission.CLOSE_REQUEST_STEP, Permission.SEE_SUPPRESSIONS, Permission.CHANGE_HOURS, Permission.OPEN_OVERTIME,
    Permission.SEE_LOG, Permission.EXPORT_LOG, Permission.VERIFY_LOG, Permission.SEE_REPORTS, Permission.SEE_JOBS,
})  # fmt: skip
# An admin keeps the machine running and does not need anybody's address for it: no desk, no reveal, no log export.
_ADMIN = frozenset({
    Permission.OWN_ACCOUNT, Permission.MANAGE_STAFF, Permission.IMPORT_CUSTOMERS, Permission.CHANGE_SETTINGS,
    Permission.SEE_HOURS, Permission.CHANGE_HOURS, Permission.SEE_JOBS, Permission.VERIFY_LOG,
})  # fmt: skip

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.AGENT: _AGENT,
    Role.SUPERVISOR: _SUPERVISOR,
    Role.ADMIN: _ADMIN,
    Role.SYSTEM: frozenset(Permission),
}


def may(actor: Actor, permission: Permission, obj: object | None = None) -> bool:
    """Whether `actor` holds `permission`, on `obj` where the permission is about one's own things.

    An object with an `owner_id` belongs to one member of staff; whoever may see all contacts may work any of them.
    """
    if permission not in GRANTS.get(actor.role, frozenset()):
        return False
    owner = getattr(obj, "owner_id", None)
    if obj is None or owner is None or actor.role is Role.SYSTEM:
        return True
    return owner == actor.id or Permission.SEE_ALL_CONTACTS in GRANTS[actor.role]


def authorize(actor: Actor, permission: Permission, obj: object | None = None) -> None:
    """Raise NotAllowed unless `actor` may; every action and every view asks here and nowhere else."""
    if not may(actor, permission, obj):
        message = "Your role does not allow this."
        raise NotAllowed(message, permission)

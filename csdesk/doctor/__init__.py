"""``csdesk doctor``: looks an installation over and says, for each fault, what to do about it."""

from csdesk.doctor.commands import group

__all__ = ["group"]

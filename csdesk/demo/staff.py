"""The demo's four members of staff; their passwords are printed, so a production start refuses this database."""

from __future__ import annotations

from dataclasses import dataclass

from csdesk.kernel.actor import Role


@dataclass(frozen=True)
class DemoSignIn:
    """Somebody who works at the demo's desk."""

    username: str
    display_name: str
    role: Role
    password: str


STAFF = (
    DemoSignIn("d.lindqvist", "Dana Lindqvist", Role.AGENT, "harbor-violet-comet"),
    DemoSignIn("m.adeyemi", "Mo Adeyemi", Role.AGENT, "copper-meadow-lantern"),
    DemoSignIn("s.okonkwo", "Sam Okonkwo", Role.SUPERVISOR, "juniper-orbit-canvas"),
    DemoSignIn("a.reyes", "Alex Reyes", Role.ADMIN, "granite-willow-ferry"),
)
AGENTS = tuple(person for person in STAFF if person.role is Role.AGENT)
SUPERVISOR = next(person for person in STAFF if person.role is Role.SUPERVISOR)

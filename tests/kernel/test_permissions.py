"""What each role may do; whatever is not granted is refused."""

from dataclasses import dataclass

import pytest

from csdesk.errors import NotAllowed
from csdesk.kernel.actor import ANONYMOUS, SYSTEM, Actor, Role
from csdesk.kernel.permissions import GRANTS, Permission, authorize, may

AGENT = Actor(1, "a.gent", Role.AGENT)
SUPERVISOR = Actor(2, "s.visor", Role.SUPERVISOR)
ADMIN = Actor(3, "ad.min", Role.ADMIN)


@dataclass(frozen=True)
class Owned:
    owner_id: int


@pytest.mark.parametrize("permission", [Permission.SEE_LOG, Permission.REVEAL_FIELD, Permission.MANAGE_STAFF])
def test_agents_are_refused_what_they_do_not_need(permission: Permission) -> None:
    with pytest.raises(NotAllowed):
        authorize(AGENT, permission)


def test_an_admin_reaches_no_customer() -> None:
    customers = {Permission.LOOK_UP_CUSTOMER, Permission.OPEN_CUSTOMER, Permission.REVEAL_FIELD, Permission.USE_DESK}
    assert not customers & GRANTS[Role.ADMIN]


def test_a_supervisor_may_do_all_an_agent_may() -> None:
    assert GRANTS[Role.AGENT] < GRANTS[Role.SUPERVISOR]


def test_ones_own_things_only_unless_one_sees_all() -> None:
    assert may(AGENT, Permission.WORK_OWN_CONTACT, Owned(1))
    assert not may(AGENT, Permission.WORK_OWN_CONTACT, Owned(2))
    assert may(SUPERVISOR, Permission.WORK_OWN_CONTACT, Owned(1))


def test_the_program_itself_may_do_everything() -> None:
    assert all(may(SYSTEM, permission) for permission in Permission)


def test_nobody_in_particular_may_do_nothing() -> None:
    assert not any(may(ANONYMOUS, permission) for permission in Permission)

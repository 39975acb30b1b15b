"""The server dies fifty times under a load of removals: whatever it said was done is done, and the log holds."""

from __future__ import annotations

import json
import random
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPException
from http.cookiejar import CookieJar
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent
from csdesk.audit.verifying import Verdict, verify
from csdesk.config import Settings
from csdesk.kernel.actor import Role
from csdesk.kernel.crypto import read_keyring
from csdesk.suppression.models import Suppression
from tests.factories.agents import PASSWORD, make_staff
from tests.tools import databases
from tests.tools.databases import Backend
from tests.tools.live import ServerProcess

CALLERS = 3
PATIENCE = 30
TOKEN = re.compile(r'name="csrf-token" content="([^"]+)"')


@dataclass
class Caller:
    """An agent's browser that carries out one removal after the other, and remembers which were acknowledged."""

    url: str
    username: str
    stop: threading.Event
    done: list[str] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    token: str = ""

    def __post_init__(self) -> None:
        """Keep cookies over the server's deaths, as a browser does."""
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))

    def run(self) -> None:
        """Work until told to stop; a server that is gone is asked again."""
        count = 0
        while not self.stop.is_set():
            count += 1
            try:
                self.remove(f"{self.username}-{count}")
            except urllib.error.HTTPError as answer:
                self.trouble.append(f"{answer.code} {answer.url}")
                self.token = ""
            except (OSError, HTTPException):
                time.sleep(0.05)

    def remove(self, name: str) -> None:
        """One mail: start it, nobody found, suppress as given; only the last answer is an acknowledgement."""
        if not self.token:
            self.sign_in()
        path = urllib.parse.urlsplit(self.post("/contacts/mails", {})).path
        # A house number of one's own: the same person twice would be one suppression and a repeat.
        house = "".join(char for char in name if char.isdigit())
        words = {"first_name": "Ines", "last_name": name, "address": f"{house} Fern Way", "zip": "97201"}
        self.post(f"{path}/customer", {**words, "as_given": "y"})
        self.post(f"{path}/removals", {**words, "channels": "mail", "scope": "person"})
        self.done.append(name)

    def sign_in(self) -> None:
        """Sign in and keep the token of the session."""
        self.token = self.fetch_token("/sign-in")
        self.post("/sign-in", {"username": self.username, "password": PASSWORD})
        self.token = self.fetch_token("/desk")

    def fetch_token(self, path: str) -> str:
        """Read the token of a page."""
        with self.opener.open(self.url + path, timeout=20) as page:
            found = TOKEN.search(page.read().decode())
        return found[1] if found else ""

    def post(self, path: str, fields: dict[str, str]) -> str:
        """Post a form; gives the address where it led."""
        body = urllib.parse.urlencode({**fields, "csrf_token": self.token}).encode()
        with self.opener.open(self.url + path, body, timeout=20) as answer:
            return str(answer.url)


@pytest.mark.slow_first
@pytest.mark.timeout(1500)
@pytest.mark.parametrize(("backend", "cuts"), [(Backend.SQLITE, 50), (Backend.POSTGRES, 10)], indirect=["backend"])
def test_a_removal_that_was_acknowledged_survives_every_power_cut(
    session: Session, settings: Settings, tmp_path: Path, database_url: str, cuts: int
) -> None:
    stop = threading.Event()
    names = [f"agent{number}" for number in range(CALLERS)]
    for name in names:
        make_staff(session, Role.AGENT, name)
    session.close()
    server = ServerProcess(settings, tmp_path / "server.log")
    callers = [Caller(server.url, name, stop) for name in names]
    threads = [threading.Thread(target=caller.run, daemon=True) for caller in callers]
    chance = random.Random(2)
    server.start()
    for thread in threads:
        thread.start()
    for _ in range(cuts):
        wait_for_work(callers)
        time.sleep(chance.uniform(0, 0.15))
        server.kill()
        server.start()
    wait_for_work(callers)
    stop.set()
    for thread in threads:
        thread.join(60)
    server.kill()
    acknowledged = [name for caller in callers for name in caller.done]
    assert len(acknowledged) > cuts, [caller.trouble[:5] for caller in callers]
    assert [line for caller in callers for line in caller.trouble if line.startswith("5")] == []
    all_is_there(database_url, settings, acknowledged)


def wait_for_work(callers: list[Caller]) -> None:
    """Wait until one more removal was acknowledged, so that every cut falls into work."""
    before = sum(len(caller.done) for caller in callers)
    began = time.monotonic()
    while sum(len(caller.done) for caller in callers) == before and time.monotonic() - began < PATIENCE:
        time.sleep(0.005)


def all_is_there(database_url: str, settings: Settings, acknowledged: list[str]) -> None:
    with databases.engine_for(database_url) as engine, Session(engine) as session:
        session.info.update(keys=read_keyring(settings.keys), settings=settings)
        rows = session.execute(select(Suppression.as_given, Suppression.request_number)).all()
        events = [
            json.loads(body)["request"]
            for body in session.scalars(select(AuditEvent.body).where(AuditEvent.action == "removal.put_in_force"))
        ]
        kept = {given["last"]: number for given, number in rows}
        assert set(acknowledged) <= set(kept)
        assert sorted(str(number) for number in kept.values()) == sorted(events), (
            "a suppression without its event, or an event without it"
        )
        assert session.scalar(select(func.count()).select_from(Suppression)) == len(events)
        assert verify(session).verdict is Verdict.HOLDS

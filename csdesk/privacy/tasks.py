"""Job handlers: count whom a removal catches, so that the request can say so."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.customers.people import people_for
from csdesk.customers.reach import candidate_ids, names_of_subject
from csdesk.jobs.registry import JobContext
from csdesk.kernel import clock
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.person import Person, Street
from csdesk.privacy.models import PrivacyRequest
from csdesk.suppression.queries import as_given_of, entries_for_many


def refresh_reach(job: JobContext) -> None:
    """Count the customers whom the suppressions of one request catch now, and keep the number with the request."""
    with unit_of_work(job.session) as session:
        count_reach(session, str(job.payload["request"]), now=clock.now())
        job.save(progress=1.0)


def count_reach(session: Session, request_number: str, *, now: datetime) -> int:
    """Store and give the count; a repetition gives the same number as long as the customers are the same."""
    request = session.scalars(
        select(PrivacyRequest).where(PrivacyRequest.request_number == request_number).with_for_update()
    ).one()
    said = _person_said(as_given_of(session, request_number))
    people = people_for(session, candidate_ids(session, [said, *names_of_subject(session, request.subject_ref)]))
    caught = entries_for_many(session, people)
    request.reach_count = sum(
        any(entry.request_number == request_number for entry in entries) for entries in caught.values()
    )
    request.reach_at = now
    return request.reach_count


def _person_said(words: dict[str, str]) -> Person:
    return Person(
        first=words.get("first", ""),
        last=words.get("last", ""),
        addresses=(Street(words["address"]),) if words.get("address") else (),
        emails=(words["email"],) if words.get("email") else (),
        phones=(words["phone"],) if words.get("phone") else (),
    )

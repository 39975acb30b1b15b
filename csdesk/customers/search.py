"""Find the person a caller may be: candidates by bounded reads, then an honest score.

The same rows in the same order on SQLite and PostgreSQL. Nothing found here is shown before it is in the log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from time import thread_time

from sqlalchemy.orm import Session

from csdesk.customers.lookup_plan import NEIGHBOURS, STAGES, Asking, Stage, read_rows
from csdesk.customers.lookup_pool import Pool
from csdesk.customers.lookup_reads import EMAIL, NUMBER, PHONE, Reader, reader_for
from csdesk.customers.lookup_shown import Shown, shown_of
from csdesk.customers.lookup_terms import LookupTerms, Question, ask, refusal
from csdesk.customers.lookup_twins import twin_hints
from csdesk.customers.lookup_words import Chip, chips_of, why
from csdesk.customers.matching import Direct, Scored, Scorer
from csdesk.customers.surnames import neighbours_of

__all__ = ["Chip", "Lookup", "LookupTerms", "Match", "find"]

MOST_ROWS = 10
# So many of the best are scored again by all their addresses and names, before the list is cut.
SCORED_AGAIN = 24
WORTH_COMPLETING = 30
LOWEST_SCORE = 30
NEARLY_AS_GOOD = 5
MOST_CANDIDATES = 3000


@dataclass(frozen=True, slots=True)
class Match:
    """One customer who may be meant; of stored values it carries the name and the state only."""

    customer_id: int
    ref: str
    customer_number: str
    display_name: str
    state: str
    score: int
    why: str
    chips: tuple[Chip, ...]
    twin_hint: str | None


@dataclass(frozen=True, slots=True)
class Lookup:
    """The answer: at most ten people, how far lookup had to go, and what would narrow it."""

    matches: tuple[Match, ...]
    stage: str
    narrow: str | None
    candidates: int


def find(session: Session, terms: LookupTerms, *, limit: int = MOST_ROWS, budget_ms: float = 50) -> Lookup:
    """Find at most ten people who may be meant by what was typed; one that browses is refused with its reason.

    The budget is this thread's own work, not the clock on the wall: a busy machine must not change the answer.
    """
    question = ask(terms)
    reason = refusal(question)
    if reason:
        return Lookup((), "refused", reason, 0)
    started = thread_time()
    reader = reader_for(session)
    direct, found_directly = _direct(reader, question)
    surname = neighbours_of(reader, question.last, NEIGHBOURS)
    pool = Pool(reader, Scorer(question, surname.bearers, direct))
    pool.complete(sorted(found_directly))
    stage = _widen(Asking(reader, question, surname.near), pool, started + budget_ms / 1000)
    pool.complete([one.customer_id for one in pool.top(SCORED_AGAIN) if one.score >= pool.best() - WORTH_COMPLETING])
    return _answer(reader, question, pool, stage, min(limit, MOST_ROWS))


def _widen(asking: Asking, pool: Pool, until: float) -> str:
    """Go through the stages while the best answer is poor, the budget lasts and the crowd is not too large."""
    name = STAGES[0].name
    for stage in STAGES:
        if _is_enough(stage, pool) or thread_time() > until or len(pool.scored) > MOST_CANDIDATES:
            continue
        before = pool.best()
        pool.add(read_rows(asking.reader, stage.reads(asking)))
        name = stage.name if pool.best() > before else name
    return name


def _is_enough(stage: Stage, pool: Pool) -> bool:
    return bool(stage.enough) and pool.best() >= stage.enough


def _direct(reader: Reader, question: Question) -> tuple[Direct, set[int]]:
    """Customers who have exactly this e-mail address, phone number or customer number."""
    emails = _holders(reader.rows((EMAIL, [(question.email,)]))) if question.email else {}
    phones = _holders(reader.rows((PHONE, [(question.phone,)]))) if question.phone else {}
    codes = (
        frozenset(int(row[0]) for row in reader.rows((NUMBER, [(question.code,)]))) if question.code else frozenset()
    )
    return Direct(emails, phones, codes), {*emails, *phones, *codes}


def _holders(rows: Iterable[Sequence[int]]) -> dict[int, bool]:
    """Whether each holder of an e-mail address or phone number holds it now."""
    holders: dict[int, bool] = {}
    for customer_id, is_current in rows:
        holders[customer_id] = holders.get(customer_id, False) or bool(is_current)
    return holders


def _answer(reader: Reader, question: Question, pool: Pool, stage: str, limit: int) -> Lookup:
    """The best customers with names, reasons and hints."""
    fitting = [one for one in pool.top(SCORED_AGAIN) if one.score >= LOWEST_SCORE]
    narrow = _narrow(question, fitting, limit)
    if narrow and question.is_surname_alone:
        # Ten of a thousand Smiths help nobody and tell about ten.
        return Lookup((), "too many", narrow, len(pool.scored))
    shown = shown_of(reader, [one.customer_id for one in fitting])
    fitting = _with_source_codes(question, pool, [one for one in fitting if one.customer_id in shown], shown)
    fitting.sort(key=lambda one: (-one.score, -one.bits, shown[one.customer_id].customer_number))
    hints = twin_hints(question, fitting[:limit])
    matches = tuple(
        _match(question, one, shown[one.customer_id], hints.get(one.customer_id)) for one in fitting[:limit]
    )
    return Lookup(matches, stage if matches else "nobody", narrow, len(pool.scored))


def _match(question: Question, one: Scored, shown: Shown, hint: str | None) -> Match:
    reason = why(question, one.evidence, shown.first)
    return Match(
        one.customer_id,
        shown.ref,
        shown.customer_number,
        shown.display_name,
        shown.state,
        one.score,
        reason,
        chips_of(one.evidence),
        hint,
    )


def _with_source_codes(
    question: Question, pool: Pool, fitting: list[Scored], shown: Mapping[int, Shown]
) -> list[Scored]:
    """Score again those whose label carries the code that was typed, where it is no customer number."""
    scorer = pool.scorer
    if not question.code or scorer.direct.codes:
        return fitting
    codes = frozenset(one.customer_id for one in fitting if shown[one.customer_id].source_code == question.code)
    labelled = Scorer(question, scorer.bearers, replace(scorer.direct, codes=codes))
    return [labelled.score(one.customer_id, sorted(pool.rows[one.customer_id])) for one in fitting]


def _narrow(question: Question, fitting: Sequence[Scored], limit: int) -> str | None:
    """What to add when more people fit nearly as well than the list holds."""
    if question.code and not fitting:
        return "No customer number reads like this: add the last name and the zip."
    if len(fitting) <= limit or fitting[limit].score < fitting[0].score - NEARLY_AS_GOOD:
        return None
    missing = [
        words
        for words, typed in (
            ("the first name", question.first),
            ("the last name", question.last),
            ("the address", question.address.number),
            ("the zip", question.zip),
            ("an e-mail address or phone number", question.email or question.phone),
        )
        if not typed
    ]
    return (
        f"Narrow it: add {' or '.join(missing[:2])}." if missing else "Narrow it: check the spelling with the caller."
    )

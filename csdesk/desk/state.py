"""Everything one contact page shows: the same for a whole page, a fragment and a reload after a crash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from csdesk.contacts.dispositions import DISPOSITIONS, DispositionCode, proposed
from csdesk.contacts.queries import ContactView, DraftView
from csdesk.customers.queries import CustomerCard
from csdesk.desk import choices, scripts
from csdesk.desk.choices import ChannelRow, Question, ScopeChoice
from csdesk.desk.results import Result
from csdesk.desk.scripts import Moment
from csdesk.hours.rules import Hours
from csdesk.identity.queries import NOT_ASKED, ZipOutcome
from csdesk.identity.rules import Level, Outcome

_ZIP_SENTENCES = {
    Outcome.MATCH: "The zip was compared on the server and is not kept. To go up: an order number or the last amount.",
    Outcome.CLOSE: "Close: ask for the zip once more, or go on; a removal does not wait for it.",
    Outcome.NO: "Does not match. A removal goes on with the same words, exactly as given; nothing is revealed.",
    Outcome.NOT_ASKED: "No zip yet. Ask for it, or go on: a removal does not wait for it.",
}


class Said(Protocol):
    """The form of the caller's words, as far as the state of the page depends on it; the view brings it along."""

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - a field of the form library
        """One field of the form."""
        ...

    def spoken_zip(self) -> str:
        """The zip as it was typed in this request."""
        ...


@dataclass(frozen=True, slots=True)
class ShownMatch:
    """One candidate of the list with what is in force for them."""

    ref: str
    display_name: str
    state: str
    score: int
    why: str
    twin_hint: str | None
    chips: tuple[tuple[str, str], ...]
    in_force: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownLookup:
    """The list, or why there is none."""

    matches: tuple[ShownMatch, ...]
    stage: str
    narrow: str | None
    milliseconds: int


@dataclass(frozen=True)
class DeskState:
    """One contact as the page draws it."""

    contact: ContactView
    draft: DraftView
    said: Said
    hours: Hours
    timeline: tuple[tuple[datetime, str], ...]
    card: CustomerCard | None = None
    in_force_words: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    earlier: tuple[str, ...] = ()
    zip: ZipOutcome = NOT_ASKED
    results: tuple[Result, ...] = ()
    lookup: ShownLookup | None = None
    refusal: str = ""

    @property
    def has_words(self) -> bool:
        """Whether anything was said so far."""
        return any(self.said[name].data for name in ("first_name", "last_name", "address", "email", "phone", "code"))

    @property
    def is_as_given(self) -> bool:
        """Whether the agent has decided that nobody on file is meant."""
        return bool(self.draft.picked.get("as_given"))

    @property
    def is_fresh(self) -> bool:
        """Whether the contact has just begun."""
        return self.stage == "start"

    @property
    def looks_by_itself(self) -> bool:
        """Whether the page, drawn anew, should search at once with the words that were kept."""
        return self.stage == "looking" and self.lookup is None

    @property
    def stage(self) -> str:
        """Where the contact stands: start, looking, composing, done, wrap_up or over."""
        if self.contact.is_over:
            return "over"
        if self.contact.ended_at is not None:
            return "wrap_up"
        if self.results and not self.draft.picked.get("again"):
            return "done"
        if self.card or self.is_as_given:
            return "composing"
        return "looking" if self.has_words else "start"

    @property
    def moment(self) -> Moment:
        """Where the talk stands."""
        by_stage = {"start": Moment.GREETING, "done": Moment.DONE, "wrap_up": Moment.ENDED, "over": Moment.ENDED}
        if self.stage in by_stage:
            return by_stage[self.stage]
        if self.card:
            return Moment.UNCONFIRMED if self.zip.outcome is Outcome.NO else Moment.FOUND
        return Moment.AS_GIVEN if self.is_as_given else self._moment_of_lookup()

    def _moment_of_lookup(self) -> Moment:
        if self.lookup is None or self.lookup.stage == "refused":
            return Moment.GREETING
        if not self.lookup.matches:
            return Moment.NARROWING if self.lookup.narrow else Moment.NOBODY
        if any(match.twin_hint for match in self.lookup.matches):
            return Moment.TWINS
        if len(self.lookup.matches) > 1:
            return Moment.NARROWING
        return Moment.FOUND if self.said.spoken_zip() else Moment.ONE

    @property
    def script(self) -> str:
        """What the agent says now."""
        return scripts.script_for(self.moment, self.contact.channel)

    @property
    def script_title(self) -> str:
        """Say, or write."""
        return scripts.title_for(self.contact.channel)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The channels ticked so far."""
        found = self.draft.picked.get("channels")
        return tuple(str(one) for one in found) if isinstance(found, list) else ()

    @property
    def scope(self) -> str:
        """The scope chosen so far."""
        return str(self.draft.picked.get("scope") or "person")

    @property
    def channels(self) -> tuple[ChannelRow, ...]:
        """The rows of the composer."""
        return choices.channel_rows(self.ticked, dict(self.notes))

    @property
    def scopes(self) -> tuple[ScopeChoice, ...]:
        """Person, household, address."""
        return choices.scope_choices(self.scope)

    def with_plan(self, channels: Sequence[str], scope: str) -> DeskState:
        """The same state with these channels ticked, whatever the draft says by now."""
        picked = {**self.draft.picked, "channels": list(channels), "scope": scope}
        return replace(self, draft=replace(self.draft, picked=picked))

    @property
    def plan(self) -> str:
        """What putting in force will do."""
        return choices.plan_sentence(self.ticked, self.scope)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Inquire, review, update, copy."""
        return choices.questions()

    @property
    def level(self) -> int:
        """How far up the ladder; the zip alone reaches nothing above L0."""
        return choices.level_place(self.zip.level if self.card else Level.L0)

    @property
    def zip_sentence(self) -> str:
        """What came of the zip."""
        return _ZIP_SENTENCES[self.zip.outcome]

    @property
    def dispositions(self) -> tuple[DispositionCode, ...]:
        """The outcomes to choose from."""
        return DISPOSITIONS

    @property
    def proposed(self) -> str:
        """The outcome that fits what was done."""
        return proposed([result.outcome for result in self.results if not result.is_undone])

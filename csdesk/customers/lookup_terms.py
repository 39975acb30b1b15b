"""What the agent typed, and the question that lookup makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from csdesk.kernel.compare.addresses import AddressKey, address_text_key
from csdesk.kernel.compare.emails import exact_key
from csdesk.kernel.compare.names import SurnameKey, generation, given_key, surname_key
from csdesk.kernel.compare.phones import phone_digits
from csdesk.kernel.compare.text import fold_tight
from csdesk.kernel.compare.zips import zip5

LONGEST_FIELD = 200
FEWEST_PHONE_DIGITS = 7
SHORTEST_PREFIX = 2


@dataclass(frozen=True, slots=True)
class LookupTerms:
    """The fields of the form, raw; any of them may be empty."""

    first: str = ""
    last: str = ""
    address: str = ""
    email: str = ""
    zip: str = ""
    phone: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """The same fields as comparison keys; what cannot be compared is empty."""

    given: str
    surname: SurnameKey
    address: AddressKey
    email: str
    zip: str
    phone: str
    code: str
    has_short_phone: bool = False
    """A phone number was begun; it counts when it is long enough."""

    @property
    def first(self) -> str:
        """The first of the given names."""
        return self.given.partition(" ")[0]

    @property
    def suffix(self) -> str:
        """Junior, senior, or a number."""
        return self.surname.suffix

    @property
    def last(self) -> str:
        """The surname written together."""
        return self.surname.whole

    @property
    def surnames(self) -> tuple[str, ...]:
        """The surname written together, then its parts."""
        return (self.surname.whole, *self.surname.parts) if self.surname.whole else ()

    @property
    def is_surname_alone(self) -> bool:
        """Whether nothing but a surname was typed."""
        others = (self.given, self.zip, self.email, self.phone, self.code)
        return bool(self.last) and not any(others) and not self.has_street

    @property
    def has_street(self) -> bool:
        """Whether there is a house or box number, or a street, to go by."""
        return bool(self.address.number or self.address.street)


def ask(terms: LookupTerms) -> Question:
    """Bring what was typed to comparison keys; an e-mail address typed as the address counts as one."""
    terms = _sorted_out(terms)
    phone = phone_digits(terms.phone)
    is_short = 0 < len(phone) < FEWEST_PHONE_DIGITS
    return Question(
        given=given_key(terms.first),
        surname=_surname(terms),
        address=address_text_key(terms.address),
        email=exact_key(terms.email),
        zip=zip5(terms.zip.strip()),
        phone="" if is_short else phone,
        code=fold_tight(terms.code),
        has_short_phone=is_short,
    )


def refusal(question: Question) -> str | None:
    """Why a question is not answered at all: it would browse instead of finding somebody."""
    if question.code or question.email or question.phone:
        return None
    has_house = bool(question.address.number and question.address.street)
    if question.last:
        # One letter and a zip would list a street; one letter and a first name is somebody.
        has_more = len(question.last) >= SHORTEST_PREFIX or len(question.given) >= SHORTEST_PREFIX or has_house
        return None if has_more else "Narrow it: add more letters of the last name."
    if question.has_street and (question.zip or (question.given and has_house)):
        return None
    return _thin_refusal(question)


def _thin_refusal(question: Question) -> str:
    """What to add to a question that has neither a name nor a whole address."""
    if question.has_short_phone:
        return "The phone number is too short."
    if question.has_street:
        return "An address alone is not looked up: add the last name or the zip."
    if question.zip and question.given:
        return "A first name and a zip do not find one person: add the last name or the address."
    if question.zip:
        return "The zip only confirms: add the last name or the address."
    if question.given:
        return "A first name alone is not looked up: add the last name."
    return "Type a last name with a first name, an address or a zip; or an e-mail address, a phone number or a code."


def _sorted_out(terms: LookupTerms) -> LookupTerms:
    """Cut what is too long, move an e-mail address to its field, and a whole name apart."""
    cut = LookupTerms(*(getattr(terms, field)[:LONGEST_FIELD] for field in LookupTerms.__slots__))
    if "@" in cut.address and not cut.email.strip():
        cut = replace(cut, email=cut.address, address="")
    words = cut.first.replace(",", " ").split()
    if not cut.last.strip() and len(words) > 1:
        return replace(cut, first=" ".join(words[:-1]), last=words[-1])
    return cut


def _surname(terms: LookupTerms) -> SurnameKey:
    """The surname; a Jr or III typed behind the first name counts as well."""
    key = surname_key(terms.last)
    words = terms.first.split()
    return key._replace(suffix=generation(words[-1])) if len(words) > 1 and not key.suffix else key

"""Pure: the caller's words, and the person they make up. The zip takes part in matching and is then forgotten."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from csdesk.contacts.rules import split_zip
from csdesk.kernel.compare.emails import exact_key
from csdesk.kernel.compare.names import surname_forms
from csdesk.kernel.compare.phones import phone_digits
from csdesk.kernel.compare.zips import zip5
from csdesk.kernel.mask import mask_cards
from csdesk.kernel.person import Person, Street

LONGEST: Final = 300
FEWEST_PHONE_DIGITS: Final = 7


@dataclass(frozen=True, slots=True, repr=False)
class GivenWords:
    """What the caller said, word for word; any of it may be missing."""

    first: str = ""
    last: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    zip: str = ""

    def __repr__(self) -> str:
        return "GivenWords(…)"

    @property
    def as_given(self) -> dict[str, str]:
        """What is kept for ever: the exact words, bar card numbers, and never the zip."""
        said = {name: getattr(self, name) for name in ("first", "last", "address", "email", "phone")}
        return {name: mask_cards(words) for name, words in said.items() if words}


def sorted_out(given: GivenWords) -> GivenWords:
    """The same words with a zip taken out of the address, an e-mail address moved to its field, and nothing endless."""
    # A NUL cannot be stored in PostgreSQL's texts, and nobody says one.
    cut = GivenWords(*(getattr(given, name).replace("\0", "")[:LONGEST] for name in GivenWords.__slots__))
    if "@" in cut.address and not cut.email:
        cut = replace(cut, email=cut.address, address="")
    address, found = split_zip(cut.address)
    return replace(cut, address=address, zip=cut.zip or found)


def person_given(given: GivenWords, *, trust_zip: bool = True) -> Person:
    """The person the words make up; a zip that was judged wrong is left out, so that every zip is reached."""
    street = Street(given.address, zip=given.zip if trust_zip else "")
    return Person(
        first=given.first,
        last=given.last,
        addresses=(street,) if given.address.strip() else (),
        emails=(given.email,) if given.email.strip() else (),
        phones=(given.phone,) if given.phone.strip() else (),
    )


def has_name(person: Person) -> bool:
    """Whether there is a first and a last name."""
    return bool(person.first.strip()) and bool(surname_forms(person.last))


def has_email(person: Person) -> bool:
    """Whether there is an e-mail address that can be one."""
    return any(exact_key(email) for email in person.emails)


def has_phone(person: Person) -> bool:
    """Whether there is a number long enough to be dialled."""
    return any(len(phone_digits(phone)) >= FEWEST_PHONE_DIGITS for phone in person.phones)


def has_address(person: Person, *, with_zip: bool = False) -> bool:
    """Whether there is a postal address, with a zip where that is needed."""
    return any(street.line1.strip() and (zip5(street.zip) or not with_zip) for street in person.addresses)

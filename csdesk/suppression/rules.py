"""Pure: which keys a removal yields, which keys a stored person yields, and what each scope will do.

The two sides differ on purpose. What was given reaches a little further than it says (a nickname reaches the full
name, an initial reaches the name, a missing zip reaches every zip); what is stored only says what it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from csdesk.kernel.compare.addresses import AddressKey, address_key, address_text_key
from csdesk.kernel.compare.emails import exact_key, loose_key
from csdesk.kernel.compare.names import generation, given_key, surname_forms, surname_key
from csdesk.kernel.compare.nicknames import is_short_for, linked_names
from csdesk.kernel.compare.phones import phone_digits
from csdesk.kernel.compare.zips import zip5
from csdesk.kernel.person import Person, Street
from csdesk.suppression.channels import Channel, Scope

EMAIL_EXACT: Final = "email_exact"
EMAIL_LOOSE: Final = "email_loose"
PHONE: Final = "phone"
PERSON: Final = "person"
PERSON_ANY_ZIP: Final = "person_any_zip"
HOUSEHOLD: Final = "household"
ADDRESS: Final = "address"

# A wider reach covers a narrower one, never the other way round.
WIDTH: Final = {Scope.PERSON: 0, Scope.HOUSEHOLD: 1, Scope.ADDRESS: 2}
SCOPED: Final = (Channel.MAIL,)

SCOPE_SENTENCES: Final = {
    Scope.PERSON: "This person gets no more mail, at this and every former address. Others who live there still do.",
    Scope.HOUSEHOLD: "Nobody of this surname at this address gets mail any more.",
    Scope.ADDRESS: "No mail goes to this address any more, whoever lives there now or later.",
}


@dataclass(frozen=True, slots=True, order=True)
class MatchKey:
    """What is digested: a kind, its parts, and the mark that tells two holders of one key apart."""

    kind: str
    parts: tuple[str, ...]
    mark: str = ""


def keys_given(person: Person, channel: Channel, scope: Scope = Scope.PERSON) -> frozenset[MatchKey]:
    """The keys under which a removal is kept; nothing when what was given cannot identify anybody."""
    if channel is Channel.EMAIL:
        return frozenset(_email_keys(person.emails))
    if channel is Channel.PHONE:
        return frozenset(_phone_keys(person.phones))
    postal = frozenset(_postal_keys(person, scope if channel in SCOPED else Scope.PERSON))
    # A name is shared with its address; somebody who gave only an e-mail is found by that.
    return postal | frozenset(_email_keys(person.emails)) if channel is Channel.THIRD_PARTY else postal


def keys_stored(person: Person) -> frozenset[MatchKey]:
    """Every key under which a stored person may be found on the list, over all channels and scopes."""
    found = {*_email_keys(person.emails), *_phone_keys(person.phones)}
    surnames, firsts = surname_forms(person.last), stored_firsts(person.first)
    suffix = suffix_of(person)
    for zip_code, street in _stored_streets(person.addresses):
        found |= set(_person_keys(surnames, firsts, street, zip_code, suffix))
        found |= set(_person_keys(surnames, firsts, street, "", suffix))
        found |= set(_household_keys(surnames, street, zip_code))
        found |= set(_address_keys(street, zip_code))
    return frozenset(found)


def reaches(keys: Iterable[MatchKey], person: Person) -> bool:
    """Whether a suppression under these keys catches a person on file."""
    known = {(key.kind, key.parts): key.mark for key in keys_stored(person)}
    return any((key.kind, key.parts) in known and marks_agree(key.mark, known[key.kind, key.parts]) for key in keys)


def marks_agree(one: str, other: str) -> bool:
    """Whether two marks leave the keys the same: Jr does not silently catch Sr, unknown catches both."""
    return not one or not other or one == other


def covers(wider: Scope, narrower: Scope) -> bool:
    """Whether a suppression of one scope already does what another would."""
    return WIDTH[wider] >= WIDTH[narrower]


def facets(person: Person, channel: Channel) -> tuple[Person, ...]:
    """The person once for each way to reach them on a channel: already suppressed means every one of them is."""
    bare = replace(person, addresses=(), emails=(), phones=())
    by_email = tuple(replace(bare, emails=(email,)) for email in person.emails if exact_key(email))
    by_address = tuple(
        replace(bare, addresses=(street,)) for street in person.addresses if any(_given_streets([street]))
    )
    if channel is Channel.EMAIL:
        return by_email
    if channel is Channel.PHONE:
        return tuple(replace(bare, phones=(phone,)) for phone in person.phones if phone_digits(phone))
    return by_address + by_email if channel is Channel.THIRD_PARTY else by_address


def merged(people: Sequence[Person]) -> Person:
    """One person with everything that is known of them from several sources; the first one's name counts."""
    first = people[0]
    return replace(
        first,
        addresses=tuple(dict.fromkeys(street for person in people for street in person.addresses)),
        emails=tuple(dict.fromkeys(email for person in people for email in person.emails)),
        phones=tuple(dict.fromkeys(phone for person in people for phone in person.phones)),
    )


def suffix_of(person: Person) -> str:
    """The generation, from its own field or from the end of the surname."""
    return generation(person.suffix) or surname_key(person.last).suffix


def given_firsts(first: str) -> frozenset[str]:
    """What a first name as given reaches: itself, the names it is short for, and a record that has but its initial."""
    names = _first_words(first)
    full = {other for name in names for other in linked_names(name) if is_short_for(name, other)}
    initials = {f"{name[0]}." for name in names if len(name) > 1}
    return frozenset(names | full | initials)


def stored_firsts(first: str) -> frozenset[str]:
    """What a stored first name answers to: itself, the names it is short for, and its initial."""
    names = _first_words(first)
    full = {other for name in names for other in linked_names(name) if is_short_for(name, other)}
    answers = {name[0] for name in names} | {f"{name}." for name in names if len(name) == 1}
    return frozenset(names | full | answers)


def _first_words(first: str) -> set[str]:
    """The first word and the whole: Mary Ann is mary and maryann; J. Robert is also robert."""
    words = given_key(first).split()
    if not words:
        return set()
    found = {words[0], "".join(words)}
    if len(words) > 1 and len(words[0]) == 1:
        found.add(words[1])
    return found


def _email_keys(emails: Iterable[str]) -> Iterator[MatchKey]:
    for email in emails:
        if exact := exact_key(email):
            yield MatchKey(EMAIL_EXACT, (exact,))
            yield MatchKey(EMAIL_LOOSE, (loose_key(email),))


def _phone_keys(phones: Iterable[str]) -> Iterator[MatchKey]:
    return (MatchKey(PHONE, (digits,)) for phone in phones if (digits := phone_digits(phone)))


def _postal_keys(person: Person, scope: Scope) -> Iterator[MatchKey]:
    surnames, suffix = surname_forms(person.last), suffix_of(person)
    for zip_code, street in _given_streets(person.addresses):
        if scope is Scope.ADDRESS:
            yield from _address_keys(street, zip_code)
        elif scope is Scope.HOUSEHOLD:
            yield from _household_keys(surnames, street, zip_code)
        else:
            yield from _person_keys(surnames, given_firsts(person.first), street, zip_code, suffix)


def _person_keys(
    surnames: Iterable[str], firsts: Iterable[str], street: AddressKey, zip_code: str, suffix: str
) -> Iterator[MatchKey]:
    """Name and delivery point; unit, directions and street suffix are left out: people omit them."""
    kind = PERSON if zip_code else PERSON_ANY_ZIP
    point = (street.number, street.street, zip_code) if zip_code else (street.number, street.street)
    return (MatchKey(kind, (last, first, *point), suffix) for last in surnames for first in firsts)


def _household_keys(surnames: Iterable[str], street: AddressKey, zip_code: str) -> Iterator[MatchKey]:
    """Surname and delivery point; a different unit is a different household."""
    if zip_code and street.number:
        point = (street.number, street.street, zip_code)
        yield from (MatchKey(HOUSEHOLD, (last, *point), street.unit[:12]) for last in surnames)


def _address_keys(street: AddressKey, zip_code: str) -> Iterator[MatchKey]:
    """The delivery point with its unit: no flat is silenced by its neighbour."""
    if zip_code and street.number:
        yield MatchKey(ADDRESS, (street.number, street.street, street.unit, zip_code))


def _stored_streets(addresses: Iterable[Street]) -> Iterator[tuple[str, AddressKey]]:
    for address in addresses:
        street = _in_one_line(address)
        if street.street:
            yield zip5(address.zip), street


def _given_streets(addresses: Iterable[Street]) -> Iterator[tuple[str, AddressKey]]:
    """As spoken, in one line with or without the city behind it."""
    for address in addresses:
        for street in {_in_one_line(address), *_without_city(address)}:
            if street.street and (street.number or address.zip):
                yield zip5(address.zip), street


def _in_one_line(address: Street) -> AddressKey:
    return address_key(address.line1, address.line2) if address.line2 else address_text_key(address.line1)


def _without_city(address: Street) -> Iterator[AddressKey]:
    """`12 main street seattle` ends in no street suffix, so it may end in a city: also read as `12 main street`."""
    words = address.line1.split()
    if address.line2 or _in_one_line(address).suffix:
        return
    for end in range(2, len(words)):
        street = address_key(" ".join(words[:end]))
        if street.suffix and street.number and street.street:
            yield street
